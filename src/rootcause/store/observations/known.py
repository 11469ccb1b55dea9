"""The variables that a case knows: declared by people, or met in an observation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from rootcause.errors import ArgumentError, VariableError, did_you_mean
from rootcause.store.book.earlier import earlier
from rootcause.store.book.recording import Record
from rootcause.store.database.schema import variables
from rootcause.variables import Kind, Role, Variable

TEXTS = ("label", "unit", "happened", "otherwise", "note", "source", "of")
DECLARED = (*TEXTS, "levels", "lever", "range")
LABELLED = (Kind.BINARY, Kind.NOMINAL, Kind.ORDINAL)
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Known:
    """A variable as its row knows it.

    Attributes
    ----------
    n, name
        Its place, and its name.
    kind
        As declared; None where it is to be read from the data.
    role
        The part it plays.
    since
        Number of the first observation that could have recorded it.
    declared
        What else was said of it, by field of `Variable`; and `form`, what its values have been.
    """

    n: int
    name: str
    kind: Kind | None
    role: Role
    since: int
    declared: Mapping[str, Any]

    def variable(self, kind: Kind) -> Variable:
        """Make the variable, of its declared kind or else of this one."""
        said = {key: value for key, value in self.declared.items() if key in DECLARED}
        for name in {"levels", "range"} & said.keys():
            said[name] = tuple(said[name])
        return Variable(self.name, self.kind or kind, self.role, **said)

    @property
    def form(self) -> str:
        """What its values have been: "numbers", "text"..., empty before the first."""
        return str(self.declared.get("form", ""))

    @property
    def label(self) -> str:
        """What people call it."""
        return str(self.declared.get("label") or self.name)

    @property
    def levels(self) -> tuple[str, ...]:
        """Its labels, where they were declared."""
        return tuple(self.declared.get("levels", ()))

    @property
    def unit(self) -> str:
        """Its unit of measurement."""
        return str(self.declared.get("unit", ""))


def known_variables(
    connection: Connection, case_id: str, *, until: str | None = None
) -> dict[str, Known]:
    """Read the variables of a case by name, in their order; as known at `until`, a UTC moment."""
    mine = select(variables).where(variables.c.case_id == case_id).order_by(variables.c.n)
    rows = list(connection.execute(mine))
    if until is None:
        return _by_name(dict(row._mapping) for row in rows)
    then = earlier(connection, case_id, variables, until)
    return _by_name(filter(None, map(then.row, rows)))


def _by_name(rows: Iterable[Mapping[str, Any]]) -> dict[str, Known]:
    return {
        row["name"]: Known(
            row["n"],
            row["name"],
            Kind(row["kind"]) if row["kind"] else None,
            Role(row["role"]),
            row["since"],
            row["declared"],
        )
        for row in rows
    }


def meet(
    record: Record,
    names: Iterable[str],
    known: Mapping[str, Known],
    since: int,
    learned: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """Add the variables that an observation brings up for the first time.

    Parameters
    ----------
    record, known
        Of the case, and the variables that it knows.
    names, since
        The variables of the observation, and its number.
    learned
        What the observation tells of them (`unit`, `form`), kept unless the case knew before.
    """
    for name in names:
        told = dict((learned or {}).get(name, {}))
        one = known.get(name)
        if one is None:
            role = str(Role.CANDIDATE)
            record.add(variables, name=name, role=role, since=since, declared=told)
        elif any(not one.declared.get(key) for key in told):
            said = {key: value for key, value in one.declared.items() if value}
            record.change(variables, one.n, declared={**one.declared, **told, **said})


def declare(
    record: Record, name: str, known: Mapping[str, Known], since: int, said: Mapping[str, Any]
) -> None:
    """Say what a variable is; what was said of it before and isn't said now stays.

    Parameters
    ----------
    record
        Of the case.
    name, known
        The variable, and those that the case knows.
    since
        Number of the next observation.
    said
        `kind`, `role`, and fields of `Variable`.
    """
    check_name(name)
    _check_fields(said, name)
    before = known.get(name)
    kind = Kind(said["kind"]) if said.get("kind") else before.kind if before else None
    if kind is None and said.get("range") is not None:
        kind = Kind.NUMERIC
    role = Role(said["role"]) if said.get("role") else before.role if before else Role.CANDIDATE
    fields = {key: value for key, value in said.items() if key in DECLARED}
    declared = {**(before.declared if before else {}), **fields}
    _check_fit(name, kind, declared)
    _refuse_second_outcome(name, role, known)
    row: dict[str, Any] = {"kind": kind and str(kind), "role": str(role), "declared": declared}
    if before:
        record.change(variables, before.n, **row)
    else:
        record.add(variables, name=name, since=since, **row)


def check_name(name: object) -> None:
    """Refuse what can't be the name of a variable."""
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME:
        raise VariableError(
            f"A variable has a name of at most {LONGEST_NAME} characters, not {str(name)[:40]!r}."
        )


def _check_fields(said: Mapping[str, Any], name: str) -> None:
    for key, value in said.items():
        if key not in ("kind", "role", *DECLARED):
            raise ArgumentError(
                f"{key!r} can't be said of a variable."
                f"{did_you_mean(key, ('kind', 'role', *DECLARED))}"
            )
        if key in TEXTS and not isinstance(value, str):
            raise ArgumentError(f"The {key} of {name!r} is text, not {str(value)[:40]!r}.")
    for choices, key in ((Kind, "kind"), (Role, "role")):
        if said.get(key) and said[key] not in list(choices):
            raise VariableError(
                f"The {key} of {name!r} can't be {str(said[key])[:40]!r}."
                f"{did_you_mean(said[key], choices)}"
            )


def _check_fit(name: str, kind: Kind | None, declared: dict[str, Any]) -> None:
    """Refuse levels or a range that don't go with each other or with the kind."""
    if declared.get("levels"):
        levels = declared["levels"] = [str(one) for one in declared["levels"]]
        if kind not in LABELLED:
            raise VariableError(f"{name!r} has levels, so its kind is one of {_or(LABELLED)}.")
        if len(set(levels)) < len(levels) or (kind is Kind.BINARY and len(levels) != 2):
            wanted = "two different" if kind is Kind.BINARY else "different"
            raise VariableError(f"The levels of {name!r} must be {wanted} ones.")
    if declared.get("range") is not None:
        low, high = _ends(name, declared["range"])
        declared["range"] = [low, high]
        if kind is not Kind.NUMERIC:
            raise VariableError(
                f"{name!r} has a range, so its kind is numeric, not {kind}; say kind='numeric', or "
                "leave the range out."
            )


def _ends(name: str, said: Any) -> tuple[float, float]:
    try:
        low, high = (float(one) for one in said)
    except (TypeError, ValueError):
        low = high = 0.0
    if not low < high:
        raise VariableError(
            f"The range of {name!r} is two numbers, the lower first, not {str(said)[:40]!r}."
        )
    return low, high


def _refuse_second_outcome(name: str, role: Role, known: Mapping[str, Known]) -> None:
    for one in known.values():
        if role is one.role is Role.OUTCOME and one.name != name:
            raise VariableError(
                f"{one.name!r} is the outcome already; a case has one. Give it another role first."
            )


def _or(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}"
