"""Every verdict in whole sentences."""

from dataclasses import replace

import made
import pytest

from rootcause.report import phrases
from rootcause.report.answer import says
from rootcause.report.numbers import NBSP
from rootcause.report.parts import plain
from rootcause.report.sentences import not_excluded, reversal, sentence
from rootcause.results import EffectSize, Residue, Verdict


def said(investigation, name):
    words = phrases.words(investigation)
    return sentence(words, investigation, investigation[name]).replace(NBSP, " ")


def answered(investigation):
    return plain(says(phrases.words(investigation), investigation)).replace(NBSP, " ")


@pytest.mark.parametrize(
    ("case", "name", "expected"),
    [
        (
            "vanilla",
            "shop_minutes",
            "Minutes in the shop stands: under 4 min, 11 of 13 failed; at 4 or more, 1 of 28 "
            "(p < .0001; corrected for 5 tests, p = .0002). Given the others it still stands "
            "(p = .002 at worst).",
        ),
        (
            "vanilla",
            "flavor",
            "Flavour is screened off: with vanilla, 9 of 14 failed; with the others, 3 of 27 "
            "(p = .003; corrected for 5 tests, p = .005), but given minutes in the shop it adds "
            "nothing these 41 trips can show (p = .63).",
        ),
        (
            "vanilla",
            "humidity",
            "Humidity: 8 of 21 (62 % or more) against 4 of 20 (under 62), p = .21; corrected for "
            "5 tests, p = .26. 41 trips would have shown an effect size of .49 (0 is none, 1 "
            "complete); a smaller one may be missed.",
        ),
        (
            "vanilla",
            "bought_at: weekday",
            "Weekday (bought at): 4 of 6 (Mon) against 8 of 35 (other), p = .71, also when "
            "corrected for 5 tests. 41 trips would have shown a difference of 38 percentage "
            "points; a smaller one may be missed.",
        ),
        (
            "vanilla",
            "receipt",
            "Receipt was not tested: an identifier, a different value on every row.",
        ),
        (
            "without case",
            "shop_minutes",
            "Shop minutes stands: under 4, no start in 11 of 13; at 4 or more, 1 of 28 "
            "(p < .0001; corrected for 5 tests, p = .0002). Given the others it still stands "
            "(p = .002 at worst).",
        ),
        (
            "rivals",
            "camera",
            "Camera is undetermined: with A, 7 of 9 restarted; with the others, 0 of 15 "
            "(p = .0003; corrected for 3 tests, p = .0005), but these 24 observations cannot "
            "tell it from flash: they always changed together.",
        ),
        (
            "three rivals",
            "distance",
            "Distance is undetermined: under 50 cm, 7 of 9 restarted; at 50 or more, 0 of 15 "
            "(p = .003; corrected for 4 tests, p = .004), but given camera or flash it is not "
            "shown to add anything, nor to add nothing (p = .59).",
        ),
        (
            "two stand",
            "scrap_cost",
            "Scrap cost is set aside: it is above 0 exactly when the lid came off. "
            "It restates the outcome.",
        ),
        (
            "too few",
            "seal",
            "Seal: 3 of 3 (old) against 0 of 1 (new), p = .25. 4 observations cannot reject "
            "anything at 5 %: the smallest p they could give is .25.",
        ),
        (
            "numeric outcome",
            "press",
            "Press is screened off: with new, the median bond strength was 71.1 N over 29 "
            "observations; with old, 52 N over 31 (p < .0001, also when corrected for 3 tests), "
            "but given curing time it adds nothing these 60 observations can show (p = .41).",
        ),
        (
            "numeric outcome",
            "line",
            "Line is screened off: with line 1, the median bond strength was 60.2 N over 28 "
            "observations; with line 2, 60.1 N over 32 (p = .02; corrected for 3 tests, p = .03),"
            " but given curing time it points the other way: the sign changes (p = .03).",
        ),
        (
            "nominal outcome",
            "resin",
            "Resin stands: with R2, defect bubble in 12 of 24; with the others, 5 of 66 "
            "(p = .0004; corrected for 2 tests, p = .0008).",
        ),
    ],
)
def test_sentence(case, name, expected):
    assert said(made.ALL[case](), name) == expected


def test_reversal_of_one_that_stands_is_said():
    told = made.numeric_outcome()
    line = replace(told["line"], verdict=Verdict.STANDS, given=())
    told = replace(told, candidates=(line,))
    assert said(told, "line").endswith(" The sign changes given curing time.")


def test_no_reversal_while_an_interval_holds_zero():
    assert reversal(made.vanilla()["flavor"]) is None
    assert reversal(made.numeric_outcome()["line"]).given == ("cure_hours",)


