"""Predictions come first; what can confirm, and what can't."""

import pytest

from rootcause.case import actions, hypotheses
from rootcause.case.records import Standing
from rootcause.errors import ArgumentError, CaseError

ONLY_SUPPORTED = (
    "Observations alone support a hypothesis at most; to confirm it takes a trial, an inspection "
    "or a passed effectiveness check (ground)."
)


@pytest.fixture
def supposed(course):
    course.do(
        hypotheses.hypothesise, "Vapour lock", predicts="Short stops fail.", candidate="minutes"
    )
    return course


def test_a_hypothesis_says_what_it_predicts(course):
    with pytest.raises(ArgumentError, match="predicts says what would be seen if it were true"):
        course.do(hypotheses.hypothesise, "Vapour lock", predicts=" ")


def test_it_is_written_as_said(supposed):
    (one,) = supposed.handling.hypotheses
    assert (one.number, one.statement, one.predicts, one.candidate, one.standing) == (
        1,
        "Vapour lock",
        "Short stops fail.",
        "minutes",
        Standing.OPEN,
    )
    assert supposed.last == "Hypothesis 1: Vapour lock. It predicts: Short stops fail."


def test_observations_support_and_never_confirm(supposed):
    supposed.do(hypotheses.judge, 1, "supported", because="11 of 13")
    with pytest.raises(CaseError) as caught:
        supposed.do(hypotheses.judge, 1, "confirmed", because="11 of 13")
    assert str(caught.value) == ONLY_SUPPORTED


@pytest.mark.parametrize("ground", ["trial", "inspection"])
def test_trials_and_inspections_confirm(supposed, ground):
    handling = supposed.do(hypotheses.judge, 1, "confirmed", because="seen", ground=ground)
    assert handling.hypotheses[0].standing is Standing.CONFIRMED
    assert handling.found == "Vapour lock"


def test_an_effectiveness_check_confirms_once_it_passed(supposed):
    confirm = ("confirmed",)
    how = {"because": "ten of ten start", "ground": "effectiveness check"}
    supposed.do(actions.act, "Insulate", criterion="Ten short stops start.", hypothesis=1)
    supposed.do(actions.finish, 1)
    with pytest.raises(CaseError, match="No action that follows from hypothesis 1 has passed"):
        supposed.do(hypotheses.judge, 1, *confirm, **how)
    supposed.do(actions.check, 1, passed=True, found="ten of ten start")
    assert supposed.do(hypotheses.judge, 1, *confirm, **how).hypotheses[0].judgements[0].because


def test_earlier_judgements_stay(supposed):
    supposed.do(hypotheses.judge, 1, "supported", because="11 of 13")
    handling = supposed.do(hypotheses.judge, 1, "refuted", because="fails cold", ground="trial")
    assert [one.standing for one in handling.hypotheses[0].judgements] == ["supported", "refuted"]
    assert handling.found == ""


@pytest.mark.parametrize(
    ("number", "standing", "ground", "said"),
    [
        (2, "supported", "trial", "There is no hypothesis 2; there is only 1."),
        (
            1,
            "confirmd",
            "trial",
            "standing can't be 'confirmd'. Did you mean 'confirmed'?",
        ),
        (1, "supported", "trail", "ground can't be 'trail'. Did you mean 'trial'?"),
    ],
)
def test_wrong_judgements(supposed, number, standing, ground, said):
    with pytest.raises((ArgumentError, CaseError)) as caught:
        supposed.do(hypotheses.judge, number, standing, because="so", ground=ground)
    assert str(caught.value) == said
