import numpy as np
import pytest
from cars import investigated, trips

from rootcause.trials.outcomes import planned_for, reach_of
from rootcause.variables import Column, Kind, Variable


@pytest.mark.parametrize("kind", [Kind.BINARY, Kind.NUMERIC, Kind.ORDINAL])
def test_an_outcome_with_an_order_stays_as_it_is(kind):
    outcome = Column(Variable("y", kind, levels=("a", "b")), np.array([0.0, 1.0]))
    assert planned_for(outcome, ()) is outcome


def test_of_several_classes_the_one_that_goes_with_a_candidate_is_held_against_the_rest():
    table = trips(60)
    other = np.where(np.arange(60) % 2, "stalled", "fine")
    table["failed"] = np.where(table.minutes < 4, "no start", other)
    table.loc[3, "failed"] = None
    found = investigated(table)
    outcome = found.columns["failed"]
    planned = planned_for(outcome, found.candidates)
    assert planned.variable.kind is Kind.BINARY
    assert (planned.variable.happened, planned.variable.otherwise) == ("no start", "not no start")
    assert planned.values.sum() == (table.failed == "no start").sum()


def test_a_class_that_goes_with_nothing_is_not_planned_for():
    outcome = Column(Variable("y", Kind.NOMINAL, levels=("a", "b", "c")), np.arange(3.0))
    assert planned_for(outcome, ()) is None


@pytest.mark.parametrize(
    ("unit", "declared", "values", "reach"),
    [
        ("ms", None, [0.0, 300.0, np.nan], (0, np.inf)),
        ("°C", None, [-2.0, 30.0], (-np.inf, np.inf)),
        ("%", None, [3.0, 99.0], (0, 100)),
        ("%", None, [90.0, 130.0], (0, np.inf)),
        ("V", (1.0, 5.0), [2.0, 6.0], (1, 6)),
    ],
)
def test_a_measured_outcome_stays_within_what_can_be(unit, declared, values, reach):
    variable = Variable("y", Kind.NUMERIC, unit=unit, range=declared)
    assert reach_of(Column(variable, np.array(values))) == reach


def test_grades_reach_from_the_first_to_the_last():
    variable = Variable("y", Kind.ORDINAL, levels=("fine", "fair", "bad"))
    assert reach_of(Column(variable, np.array([0.0, 1.0]))) == (0, 2)


def test_what_a_plan_foretells_is_never_below_what_can_be():
    table = trips(60)
    table["failed"] = np.where(table.minutes < 4, 40.0, 1.0) * np.linspace(0.1, 2, 60)
    plan = investigated(table).plan
    assert plan.reach == (0, np.inf)
    assert "(−" not in str(plan) and "Ranges end at 0: no reading was lower." in str(plan)