def test_reversal_given_fewer_than_screen_it_off_is_told_apart():
    told = made.numeric_outcome()
    line = told["line"]
    turned = line.conditionals[0]
    nothing = EffectSize("rho", 0.01, -0.2, 0.2)
    off = replace(turned, given=("press", "cure_hours"), effect=nothing, pvalue=0.93)
    line = replace(line, given=off.given, conditionals=(off, turned))
    told = replace(told, candidates=(*told.candidates[:2], line))
    assert said(told, "line").endswith(
        "but given press and curing time it adds nothing these 60 observations can show "
        "(p = .93). Given only curing time it points the other way (p = .03)."
    )
    assert (
        "Line is screened off: given press and curing time it adds nothing these 60 observations "
        "can show (p = .93). Line points the other way given curing time (p = .03)."
    ) in answered(told)


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        (
            {},
            "given minutes in the shop it may still add something (p = .002), but too little "
            "to be sure",
        ),
        (
            {"residue": Residue("shop_minutes", 0.852)},
            "given minutes in the shop it still adds something (p = .002), as a mere proxy would "
            "if minutes in the shop is measured with a reliability below .85",
        ),
        (
            {"late": True},
            "it looks like a consequence, the outcome standing between it and minutes in the shop",
        ),
    ],
)
def test_why_one_that_adds_something_is_undetermined(why, expected):
    told = made.vanilla()
    flavor = told["flavor"]
    adding = replace(flavor.conditionals[0], pvalue=0.002)
    flavor = replace(flavor, verdict=Verdict.UNDETERMINED, conditionals=(adding,), **why)
    told = replace(told, candidates=(told.candidates[0], flavor))
    assert said(told, "flavor").endswith((f", but {expected}.", f"; {expected}."))
    assert f"Flavour is undetermined: {expected}." in answered(told)


def test_several_that_look_like_consequences_are_one_sentence():
    told = made.vanilla()
    late = [
        replace(one, verdict=Verdict.UNDETERMINED, given=("shop_minutes",), late=True)
        for one in told.candidates[1:3]
    ]
    told = replace(told, candidates=(told.candidates[0], *late))
    first, second = (phrases.called(one.variable) for one in late)
    assert (
        f"{first.capitalize()} and {second} look like consequences: the outcome stands between "
        "them and minutes in the shop."
    ) in answered(told)


def test_groups_with_the_same_median_are_told_by_their_means():
    told = made.numeric_outcome()
    press = told["press"]
    contrast = press.association.contrast
    first, second = (
        replace(one, median=0.0, mean=mean)
        for one, mean in ((contrast.first, 0.91625), (contrast.second, 0.4801))
    )
    contrast = replace(contrast, first=first, second=second)
    press = replace(press, association=replace(press.association, contrast=contrast))
    told = replace(told, candidates=(told.candidates[0], press))
    assert "with new, the mean bond strength was 0.9163 N over 29 observations" in said(
        told, "press"
    )
    assert "; with old, 0.4801 N over 31 (p" in said(told, "press")


def test_bound_of_few_permutations_is_said_as_one():
    told = made.vanilla()
    minutes = told["shop_minutes"]
    bound = replace(minutes.association, pvalue=0.0005, resolution=0.0005, method="permutation")
    told = replace(told, candidates=(replace(minutes, association=bound), *told.candidates[1:]))
    assert "(p ≤ .0005; corrected" in said(told, "shop_minutes")


def test_undetermined_without_rivals():
    told = made.rivals()
    alone = replace(told["camera"], given=(), conditionals=())
    told = replace(told, candidates=(alone,))
    assert said(told, "camera").endswith(
        "and these 24 observations cannot settle whether it stands."
    )


def test_a_table_that_could_only_give_one():
    few = made.too_few()
    seal = few.candidates[0]
    flat = replace(seal.association, pvalue=1.0, resolution=1.0)
    few = replace(few, candidates=(replace(seal, association=flat),))
    assert said(few, "seal").endswith(
        "In whatever order the outcomes had fallen on these 4 observations, p would have been 1."
    )


def test_no_groups_are_said_by_effect_size_and_n():
    told = made.two_stand()
    lot = told["glue_lot"]
    bare = replace(lot, association=replace(lot.association, contrast=None))
    told = replace(told, candidates=(bare, *told.candidates[:1]))
    assert said(told, "glue_lot").startswith(
        "Glue lot stands: Cramér's V .41 over 120 observations (p < .0001"
    )


def test_yes_and_no_are_said_as_with_and_without():
    told = made.vanilla()
    outcome, *_ = made.trips()
    ate = made.yes_no("vanilla_ice_cream", made.FAILED)
    one = made.association(outcome, ate, 1e-6, (0.9, 0.7, 1.0), "yes")
    told = replace(
        told,
        candidates=(
            replace(told.candidates[0], variable=ate.variable, association=one, conditionals=()),
        ),
    )
    assert "stands: with it, 12 of 12 failed; without it, 0 of 29" in said(
        told, "vanilla_ice_cream"
    )


@pytest.mark.parametrize("name", made.ALL)
def test_no_probability_of_causes_and_no_claim_of_proof(name):
    told = made.ALL[name]()
    every = " ".join(said(told, one.name) for one in told.candidates).casefold()
    for word in ("probability that", "proves", "significant", "mediator", "confounder", "nan"):
        assert word not in every


def test_what_no_test_excludes_is_said_of_the_rows_that_recorded_both():
    case = made.vanilla()
    minutes = case["shop_minutes"]
    given = replace(minutes.conditionals[0], pvalue=0.2)
    close = replace(minutes, conditionals=(given,), not_excluded=("queue",), odds=14.2)
    words = phrases.words(case)
    assert "in its place (p = .20 given that)" in not_excluded(words, close).replace(NBSP, " ")
    fewer = replace(given, n=30, n_missing=11)
    said = not_excluded(words, replace(close, conditionals=(fewer,))).replace(NBSP, " ")
    assert "(p = .20 given that, in these 30 trips with both recorded)" in said


def test_a_name_that_holds_the_word_but_joins_no_clause():
    told = made.vanilla()
    flavor = told["flavor"]
    button = replace(told["shop_minutes"].variable, label="button")
    flavor = replace(flavor, verdict=Verdict.UNDETERMINED)
    told = replace(told, candidates=(replace(told.candidates[0], variable=button), flavor))
    assert ", but given button it is not shown to add anything" in said(told, "flavor")
