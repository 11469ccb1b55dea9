"""The answer: headline, sentences, ladder and picture of each kind of investigation."""

from dataclasses import replace
from pathlib import Path

import made
import pandas as pd
import pytest

import rootcause as rc
from rootcause.report import answer, phrases
from rootcause.report.numbers import NBSP
from rootcause.report.parts import plain
from rootcause.results import Answer, Hinge, Verdict

DATA = Path(__file__).parents[2] / "data"


def reply(investigation):
    return answer.reply(phrases.words(investigation), investigation)


def told(investigation):
    one = reply(investigation)
    return one.headline.replace(NBSP, " "), plain(one.says).replace(NBSP, " ")


@pytest.mark.parametrize(
    ("case", "headline", "says"),
    [
        (
            "vanilla",
            "Of 5 candidates, minutes in the shop is the one that stands.",
            "Under 4 min, 11 of 13 failed; at 4 or more, 1 of 28 (p < .0001; corrected for 5 "
            "tests, p = .0002). People queueing and flavour are screened off: given minutes in "
            "the shop they add nothing these 41 trips can show (p = .18 and .63). Not yet shown: "
            "no trial has been made.",
        ),
        (
            "two stand",
            "Two of 3 candidates stand, each given the other: belt temperature and glue lot.",
            "Belt temperature: at 65 °C or more, 18 of 28 came off; under 65, 18 of 92 "
            "(p < .0001, also when corrected for 3 tests). Glue lot: with lot C, 23 of 47 came "
            "off; with the others, 13 of 73 (p < .0001, also when corrected for 3 tests). "
            "Scrap cost is set aside: it is above 0 exactly when the lid came off. It restates the "
            "outcome. If it may be a cause, declare it a lever, and it is tested. "
            "Not yet shown: no trial has been made.",
        ),
        (
            "rivals",
            "Camera or flash: these 24 observations cannot tell which.",
            "Camera: with A, 7 of 9 restarted; with the others, 0 of 15 (p = .0003; corrected "
            "for 3 tests, p = .0005). They always changed together, so neither can be tested "
            "given the other. Not yet shown: no trial has been made.",
        ),
        (
            "nothing",
            "Nothing recorded here explains it.",
            "None of the 3 candidates stands. The closest is humidity: 8 of 21 (62 % or more) "
            "against 4 of 20 (under 62), p = .02; corrected for 3 tests, p = .06. 41 "
            "observations would have shown an effect size of .49 (0 is none, 1 complete); a "
            "smaller one may be missed.",
        ),
        (
            "too few",
            "These 4 observations are too few to say what causes it.",
            "The closest is seal: with old, 3 of 3 leaked; with new, 0 of 1 (p = .25). 4 "
            "observations cannot reject anything at 5 %: the smallest p they could give is .25.",
        ),
        (
            "numeric outcome",
            "Of 3 candidates, curing time is the one that stands.",
            "Under 15 h, the median bond strength was 51 N over 31 observations; at 15 or more, "
            "74.7 N over 29 (p < .0001, also when corrected for 3 tests). Press is screened off: "
            "given curing time it adds nothing these 60 observations can show (p = .41). Line "
            "points the other way given curing time (p = .03). Not yet shown: no trial has been "
            "made.",
        ),
    ],
)
def test_answer(case, headline, says):
    assert told(made.ALL[case]()) == (headline, says)


def test_counts_are_hot_only_where_something_was_found():
    assert [one.text.replace(NBSP, " ") for one in reply(made.vanilla()).says if one.hot] == [
        "11 of 13"
    ]
    assert not any(one.hot for one in reply(made.nothing()).says)


def test_what_is_not_yet_shown_is_bold():
    assert reply(made.vanilla()).says[-1].strong


def test_one_candidate_left_open_is_not_called_a_rival():
    told_ = made.rivals()
    alone = replace(told_, candidates=(replace(told_["camera"], given=()),))
    assert reply(alone).headline == "Camera may be it, but these 24 observations cannot settle it."
    assert reply(alone).ladder[1].text == "undetermined"


def test_only_candidate():
    only = made.nominal_outcome()
    only = replace(only, candidates=only.candidates[:1])
    assert reply(only).headline == "Resin, the only candidate tested, stands."


def test_nothing_could_be_tested():
    bare = replace(made.nothing(), candidates=(), answer=Answer.NOTHING)
    assert told(bare)[1] == "None of the columns could be tested. "
    assert reply(bare).picture is None


def test_rivals_beside_one_that_stands_are_in_the_headline():
    one = made.vanilla()
    left = [
        replace(one[name], verdict=Verdict.UNDETERMINED, given=(other,))
        for name, other in (("flavor", "queue"), ("queue", "flavor"))
    ]
    beside = replace(one, candidates=(one["shop_minutes"], *left))
    assert told(beside)[0] == (
        "Of 3 candidates, minutes in the shop stands, and so does flavour or people queueing: "
        "these 41 trips cannot tell which."
    )
    assert (
        "Flavour and people queueing are rivals: given the other, neither is shown to add "
        "anything, nor shown to be nothing." in told(beside)[1]
    )
    both = replace(
        one,
        candidates=(
            one["shop_minutes"],
            *(replace(other, verdict=Verdict.STANDS) for other in made.two_stand().candidates[:1]),
            *left,
        ),
    )
    assert told(both)[0].endswith(
        " So does flavour or people queueing: these 41 trips cannot tell which."
    )


