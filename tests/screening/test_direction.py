"""A consequence that nobody declared is suspected where the table can show it, and only there."""

from __future__ import annotations

import numpy as np
import pandas as pd

import rootcause as rc


def film(seed: int, n: int = 400, *, causes: int = 2) -> pd.DataFrame:
    """Simulated: heat and damp spoil the film; what is spoilt is searched for, for longer."""
    rng = np.random.default_rng(seed)
    heat, damp = rng.normal(size=n), rng.normal(size=n)
    spoilt = rng.random(n) < 1 / (1 + np.exp(-1.6 * (heat + damp) + 0.5))
    frame = {
        "heat": heat,
        "damp": damp,
        "search": np.where(spoilt, rng.gamma(6, 3, n), rng.gamma(4, 2, n)),
        "noise": rng.normal(size=n),
        "spoilt": spoilt,
    }
    return pd.DataFrame(frame).drop(columns=[] if causes == 2 else ["damp"])


def test_two_causes_show_a_consequence():
    suspected = 0
    for seed in range(10):
        inv = rc.investigate(film(seed), "spoilt")
        assert {one.name for one in inv.having(rc.Verdict.STANDS)} >= {"heat", "damp"}
        suspected += inv["search"].verdict is rc.Verdict.UNDETERMINED
    assert suspected >= 8


def test_the_suspicion_is_said_and_declaring_it_ends_it():
    inv = rc.investigate(film(1), "spoilt")
    late = inv["search"]
    assert set(late.given) <= {"heat", "damp"}
    assert late.cautions[-1].startswith(
        "It looks like a consequence: the outcome stands between it"
    )
    assert late.rank == 3
    declared = rc.investigate(film(1), "spoilt", consequences=["search"])
    assert declared.consequences == ("search",)
    assert [one.name for one in declared.having(rc.Verdict.STANDS)] == [
        one.name for one in inv.having(rc.Verdict.STANDS)
    ]


def test_one_cause_shows_no_direction():
    inv = rc.investigate(film(1, causes=1), "spoilt")
    assert not any("looks like a consequence" in c for c in inv["search"].cautions)


def test_the_end_of_a_chain_is_no_consequence():
    for seed in range(10):
        rng = np.random.default_rng(seed)
        n = 400
        root, other = rng.normal(size=n), rng.normal(size=n)
        middle = root + rng.normal(size=n) / 2
        last = middle + rng.normal(size=n) / 2
        frame = pd.DataFrame({"root": root, "middle": middle, "last": last, "other": other})
        inv = rc.investigate(frame.assign(y=last + other + rng.normal(size=n) / 2), "y")
        assert inv["last"].verdict is rc.Verdict.STANDS
        assert inv["other"].verdict is rc.Verdict.STANDS
        for one in inv.candidates:
            assert not any("looks like a consequence" in caution for caution in one.cautions)


def test_a_numeric_consequence_of_a_numeric_outcome():
    rng = np.random.default_rng(3)
    n = 300
    feed, angle = rng.normal(size=n), rng.normal(size=n)
    scrap = feed + angle + rng.normal(size=n)
    frame = pd.DataFrame({"feed": feed, "angle": angle, "bin": scrap + rng.normal(size=n)})
    inv = rc.investigate(frame.assign(scrap=scrap), "scrap")
    assert [one.name for one in inv.having(rc.Verdict.STANDS)] == ["feed", "angle"] or [
        one.name for one in inv.having(rc.Verdict.STANDS)
    ] == ["angle", "feed"]
    assert inv["bin"].verdict is rc.Verdict.UNDETERMINED


def test_where_the_outcome_meets_something_independent_of_it_comes_after():
    found, told = 0, 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        load, mood = rng.normal(size=(2, 500))
        fault = rng.random(500) < 1 / (1 + np.exp(0.6 - 1.8 * load))
        call = rng.random(500) < 1 / (1 + np.exp(1.5 - 2.5 * fault + 1.6 * mood))
        frame = pd.DataFrame({"load": load, "mood": mood, "call": call, "fault": fault})
        inv = rc.investigate(frame, "fault")
        told += any("looks like a consequence" in one for one in inv["call"].cautions)
        found += [one.name for one in inv.having(rc.Verdict.STANDS)] == ["load"]
    assert told >= 7
    assert found >= 7


def plant(seed: int, n: int = 800, size: int = 35) -> tuple[pd.DataFrame, list[str]]:
    """Simulated: readings of a plant, each by up to three earlier ones; a loss has three causes."""
    rng = np.random.default_rng(seed)
    readings: list[np.ndarray] = []
    for _ in range(size):
        above = rng.choice(len(readings), min(len(readings), int(rng.integers(0, 4))), False)
        drive = sum(rng.choice([-1, 1]) * readings[one] for one in above)
        value = drive + rng.normal(size=n)
        readings.append(value / value.std())
    causes = rng.choice(size, 3, replace=False)
    loss = sum(rng.choice([-1, 1]) * readings[one] for one in causes) + rng.normal(size=n)
    frame = pd.DataFrame({f"x{place}": one for place, one in enumerate(readings)})
    return frame.assign(loss=loss), [f"x{one}" for one in causes]


def test_in_a_wide_table_no_coincidence_of_paths_makes_a_cause_a_consequence():
    suspected = 0
    for seed in range(4):
        frame, causes = plant(seed)
        inv = rc.investigate(frame, "loss")
        suspected += sum("looks like a consequence" in str(inv[one].cautions) for one in causes)
    assert suspected == 0  # 8 of 18 before all that point into the outcome were asked


def cancelled(seed, n=300):
    """What is behind both causes undoes by the one what it does by the other."""
    rng = np.random.default_rng(seed)
    draught = rng.normal(size=n)
    heat, damp = draught + rng.normal(size=n), -draught + rng.normal(size=n)
    vent = draught + rng.normal(size=n)
    flaws = heat + damp + rng.normal(size=n)
    columns = {"draught": draught, "heat": heat, "damp": damp, "vent": vent}
    return pd.DataFrame({**columns, "flaws": flaws})


def test_causes_whose_common_source_cancels_out_are_no_consequences():
    for seed in range(20):
        inv = rc.investigate(cancelled(seed), "flaws")
        assert not any(one.late for one in inv.candidates)
        assert inv["heat"].verdict is inv["damp"].verdict is rc.Verdict.STANDS


def test_where_the_outcome_and_another_meet_is_a_consequence():
    late = 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        load, mood = rng.normal(size=(2, 350))
        fault = rng.random(350) < 1 / (1 + np.exp(0.6 - 1.8 * load))
        call = rng.random(350) < 1 / (1 + np.exp(1.5 - 2.5 * fault + 1.6 * mood))
        frame = pd.DataFrame({"load": load, "mood": mood, "call": call, "fault": fault})
        late += rc.investigate(frame, "fault")["call"].late
    assert late >= 6
