"""A measured outcome: how far it shifted, and whether by more than chance."""

from __future__ import annotations

import math
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, ndtri

from rootcause.association.curves import midranks
from rootcause.association.intervals import Interval
from rootcause.association.permutation import orders_of
from rootcause.confirmation.rates import Compared
from rootcause.results import EffectSize

Floats = NDArray[np.float64]

ARRANGEMENTS = 20_000  # gone through rather than drawn
DRAWS = 9_999
ENOUGH = 15  # observations before and since from which Brunner & Munzel's t is good
COUNTED = 2_500  # pairs up to which the rank sum's distribution is counted out
THINNED = 1_500  # values of each period kept for the shift of very many
SAME = 1e-9


def compare_values(
    before: Floats,
    after: Floats,
    better: str,
    rng: np.random.Generator,
    *,
    randomised: bool = False,
) -> Compared:
    """Compare measured values before and since.

    Null hypothesis: values since are no better than before; with `better` empty: they lie neither
    higher nor lower. Assumes independent observations. By permuting the rank sum where there are
    few (exact: all arrangements, or 9,999 of them), else by Brunner & Munzel's test, which lets
    the two spread differently. With `randomised`, always by permuting.

    References
    ----------
    Brunner & Munzel (2000), Biom. J. 42:17; Hodges & Lehmann (1963), Ann. Math. Stat. 34:598.
    """
    effect = EffectSize("shift", shift(before, after), *shift_limits(before, after))
    if not randomised and min(before.size, after.size) >= ENOUGH and _overlap(before, after):
        return Compared(_by_placement(before, after, better), "brunnermunzel", effect)
    below, above = _by_rank_sum(before, after, rng)
    return Compared(_sided(below, above, better), "rank sum permutation", effect)


def _sided(lower: float, higher: float, better: str) -> float:
    """One tail's p where it is known which is better, else both."""
    if better:
        return lower if better == "lower" else higher
    return min(1.0, 2 * min(lower, higher))


def _overlap(before: Floats, after: Floats) -> bool:
    """Whether neither lies wholly above the other, as the test's variance needs."""
    return bool(before.min() < after.max() and after.min() < before.max())


def _by_placement(before: Floats, after: Floats, better: str) -> float:
    from scipy.stats import brunnermunzel

    one, two = (after, before) if better != "higher" else (before, after)
    found = brunnermunzel(two, one, alternative="greater" if better else "two-sided")
    return float(found.pvalue)


def _by_rank_sum(before: Floats, after: Floats, rng: np.random.Generator) -> tuple[float, float]:
    """Chances of a rank sum as low, and as high, as that of the values since."""
    ranks = midranks(np.concatenate([before, after])[None, :])[0]
    n, k = ranks.size, after.size
    seen = float(ranks[-k:].sum())
    if math.comb(n, k) <= ARRANGEMENTS:
        every = np.fromiter(chain.from_iterable(combinations(ranks, k)), dtype=np.float64)
        sums = every.reshape(-1, k).sum(axis=1)
    else:
        drawn = ranks[orders_of(n, DRAWS, rng)]
        sums = np.append(drawn[:, :k].sum(axis=1), seen)
    return float(np.mean(sums <= seen + SAME)), float(np.mean(sums >= seen - SAME))


def shift(before: Floats, after: Floats) -> float:
    """Median of all differences between a value since and one before (Hodges & Lehmann)."""
    return float(np.median(_differences(before, after)))


def shift_limits(before: Floats, after: Floats, alpha: float = 0.05) -> Interval:
    """Interval of the shift, supposing that the fix moves all values alike.

    Null hypothesis inverted: the distributions differ by this shift only. Infinite where so few
    observations allow any shift.

    References
    ----------
    Hollander, Wolfe & Chicken (2014), Nonparametric Statistical Methods, section 4.3.
    """
    differences = _differences(before, after)
    left_out = _rank_sum_quantile(before.size, after.size, alpha / 2)
    place = round(left_out * differences.size / (before.size * after.size)) - 1
    if place < 0:
        return Interval(-math.inf, math.inf)
    differences.sort()
    return Interval(float(differences[place]), float(differences[-1 - place]))


def median_limits(values: Floats, alpha: float = 0.05) -> Interval:
    """Interval of a median from the values in their order (Thompson 1936); infinite if too few."""
    n = values.size
    places = np.arange(n // 2 + 1)
    inside = np.flatnonzero(bdtr(places, n, 0.5) <= alpha / 2) if n else places[:0]
    if not inside.size:
        return Interval(-math.inf, math.inf)
    ordered = np.sort(values)
    return Interval(float(ordered[inside[-1]]), float(ordered[n - 1 - inside[-1]]))


def _differences(before: Floats, after: Floats) -> Floats:
    thin = (_thinned(after)[:, None] - _thinned(before)[None, :]) if before.size else after
    return np.asarray(thin.ravel())


def _thinned(values: Floats) -> Floats:
    """So many quantiles of very many values; else the values."""
    if values.size <= THINNED:
        return values
    return np.asarray(np.quantile(values, (np.arange(THINNED) + 0.5) / THINNED))


def _rank_sum_quantile(n: int, k: int, tail: float) -> int:
    """How many of all pairs are left out at each end, so that the tail is no larger."""
    if n * k > COUNTED:
        spread = math.sqrt(n * k * (n + k + 1) / 12)
        return max(0, math.floor(n * k / 2 + float(ndtri(tail)) * spread))
    ways = np.ones(1)
    for part in range(1, k + 1):  # Gaussian binomial coefficient: arrangements by their rank sum
        longer = np.zeros(n * part + 1)
        longer[: ways.size] = ways
        longer[n + part :] -= ways[: max(0, longer.size - n - part)]
        for place in range(part, longer.size):
            longer[place] += longer[place - part]
        ways = longer
    below = np.cumsum(ways) / ways.sum()
    return int(np.searchsorted(below, tail, side="right"))
