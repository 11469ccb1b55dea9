"""Everything known of one candidate, in decided words."""

from dataclasses import replace

import made
import numpy as np
import pytest

from rootcause.report import accounts, phrases
from rootcause.report.numbers import NBSP, unbound
from rootcause.results import Answer, EffectSize, Verdict
from rootcause.variables import Kind

EVERY = [(name, one.name) for name, making in made.ALL.items() for one in making().candidates]


def told(investigation, name):
    return accounts.account(investigation, investigation[name])


def facts(investigation, name):
    found = told(investigation, name).facts
    return {term.replace(NBSP, " "): text.replace(NBSP, " ") for term, text in found}


def changed(investigation, name, **parts):
    return replace(
        investigation,
        candidates=tuple(
            replace(one, **parts) if one.name == name else one for one in investigation.candidates
        ),
    )


@pytest.mark.parametrize(("case", "name"), EVERY)
def test_every_candidate_has_its_account(case, name):
    investigation = made.ALL[case]()
    candidate = investigation[name]
    account = told(investigation, name)
    assert unbound(account.sentence) == candidate.sentence
    assert account.facts[0][0] == "verdict"
    assert account.facts[0][1].startswith(candidate.verdict)
    assert all(text for _, text in account.facts)
    assert all(one[0] and one.endswith((".", "!", "?")) for one in account.cautions)
    assert len(account.rows) == (candidate.association is not None) * (
        1 + len(candidate.conditionals)
    )


def test_before_and_after():
    alone, given = told(made.vanilla(), "flavor").rows
    assert (alone.label, alone.scale, alone.effect, alone.pvalue, alone.adjusted) == (
        *("alone", "Cramér's V", ".52", ".003", ".005"),
    )
    assert (given.label, given.effect, given.interval, given.pvalue, given.adjusted) == (
        *("given minutes in the shop", ".06", "0 to .19", ".63", ""),
    )
    assert given.line is not None


def test_alone_on_the_scale_of_what_is_left():
    investigation = made.vanilla()
    association = replace(
        investigation["flavor"].association,
        also=(
            EffectSize("risk difference", 0.53, 0.2, 0.8),
            EffectSize("odds ratio", 14.4, 2.91, 71.2, null=1.0),
        ),
    )
    investigation = changed(investigation, "flavor", association=association)
    rows = told(investigation, "flavor").rows
    assert [(one.label, one.scale) for one in rows[:2]] == [
        ("alone", "Cramér's V"),
        ("alone", "risk difference"),
    ]
    assert (rows[1].effect, rows[1].pvalue, rows[1].n) == (".53", "", "")
    assert facts(investigation, "flavor")["also"] == "odds ratio 14.4 (2.91 to 71.2)"


def test_difference_of_means_has_the_unit_of_the_outcome():
    investigation = made.numeric_outcome()
    association = replace(
        investigation["press"].association,
        also=(EffectSize("difference of means", 19.123456, -2.0, 40.5),),
    )
    investigation = changed(investigation, "press", association=association)
    assert facts(investigation, "press")["also"] == "difference of means 19.1 N (−2 to 40.5)"


def test_facts_of_a_numeric_candidate():
    found = facts(made.vanilla(), "shop_minutes")
    assert found["column"] == "shop_minutes"
    assert found["kind"] == "numeric, in min"
    assert found["recorded"] == "41 trips, none missing"
    assert found["values"] == "1.2 to 11.9 min, median 6.1"


def test_levels_are_counted_most_of_the_outcome_first():
    assert facts(made.vanilla(), "flavor")["failed, of how many"] == (
        "vanilla 9 of 14; chocolate 2 of 9; strawberry 1 of 8; pistachio 0 of 10"
    )
    assert facts(made.nominal_outcome(), "resin")["defect bubble, of how many"].startswith("R2 12 ")
    medians = facts(made.numeric_outcome(), "press")["median bond strength"]
    assert medians == "new 71.1 N (n = 29); old 52 N (n = 31)"


def test_many_levels_are_cut():
    outcome = made.as_outcome(made.yes_no("broke", "01" * 20))
    lot = made.labels("lot", [f"lot {i:02}" for i in range(40)])
    seen = made.association(outcome, lot, 0.5, (0.1, 0.0, 0.2), "lot 01")
    one = made.Candidate(lot.variable, Verdict.NO_EVIDENCE, seen, 0.5)
    investigation = made.investigation(outcome, [one], [lot], Answer.NOTHING)
    found = facts(investigation, "lot")["broke, of how many"]
    assert found.endswith("; and 28 more") and found.count(";") == 12


