import math
from dataclasses import replace

import planned
import pytest

from rootcause.report import plans
from rootcause.report.numbers import NBSP
from rootcause.results import Needed, Plan, Prediction
from rootcause.variables import Kind, Variable


def told(text):
    return text.replace(NBSP, " ")


def test_a_trial_is_a_sentence_that_can_be_carried_out():
    first, second = map(told, plans.sentences(planned.plan()))
    assert first == (
        "Set minutes in the shop to 8 min and flavour to vanilla. "
        "If it is minutes in the shop: started (about 9 in 10). "
        "If it is flavour: failed (about 8 in 10). "
        "Either answer shifts the odds between the two at least 4.8 to 1."
    )
    assert "failed (about 19 in 20)" in second and "hard to say" not in second


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.66, "about 7 in 10"),
        (0.75, "about 8 in 10"),
        (0.9, "about 9 in 10"),
        (0.95, "about 19 in 20"),
        (0.99, "nearly always"),
    ],
)
def test_a_chance_is_said_in_words(chance, said):
    assert told(plans.about(chance)) == said


def test_a_measured_outcome_is_foretold_with_its_range():
    (said,) = plans.sentences(planned.measured())
    assert "minutes in the shop: 71 N (68 to 74 N in 8 of 10)." in told(said)
    assert "flavour: 79.6 N (79.2 to 80 N in 8 of 10)." in told(said)


@pytest.mark.parametrize(
    ("reach", "said", "why"),
    [
        ((0, 100), "90 % (40 to 100 % in 8 of 10).", "Ranges end at 0 and 100 %: no reading was"),
        ((0, math.inf), "90 % (40 to 140 % in 8 of 10).", "end at 0 %: no reading was lower."),
        ((-math.inf, 120), "90 % (40 to 120 % in 8 of 10).", "at 120 %: no reading was higher."),
        ((-100, 200), "90 % (40 to 140 % in 8 of 10).", ""),
    ],
)
def test_a_range_ends_where_no_reading_can_be(reach, said, why):
    outcome = Variable("loss", Kind.NUMERIC, unit="%")
    foretold = (Prediction(("shop_minutes",), 90, 36), Prediction(("flavour",), 4, 8))
    trials = (replace(planned.measured().trials[0], predictions=foretold),)
    plan = replace(planned.measured(), outcome=outcome, trials=trials, reach=reach)
    (sentence,) = map(told, plans.sentences(plan))
    assert f"minutes in the shop: {said}" in sentence
    assert f"flavour: 4 % ({'0' if reach[0] == 0 else '−6'} to 14 %" in sentence
    assert why in told(plans.cut(plan)) and bool(why) == bool(plans.cut(plan))


def test_a_rounded_range_does_not_pass_the_end():
    plan = replace(planned.measured(), reach=(67.9, math.inf))
    said = plans.foretold(plan, Prediction(("flavour",), 80, 12))
    assert told(said) == "80 N (67.9 to 100 N in 8 of 10)"


def test_grades_are_foretold_by_name():
    grade = Variable("grade", Kind.ORDINAL, levels=("fine", "fair", "poor", "bad"))
    foretold = (Prediction(("shop_minutes",), 2.7, 0.6), Prediction(("flavour",), 0.1, 0.2))
    trials = (replace(planned.measured().trials[0], predictions=foretold),)
    plan = replace(planned.measured(), outcome=grade, trials=trials, reach=(0, 3))
    (sentence,) = plans.sentences(plan)
    assert "minutes in the shop: bad (poor to bad in 8 of 10)." in sentence
    assert "flavour: fine (in 8 of 10)." in sentence
    assert plans.came(plan, 2) == "poor" and plans.cut(plan) == ""


def test_an_outcome_without_words_is_told_by_its_levels():
    outcome = replace(planned.FAILED, happened="", otherwise="")
    said = plans.sentences(replace(planned.plan(), outcome=outcome))[0]
    assert "no start: no (about" in told(said)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            Needed(5, 4, 17, 40),
            "About 5 trials will probably tell which lever it is, if one of the levers "
            "is the cause: played forward from what is known, 8 of 10 runs ended after 4 to 17.",
        ),
        (
            Needed(1, 1, 1, 40),
            "About 1 trial will probably tell which lever it is, if one of the levers is "
            "the cause: played forward from what is known, 8 of 10 runs ended after 1.",
        ),
        (
            Needed(9, 4, 40, 40),
            "About 9 trials will probably tell which lever it is, if one of the levers "
            "is the cause: played forward from what is known, 8 of 10 runs ended after 4 to more "
            "than 40.",
        ),
        (None, ""),
    ],
)
def test_the_number_needed_is_said_with_its_range(found, said):
    assert plans.needed(replace(planned.plan(), needed=found)) == said


def test_once_trials_were_made_more_are_needed():
    found = Needed(5, 4, 17, 40)
    said = plans.needed(replace(planned.tried(), needed=found))
    assert said.startswith("About 5 more trials will probably tell which lever it is, if")
    said = plans.needed(replace(planned.tried(), needed=found, told_apart=("shop_minutes",)))
    assert said.startswith("About 5 more trials will probably show it, if")


def test_too_much_noise_is_said_with_what_would_help():
    said = plans.needed(replace(planned.plan(), needed=Needed(40, 12, 40, 40)))
    assert said.startswith(
        "More than 40 trials would probably be needed: the levers hardly matter, or the outcome is "
        "too noisy. One that is sharper"
    )


def test_trials_that_were_made_are_told_by_how_they_came_out():
    said = "3 trials, all as minutes in the shop predicted; flavour predicted otherwise in 3."
    assert plans.learned(planned.tried()) == said
    assert plans.shown(planned.tried()) == f"Not yet shown: {said}"
    assert plans.shown(planned.shown()) == f"Shown by {said}"
    assert plans.shown(planned.plan()) == "Not yet shown: no trial has been made."


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (None, "not yet"),
        (Plan(planned.FAILED), "not yet"),
        (planned.plan(), "not yet: 2 proposed"),
        (planned.tried(), "not yet: 3 trials made, 2 proposed"),
        (planned.shown(), "yes: minutes in the shop, 3 trials"),
    ],
)
def test_the_ladder_says_how_far_the_trials_have_come(plan, said):
    assert plans.short(plan) == said


def test_a_trial_on_which_all_agree_says_what_it_is_for():
    alike = planned.trial(2.0, "vanilla", 0.9, 0.8, 0.95)
    said = plans.sentence(planned.plan(), alike)
    assert said.endswith("They foretell the same: it speaks for or against chance.")


def test_a_cause_that_is_told_apart_is_not_yet_shown():
    plan = replace(planned.tried(), told_apart=("shop_minutes",), unrecorded=0.02)
    assert plans.doubt(plan).startswith(
        "Minutes in the shop is told from the other levers, but does not stand yet: against all of "
    )
    assert "the odds are 30 to 1, and 300 to 1 is asked for." in plans.doubt(plan)
    assert plans.shown(plan).startswith("Not yet shown: 3 trials, all as minutes in the shop")
    assert plans.short(plan) == "not yet: minutes in the shop by 3 trials made, 2 proposed"
    assert plans.doubt(planned.shown()) == "" == plans.doubt(planned.plan())


def test_a_unit_is_called_as_units_are():
    plan = replace(planned.plan(), unit="car")
    assert [plans.place(plan, one) for one in ("7", "Car 7")] == ["car 7", "Car 7"]
