"""What the answer hangs on: something unrecorded, the scale, or one observation."""

from __future__ import annotations

from dataclasses import dataclass

from rootcause.results.associations import Association


@dataclass(frozen=True, slots=True)
class Unrecorded:
    """How strong something unrecorded would have to be to explain a candidate away.

    Attributes
    ----------
    first, second
        Labels of the two groups that are compared, the one with more of the outcome first.
    ratio, low
        Risk ratio between them, and the end of its 95 % interval that is nearer to 1; 1 where
        the interval holds it.
    approximate
        Whether the ratio stands for a difference of means (0.91 standard deviations).
    """

    first: str
    second: str
    ratio: float
    low: float
    approximate: bool = False

    @property
    def needed(self) -> float:
        """The E-value: the least risk ratio with both sides that could explain it all away."""
        return _e_value(self.ratio)

    @property
    def to_doubt(self) -> float:
        """The same for the end of the interval: what would be enough to leave it in doubt."""
        return _e_value(self.low)


def _e_value(ratio: float) -> float:
    """VanderWeele & Ding (2017): RR + sqrt(RR (RR - 1)), for a ratio of 1 or more."""
    return float(ratio + (ratio * max(ratio - 1, 0.0)) ** 0.5)


@dataclass(frozen=True, slots=True)
class Hinge:
    """Something small that the evidence for a candidate depends on.

    Attributes
    ----------
    on
        "row" or "scale".
    pvalue
        As it is; of a row and alone, corrected for the whole family.
    otherwise
        The same without that row, or on the other scale.
    given
        The conditioning set; empty for alone.
    row
        Place of the observation, from 0; -1 for a scale.
    scale, other_scale
        "ranks", "as recorded" or "logarithms"; empty for a row.
    """

    on: str
    pvalue: float
    otherwise: float
    given: tuple[str, ...] = ()
    row: int = -1
    scale: str = ""
    other_scale: str = ""


@dataclass(frozen=True, slots=True)
class Residue:
    """What a candidate still adds given a stronger one, if that one is read with error.

    Attributes
    ----------
    cause
        Name of the stronger one.
    reliability
        Its reliability (share of its variance that is no error) below which a mere proxy would
        add as much.
    """

    cause: str
    reliability: float


@dataclass(frozen=True, slots=True)
class Reversal:
    """A level of another candidate within which a candidate points the other way than in all.

    Attributes
    ----------
    given, level
        The other candidate, and its level.
    association
        Within that level.
    pvalue_adjusted
        Its p-value corrected for every level that was looked at.
    """

    given: str
    level: str
    association: Association
    pvalue_adjusted: float
