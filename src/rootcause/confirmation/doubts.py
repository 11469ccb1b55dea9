"""What the observations themselves warn of: a bad run before, failures that come in runs."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from scipy.special import gammaincc, ndtr

from rootcause.confirmation.rows import Observed, Rows
from rootcause.confirmation.units import compared_units, in_both, least_pvalue
from rootcause.results import Criterion, FixAnswer

FEW = 20  # observations below which runs are not looked at
DOUBT = 0.01


def without_outcome(observed: Observed) -> list[str]:
    """How many observations of either period had no outcome."""
    lost = observed.before.n_missing, observed.after.n_missing
    return [f"without an outcome and left out: {lost[0]} before, {lost[1]} since"] * any(lost)


def last_run(before: Rows) -> int:
    """How many failures in a row end the time before the fix; 0 where it isn't known."""
    if before.values is None or before.exposure is not None or not before.happened:
        return 0
    ok = np.flatnonzero(before.values == 0)
    run = before.n - 1 - int(ok[-1]) if ok.size else before.n
    return run if run > 1 else 0


def trigger_told(before: Rows, run: int, answer: FixAnswer, without: FixAnswer | None) -> list[str]:
    """A case opens after a bad run, and a rate falls back by itself after one."""
    if before.values is None:
        return [
            "if a bad run made somebody open the case, leave it out of before: a rate falls back "
            "by itself after one"
        ]
    if without is None:
        return []
    said = f"without them {before.happened - run} of {before.n - run} failed, and the answer is "
    same = "the same" if without is answer else f"{without.value!r}"
    return [
        f"before ends with {run} failures in a row; a case opens after a bad run, and a rate falls "
        f"back by itself after one: {said}{same} (triggered={run})"
    ]


def in_runs(observed: Observed) -> list[str]:
    """Failures before that come in runs are not independent of each other.

    References
    ----------
    Wald & Wolfowitz (1940), Ann. Math. Stat. 11:147.
    """
    values = observed.before.values
    if observed.form != "shares" or values is None or values.size < FEW:
        return []
    n, k = values.size, int(values.sum())
    pairs = 2 * k * (n - k)
    variance = pairs * (pairs - n) / (n**2 * (n - 1))
    if min(k, n - k) < 5 or variance <= 0:
        return []
    runs = 1 + int(np.count_nonzero(np.diff(values)))
    chance = float(ndtr((runs + 0.5 - 1 - pairs / n) / math.sqrt(variance)))
    if chance > DOUBT:
        return []
    return ["failures before came in runs, so p and odds, which take them as independent, flatter"]


def counted_unevenly(observed: Observed) -> list[str]:
    """Counts that vary more than chance lets them are no Poisson counts.

    References
    ----------
    Fisher, Thornton & Mackenzie (1922), Ann. Appl. Biol. 9:325: the index of dispersion.
    """
    values, exposure = observed.before.values, observed.before.exposure
    if values is None or exposure is None or values.size < 5 or not values.sum():
        return []
    expected = exposure * values.sum() / exposure.sum()
    dispersion = float(np.sum((values - expected) ** 2 / expected))
    if float(gammaincc((values.size - 1) / 2, dispersion / 2)) > DOUBT:
        return []
    times = dispersion / (values.size - 1)
    return [f"counts before vary {times:.1f} times as much as chance lets them, so p flatters"]


def taken_as_independent(observed: Observed) -> Observed:
    """The same without its units, which are too few to be compared."""
    said = (
        f"observations of one {observed.unit} may resemble each other, which p and odds don't "
        "allow for"
    )
    before, after = (replace(rows, units=None) for rows in (observed.before, observed.after))
    return replace(
        observed,
        before=before,
        after=after,
        unit="",
        units=0,
        cautions=(*observed.cautions, said),
    )


def of_units(observed: Observed, alpha: float, criterion: Criterion | None) -> list[str]:
    """Too few units, units that were not compared, and what those of a criterion are worth."""
    unit, both = observed.unit, int(in_both(observed).sum())
    left_out = observed.units - both if both else 0
    said = [f"of one period only, and not compared: {left_out} of {observed.units}"] * bool(
        left_out
    )
    least = least_pvalue(observed)
    if least > alpha:
        many = " and ".join(map(str, dict.fromkeys(compared_units(observed))))
        fewest = f"; {math.ceil(-math.log2(alpha))} can" if both else ""
        said.append(
            f"so few can't show it, however it comes out: of {many} ({unit}), p is at least "
            f"{f'{least:.2g}'.lstrip('0')}{fewest}"
        )
    if criterion is not None and not criterion.reachable:
        said.append(
            f"no number of observations of so few ({unit}) can meet the criterion, since those of "
            "one were alike before; more of them can"
        )
    elif criterion is not None and criterion.worth < criterion.needed:
        said.append(
            f"observations of one {unit} were alike before, so that the {criterion.needed:,.0f} of "
            f"the criterion are worth {criterion.worth:,.0f} independent ones"
        )
    return said
