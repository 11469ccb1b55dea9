"""A candidate with its verdict, and the ranking of them all."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from rootcause.results.associations import Association
from rootcause.results.doubts import Hinge, Residue, Reversal, Unrecorded
from rootcause.variables import Variable

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from rootcause.results.investigations import Finding, Investigation


class Verdict(StrEnum):
    """What the screening says of a candidate."""

    STANDS = "stands"
    UNDETERMINED = "undetermined"
    SCREENED_OFF = "screened off"
    NO_EVIDENCE = "no evidence"
    RESTATES = "restates the outcome"
    NOT_TESTED = "not tested"


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
    residue
        Of one that is undetermined, the stronger candidate that would explain it away if read
        with error; None where none would.
    late
        Whether it is undetermined because it looks like a consequence of the outcome.
    reversals
        Levels of others within which it points the other way than in all.
    hinges
        What its evidence depends on: one observation, or the scale of the outcome.
    unrecorded
        Of one that stands, how strong something unrecorded would have to be to explain it away.
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
    residue: Residue | None = None
    late: bool = False
    reversals: tuple[Reversal, ...] = ()
    hinges: tuple[Hinge, ...] = ()
    unrecorded: Unrecorded | None = None
    reason: str = ""
    cautions: tuple[str, ...] = ()
    rank: int = 0

    @property
    def name(self) -> str:
        """The variable's name."""
        return self.variable.name

    @property
    def on_a_scale(self) -> bool:
        """Whether its evidence depends on the scale of the outcome."""
        return any(one.on == "scale" for one in self.hinges)

    @property
    def pvalue_given(self) -> float:
        """The p-value given those named in `given`, or the worst given others; NaN if none."""
        return self.conditionals[0].pvalue if self.conditionals else float("nan")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class InvestigatedCandidate(Candidate):
    """A candidate beside all that it was held against, so that everything known of it can be told.

    Attributes
    ----------
    investigation
        The one that gave it its verdict.
    """

    investigation: Investigation = field(kw_only=True)

    @property
    def sentence(self) -> str:
        """What is to be said of it, statistics in brackets."""
        from rootcause.report import accounts, numbers

        return numbers.unbound(accounts.account(self.investigation, self).sentence)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The sentences of the answer that speak of it, strongest first."""
        return tuple(one for one in self.investigation.findings if self.name in one.candidates)

    def to_frame(self) -> pd.DataFrame:
        """Its association alone, then given each set of others that was considered.

        Returns
        -------
        pandas.DataFrame
            One row a conditioning set, with ``given`` (names joined by ", ", empty for alone),
            ``measure``, ``effect``, ``estimate``, ``low``, ``high``, ``statistic``, ``pvalue``
            and ``n``; no row when it was not tested.
        """
        from rootcause.report import frames

        return frames.candidate_frame(self)

    def plot(self) -> Figure:
        """It alone and given the one that decides its verdict; else its observations."""
        from rootcause.report import plots

        return plots.candidate(self.investigation, self.name)

    def __repr__(self) -> str:
        from rootcause.report import accounts, text

        return text.account(accounts.account(self.investigation, self))

    def _repr_html_(self) -> str:
        from rootcause.report import notebook

        return notebook.candidate(self.investigation, self)


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
        from rootcause.report import ranked

        return ranked.render(self)

    def _repr_html_(self) -> str:
        from rootcause.report import ranked

        return ranked.as_html(self)