def test_classes_that_nobody_counted_are_only_named():
    investigation = made.nominal_outcome()
    bare = replace(investigation["mould"].association, contrast=None)
    investigation = changed(investigation, "mould", association=bare)
    assert facts(investigation, "mould")["levels"] == "M1, M2"


def test_what_is_missing_is_counted():
    outcome, minutes, *_ = made.trips()
    minutes = replace(minutes, values=np.where(np.arange(41) < 3, np.nan, minutes.values))
    seen = made.association(outcome, minutes, 0.5, (0.1, -0.2, 0.3), 4.0)
    one = made.Candidate(minutes.variable, Verdict.NO_EVIDENCE, seen, 0.5)
    investigation = made.investigation(outcome, [one], [minutes], Answer.NOTHING)
    assert facts(investigation, "shop_minutes")["recorded"] == "41 observations, 3 missing"


def test_how_its_kind_was_read_and_where_it_comes_from():
    investigation = made.vanilla()
    variable = replace(
        investigation["flavor"].variable,
        note="read as labels",
        source="receipt",
        derived_from="queue",
    )
    found = facts(changed(investigation, "flavor", variable=variable), "flavor")
    assert (found["note"], found["source"]) == ("read as labels", "receipt")
    assert found["derived from"] == "people queueing"


def test_a_time_has_no_range():
    outcome, *_ = made.trips()
    when = made.numbers("when", np.arange(41.0) * 86400)
    when = replace(when, variable=replace(when.variable, kind=Kind.TIME))
    one = made.Candidate(when.variable, Verdict.RESTATES, reason="it tells the outcome")
    investigation = made.investigation(outcome, [one], [when], Answer.NOTHING)
    assert "values" not in facts(investigation, "when")
    assert told(investigation, "when").rows == ()


def test_that_it_never_varied_is_said():
    account = told(made.rivals(), "camera")
    assert account.cautions == (
        "Nothing can be said given flash: it never varied while that stayed the same.",
    )
    assert (account.rows[1].effect, account.rows[1].pvalue, account.rows[1].line) == (
        "–",
        "–",
        None,
    )
    assert account.pictures[1].kind == "combinations"


@pytest.mark.parametrize(
    ("close", "odds", "said"),
    [
        (("queue",), 12.3, "its p is above 5 %; the evidence speaks for it all the same, 12 to 1."),
        (("queue", "flavor"), 4.44, "speaks for it all the same, 4.4 to 1 or more."),
        (("queue",), 1e9, "all the same, more than 1,000 to 1."),
    ],
)
def test_rivals_that_conditional_tests_do_not_exclude(close, odds, said):
    investigation = changed(made.vanilla(), "shop_minutes", not_excluded=close, odds=odds)
    first = told(investigation, "shop_minutes").cautions[0]
    assert first.startswith("Given people queueing")
    assert first.replace(NBSP, " ").endswith(said)


@pytest.mark.parametrize(
    ("odds", "said"),
    [
        (3.0, "The evidence speaks 3 to 1 for camera over flash."),
        (0.25, "The evidence speaks 4 to 1 for flash over camera."),
    ],
)
def test_rivals_are_weighed(odds, said):
    assert told(changed(made.rivals(), "camera", odds=odds), "camera").cautions[0] == said


def test_cautions_of_what_was_held_are_told_once():
    investigation = made.vanilla()
    given = replace(investigation["flavor"].conditionals[0], cautions=("few in one band",))
    investigation = changed(
        investigation, "flavor", conditionals=(given,), cautions=("rare levels", "rare levels")
    )
    assert told(investigation, "flavor").cautions == (
        "Rare levels.",
        "Given minutes in the shop, few in one band.",
    )


def test_not_tested_has_its_reason_and_no_number():
    account = told(made.vanilla(), "receipt")
    assert account.sentence.startswith("Receipt was not tested: an identifier")
    assert (account.rows, account.pictures, account.meaning) == ((), (), "")


def test_words_are_those_of_the_case():
    investigation = made.vanilla()
    words = phrases.words(investigation)
    assert words.seen_head in dict(told(investigation, "flavor").facts)
