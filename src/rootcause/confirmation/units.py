"""Repeated observations of units: each unit is compared with itself, or units with units.

Observations of one unit resemble each other, so they are not counted as so many: each unit
enters with one mean before and one since.

References
----------
Donner, A. & Klar, N. (2000). *Design and Analysis of Cluster Randomization Trials in Health
Research*, chapters 5 and 6: analysis of means of clusters.
"""

from __future__ import annotations

import math
from itertools import chain, combinations, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, gammaincinv, stdtrit

from rootcause.association.intervals import Interval
from rootcause.association.permutation import orders_of
from rootcause.confirmation import odds
from rootcause.confirmation.rates import Compared
from rootcause.confirmation.rows import Observed, Rows
from rootcause.results import EffectSize

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

FLIPPED = 14  # units whose signs are all gone through rather than drawn
ARRANGEMENTS = 20_000  # of units over the two periods, the same
DRAWS = 9_999
SAME = 1e-9
EFFECTS = {"shares": "risk difference", "rates": "rate difference", "values": "shift"}


class Means(NamedTuple):
    """One period: sum of what was observed on each unit, and over how many or how much."""

    total: Floats
    over: Floats

    @property
    def seen(self) -> Flags:
        """On which units anything was observed."""
        return np.asarray(self.over > 0)

    def mean(self, units: Flags) -> Floats:
        """The mean, or rate, of each of some units."""
        return self.total[units] / self.over[units]


def means(rows: Rows, units: int) -> Means:
    """What was observed in one period on each of so many units."""
    codes = np.zeros(0, np.intp) if rows.units is None else rows.units
    values = np.zeros(0) if rows.values is None else rows.values
    return Means(
        np.bincount(codes, weights=values, minlength=units).astype(np.float64),
        np.bincount(codes, weights=rows.exposure, minlength=units).astype(np.float64),
    )


def compared_units(observed: Observed) -> tuple[int, int]:
    """How many units can be compared, before and since: the same ones where any was in both."""
    first, second = (means(rows, observed.units) for rows in (observed.before, observed.after))
    both = int((first.seen & second.seen).sum())
    return (both, both) if both else (int(first.seen.sum()), int(second.seen.sum()))


def least_pvalue(observed: Observed) -> float:
    """The smallest one-sided p that so many units can give."""
    before, since = compared_units(observed)
    same = in_both(observed).any()
    return float(0.5**before if same else 1 / math.comb(before + since, since))


def unit_means(observed: Observed, rows: Rows) -> Floats:
    """The mean of each unit that was observed in one period."""
    period = means(rows, observed.units)
    return period.mean(period.seen)


def in_both(observed: Observed) -> Flags:
    """The units that were observed before and since."""
    first, second = (means(rows, observed.units) for rows in (observed.before, observed.after))
    return np.asarray(first.seen & second.seen)


def compare_units(observed: Observed, better: str, rng: np.random.Generator) -> Compared:
    """Compare before and since by units.

    Null hypothesis: the fix changes no unit for the better (or, with `better` empty, none at all).
    Assumes that units are independent of each other; observations of one unit need not be. Units
    that were observed in both periods are compared with themselves: the sign of each difference
    could as well have been the other. Counts of failures are exchanged within units, too, and the
    larger p is taken, since a few observations of a rare failure differ askew. Where no unit was
    in both periods, units are exchanged between them.

    References
    ----------
    Fisher (1935), The Design of Experiments, section 21; Canay, Romano & Shaikh (2017),
    Econometrica 85:1013; Chung & Romano (2013), Ann. Stat. 41:484. Intervals: Student's and
    Welch's, of the units' means.
    """
    first, second = (means(rows, observed.units) for rows in (observed.before, observed.after))
    both, name = first.seen & second.seen, EFFECTS[observed.form]
    if not both.any():
        one, two = first.mean(first.seen), second.mean(second.seen)
        effect = EffectSize(name, float(two.mean() - one.mean()), *_welch(one, two))
        return Compared(_sided(*_exchanged(one, two, rng), better), "units exchanged", effect)
    change = second.mean(both) - first.mean(both)
    effect = EffectSize(name, float(change.mean()), *_student(change))
    lower, higher = _flipped(change, rng)
    if observed.form != "values":
        within = _within(first, second, both, observed.form == "rates", rng)
        lower, higher = max(lower, within[0]), max(higher, within[1])
    return Compared(_sided(lower, higher, better), "signs of units", effect)


def odds_of_units(observed: Observed) -> odds.Odds:
    """Odds of a fall and of a rise, by units.

    Of failures as if so many observations had been made as the units are worth; of values from
    each unit's change or, where no unit was in both periods, from their means.
    """
    first, second = (means(rows, observed.units) for rows in (observed.before, observed.after))
    if observed.form == "values":
        both = first.seen & second.seen
        if both.any():
            return odds.of_changes(second.mean(both) - first.mean(both))
        return odds.of_values(first.mean(first.seen), second.mean(second.seen))
    share = worth(observed)
    counted = [
        (share * float(one.total.sum()), share * float(one.over.sum())) for one in (first, second)
    ]
    weigh = odds.of_rates if observed.form == "rates" else odds.of_shares
    return weigh(counted[0], counted[1])


def worth(observed: Observed) -> float:
    """How many independent observations one is worth: 1 over the design effect, 1 at the most.

    The larger design effect of both periods: by how much the rate of a period varies more than the
    same number of independent observations would.

    References
    ----------
    Rao & Scott (1992), Biometrics 48:577.
    """
    periods = (means(one, observed.units) for one in (observed.before, observed.after))
    return 1 / max(1.0, *(design_effect(one, observed.form) for one in periods))


