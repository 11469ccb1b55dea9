"""An investigation: the answer to one complaint, and what is needed to work it out again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from rootcause.errors import VariableError, did_you_mean
from rootcause.results.candidates import Candidate, InvestigatedCandidate, Verdict
from rootcause.results.changes import Changes
from rootcause.results.differences import IsIsNot
from rootcause.results.plans import Plan
from rootcause.results.trials import Lever
from rootcause.variables import Column, Variable

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pandas as pd
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from rootcause.case import Case


class Answer(StrEnum):
    """What an investigation as a whole can say."""

    STANDS = "stands"
    UNDETERMINED = "undetermined"
    NOTHING = "nothing recorded explains it"
    TOO_FEW = "too few observations"


class Finding(str):
    """One sentence of the answer, with the candidates it speaks of.

    A string, so that it prints and joins like one; its spaces are ordinary ones.
    """

    __slots__ = ("candidates", "verdict")

    candidates: tuple[str, ...]
    verdict: Verdict | None

    def __new__(
        cls, sentence: str, candidates: tuple[str, ...] = (), verdict: Verdict | None = None
    ) -> Finding:
        """Make a finding of its sentence."""
        finding = super().__new__(cls, sentence.replace("\N{NO-BREAK SPACE}", " "))
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
    pairs
        Number of pairs of candidates scanned for what they do only together; corrected apart.
    correction, alpha
        Name of the correction (statsmodels' names) and the level.
    permutations
        The most permutations that any p-value used.
    screened
        Observations that conditional tests looked at: all, or of very many a random sample.
    """

    fingerprint: str
    seed: int | None
    versions: Mapping[str, str]
    family: int
    correction: str
    alpha: float
    permutations: int
    screened: int
    pairs: int

    @property
    def seen(self) -> float:
        """The correlation alone that conditional tests would see in 9 of 10 such draws.

        At the level corrected for the whole family (Bonferroni), of independent observations.
        """
        level = NormalDist().inv_cdf(1 - self.alpha / (2 * max(self.family, 1)))
        return min((level + NormalDist().inv_cdf(0.9)) / math.sqrt(max(self.screened, 1)), 1.0)


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
    is_is_not
        The closest good observation to each bad one, and what differs; None but for a binary
        outcome.
    changes
        What changed when it began, where a time was declared; None where it can't be seen.
    levers
        What a person can set in a trial.
    deliberate
        True for the observations with an outcome that were trials, shape (n,); None when no
        column says which were.
    plan
        The trials proposed next, and what those made so far have shown.
    kept
        True for the observations with an outcome, shape (rows of `observations`,).
    unit
        Name of the column that says which unit was observed; empty where none was declared.
    in_all
        Where `observations` are only some of those that were counted, how many of all have each
        value of an outcome with levels.
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
    is_is_not: IsIsNot | None = None
    changes: Changes | None = None
    levers: tuple[Lever, ...] = ()
    deliberate: NDArray[np.bool_] | None = field(default=None, repr=False)
    plan: Plan | None = None
    kept: NDArray[np.bool_] | None = field(default=None, repr=False)
    unit: str = ""
    in_all: tuple[int, ...] = ()

    def having(self, *verdicts: Verdict) -> tuple[Candidate, ...]:
        """The candidates with one of these verdicts, best first."""
        return tuple(one for one in self.candidates if one.verdict in verdicts)

    def __getitem__(self, name: str) -> InvestigatedCandidate:
        """Everything known of one candidate, by its name."""
        for one in self.candidates:
            if one.name == name:
                known = {part.name: getattr(one, part.name) for part in fields(Candidate)}
                return InvestigatedCandidate(**known, investigation=self)
        names = [one.name for one in self.candidates]
        raise VariableError(f"No candidate is called {name!r}.{did_you_mean(name, names)}")

    def _ipython_key_completions_(self) -> list[str]:
        return [one.name for one in self.candidates]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The answer in sentences, strongest first."""
        from rootcause.report import content

        return content.findings(self)

    def since(self, earlier: Investigation) -> tuple[Finding, ...]:
        """What is different from an earlier investigation of the same complaint.

        Parameters
        ----------
        earlier
            The same, before more was observed or tried.

        Returns
        -------
        tuple of Finding
            How the trials made since came out, then a sentence for each verdict that changed.
        """
        from rootcause.report import since

        return since.findings(self, earlier)

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

    def to_pdf(self, path: str | Path | None = None) -> bytes:
        """The report on A4, tagged (PDF/UA-1); also written to `path` when one is given.

        Needs typst: ``pip install 'rootcause[pdf]'``.
        """
        from rootcause.report import pdf

        return pdf.write(self, path) if path is not None else pdf.render(self)

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
