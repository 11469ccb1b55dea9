import numpy as np
import pytest
from cars import investigated, trips

from rootcause.trials.outcomes import planned_for
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