def limits(observed: Observed, rows: Rows, alpha: float = 0.05) -> Interval:
    """Interval of the rate of one period, as wide as so few units leave it.

    Exact as if so many observations had been made as the units are worth.

    References
    ----------
    Korn & Graubard (1998), Surv. Methodol. 24:193.
    """
    share = worth(observed)
    k, over = share * rows.happened, share * float(means(rows, observed.units).over.sum())
    if observed.form == "rates":
        low = float(gammaincinv(k, alpha / 2)) / over if k else 0.0
        return Interval(low, float(gammaincinv(k + 1, 1 - alpha / 2)) / over)
    low = float(betaincinv(k, over - k + 1, alpha / 2)) if k else 0.0
    return Interval(low, float(betaincinv(k + 1, over - k, 1 - alpha / 2)) if k < over else 1.0)


def design_effect(period: Means, form: str) -> float:
    """How many times as much the rate of a period varies as that of independent observations."""
    total, over = period.total[period.seen], period.over[period.seen]
    units, rate = total.size, float(total.sum() / over.sum()) if total.size else 0.0
    chance = rate * (1 if form == "rates" else 1 - rate) * float(over.sum())
    if units < 2 or not chance > 0:
        return 1.0
    return float(units / (units - 1) * np.sum((total - rate * over) ** 2) / chance)


# The parts --------------------------------------------------------------------------------------


def _sided(lower: float, higher: float, better: str) -> float:
    """One tail's p where it is known which is better, else both."""
    if better:
        return lower if better == "lower" else higher
    return min(1.0, 2 * min(lower, higher))


def _tails(seen: float, drawn: Floats) -> tuple[float, float]:
    """Chances of as low a value, and as high a one."""
    near = SAME * max(1.0, abs(seen))
    return float(np.mean(drawn <= seen + near)), float(np.mean(drawn >= seen - near))


def _flipped(change: Floats, rng: np.random.Generator) -> tuple[float, float]:
    """By the signs that the changes could have had."""
    if change.size <= FLIPPED:
        signs = np.array(list(product((1.0, -1.0), repeat=change.size)))
    else:
        signs = rng.choice((1.0, -1.0), size=(DRAWS + 1, change.size))
        signs[0] = 1
    return _tails(float(change.sum()), signs @ change)


def _within(
    first: Means, second: Means, both: Flags, over: bool, rng: np.random.Generator
) -> tuple[float, float]:
    """By how the failures of each unit could have fallen into its two periods."""
    seen = float((second.mean(both) - first.mean(both)).sum())
    drawn = np.zeros(DRAWS + 1)
    for unit in np.flatnonzero(both):
        k, n0, n1 = first.total[unit] + second.total[unit], first.over[unit], second.over[unit]
        if over:
            since = rng.binomial(round(k), n1 / (n0 + n1), DRAWS)
        else:
            since = rng.hypergeometric(round(k), round(n0 + n1 - k), round(n1), DRAWS)
        drawn[1:] += since / n1 - (k - since) / n0
    drawn[0] = seen
    return _tails(seen, drawn)


def _exchanged(one: Floats, two: Floats, rng: np.random.Generator) -> tuple[float, float]:
    """By which units could have been observed since: Welch's t of each arrangement."""
    every = np.concatenate([one, two])
    n, k = every.size, two.size
    if math.comb(n, k) <= ARRANGEMENTS:
        places = np.fromiter(chain.from_iterable(combinations(range(n), k)), dtype=np.intp)
        since = np.zeros((places.size // k, n), bool)
        np.put_along_axis(since, places.reshape(-1, k), True, axis=1)
    else:
        drawn = orders_of(n, DRAWS + 1, rng)
        drawn[0] = np.arange(n)
        since = drawn >= n - k
    seen = np.arange(n) >= n - k
    return _tails(float(_welch_t(every, seen[None])[0]), _welch_t(every, since))


def _welch_t(values: Floats, since: Flags) -> Floats:
    """Difference of means over its standard error, shape (arrangements,)."""
    late, early = since.sum(axis=1), (~since).sum(axis=1)
    mean = [(side @ values) / side.sum(axis=1) for side in (since, ~since)]
    square = [(side @ values**2) / side.sum(axis=1) for side in (since, ~since)]
    spread = [
        np.maximum(two - one**2, 0) / np.maximum(n - 1, 1)
        for one, two, n in zip(mean, square, (late, early), strict=True)
    ]
    error = np.sqrt(spread[0] + spread[1])
    return np.asarray((mean[0] - mean[1]) / np.maximum(error, SAME * (1 + np.abs(values).max())))


def _student(change: Floats, alpha: float = 0.05) -> Interval:
    """Interval of a mean."""
    if change.size < 2:
        return Interval(-math.inf, math.inf)
    error = float(change.std(ddof=1)) / math.sqrt(change.size)
    wide = float(stdtrit(change.size - 1, 1 - alpha / 2)) * error
    return Interval(float(change.mean()) - wide, float(change.mean()) + wide)


def _welch(one: Floats, two: Floats, alpha: float = 0.05) -> Interval:
    """Interval of a difference of two means (Welch 1947, Biometrika 34:28)."""
    if min(one.size, two.size) < 2:
        return Interval(-math.inf, math.inf)
    parts = one.var(ddof=1) / one.size, two.var(ddof=1) / two.size
    change = float(two.mean() - one.mean())
    if not sum(parts):
        return Interval(change, change)
    freedom = sum(parts) ** 2 / (parts[0] ** 2 / (one.size - 1) + parts[1] ** 2 / (two.size - 1))
    wide = float(stdtrit(freedom, 1 - alpha / 2)) * math.sqrt(sum(parts))
    return Interval(change - wide, change + wide)