def test_rivals_on_one_scale_only_are_told_in_one_sentence():
    says = told(rc.read_case(DATA / "farr-1852").investigate())[1]
    assert (
        "Elevation and source of the water are rivals: given the other, each still adds something "
        "(p = .002 and .01), but not on every scale." in says
    )
    assert "depends on the scale" not in says


def test_an_answer_that_depends_on_the_scale_says_so():
    shouting = told(rc.read_case(DATA / "shouting-at-disks").investigate())[1]
    assert "Requests a second depends on the scale of slowest request: " in shouting
    one = made.vanilla()
    on_ranks = Hinge("scale", 0.001, 0.3, scale="ranks", other_scale="logarithms")
    leader = replace(one["shop_minutes"], hinges=(on_ranks,))
    says = told(replace(one, candidates=(leader, *one.candidates[1:])))[1]
    assert "Minutes in the shop depends on the scale" in says


def test_many_reasons_are_left_to_the_table():
    one = made.vanilla()
    off = one["flavor"]
    names = ("shop_minutes", "queue", "fuel")
    three = [replace(off, given=(name,), verdict=Verdict.SCREENED_OFF) for name in names]
    says = told(replace(one, candidates=(one["shop_minutes"], *three)))[1]
    assert (
        "Flavour, flavour and flavour are screened off: given others they add nothing these 41 "
        "trips can show (each p = .63)." in says
    )
    left = [
        replace(both, verdict=Verdict.UNDETERMINED, given=(n,))
        for n, both in zip(("shop_minutes", "fuel", "age"), three, strict=True)
    ]
    says = told(replace(one, candidates=(one["shop_minutes"], *left)))[1]
    assert "Flavour, flavour and flavour are undetermined. " in says


def test_what_was_set_aside_is_in_the_answer():
    """A perfect agreement may be the cause: whoever knows better is told how to say so."""
    fog = [True, False] * 10
    table = pd.DataFrame(
        {"tripped": fog, "fog": fog, "temp": [12 + wet * (row % 7) for row, wet in enumerate(fog)]}
    )
    headline, says = told(rc.investigate(table, outcome="tripped"))
    assert headline == "Fog being set aside, temp is the only candidate tested, and stands."
    assert "It restates the outcome. If it may be a cause, declare it a lever" in says
    headline, says = told(rc.investigate(table, outcome="tripped", levers={"fog": None}))
    assert headline == "Of 2 candidates, fog is the one that stands."
    assert "set aside" not in says


def test_undetermined_beside_one_that_stands():
    one = made.vanilla()
    flavor = replace(one["flavor"], verdict=Verdict.UNDETERMINED)
    one = replace(one, candidates=(one.candidates[0], flavor))
    expected = (
        "Flavour is undetermined: given minutes in the shop it is not shown to add anything, "
        "nor to add nothing (p = .63)."
    )
    assert expected in told(one)[1]


def test_rivals_that_add_something_given_each_other_are_said_to():
    case = made.three_rivals()
    shown = [
        replace(
            one,
            conditionals=(replace(one.association, pvalue=p),),
        )
        for one, p in zip(case.candidates[:3], (0.002, 0.02, 0.4), strict=True)
    ]
    said = told(replace(case, candidates=tuple(shown)))[1]
    first, second = (phrases.called(one.variable) for one in shown[:2])
    assert (
        f"Given the others, {first} and {second} still add something (p = .002 and .02), but none "
        "accounts for it clearly better than the rest."
    ) in said
    every = [replace(one, conditionals=(replace(one.association, pvalue=0.01),)) for one in shown]
    assert (
        "Given the others, each still adds something"
        in told(replace(case, candidates=tuple(every)))[1]
    )


def test_small_samples_that_only_the_correction_silences():
    few = made.too_few()
    seal = few.candidates[0]
    low = replace(seal.association, resolution=0.03)
    family = replace(few.provenance, family=4)
    few = replace(few, candidates=(replace(seal, association=low),), provenance=family)
    assert told(few)[1].endswith(
        "cannot reject anything at 5 % once corrected for 4 tests: the smallest p they could "
        "give is .03."
    )


def test_picture_rings_what_separates():
    picture = reply(made.vanilla()).picture
    assert (picture.kind, picture.candidates, picture.cut) == (
        "observations",
        ("shop_minutes",),
        4.0,
    )
    assert picture.ringed == (1, 5, 9, 11, 37)
    assert picture.headline.replace(NBSP, " ") == (
        "Of the 12 that failed, 11 had minutes in the shop under 4 min"
    )
    assert picture.headline in picture.alt


def test_picture_of_rivals_shows_their_combinations():
    picture = reply(made.rivals()).picture
    assert (picture.kind, picture.candidates) == ("combinations", ("camera", "flash"))
