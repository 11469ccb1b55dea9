"""Results: frozen, at full precision. Rounding and words belong to the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rootcause.errors import VariableError, did_you_mean
from rootcause.variables import Column, Variable

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from matplotlib.figure import Figure

    from rootcause.case import Case


class Verdict(StrEnum):
    """What the screening says of a candidate."""

    STANDS = "stands"
    UNDETERMINED = "undetermined"
    SCREENED_OFF = "screened off"
    NO_EVIDENCE = "no evidence"
    RESTATES = "restates the outcome"
    NOT_TESTED = "not tested"


class Answer(StrEnum):
    """What an investigation as a whole can say."""

    STANDS = "stands"
    UNDETERMINED = "undetermined"
    NOTHING = "nothing recorded explains it"
    TOO_FEW = "too few observations"


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
class Group:
    """One side of a contrast: how often the outcome happened there, or where it lay.

    Attributes
    ----------
    label
        "under 4", "vanilla", "others": without the unit of measurement.
    n
        Observations in the group.
    happened
        How many of them had the outcome (or the class named by the contrast); None for a
        numeric or ordinal outcome.
    median
        Median of a numeric or ordinal outcome in the group, in its unit; None otherwise.
    """

    label: str
    n: int
    happened: int | None = None
    median: float | None = None


@dataclass(frozen=True, slots=True)
class Contrast:
    """An association as two groups that can be counted.

    Attributes
    ----------
    first, second
        The two groups; of a binary outcome the first has the higher share.
    cut
        Where an ordered candidate was cut, in its unit; None for labels.
    fitted
        True where the cut was chosen on these same observations, so that it flatters.
    outcome_level
        Of a nominal outcome, the class that is counted.
    """

    first: Group
    second: Group
    cut: float | None = None
    fitted: bool = False
    outcome_level: str = ""


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


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate with its verdict and the evidence for it.

    Attributes
    ----------
    variable
        What it is.
    verdict
        What the screening says of it.
    association
        With the outcome, alone; None when it was not tested.
    pvalue_adjusted
        The p-value corrected for the whole family; NaN when not tested.
    given
        Who screens it off, or its rivals.
    conditionals
        Its association given others, the decisive one first.
    detectable
        The smallest effect, on the scale of `association.effect`'s common axis, that this many
        observations would have shown with 80 % power; NaN where not worked out.
    odds
        How many to one the evidence speaks for it over its closest rival that conditional tests
        alone do not exclude; NaN where there is none.
    not_excluded
        Of one that stands, the names of those rivals.
    reason
        Why it was not tested, or how it restates the outcome.
    cautions
        What to keep in mind, in plain words.
    rank
        1 for the best, in the order of the table.
    """

    variable: Variable
    verdict: Verdict
    association: Association | None = None
    pvalue_adjusted: float = float("nan")
    given: tuple[str, ...] = ()
    conditionals: tuple[Association, ...] = ()
    detectable: float = float("nan")
    odds: float = float("nan")
    not_excluded: tuple[str, ...] = ()
    reason: str = ""
    cautions: tuple[str, ...] = ()
    rank: int = 0

    @property
    def name(self) -> str:
        """The variable's name."""
        return self.variable.name

    @property
    def pvalue_given(self) -> float:
        """p given those named in `given`, or given the others at worst; NaN when not worked out."""
        return self.conditionals[0].pvalue if self.conditionals else float("nan")


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every candidate measured alone, corrected for multiplicity, best first.

    Attributes
    ----------
    outcome
        The outcome, as it was read.
    candidates
        With verdict "no evidence" or "undetermined" (associated, not yet screened), best first.
    correction, alpha, family
        How p-values were corrected, the level, and how many were corrected together.
    """

    outcome: Variable
    candidates: tuple[Candidate, ...]
    correction: str
    alpha: float
    family: int

    def to_frame(self) -> pd.DataFrame:
        """One row a candidate, best first."""
        from rootcause.report import frames

        return frames.ranking_frame(self)

    def __repr__(self) -> str:
        return f"<Ranking of {len(self.candidates)} candidates for {self.outcome.name!r}>"

    def _repr_html_(self) -> str:
        return str(self.to_frame().to_html(index=False))


class Finding(str):
    """One sentence of the answer, with the candidates it speaks of.

    A string, so that it prints and joins like one.
    """

    __slots__ = ("candidates", "verdict")

    candidates: tuple[str, ...]
    verdict: Verdict | None

    def __new__(
        cls, sentence: str, candidates: tuple[str, ...] = (), verdict: Verdict | None = None
    ) -> Finding:
        """Make a finding of its sentence."""
        finding = super().__new__(cls, sentence)
        finding.candidates = candidates
        finding.verdict = verdict
        return finding


@dataclass(frozen=True, slots=True)
class Provenance:
    """What is needed to work every number out again.

    Attributes
    ----------
    fingerprint
        sha256 of the observations as they were read.
    seed
        The seed of everything random; None when a generator was passed.
    versions
        Of rootcause and of the libraries whose numbers it used.
    family
        Number of p-values corrected together.
    correction, alpha
        Name of the correction (statsmodels' names) and the level.
    permutations
        The most permutations that any p-value used.
    """

    fingerprint: str
    seed: int | None
    versions: Mapping[str, str]
    family: int
    correction: str
    alpha: float
    permutations: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Investigation:
    """The answer to one complaint: every candidate with its verdict, and what follows.

    Attributes
    ----------
    outcome
        The outcome, as it was read.
    candidates
        Best first: those that stand, then undetermined, screened off, no evidence, the rest.
    answer
        What can be said as a whole.
    provenance
        What is needed to work it out again.
    columns
        The observations as numbers, by name: outcome and candidates, derived ones included.
    observations
        The observations as they came, one row each, those without an outcome included.
    n, n_missing
        Observations with an outcome, and those without, which were left out.
    consequences
        Names of variables recorded after the outcome; never tested, never conditioned on.
    case
        The case it answers, when there is one.
    """

    outcome: Variable
    candidates: tuple[Candidate, ...]
    answer: Answer
    provenance: Provenance
    columns: Mapping[str, Column] = field(repr=False)
    observations: pd.DataFrame = field(repr=False)
    n: int
    n_missing: int = 0
    consequences: tuple[str, ...] = ()
    case: Case | None = None

    def having(self, *verdicts: Verdict) -> tuple[Candidate, ...]:
        """The candidates with one of these verdicts, best first."""
        return tuple(one for one in self.candidates if one.verdict in verdicts)

    def __getitem__(self, name: str) -> Candidate:
        for one in self.candidates:
            if one.name == name:
                return one
        known = [one.name for one in self.candidates]
        raise VariableError(f"No candidate is called {name!r}.{did_you_mean(name, known)}")

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The answer in sentences, strongest first."""
        from rootcause.report import content

        return content.findings(self)

    def to_frame(self) -> pd.DataFrame:
        """One row a candidate, best first; the columns are a promise (see the README)."""
        from rootcause.report import frames

        return frames.investigation_frame(self)

    def to_dict(self) -> dict[str, Any]:
        """Everything in the answer as plain numbers, strings and lists, ready for JSON."""
        from rootcause.report import frames

        return frames.investigation_dict(self)

    def to_markdown(self) -> str:
        """The report as Markdown."""
        from rootcause.report import markdown

        return markdown.render(self)

    def to_html(self, path: str | Path | None = None) -> str:
        """The self-contained report; also written to `path` when one is given."""
        from rootcause.report import html

        return html.write(self, path) if path is not None else html.render(self)

    def plot(self) -> Figure:
        """The one figure that shows the answer."""
        from rootcause.report import plots

        return plots.answer(self)

    def __repr__(self) -> str:
        from rootcause.report import text

        return text.render(self)

    def _repr_html_(self) -> str:
        from rootcause.report import notebook

        return notebook.render(self)
