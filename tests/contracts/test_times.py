"""What is worked out of a time is never blamed too often: its hour, weekday, month and order."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
from alarms import LEVELS, too_often

import rootcause as rc

DERIVED = ("hour", "weekday", "month", "order", "missing")
OUTCOMES = {
    "binary": lambda rng, n: rng.random(n) < 0.5,
    "2 %": lambda rng, n: rng.random(n) < 0.02,
    "nominal": lambda rng, n: rng.choice(["red", "green", "blue"], n, p=[0.6, 0.3, 0.1]),
    "ordinal": lambda rng, n: pd.Categorical(rng.choice(["a", "b", "c"], n), ordered=True),
    "numeric": lambda rng, n: rng.normal(size=n),
    "heavy": lambda rng, n: rng.standard_cauchy(n),
}
ROWS = (12, 30, 200, 5000)
FALSE_ALARM = 0.02 / (len(LEVELS) * len(DERIVED) * len(OUTCOMES) * len(ROWS))
liberal = partial(too_often, false_alarm=FALSE_ALARM)


def rejected(outcome, n, repeats, seed):
    """P-values of each derived candidate by name, over the draws in which it was tested."""
    rng = np.random.default_rng([seed, n])
    found = {name: [] for name in DERIVED}
    for _ in range(repeats):
        seconds = rng.integers(0, 2 * 365 * 86_400, n)
        when = pd.Timestamp("2024-01-01") + pd.to_timedelta(seconds, unit="s")
        when = pd.Series(when).where(rng.random(n) < 0.7)
        drawn = pd.DataFrame({"y": OUTCOMES[outcome](rng, n), "when": when})
        if drawn["y"].nunique() > 1:
            for one in rc.rank(drawn, "y").candidates:
                if one.association is not None:
                    found[one.name.removeprefix("when: ")].append(one.association.pvalue)
    return found


@pytest.mark.parametrize("outcome", ["binary", "numeric"])
def test_parts_of_a_time_are_never_blamed_too_often(outcome):
    found = rejected(outcome, 200, 10, seed=1)
    assert liberal(found) == []
    assert all(found[name] for name in DERIVED)


@pytest.mark.slow
@pytest.mark.parametrize("outcome", OUTCOMES)
@pytest.mark.parametrize("n", ROWS)
def test_parts_of_a_time_are_never_blamed_too_often_in_full(outcome, n):
    assert liberal(rejected(outcome, n, 1000 if n < 5000 else 400, seed=2)) == []
