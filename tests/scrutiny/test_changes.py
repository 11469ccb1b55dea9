"""What changed when it began: found, dated, and not seen where there is none."""

import numpy as np
import pandas as pd
import pytest

import rootcause as rc
from rootcause.association.dependence import INDEPENDENT
from rootcause.scrutiny.changes import changes_in
from rootcause.variables import Column


def daily(n, **columns):
    return pd.DataFrame({"day": pd.date_range("2026-01-01", periods=n), **columns})


def changed(n=100, at=60, seed=1):
    """Failures that began on a day, with the supplier; a part that changed elsewhere; noise."""
    rng = np.random.default_rng(seed)
    late = np.arange(n) >= at
    return daily(
        n,
        supplier=np.where(late, "new", "old"),
        crew=np.where(np.arange(n) >= 20, "b", "a"),
        heat=rng.normal(20, 3, n),
        failed=rng.random(n) < np.where(late, 0.7, 0.1),
    )


def test_the_change_is_dated_and_what_changed_with_it_is_named():
    changes = rc.investigate(changed(), "failed", time="day").changes
    assert changes.shown
    at = pd.Timestamp(changes.outcome.at, unit="s")
    assert abs(at - pd.Timestamp("2026-03-02")) <= pd.Timedelta(days=4)
    assert changes.outcome.low <= changes.outcome.at <= changes.outcome.high
    assert [one.change.name for one in changes.together] == ["supplier"]
    assert [one.change.name for one in changes.candidates] == ["supplier", "crew"]


def test_a_numeric_outcome_is_told_by_its_medians():
    rng = np.random.default_rng(3)
    late = np.arange(80) >= 50
    table = daily(80, speed=rng.normal(5, 1, 80), width=rng.normal(10, 1, 80) + 3 * late)
    found = rc.investigate(table, "width", time="day")
    assert found.changes.shown
    assert found.changes.outcome.after.median > found.changes.outcome.before.median + 2
    assert any("changed on 20" in one.replace("\N{NO-BREAK SPACE}", " ") for one in found.findings)


def test_deaths_of_births_are_weighed_by_the_births():
    rng = np.random.default_rng(5)
    births = rng.integers(100, 300, 60)
    deaths = rng.binomial(births, np.where(np.arange(60) >= 40, 0.03, 0.12))
    table = daily(60, births=births, deaths=deaths)
    outcome = rc.investigate(table, "deaths", of="births", time="day").changes.outcome
    assert outcome.pvalue <= 0.05
    assert outcome.before.n + outcome.after.n == births.sum()
    assert outcome.before.happened + outcome.after.happened == deaths.sum()


def looked_at(outcome, candidates, seed):
    """Changes of plain arrays, one value a day."""

    def column(name, values):
        kind = rc.Kind.BINARY if values.dtype == bool else rc.Kind.NUMERIC
        levels = ("no", "yes") if kind is rc.Kind.BINARY else ()
        return Column(rc.Variable(name, kind, levels=levels), values.astype(float))

    day = Column(rc.Variable("day", rc.Kind.TIME), np.arange(outcome.size) * 86_400.0)
    return changes_in(
        column("y", outcome),
        [column(name, values) for name, values in candidates.items()],
        day,
        weights=None,
        dependence=INDEPENDENT,
        alpha=0.05,
        rng=np.random.default_rng(seed),
    )


@pytest.mark.parametrize("strength", [0.0, 0.5])
def test_no_change_is_claimed_where_there_is_none(strength):
    """Both series run in time by themselves: up to 9 of 100 are within chance of 5 %."""
    claimed = 0
    for seed in range(100):
        y, x = np.random.default_rng(seed).standard_normal((2, 60))
        for at in range(1, 60):
            y[at] += strength * y[at - 1]
            x[at] += strength * x[at - 1]
        claimed += looked_at(y, {"x": x}, seed).shown
    assert claimed <= 9


def test_a_change_elsewhere_is_no_coincidence():
    """The outcome changed on one day, five candidates on days that were drawn: 5 % of 100."""
    claimed = 0
    for seed in range(100):
        rng = np.random.default_rng(seed)
        late = {f"x{k}": np.arange(80) >= rng.integers(6, 74) for k in range(5)}
        failed = rng.random(80) < np.where(np.arange(80) >= 40, 0.9, 0.05)
        claimed += bool(looked_at(failed, late, seed).together)
    assert claimed <= 9


def test_units_that_come_and_go_are_no_change():
    """Half the cars fail often; they are on the road only later."""
    rng = np.random.default_rng(2)
    car = np.where(np.arange(120) < 60, rng.integers(0, 5, 120), rng.integers(5, 10, 120))
    table = daily(120, car=[f"car {one}" for one in car], failed=rng.random(120) < 0.1 + 0.08 * car)
    assert not rc.investigate(table, "failed", time="day", unit="car").changes.shown


def test_nothing_is_looked_for_without_time_among_few_or_of_several_classes():
    table = changed()
    assert rc.investigate(table, "failed").changes is None
    assert rc.investigate(table[50:69], "failed", time="day").changes is None
    table["failed"] = np.random.default_rng(0).choice(list("abc"), len(table))
    assert rc.investigate(table, "failed", time="day").changes is None


def test_frame_and_dict_say_the_same():
    found = rc.investigate(changed(), "failed", time="day")
    frame, told = found.changes.to_frame(), found.to_dict()["changes"]
    assert frame["name"].tolist() == ["failed", "supplier", "crew"]
    assert frame["pvalue"].tolist()[0] == told["outcome"]["pvalue"]
    assert told["candidates"][0]["at"] == frame["at"][1].isoformat()
    assert told["shown"] is True


def test_the_same_seed_gives_the_same_change():
    one, two = (rc.investigate(changed(), "failed", time="day").changes for _ in range(2))
    assert one == two
