"""What changed when it began, in words: dates, levels, what changed with it, and what did not."""

from dataclasses import replace

import made
import numpy as np
import pandas as pd
import pytest

import rootcause as rc
from rootcause.report import changing, content, summaries
from rootcause.report.phrases import words
from rootcause.results import Answer, Change, Changes, Coincidence, Group
from rootcause.variables import Kind, Variable

DAY = 86_400.0
AT = pd.Timestamp("2026-03-02").timestamp()


def change(name, before, after, **more):
    told = {"low": AT - 3 * DAY, "high": AT + DAY, "statistic": 20.0, "pvalue": 0.003}
    return Change(name=name, at=AT, before=before, after=after, moments=41, **(told | more))


def changes(*beside, **more):
    outcome = change("no_start", Group("", 30, happened=3), Group("", 11, happened=9), **more)
    return Changes(Variable("when", Kind.TIME), outcome, beside, DAY, 0.05)


def coincidence(apart=0, adjusted=0.02):
    own = change("flavor", Group("", 30, happened=4), Group("", 11, happened=10), level="vanilla")
    return Coincidence(own, apart, adjusted, adjusted)


def told(found, answer=Answer.NOTHING):
    investigation = replace(made.ALL["vanilla"](), changes=found, answer=answer)
    return investigation, words(investigation)


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_finding_says_when_from_what_to_what_and_with_whom():
    investigation, said = told(changes(coincidence()))
    assert plain(changing.sentence(said, investigation)) == (
        "Start after the shop changed on 2 March 2026: 3 of 30 failed (10 %) before, "
        "9 of 11 failed (81.8 %) from then on (p = .003). Flavour changed on the same day."
    )
    (finding,) = [one for one in content.findings(investigation) if "changed on 2" in plain(one)][
        1:
    ]
    assert finding.candidates == ("flavor",)


@pytest.mark.parametrize(
    ("found", "headline"),
    [
        (changes(coincidence()), "It changed on 2 March 2026, and so did flavour."),
        (changes(coincidence(-2)), "It changed on 2 March 2026."),
        (changes(), "Nothing recorded here explains it, but it changed on 2 March 2026."),
        (changes(drifts=True), "Nothing recorded here explains it."),
        (changes(pvalue=0.2), "Nothing recorded here explains it."),
        (None, "Nothing recorded here explains it."),
    ],
    ids=["together", "before", "alone", "drift", "not shown", "no time"],
)
def test_headline_where_nothing_else_stands(found, headline):
    investigation, _ = told(found)
    assert plain(content.build(investigation).answer.headline) == headline


def test_a_drift_is_no_change_at_one_moment():
    investigation, said = told(changes(drifts=True))
    assert plain(changing.sentence(said, investigation)) == (
        "Start after the shop did not stay as it was (p = .003), but a steady drift describes "
        "that about as well as a change at one moment does."
    )
    section = changing.section(said, investigation)
    assert section.heading == "It drifted, rather than changed at one moment"
    assert section.pictures == section.tables == ()


def test_the_section_says_how_sure_the_moment_is_and_what_only_changed_too():
    investigation, said = told(changes(coincidence(5, 0.4)), Answer.STANDS)
    section = changing.section(said, investigation)
    assert [plain(one) for one in section.paragraphs[1:]] == [
        "The change may lie anywhere from 27 February 2026 to 3 March 2026 (95 %).",
        "1 candidate changed too, no nearer to it than chance has it.",
        changing.NO_PROOF,
    ]
    assert [plain(one.text) for one in section.tables[0].rows[0]] == [
        "flavour: vanilla",
        "2 March 2026",
        "4 of 30",
        "10 of 11",
        "5 days later",
        ".40",
    ]
    assert [one.kind for one in section.pictures] == ["changed"]


@pytest.mark.parametrize("year", ["1500", "9000"])
def test_a_change_may_be_in_any_year(year):
    rng, day = np.random.default_rng(0), np.arange(120)
    failed = (day > 60) & (rng.random(120) < 0.8)
    when = np.datetime64(f"{year}-01-01", "s") + day * 86_400
    told = rc.investigate(pd.DataFrame({"when": when, "failed": failed}), "failed", time="when")
    assert str(told.changes.to_frame()["at"][0]).startswith(f"{year}-03")
    assert told.to_dict()["changes"]["outcome"]["at"].startswith(f"{year}-03")


def test_nothing_is_said_where_nothing_changed():
    for found in (None, changes(pvalue=0.06)):
        investigation, said = told(found)
        assert changing.sentence(said, investigation) == ""
        assert changing.section(said, investigation) is None


def test_a_candidate_tells_when_it_changed():
    assert plain(changing.of_one(changes(coincidence()), "flavor")) == (
        "2 March 2026, on the same day as the outcome"
    )
    assert plain(changing.of_one(changes(coincidence(2)), "flavor")).endswith(
        "2 days later than the outcome"
    )
    assert changing.of_one(changes(), "flavor") == ""


def test_the_index_tells_a_change_and_takes_what_changed_with_it_for_a_lead():
    together, alone = (told(found)[0] for found in (changes(coincidence()), changes()))
    first, second = (summaries.summary("car", one.case, one) for one in (together, alone))
    assert (first.glyph, plain(first.detail)) == (
        "undetermined",
        "it changed on 2 March 2026, and so did flavour",
    )
    assert (second.glyph, plain(second.detail)) == ("none", "it changed on 2 March 2026")
