"""A fix that was switched off and on again: the evidence is in the random order."""

from __future__ import annotations

import numpy as np

from rootcause.confirmation import rates, shifts
from rootcause.confirmation.periods import Observed
from rootcause.confirmation.rates import Compared, Share

RANDOMISED = "randomisation"


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
