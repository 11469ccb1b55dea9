"""What ``case.toml`` says, checked key by key: the facts, the variables, what is known."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from rootcause.errors import CaseError, did_you_mean
from rootcause.results import Verdict
from rootcause.variables import Kind, Role, Variable

FACTS: dict[str, type] = {
    "id": str,
    "title": str,
    "complaint": str,
    "reporter": str,
    "owner": str,
    "status": str,
    "opened": date,
    "observation_word": str,
    "source": str,
    "simulated": bool,
    "retold": bool,
}
TABLES: dict[str, type] = {"variables": dict, "truth": dict, "expected": dict}
FORMAT = 1
MARK: dict[str, type] = {"format": int}
NEEDED = ("id", "title", "complaint", "variables")
VARIABLE: dict[str, type] = {
    "kind": str,
    "role": str,
    "label": str,
    "unit": str,
    "levels": list,
    "happened": str,
    "otherwise": str,
    "source": str,
    "note": str,
    "lever": bool,
    "range": tuple,
    "of": str,
}
TRUTH: dict[str, type] = {
    "cause": list,
    "mediators": list,
    "proxies": list,
    "nulls": list,
    "note": str,
    "trap": str,
    "wrong": dict,
}
CALLED = {
    str: "text in quotes",
    bool: "true or false",
    list: 'a list of texts such as ["low", "high"]',
    tuple: "two numbers, the lower first, such as [1, 15]",
    dict: "a table",
    int: "a whole number",
    date: "a date such as 2026-03-31",
}
Choice = TypeVar("Choice", bound=StrEnum)
LABELLED = (Kind.BINARY, Kind.NOMINAL, Kind.ORDINAL)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the keys of a ``case.toml`` stand, for the beginning of a message."""

    path: Path
    text: str

    def of(self, *keys: str) -> str:
        """Name the file, and the line of a key where it can be found."""
        wanted, table = _bare(".".join(keys)), ""
        for number, line in enumerate(self.text.splitlines(), start=1):
            header = re.match(r"\s*\[+(.+?)\]", line)
            table = _bare(header[1]) if header else table
            found = table if header else f"{table}.{_bare(line.partition('=')[0])}".lstrip(".")
            if found == wanted:
                return f"{self.path}, line {number}"
        return str(self.path)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A checked ``case.toml``.

    Attributes
    ----------
    places
        Where its keys stand.
    facts
        Everything that is no table, as `Case` takes it.
    variables, truth, expected
        As in `Case`.
    exported
        Whether it was written by `export`: then it may lack what nobody has said yet.
    """

    places: Places
    facts: Mapping[str, Any]
    variables: Mapping[str, Variable]
    truth: Mapping[str, Any]
    expected: Mapping[str, str]
    exported: bool = False


def parse_declaration(text: str, path: Path) -> Declaration:
    """Check what a ``case.toml`` says, key by key.

    Raises
    ------
    CaseError
        At the first thing that is wrong, with its line.
    """
    said, places = _toml(text, path), Places(path, text)
    _check(said, MARK | FACTS | TABLES, places)
    exported = "format" in said
    if exported and said["format"] != FORMAT:
        raise CaseError(
            f"{places.of('format')}: this is format {said['format']}; this version of rootcause "
            f"reads format {FORMAT}."
        )
    for key in NEEDED[:3] if exported else NEEDED:
        if not said.get(key):
            raise CaseError(f"{path} lacks {key!r}; a case needs {_listed(NEEDED)}.")
    variables = {
        name: _variable(name, one, places) for name, one in said.get("variables", {}).items()
    }
    _refuse_other_than_one_outcome(variables, places, exported=exported)
    _refuse_counted_of_nothing(variables, places)
    truth, expected = said.get("truth", {}), said.get("expected", {})
    _check(truth, TRUTH, places, "truth")
    for name, verdict in expected.items():
        _one_of(Verdict, verdict, places.of("expected", name), f"expected verdict of {name!r}")
    facts = {key: said[key] for key in FACTS if key in said}
    if "opened" in facts:
        facts["opened"] = str(facts["opened"])
    return Declaration(places, facts, variables, truth, expected, exported)


def refuse_unknown(said: Iterable[str], known: Iterable[str], place: str) -> None:
    """Refuse the first key that is not known, with the closest one that is."""
    for key in said:
        if key not in known:
            raise CaseError(f"{place}: unknown key {key!r}.{did_you_mean(key, known)}")


def _toml(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise CaseError(f"{path} is not valid TOML: it is nested too deeply.") from None
    except ValueError as error:
        what, _, where = str(error).partition(" (at ")
        line = re.match(r"line \d+", where)
        place = f"{path}, {line[0]}," if line else str(path)
        raise CaseError(f"{place} is not valid TOML: {what[:80]}.") from None


def _check(said: Mapping[str, Any], known: Mapping[str, type], places: Places, *table: str) -> None:
    for key, value in said.items():
        place = places.of(*table, key)
        refuse_unknown([key], known, place)
        if not _is(known[key], value):
            raise CaseError(f"{place}: {key!r} must be {CALLED[known[key]]}, not {_short(value)}.")


def _is(wanted: type, value: Any) -> bool:
    if wanted is date:
        return _is_day(str(value))
    if wanted is list:
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if wanted is tuple:
        return _is_range(value)
    return isinstance(value, wanted)


def _is_range(value: Any) -> bool:
    numbers = isinstance(value, list) and all(type(one) in (int, float) for one in value)
    return numbers and len(value) == 2 and value[0] < value[1]


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _variable(name: str, said: Any, places: Places) -> Variable:
    place = places.of("variables", name)
    if not isinstance(said, dict):
        raise CaseError(
            f"{place}: a variable is a table such as [variables.{name}] with its kind, "
            f"not {_short(said)}."
        )
    _check(said, VARIABLE, places, "variables", name)
    if "kind" not in said:
        raise CaseError(f"{place}: {name!r} lacks its kind: {_listed(Kind, 'or')}.")
    kind = _one_of(Kind, said["kind"], places.of("variables", name, "kind"), f"kind of {name!r}")
    role = _one_of(
        Role,
        said.get("role", Role.CANDIDATE),
        places.of("variables", name, "role"),
        f"role of {name!r}",
    )
    levels = tuple(said.get("levels", ()))
    _refuse_bad_levels(levels, kind, places.of("variables", name, "levels"))
    if "range" in said and kind is not Kind.NUMERIC:
        place = places.of("variables", name, "range")
        raise CaseError(f"{place}: a {kind} variable has no range; a numeric one has.")
    read = {"name": name, "kind": kind, "role": role, "levels": levels}
    reach = {"range": tuple(said["range"])} if "range" in said else {}
    return Variable(**{**said, **read, **reach})


def _refuse_bad_levels(levels: tuple[str, ...], kind: Kind, place: str) -> None:
    twice = [level for level, count in Counter(levels).items() if count > 1]
    if twice:
        raise CaseError(f"{place}: the level {twice[0]!r} is there twice.")
    if levels and kind not in LABELLED:
        raise CaseError(f"{place}: a {kind} variable has no levels; {_listed(LABELLED)} have.")
    if levels and kind is Kind.BINARY and len(levels) != 2:
        raise CaseError(f"{place}: a binary variable has two levels, not {len(levels)}.")


def _refuse_other_than_one_outcome(
    variables: Mapping[str, Variable], places: Places, *, exported: bool
) -> None:
    outcomes = [name for name, one in variables.items() if one.role is Role.OUTCOME]
    if not outcomes and not exported:
        raise CaseError(f'{places.path} declares no outcome; give one variable role = "outcome".')
    if len(outcomes) > 1:
        place = places.of("variables", outcomes[1], "role")
        raise CaseError(
            f"{place}: a case has one outcome, but {_listed(map(repr, outcomes))} are declared so."
        )


def _refuse_counted_of_nothing(variables: Mapping[str, Variable], places: Places) -> None:
    for name, one in variables.items():
        place = places.of("variables", name, "of")
        if one.of and (one.role is not Role.OUTCOME or one.kind is not Kind.NUMERIC):
            raise CaseError(f"{place}: only a numeric outcome is counted of something.")
        if one.of and one.of not in variables:
            raise CaseError(
                f"{place}: {name!r} is counted of {one.of!r}, which is not declared."
                f"{did_you_mean(one.of, variables)}"
            )


def _one_of(choices: type[Choice], value: Any, place: str, what: str) -> Choice:
    try:
        return choices(value)
    except ValueError:
        raise CaseError(
            f"{place}: the {what} can't be {_short(value)}.{did_you_mean(value, choices)}"
        ) from None


def _bare(key: str) -> str:
    return re.sub(r"[\s\"']", "", key)


def _listed(names: Iterable[str], word: str = "and") -> str:
    *most, last = names
    return f"{', '.join(most)} {word} {last}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
