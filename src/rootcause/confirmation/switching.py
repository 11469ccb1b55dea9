"""A fix that was switched off and on again: the evidence is in the random order."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy.special import bdtrc

from rootcause.confirmation import rates, shifts
from rootcause.confirmation.rates import Compared, Share
from rootcause.confirmation.rows import Observed
from rootcause.errors import ArgumentError
from rootcause.options import check_level, generator

RANDOMISED = "randomisation"
POWER = 0.8
MOST = 200


def plan_switching(
    ways: tuple[str, str] = ("off", "on"),
    *,
    rate: float = 1.0,
    each: int | None = None,
    alpha: float = 0.05,
    rng: int | np.random.Generator = 0,
) -> pd.DataFrame:
    """Draw an order in which to switch a fix off and on, or to make units in two ways.

    The comparison of a better way with the current one ("B versus C") and the switching of a fix
    are the same: an order drawn by lot, so that nothing else can come and go with it.

    Parameters
    ----------
    ways
        What the two are called, the current one first.
    rate
        How often it fails in the first way; decides how many are needed if the second never does.
    each
        Observations in either way; by default as few as show the difference in 8 of 10 cases.
    alpha
        Level at which it is to be shown.
    rng
        Seed, or generator, of the order.

    Returns
    -------
    pandas.DataFrame
        One row an observation, in the order in which to make them, with the way in `switch`. Write
        the outcome beside it, and give the table to ``confirm(..., switch="switch")``.

    Raises
    ------
    ArgumentError
        When it fails so seldom that switching would take too long.

    References
    ----------
    Bhote & Bhote (2000), World Class Quality, chapter 17: six observations, three and three, are
    the fewest at 5 %.

    Examples
    --------
    >>> import rootcause as rc
    >>> len(rc.plan_switching())
    6
    """
    check_level(alpha)
    if len(set(ways)) != 2:
        raise ArgumentError(f"ways={ways!r} are not two; it takes such as ('current', 'better').")
    if not 0 < rate <= 1:
        raise ArgumentError(f"rate={rate!r} is no rate of failures above 0 and up to 1.")
    size = each or _needed(rate, alpha)
    order = generator(rng).permutation(np.repeat([str(way) for way in ways], size))
    trials = pd.RangeIndex(1, 2 * size + 1, name="observation")
    return pd.DataFrame({"switch": order}, index=trials)


def _needed(rate: float, alpha: float) -> int:
    """Fewest observations each way that show a fix which ends all failures."""
    for size in range(1, MOST + 1):
        every = math.comb(2 * size, size)
        few = sum(math.comb(2 * size - k, size) > alpha * every for k in range(size + 1))
        if few <= size and float(bdtrc(few - 1, size, rate)) >= POWER:
            return size
    raise ArgumentError(
        f"At a rate of {rate:g} it would take more than {MOST} observations each way; compare "
        "before and since instead."
    )


def compare_switched(observed: Observed, better: str, rng: np.random.Generator) -> Compared:
    """Compare observations with the fix switched off and on.

    Null hypothesis: the fix does nothing to any observation. Assumes that the order of off and on
    was drawn at random; nothing else, since the draw itself is what could have gone otherwise.
    Three off and three on give at least 1/20.

    References
    ----------
    Fisher (1935), The Design of Experiments, chapter 2.
    """
    off, on = observed.before, observed.after
    if observed.form == "values" and off.values is not None and on.values is not None:
        found = shifts.compare_values(off.values, on.values, better, rng, randomised=True)
        return found._replace(measure=RANDOMISED)
    shares: tuple[Share, Share] = (off.happened, off.n), (on.happened, on.n)
    return Compared(rates.by_arrangement(*shares), RANDOMISED, rates.difference(*shares))
