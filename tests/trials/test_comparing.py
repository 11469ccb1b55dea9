import numpy as np
import pytest
from scipy import stats

from rootcause.trials.comparing import POWER, _for_means, _for_rates


@pytest.mark.parametrize(("rate", "difference"), [(0.4, 0.3), (0.1, 0.5), (0.5, 0.6)])
def test_so_many_trials_show_a_difference_of_rates(rate, difference):
    each = _for_rates(rate, difference, 0.05)
    middle = min(max(rate, difference / 2), 1 - difference / 2)
    counts = np.arange(each + 1)
    low, high = (stats.binom.pmf(counts, each, middle + side * difference / 2) for side in (-1, 1))
    power = sum(
        low[a] * high[b]
        for a in counts
        for b in counts
        if low[a] * high[b] > 1e-9 and stats.fisher_exact([[a, each - a], [b, each - b]])[1] <= 0.05
    )
    assert POWER - 0.02 <= power <= POWER + 0.15


@pytest.mark.parametrize("shift", [0.8, 1.5])
def test_so_many_trials_show_a_shift(shift):
    each = _for_means(shift, 0.05)
    freedom, away = 2 * each - 2, shift * np.sqrt(each / 2)
    power = 1 - stats.nct.cdf(stats.t.ppf(0.975, freedom), freedom, away)
    assert POWER - 0.01 <= power <= POWER + 0.08
