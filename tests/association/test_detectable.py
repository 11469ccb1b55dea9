import math

import numpy as np
import pytest
import worlds
from scipy import stats

from rootcause.association import detectable
from rootcause.variables import Kind


def binary(n, k):
    return worlds.column(Kind.BINARY, np.arange(n) < k)


def test_rank_sum_is_noethers_formula():
    # Noether (1987), section 3: N = (z_a + z_b)^2 / (12 c (1 - c) (p - 1/2)^2)
    effect = detectable(binary(1000, 400), worlds.column(Kind.NUMERIC, np.arange(1000)), 0.05)
    z = stats.norm.ppf(0.975) + stats.norm.ppf(0.8)
    assert z**2 / (12 * 0.4 * 0.6 * (effect / 2) ** 2) == pytest.approx(1000, rel=0.002)


@pytest.mark.parametrize("kind", [Kind.BINARY, Kind.NUMERIC])
def test_an_effect_of_this_size_is_shown_four_times_in_five(kind, rng):
    n, shown, repeats = 120, 0, 600
    label = np.arange(n) < 48
    noise = (np.arange(n) < 60) if kind is Kind.BINARY else np.arange(n)
    effect = detectable(worlds.column(Kind.BINARY, label), worlds.column(kind, noise), 0.05)
    for _ in range(repeats):
        if kind is Kind.BINARY:
            x = rng.random(n) < 0.5 + np.where(label, effect / 2, -effect / 2)
            table = np.histogram2d(label, x, bins=2)[0]
            p = stats.chi2_contingency(table, correction=False).pvalue
        else:
            x = rng.normal(size=n) + label * math.sqrt(2) * stats.norm.ppf((1 + effect) / 2)
            p = stats.mannwhitneyu(x[label], x[~label], method="asymptotic").pvalue
        shown += p <= 0.05
    assert shown / repeats == pytest.approx(0.8, abs=0.06)


def test_correlation(rng):
    x = worlds.drawn(Kind.NUMERIC, "", 85, rng)
    # Cohen (1988), table 3.4.1: r of .30 needs 84 rows at .05 with power .80; ranks need a few more
    assert detectable(x, x, 0.05) == pytest.approx(0.30, abs=0.015)


def test_labels(rng):
    codes = worlds.column(Kind.NOMINAL, np.arange(1090) % 4)
    # Cohen (1988), table 7.4.6: w of .10 with 3 degrees of freedom needs 1,090 rows
    assert detectable(binary(1090, 545), codes, 0.05) == pytest.approx(0.10, abs=0.0005)


def test_more_rows_show_less():
    shown = [detectable(binary(n, n // 2), binary(n, n // 2), 0.05) for n in (8, 40, 400)]
    assert 1 >= shown[0] > shown[1] > shown[2] > 0


def test_nothing_is_said_of_a_constant():
    assert math.isnan(detectable(binary(9, 4), worlds.column(Kind.NUMERIC, np.ones(9)), 0.05))
