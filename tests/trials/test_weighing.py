import numpy as np
import pytest
from cars import CROSSED, FLAVOUR, FLAVOURS, MINUTES, by_minutes, tried, trips

from rootcause.trials.weighing import rivals, weigh
from rootcause.variables import Column, Kind, Variable

FAILED = Variable("failed", Kind.BINARY, levels=("no", "yes"))


def weighed(table, kind=Kind.BINARY):
    values = {
        "flavour": table.flavour.map(FLAVOURS.index).to_numpy(float),
        "minutes": table.minutes.to_numpy(float),
    }
    columns = {one.name: Column(one.variable, values[one.name]) for one in (FLAVOUR, MINUTES)}
    outcome = Column(Variable("failed", kind, levels=FAILED.levels), table.failed.to_numpy(float))
    marks = table.set.to_numpy(bool) if "set" in table else np.zeros(len(table), dtype=bool)
    return weigh((FLAVOUR, MINUTES), outcome, columns, marks)


def test_trials_keep_what_was_foretold_before_them():
    found = weighed(tried(CROSSED, by_minutes))
    assert [one.row for one in found.made] == [20, 21, 22, 23]
    assert found.made[0].settings == {"flavour": "chocolate", "minutes": 2.0}
    before = weighed(trips())
    first = found.made[0].foretold(("minutes",))
    alone = before.look.foretold.mean[0, before.hypotheses.places(found.bins[20:21])[2, 0]]
    assert first.value == pytest.approx(alone)


def test_rivals_are_told_how_their_predictions_came_out():
    minutes, flavour = (
        next(one for one in rivals(weighed(tried(CROSSED, by_minutes))) if one.levers == (name,))
        for name in ("minutes", "flavour")
    )
    assert (minutes.agreed, minutes.contradicted) == (4, 0)
    assert flavour.contradicted == 4
    assert minutes.weight > 0.9 > flavour.weight
    assert minutes.over[0][1] > 0.8 > 0.3 > minutes.over[-1][1]
    assert [setting for setting, _ in flavour.over] == list(FLAVOURS)


def test_rows_without_every_lever_are_left_out():
    table = trips()
    table.loc[3, "minutes"] = np.nan
    found = weighed(table)
    assert 3 not in found.rows and len(found.rows) == 19


def test_a_numeric_outcome_is_foretold_on_its_own_scale():
    table = tried(CROSSED, by_minutes)
    table["failed"] = 80 - 10 * table.failed.astype(float) + np.tile([-1.0, 1.0], 12)
    found = weighed(table, Kind.NUMERIC)
    said = found.made[-1].foretold(("minutes",))
    assert 76 < said.value < 84 and 1 < said.spread < 8
    assert found.made[-1].answer == 81


def test_nothing_but_trials_can_be_weighed():
    table = tried(CROSSED * 3, by_minutes, seen=trips().iloc[:0])
    assert weighed(table).look.weights.sum() == pytest.approx(1)


def test_very_many_trials_are_foretold_in_blocks():
    many = [CROSSED[at % 4] for at in range(450)]
    found = weighed(tried(many, by_minutes))
    assert len(found.made) == 450
    assert found.made[0].foretold(("minutes",)) == found.made[4].foretold(("minutes",))
    assert found.made[-4].foretold(("minutes",)).value > 0.95
