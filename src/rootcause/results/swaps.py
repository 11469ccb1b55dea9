"""Which of two units' parts carries the fault: what swapping them has shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rootcause.results.contrasts import Group
from rootcause.variables import Variable

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


class SwapAnswer(StrEnum):
    """What can be said of one part."""

    CARRIES = "carries the fault"
    TOGETHER = "matters only together with another"
    OPEN = "not shown"
    NEVER = "never swapped alone"


@dataclass(frozen=True, slots=True)
class Swap:
    """One part, and what happened when it alone was exchanged.

    Attributes
    ----------
    part
        Its name.
    answer
        What can be said of it.
    bad, good
        Trials with the part of the bad unit and with that of the good one, all else being alike.
    hosts
        For each setting of all else in which both were tried: the rates, or medians, with the bad
        part and with the good one.
    pvalue, pvalue_adjusted
        One-sided, "no worse with the part of the bad unit", from all orders in which the trials
        could have been drawn; adjusted for the number of parts (Holm). NaN where never swapped.
    """

    part: str
    answer: SwapAnswer
    bad: Group
    good: Group
    hosts: tuple[tuple[float, float], ...]
    pvalue: float
    pvalue_adjusted: float


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Swaps:
    """What swapping the parts of two units has shown.

    Attributes
    ----------
    outcome
        The outcome, as it was read.
    parts
        Strongest evidence first.
    units
        The bad unit and the good one.
    alpha
        Level of the answers.
    cautions
        What to keep in mind, in plain words.
    """

    outcome: Variable
    parts: tuple[Swap, ...]
    units: tuple[str, str]
    alpha: float
    cautions: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[str, ...]:
        """What can be said, in sentences, the most important first."""
        from rootcause.report import numbers, swapping

        return tuple(map(numbers.unbound, swapping.sentences(self)))

    def to_frame(self) -> pd.DataFrame:
        """One row a part, strongest evidence first.

        Returns
        -------
        pandas.DataFrame
            With ``part``, ``answer``, ``n_bad``, ``happened_bad``, ``n_good``, ``happened_good``,
            ``pvalue`` and ``pvalue_adjusted``; medians in place of counts of a measured outcome.
        """
        from rootcause.report import swapping

        return swapping.frame(self)

    def to_dict(self) -> dict[str, Any]:
        """Everything as plain numbers, strings and lists, ready for JSON."""
        from rootcause.report import swapping

        return swapping.as_dict(self)

    def plot(self) -> Figure:
        """Draw how it went with the part of either unit, a row a part."""
        from rootcause.report import plots

        return plots.swaps(self)

    def __repr__(self) -> str:
        from rootcause.report import swapping

        return swapping.text_of(self)

    def _repr_html_(self) -> str:
        from rootcause.report import swapping

        return swapping.notebook(self)
