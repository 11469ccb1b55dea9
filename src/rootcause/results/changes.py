"""A change in time: when the outcome began, and what changed with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rootcause.results.contrasts import Group
from rootcause.variables import Variable

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Change:
    """The one moment from which a variable lay otherwise than before, if there is one.

    Attributes
    ----------
    name
        The variable.
    at, low, high
        Time of the first observation after it, and of the first and the last one that it could
        be (95 %); seconds since 1970 on the wall clock.
    before, after
        How often it happened, or its median, until then and from then on.
    level
        Of a nominal variable, the level that is counted.
    statistic, pvalue
        Largest F of a step beside the variable's own last value; p under no step at all.
    drifts
        Whether a steady drift describes it as well as a step does, so that no moment is meant.
    moments
        Distinct times at which it could be seen.
    """

    name: str
    at: float
    low: float
    high: float
    before: Group
    after: Group
    statistic: float
    pvalue: float
    moments: int
    drifts: bool = False
    level: str = ""


@dataclass(frozen=True, slots=True)
class Coincidence:
    """A candidate that changed too, and how near that was to the change of the outcome.

    Attributes
    ----------
    change
        The candidate's own.
    apart
        Moments of observation from the outcome's change to it; negative when it came first.
    pvalue, pvalue_adjusted
        Share of all moments that tell the change of the outcome at least as well as this one;
        corrected (Holm) for all candidates that changed.
    """

    change: Change
    apart: int
    pvalue: float
    pvalue_adjusted: float


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed when it began.

    Attributes
    ----------
    time
        The variable that says when.
    outcome
        The likeliest change of the outcome, shown or not.
    candidates
        Those that changed, nearest first; looked for only where the outcome's change is shown.
    step
        Seconds from one moment to the next, as a rule.
    alpha
        Level of the tests.
    """

    time: Variable
    outcome: Change
    candidates: tuple[Coincidence, ...]
    step: float
    alpha: float

    @property
    def shown(self) -> bool:
        """Whether the outcome is shown to have changed at one moment."""
        return self.outcome.pvalue <= self.alpha and not self.outcome.drifts

    @property
    def together(self) -> tuple[Coincidence, ...]:
        """Candidates that changed too near to the outcome's change for chance."""
        return tuple(one for one in self.candidates if one.pvalue_adjusted <= self.alpha)

    def to_frame(self) -> pd.DataFrame:
        """The outcome's change, then those of candidates.

        Returns
        -------
        pandas.DataFrame
            One row a change: ``name``, ``level``, ``at``, ``low``, ``high`` (times), ``before``,
            ``after`` (shares or medians), ``n_before``, ``n_after``, ``statistic``, ``pvalue``,
            ``drifts``, ``apart``, ``pvalue_near`` and ``pvalue_near_adjusted``.
        """
        from rootcause.report import changing

        return changing.frame(self)
