import numpy as np
import pytest
import worlds
from scipy import stats

from rootcause.association.coarse import coarse
from rootcause.association.prepare import paired
from rootcause.variables import Kind


def test_two_values_are_fisher(rng):
    x, y = rng.random((2, 50)) < 0.3
    table = np.histogram2d(y, x, bins=2)[0].astype(int)
    pair = paired(worlds.column(Kind.BINARY, y), worlds.column(Kind.NUMERIC, 2.5 * x))
    assert coarse(pair) == pytest.approx(stats.fisher_exact(table).pvalue, rel=1e-9)


def test_levels_are_counted(rng):
    x, y = rng.integers(0, 4, 80), rng.random(80) < 0.3
    alone = [
        stats.fisher_exact(np.histogram2d(y, x == code, bins=2)[0].astype(int)).pvalue
        for code in range(4)
    ]
    pair = paired(worlds.column(Kind.BINARY, y), worlds.column(Kind.NOMINAL, x))
    assert coarse(pair) == pytest.approx(1 - (1 - min(alone)) ** 4, rel=1e-9)
