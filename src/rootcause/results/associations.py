"""An association, with its effect size."""

from __future__ import annotations

from dataclasses import dataclass

from rootcause.results.contrasts import Contrast

PAIR = "interaction given both parts"  # the measure of two candidates that act only together
IN_ALL = "share left in all"  # the measure of what all of very many observations leave of one


@dataclass(frozen=True, slots=True)
class EffectSize:
    """Magnitude of an association on its own scale, with its confidence interval.

    Attributes
    ----------
    name
        "risk difference", "probability of superiority", "Cramér's V", "rho", ...
    value, low, high
        Estimate and interval; NaN where they can't be worked out.
    level
        The level that stands out (nominal candidates), or the class of the outcome it concerns.
    null
        The value that means no association: 0, or 0.5 for a probability of superiority.
    confidence_level
        Of the interval.
    """

    name: str
    value: float
    low: float
    high: float
    level: str = ""
    null: float = 0.0
    confidence_level: float = 0.95

    @property
    def on_axis(self) -> tuple[float, float, float]:
        """Value, low and high on the common axis from -1 to 1 where 0 is no association."""
        if self.null == 0.5:
            return 2 * self.value - 1, 2 * self.low - 1, 2 * self.high - 1
        return self.value, self.low, self.high


@dataclass(frozen=True, slots=True)
class Association:
    """Dependence between an outcome and a candidate, with no direction.

    Attributes
    ----------
    outcome, candidate
        Names of the two variables.
    measure
        Name of the row of the table of measures.
    statistic, pvalue
        Of the test; `pvalue` is two-sided.
    method
        How the p-value was had: "asymptotic", "exact" or "permutation".
    resolution
        The smallest p-value these observations (or this many permutations) could give.
    n, n_missing
        Rows used, and rows left out because a value was missing.
    effect
        The effect size of the measure.
    also
        Other effect sizes on other scales (odds ratio, Pearson's r, difference of means).
    given
        The conditioning set, empty for a marginal association.
    contrast
        The same as two groups that can be counted; None where there is none.
    cautions
        What to keep in mind, in plain words.
    """

    outcome: str
    candidate: str
    measure: str
    statistic: float
    pvalue: float
    n: int
    n_missing: int
    effect: EffectSize
    method: str = "asymptotic"
    resolution: float = 0.0
    also: tuple[EffectSize, ...] = ()
    given: tuple[str, ...] = ()
    contrast: Contrast | None = None
    cautions: tuple[str, ...] = ()
