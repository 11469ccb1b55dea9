"""Investigations saved as evidence, and worked out again."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from rootcause.case import evidence
from rootcause.case.entries import Hand
from rootcause.case.handling import Handling, numbered
from rootcause.case.records import Evidence
from rootcause.errors import ArgumentError
from rootcause.store.book.moments import Moment
from rootcause.store.cases.snapshots import snapshot
from rootcause.store.cases.stepping import Stepping
from rootcause.store.database.schema import journal

if TYPE_CHECKING:
    from rootcause.results import Investigation


class Saving(Stepping):
    """The evidence of a case."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The investigations saved, oldest first."""
        return self.handling.evidence

    def save(
        self,
        investigation: Investigation | None = None,
        /,
        *,
        who: str | None = None,
        at: Moment = None,
        **options: Any,
    ) -> int:
        """Save an investigation as evidence; returns its number.

        Parameters
        ----------
        investigation
            Of this case; worked out now, when left out.
        who, at
            Who saves it, and when if not now.
        **options
            What `investigate` was given, or is to be given now.
        """
        options = _sayable(options)
        if investigation is None:
            with self.book.reading() as connection:
                case = snapshot(connection, self.id)
            investigation = case.investigate(**options)
        if investigation.case is None or investigation.case.id != self.id:
            raise ArgumentError(f"That investigation is not of case {self.id}.")
        step = partial(evidence.save, investigation=investigation, options=options)
        return len(self._take(step, who=who, at=at).evidence)

    def work_out_again(self, number: int) -> list[str]:
        """Work saved evidence out again on the observations as the book had them then.

        Parameters
        ----------
        number
            Of the evidence.

        Returns
        -------
        list of str
            What came out otherwise, in sentences; empty when nothing did.
        """
        then = numbered(self.handling.evidence, number, "evidence")
        saved = select(journal.c.recorded_at).where(
            journal.c.case_id == self.id, journal.c.kind == "saved"
        )
        with self.book.reading() as connection:
            moments = connection.execute(saved.order_by(journal.c.n)).scalars().all()
            case = snapshot(connection, self.id, until=moments[number - 1])
        options = dict(then.options)
        again = evidence.save(Handling(), Hand("", ""), case.investigate(**options), options)
        return evidence.differences(then, evidence.as_evidence(again, number))


def _sayable(options: dict[str, Any]) -> dict[str, Any]:
    """Bring options to what JSON gives back; refuse those that could not be given again."""
    try:
        return dict(json.loads(json.dumps(options, allow_nan=False)))
    except (TypeError, ValueError, RecursionError):
        raise ArgumentError(
            f"Evidence keeps the options of its investigation, and {sorted(options)} can't all be "
            "written down; give texts, numbers, lists and tables of them."
        ) from None
