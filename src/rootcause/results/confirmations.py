"""Whether a fix works: what was observed before it and since, and what that shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rootcause.results.associations import EffectSize
from rootcause.variables import Variable

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pandas as pd
    from matplotlib.figure import Figure
    from numpy.typing import NDArray


class FixAnswer(StrEnum):
    """What can be said of a fix."""

    CONFIRMED = "confirmed"
    BETTER = "works so far"
    MET = "criterion met"
    OPEN = "not shown yet"
    MISSED = "criterion missed"
    SHIFTED = "shifted"
    WORSE = "worse than before"
    NOTHING = "nothing to compare"


@dataclass(frozen=True, slots=True)
class Period:
    """What was observed before the fix, or since.

    Attributes
    ----------
    n
        Observations with an outcome.
    happened
        In how many of them the outcome happened, or how often over the exposure; None where the
        outcome was measured.
    exposure
        Hours, kilometres or pieces over which it was counted; None where each observation is one.
    value, low, high
        The rate with its exact 95 % interval, or the median with its interval; NaN where nothing
        was observed.
    values
        In the order in which they were observed: 1 where the outcome happened and 0 where not, a
        count or a measured value, shape (n,); None where only totals were given.
    n_missing
        Observations left out because the outcome was missing.
    """

    n: int
    happened: int | None
    exposure: float | None
    value: float
    low: float
    high: float
    values: NDArray[np.float64] | None = field(default=None, repr=False)
    n_missing: int = 0


@dataclass(frozen=True, slots=True)
class Criterion:
    """What was to be seen for the fix to count as effective, set before it was tried.

    Attributes
    ----------
    text
        As it was set.
    needed
        Observations since the fix, or the exposure, after which it is decided.
    allowed
        How many of them may be failures.
    below
        The rate that passing shows it to be below, at `confidence_level`.
    bound, failing
        Of a measured outcome, the value that parts good from bad, and the side that counts as a
        failure, "above" or "below"; None and empty otherwise.
    seen, failures
        Observations, or exposure, of those needed that are in, and the failures among them.
    met
        Whether it was passed; None as long as it is open.
    worth
        How many independent observations those needed are worth: fewer where units were observed
        repeatedly and are unlike each other; NaN where that was not asked.
    reachable
        False where they are so unlike that no number of observations of so few can show it.
    """

    text: str
    needed: float
    allowed: int
    below: float
    bound: float | None = None
    failing: str = ""
    seen: float = 0.0
    failures: int = 0
    met: bool | None = None
    confidence_level: float = 0.95
    worth: float = float("nan")
    reachable: bool = True

    def failed(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Which values of a measured outcome count as failures, shape as `values`."""
        if self.bound is None:
            return values > 0
        return values >= self.bound if self.failing == "above" else values <= self.bound


@dataclass(frozen=True, slots=True)
class CleanRun:
    """Observations in a row without a failure, and what they would show.

    Attributes
    ----------
    below
        The rate that they show it to be below, at 95 %.
    needed, more
        How many in a row since the fix, and how many of them are still to come; an exposure where
        failures were counted over one.
    by_luck
        How many in a row come by luck in less than 1 of 20 cases after what was seen before,
        though nothing changed; None where not worked out.
    by_luck_if_known
        The same, were the rate before known exactly.
    """

    below: float
    needed: float
    more: float
    by_luck: float | None = None
    by_luck_if_known: float | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Confirmation:
    """What the observations before a fix and since show of it.

    Attributes
    ----------
    outcome
        The outcome, as it was read.
    before, after
        What was observed before the fix and since; or with it switched off, and on.
    answer
        What can be said of the fix.
    measure
        Which comparison: "boschloo", "fisher", "conditional binomial", "rank sum permutation",
        "brunnermunzel" or "randomisation"; of units "signs of units" or "units exchanged"; empty
        where there was none.
    pvalue
        Of that comparison: one-sided, "no better than before", where it is known what is better;
        holds for a number of observations that was settled beforehand. NaN without one.
    effect
        Since less before, or since over before (rates over an exposure), with its interval; of
        units the mean of their changes, or the difference of their means.
    odds, odds_worse
        How many to one the observations speak for better, and for worse, over unchanged. They may
        be looked at after each observation.
    better
        "lower" or "higher"; empty where nobody said which values are better.
    planned
        Observations since the fix that were settled beforehand; None where they were not.
    criterion
        The criterion that was set, with what became of it.
    clean
        What a run without a failure would show; None where there is no such run.
    switches
        How often the fix was switched in the order of observation; None for before and since.
    alpha
        Level of all of it.
    reason
        Why there is nothing to compare.
    cautions
        What to keep in mind, in plain words.
    things, over
        What observations are called, in the plural, and what failures are counted over: "hours".
    unit, units
        What a unit is called, and how many were compared, before and since; empty and None where
        observations were taken as independent.
    case
        Id of the case whose observations they are; empty for a table or counts.
    """

    outcome: Variable
    before: Period
    after: Period
    answer: FixAnswer
    measure: str = ""
    pvalue: float = float("nan")
    effect: EffectSize | None = None
    odds: float = 1.0
    odds_worse: float = 1.0
    better: str = "lower"
    planned: float | None = None
    criterion: Criterion | None = None
    clean: CleanRun | None = None
    switches: int | None = None
    alpha: float = 0.05
    reason: str = ""
    cautions: tuple[str, ...] = ()
    things: str = "observations"
    over: str = ""
    unit: str = ""
    units: tuple[int, int] | None = None
    case: str = ""

    @property
    def passed(self) -> bool | None:
        """Whether that decides an effectiveness check, and how; None where people have to."""
        if self.answer in (FixAnswer.WORSE, FixAnswer.MISSED):
            return False
        return True if self.answer in (FixAnswer.CONFIRMED, FixAnswer.MET) else None

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        from rootcause.report import confirming

        return confirming.told(self).headline

    @property
    def findings(self) -> tuple[str, ...]:
        """The answer and what follows from it in sentences, the most important first."""
        from rootcause.report import confirming, numbers

        return tuple(map(numbers.unbound, confirming.told(self).sentences))

    def to_frame(self) -> pd.DataFrame:
        """One row for before and one for since.

        Returns
        -------
        pandas.DataFrame
            With ``period``, ``n``, ``n_missing``, ``happened``, ``exposure``, ``value``, ``low``
            and ``high``.
        """
        from rootcause.report import confirming_views

        return confirming_views.frame(self)

    def to_dict(self) -> dict[str, Any]:
        """Everything in the answer as plain numbers, strings and lists, ready for JSON."""
        from rootcause.report import confirming_views

        return confirming_views.as_dict(self)

    def to_html(self, path: str | Path | None = None) -> str:
        """The answer as one self-contained page; also written to `path` when one is given."""
        from rootcause.report import confirming_views

        return confirming_views.page(self, path)

    def plot(self) -> Figure:
        """What was observed before and since, and the rates or medians with their intervals."""
        from rootcause.report import plots

        return plots.confirmation(self)

    def __repr__(self) -> str:
        from rootcause.report import confirming

        return confirming.text_of(self)

    def _repr_html_(self) -> str:
        from rootcause.report import confirming_views

        return confirming_views.notebook(self)
