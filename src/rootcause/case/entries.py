"""The journal of a case: entries, and the hand that writes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("at", "who", "what", "due", "kind")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a case's journal.

    Attributes
    ----------
    at
        When it happened: ISO 8601 with its zone.
    who, what
        Who did it, and one sentence saying what.
    due
        For what is still owed: by when (an ISO date); empty otherwise.
    kind
        What kind of step it was, a key of `rootcause.case.course.STEPS`; empty for a note.
    details
        What that kind of step needs to be read again, as JSON holds it.
    """

    at: str
    who: str
    what: str
    due: str = ""
    kind: str = ""
    details: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def day(self) -> str:
        """The date on which it happened, where it happened."""
        return self.at[:10]


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes, and when (ISO 8601 with its zone)."""

    who: str
    at: str

    @property
    def day(self) -> str:
        """The date on which it writes."""
        return self.at[:10]

    def writes(self, kind: str, what: str, due: str = "", **details: Any) -> Entry:
        """Make the entry of one step; details that say nothing are left out."""
        said = {key: value for key, value in details.items() if _says(value)}
        return Entry(self.at, self.who, what, due, kind, said)


def journal_frame(entries: Iterable[Entry]) -> pd.DataFrame:
    """One row an entry, oldest first: at, who, what, due and kind."""
    import pandas as pd

    rows = [[getattr(entry, name) for name in COLUMNS] for entry in entries]
    return pd.DataFrame(rows, columns=pd.Index(COLUMNS), dtype=object)


def _says(value: Any) -> bool:
    return value is not None and value is not False and value != ""
