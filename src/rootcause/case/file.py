"""A case: one complaint and everything learned about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from rootcause.case.course import add_up
from rootcause.case.entries import Entry, journal_frame
from rootcause.case.handling import Handling, Status
from rootcause.errors import CaseError
from rootcause.variables import Role, Variable

if TYPE_CHECKING:
    import pandas as pd

    from rootcause.results import Investigation

OBSERVED_AT = "observed_at"


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One complaint and everything learned about it, as it stands at one moment.

    Attributes
    ----------
    id, title
        What it is filed under.
    complaint
        What was said, in the complainer's own words, never edited.
    variables
        The declared variables by name, the outcome among them.
    observations
        One row an observation, as typed.
    observation_word
        What one observation is called, in the plural: "trips".
    reporter, owner, status, opened
        Who complained (a reference such as "reporter 1"), who owns the case, its status, and
        the ISO date on which it was opened.
    source
        Where the observations come from: a citation, or how they were simulated.
    simulated
        Whether the observations were simulated.
    retold
        Whether the complaint is told in other words, the complainer's own not being known.
    entries
        What happened to the case, oldest first; `journal` shows them.
    truth
        What is known of the true cause, for cases whose answer is known:
        ``{"cause": [...], "proxies": [...], "note": "..."}``.
    expected
        The verdicts that an honest answer gives, by candidate.
    observed_at
        When each observation was made, as the case book has it, in UTC, by the index of
        `observations`; None where no book tells.
    """

    id: str
    title: str
    complaint: str
    variables: Mapping[str, Variable]
    observations: pd.DataFrame = field(repr=False)
    observation_word: str = "observations"
    reporter: str = ""
    owner: str = ""
    status: str = "new"
    opened: str = ""
    source: str = ""
    simulated: bool = False
    retold: bool = False
    entries: tuple[Entry, ...] = ()
    truth: Mapping[str, Any] = field(default_factory=dict)
    expected: Mapping[str, str] = field(default_factory=dict)
    observed_at: pd.Series | None = field(default=None, repr=False)

    @property
    def outcome(self) -> Variable:
        """The declared outcome."""
        for variable in self.variables.values():
            if variable.role is Role.OUTCOME:
                return variable
        raise CaseError(
            f"Case {self.id!r} declares no outcome. "
            'Give one variable role = "outcome" in its case.toml.'
        )

    @property
    def journal(self) -> pd.DataFrame:
        """What happened to the case, one row an entry, oldest first: at, who, what, due, kind."""
        return journal_frame(self.entries)

    @property
    def handling(self) -> Handling:
        """Where the entries leave the case: hypotheses, actions, contacts, what is owed."""
        outcomes = [one.name for one in self.variables.values() if one.role is Role.OUTCOME]
        start = Handling(outcome=outcomes[0] if outcomes else "")
        if any(entry.kind == "registered" for entry in self.entries):
            return add_up(self.entries, start)
        reporters = (self.reporter,) if self.reporter else ()
        status = Status(self.status) if self.status in list(Status) else Status.NEW
        told = replace(start, status=status, owner=self.owner, reporters=reporters)
        return add_up(self.entries, told)

    def timed(self) -> Case:
        """The case with a column more, `observed_at`: when the book says that each was observed.

        Itself where no book tells, or where it has a column of that name.
        """
        if self.observed_at is None or OBSERVED_AT in self.observations:
            return self
        return replace(
            self, observations=self.observations.assign(**{OBSERVED_AT: self.observed_at})
        )

    def investigate(self, **options: Any) -> Investigation:
        """Work out the answer with the roles and kinds that the case declares.

        Parameters
        ----------
        **options
            As in `rootcause.investigate`.
        """
        from rootcause.investigation import investigate

        return investigate(self, **options)
