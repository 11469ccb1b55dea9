"""Groups of one middle that spread unequally: what is made for them is rarely rejected."""

import numpy as np
import pytest
import worlds
from scipy import stats

from rootcause.association import measure_for
from rootcause.association.prepare import paired
from rootcause.variables import Kind

LEVELS = (0.1, 0.05, 0.01)
SPREAD = 3.0  # of the last group, times that of the others
NOISE = {
    "normal": lambda rng, n: rng.normal(size=n),
    "heavy": lambda rng, n: rng.standard_t(3, n),
}
PARTS = {"the few": 1 / 3, "as many": 1 / 2, "the many": 2 / 3}  # that spread more
ROWS = (12, 30, 200, 5000)
CASES = [
    *(("welch", Kind.NUMERIC, Kind.BINARY, n) for n in ROWS),
    *(("welch", Kind.NUMERIC, Kind.NOMINAL, n) for n in ROWS),
    *(("brunnermunzel", Kind.BINARY, Kind.NUMERIC, n) for n in ROWS[1:]),  # some ten in each group
    *(("brunnermunzel", Kind.NUMERIC, Kind.BINARY, n) for n in ROWS[1:]),
]
FALSE_ALARM = 0.02 / (len(CASES) * len(NOISE) * len(PARTS) * len(LEVELS))


def rejections(case, noise, share, repeats):
    """How often each level is reached where only the spread differs."""
    name, outcome, candidate, n = case
    rng = np.random.default_rng([5, n])
    several = candidate is Kind.NOMINAL
    groups = (np.arange(n) % 3 if several else np.arange(n) < n * share).astype(float)
    wide = np.where(groups == groups.max(), SPREAD, 1.0)
    found = np.empty(repeats)
    for at in range(repeats):
        columns = [
            worlds.column(kind, wide * NOISE[noise](rng, n) if kind is Kind.NUMERIC else groups)
            for kind in (outcome, candidate)
        ]
        (reading,) = measure_for(outcome, candidate, name).read([paired(*columns)])
        found[at] = reading.pvalue
    return [int(np.sum(found <= level)) for level in LEVELS]


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: "-".join(map(str, case)))
@pytest.mark.parametrize("noise", NOISE)
@pytest.mark.parametrize("part", PARTS)
def test_spread_alone_is_rarely_taken_for_a_shift(case, noise, part):
    repeats = 1500 if case[-1] < 5000 else 300
    found = rejections(case, noise, PARTS[part], repeats)
    most = [int(stats.binom.isf(FALSE_ALARM, repeats, level)) for level in LEVELS]
    assert all(count <= bound for count, bound in zip(found, most, strict=True)), (found, most)
