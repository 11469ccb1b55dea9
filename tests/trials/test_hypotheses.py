import numpy as np
import pytest
from cars import FLAVOUR, FLAVOURS, MINUTES, hypotheses, trips

from rootcause.results import Lever
from rootcause.variables import Kind, Variable


def answers_of(table):
    return table.failed.to_numpy(float)


def weighed(table, deliberate=None, numeric=False):
    made, bins = hypotheses(table, numeric)
    marks = np.zeros(len(table), dtype=bool) if deliberate is None else deliberate
    sums = made.sums(bins, answers_of(table), marks)
    start = made.start(made.sums(bins[~marks], answers_of(table)[~marks], marks[~marks]))
    return made, sums, start


def slowly(made, families, bins, answers):
    """Evidence of one hypothesis, shape by shape and cell by cell."""
    total = 0.0
    for family in families:
        for shape in family:
            cells = shape[bins]
            evidence = 0.0
            for cell in range(shape.max() + 1):
                inside = answers[cells == cell]
                sums = np.array([[[len(inside)]], [[inside.sum()]]], dtype=float)
                evidence += made.outcome.evidence(sums, np.array([0]))[0, 0]
            total += np.exp(evidence) / len(families) / len(family)
    return np.log(total)


def test_evidence_is_the_mean_over_all_shapes():
    table = trips(agree=0.8)
    made, sums, start = weighed(table)
    look = made.look(sums, start)
    _, bins = hypotheses(table)
    for at, lever in enumerate(made.levers):
        found = made.mean_evidence(look.evidence)[0, 1 + at]
        brute = slowly(made, lever.shapes(), bins[:, at], answers_of(table))
        assert found == pytest.approx(brute)


def test_predictions_are_what_a_row_more_would_add():
    made, sums, start = weighed(trips(agree=0.8))
    look = made.look(sums, start)
    setting = np.array([[2, 0]])
    more = made.look(made.add(sums, setting, np.array([1.0])), start)
    before, after = (made.mean_evidence(one.evidence)[0] for one in (look, more))
    foretold = look.foretold.mean[0, made.places(setting)[:, 0]]
    assert np.exp(after - before) == pytest.approx(foretold)


def test_adding_trials_one_by_one_is_adding_them_at_once():
    table = trips()
    marks = np.arange(len(table)) >= 15
    made, sums, _ = weighed(table, marks)
    _, bins = hypotheses(table)
    step = made.sums(bins[:15], answers_of(table)[:15], marks[:15])
    for at in range(15, len(table)):
        step = made.add(step, bins[at : at + 1], answers_of(table)[at : at + 1])
    assert step == pytest.approx(sums)


def test_something_not_recorded_counts_trials_only():
    table = trips()
    assert weighed(table)[1][0, 0, -1] == 0
    assert weighed(table, np.arange(len(table)) >= 16)[1][0, 0, -1] == 4


def test_aligned_rivals_of_a_binary_outcome_start_level():
    made, sums, start = weighed(trips())
    weights = made.look(sums, start).weights[0]
    best = np.maximum.reduceat(made.look(sums, start).evidence[0], made.first_shape)[1:3]
    assert np.log(weights[1] / weights[2]) == pytest.approx(best[0] - best[1])
    assert weights.sum() == pytest.approx(1)


@pytest.mark.parametrize("numeric", [False, True])
def test_order_of_rows_changes_nothing(numeric):
    table = trips(agree=0.8)
    there, back = (weighed(one, numeric=numeric) for one in (table, table[::-1]))
    looks = [made.look(sums, start).weights for made, sums, start in (there, back)]
    assert looks[0] == pytest.approx(looks[1])


def test_names_of_levels_change_nothing():
    table = trips(agree=0.8)
    turned = table.assign(
        flavour=table.flavour.map(dict(zip(FLAVOURS, FLAVOURS[::-1], strict=True)))
    )
    looks = [made.look(sums, start).weights for made, sums, start in map(weighed, (table, turned))]
    assert looks[0] == pytest.approx(looks[1])


def test_a_pair_that_acts_only_together_is_found():
    rng = np.random.default_rng(7)
    table = trips(120, agree=0.5)
    table["failed"] = (table.flavour == "vanilla") & (table.minutes < 4) ^ (rng.random(120) < 0.03)
    made, sums, start = weighed(table)
    assert made.look(sums, start).weights[0].argmax() == made.pairs.start


def test_every_hypothesis_has_levers_but_the_first_and_the_last():
    extra = Lever(Variable("lamp", Kind.BINARY, levels=("off", "on")), levels=("off", "on"))
    made, _ = hypotheses(levers=(FLAVOUR, MINUTES))
    assert made.members == [(), (0,), (1,), (0, 1), ()]
    assert made.holds.sum(axis=0).tolist() == [2, 2]
    assert extra.said(1.0) == "on"
