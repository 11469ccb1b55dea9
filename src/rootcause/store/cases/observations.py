"""What is observed of a case of a book: recorded, put right, taken out and read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from rootcause.errors import ArgumentError
from rootcause.store.book.moments import in_utc
from rootcause.store.cases.stepping import Stepping
from rootcause.store.database.schema import cases
from rootcause.store.observations import importing, loading, observing
from rootcause.store.observations.checking import refuse_unfit
from rootcause.store.observations.importing import Imported, Progress
from rootcause.store.observations.known import Known, declare, known_variables
from rootcause.tables import BadRows
from rootcause.variables import Role


class CaseObservations(Stepping):
    """The observations of a case, and the variables they are of."""

    def observe(
        self,
        values: Any = None,
        /,
        *,
        who: str | None = None,
        observed_at: str | date | None = None,
        units: Mapping[str, str] | None = None,
        missing: Mapping[str, str] | None = None,
        note: str = "",
        trial: bool = False,
        plan: int | None = None,
        bad_rows: BadRows = "refuse",
        sure: bool = False,
        progress: Progress | None = None,
        **named: Any,
    ) -> int | Imported:
        """Record an observation by its values, or many of them from a table or a file.

        Parameters
        ----------
        values
            A mapping of values, for variables whose names Python can't write; or a table, or the
            path of a CSV, Excel, Parquet or JSON file, which is imported whole or not at all.
        who
            Who observed it.
        observed_at
            When, if not now (a table may hold that in a column of its own).
        units
            Unit of measurement by variable. The first one holds: minutes and seconds don't mix.
        missing
            Why a value is missing, by variable: "not recorded", "refused", "instrument failed"
            or "below the limit".
        note
            Anything else, in words.
        trial
            Whether levers were set on purpose.
        plan
            Number of the plan that the trial belongs to.
        bad_rows
            What to do with rows of a table that don't fit what the case declares: "refuse" it,
            or "skip" them and list them in what is returned.
        sure
            Take a value that isn't plausible, or a name close to a known one, as it is.
        progress
            Called with what is being done and the share of it that is done.
        **named
            The values by name of variable.

        Returns
        -------
        int or Imported
            The number of the observation; of a table what became of it.

        Raises
        ------
        VariableError, TableError, CaseError, ArgumentError
            When it can't be taken so; nothing was written then.
        """
        said: dict[str, Any] = {
            "who": who,
            "observed_at": observed_at,
            "units": units,
            "note": note,
            "trial": trial,
            "plan": plan,
            "sure": sure,
        }
        if values is None or isinstance(values, Mapping):
            one = {**(values or {}), **named}
            return observing.observe_one(self.book, self.id, one, missing=missing, **said)
        if named or missing:
            raise ArgumentError("observe() takes a table or single values, not both at once.")
        return importing.import_table(
            self.book, self.id, values, bad_rows=bad_rows, progress=progress, **said
        )

    def amend(
        self,
        number: int,
        values: Mapping[str, Any] | None = None,
        /,
        *,
        why: str,
        who: str | None = None,
        units: Mapping[str, str] | None = None,
        sure: bool = False,
        **named: Any,
    ) -> None:
        """Put other values over some of an observation's; the old ones stay in the journal.

        Parameters
        ----------
        number
            Of the observation, as in the index of `observations`.
        values, **named
            The new values by name of variable; None says that there is none.
        why
            The reason, in words.
        who, units, sure
            As in `observe`.
        """
        new = {**(values or {}), **named}
        observing.amend(self.book, self.id, number, new, why=why, who=who, units=units, sure=sure)

    def void(self, number: int, *, why: str, who: str | None = None) -> None:
        """Take an observation out of what is investigated; it stays in the book.

        Parameters
        ----------
        number
            Of the observation.
        why
            The reason, in words.
        who
            Who says so.
        """
        observing.void(self.book, self.id, number, why=why, who=who)

    def declare(self, name: str, *, who: str | None = None, **said: Any) -> None:
        """Say what a variable is; what is not said now stays as it was.

        Parameters
        ----------
        name
            Of the variable. A new one is missing from older observations as "added later".
        who
            Who says so.
        **said
            `kind`, `role`, `label`, `unit`, `levels`, `range`, `lever`, `source`, `happened`,
            `otherwise`, `note`, as in `Variable`.
        """
        with self.book.recording(self.id, who) as record:
            known = known_variables(record.connection, self.id)
            since = observing.next_observation(record.connection, self.id)
            declare(record, name, known, since, said)
            if name in known and {"kind", "levels", "range"} & said.keys():
                now = known_variables(record.connection, self.id)[name]
                refuse_unfit(loading.load_observations(record.connection, self.id)[name], now)
            if said.get("role") == Role.OUTCOME:
                record.change(cases, outcome=name)
            told = ", ".join(f"{key} {_shown(value)}" for key, value in said.items())
            record.say("declared", f"Variable {name!r} declared: {told[:400]}", variable=name)

    @property
    def variables(self) -> dict[str, Known]:
        """The variables that the case knows, by name, in their order."""
        with self.book.reading() as connection:
            return known_variables(connection, self.id)

    @property
    def observations(self) -> pd.DataFrame:
        """One row an observation, amended and without the voided ones; the index numbers them."""
        return self.observations_as_of(None)

    def observations_as_of(self, moment: str | date | None) -> pd.DataFrame:
        """Give the observations as the book had them at a moment, or at the end of a day."""
        until = None if moment is None else in_utc(moment)
        with self.book.reading() as connection:
            return loading.load_observations(connection, self.id, until=until)

    @property
    def provenance(self) -> pd.DataFrame:
        """Who recorded each observation, when and how, and whether it was amended or voided."""
        with self.book.reading() as connection:
            return loading.load_provenance(connection, self.id)

    @property
    def missing(self) -> pd.DataFrame:
        """How many values are missing, by variable and reason."""
        with self.book.reading() as connection:
            return loading.load_missing(connection, self.id)


def _shown(value: Any) -> str:
    """What was declared, as people write it: "yes", "1 to 15", "started, failed"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) or not isinstance(value, Sequence):
        return str(value)
    numbers = all(isinstance(one, int | float) for one in value)
    return " to ".join(f"{one:g}" for one in value) if numbers else ", ".join(map(str, value))
