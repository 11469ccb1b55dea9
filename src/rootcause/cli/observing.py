"""``rootcause observe`` and ``rootcause amend``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from rootcause.cli.booking import CaseCommand, tell_last
from rootcause.cli.output import as_text, printable
from rootcause.errors import ArgumentError, RootcauseError

if TYPE_CHECKING:
    from rootcause.results import Investigation
    from rootcause.store import OpenCase

VALUES: dict[str, Any] = {"metavar": "NAME=VALUE...", "nargs": -1}
SURE: dict[str, Any] = {
    "is_flag": True,
    "help": "Take a value that is not plausible, or a name close to a known one, as it is.",
}


@click.command(
    cls=CaseCommand,
    example="rootcause observe 2026-0001 flavour=vanilla shop_minutes=1.6 no_start=yes\n"
    "  rootcause observe 2026-0001 --interactive",
)
@click.argument("values", **VALUES)
@click.option("--at", "observed_at", metavar="TIME", help="When it was observed; else now.")
@click.option("--note", metavar="TEXT", default="", help="Anything else, in words.")
@click.option("--trial", is_flag=True, help="Levers were set on purpose.")
@click.option("--plan", type=click.IntRange(min=1), metavar="N", help="The plan it belongs to.")
@click.option(
    "--unit", "units", metavar="NAME=UNIT", multiple=True, help="What a value was measured in."
)
@click.option("--missing", metavar="NAME=WHY", multiple=True, help="Why a value is missing.")
@click.option("--sure", **SURE)
@click.option("-i", "--interactive", is_flag=True, help="Ask for each variable, one after another.")
@click.option("--json", "as_json", is_flag=True, help="Print its number as JSON.")
def observe(
    *,
    case: OpenCase,
    values: tuple[str, ...],
    units: tuple[str, ...],
    missing: tuple[str, ...],
    interactive: bool,
    as_json: bool,
    **said: Any,
) -> None:
    """Record one observation; it is on the disk when the command returns.

    The first value of a variable says what it holds: numbers, yes or no, text. An empty one
    (flavour=) was not recorded. After a trial it says what has changed.
    """
    said |= {"units": named(units), "missing": named(missing)}
    if interactive:
        from rootcause.cli.asking import ask

        ask(case, named(values), said)
        return
    earlier = so_far(case) if said["trial"] and not as_json else None
    number = case.observe(typed(case, named(values)), **said)
    if as_json:
        click.echo(as_text({"case": case.id, "observation": number}))
        return
    tell_last(case)
    later = so_far(case) if earlier else None
    if earlier and later:
        click.echo(printable("\n".join(later.since(earlier))))


def so_far(case: OpenCase) -> Investigation | None:
    """What the case shows so far; None where nothing can be investigated yet."""
    try:
        return case.investigate()
    except RootcauseError:
        return None


@click.command(
    cls=CaseCommand,
    example="rootcause amend 2026-0001 17 shop_minutes=2.6 --why 'misread the watch'",
)
@click.argument("number", type=click.IntRange(min=1))
@click.argument("values", **VALUES)
@click.option("--why", metavar="TEXT", required=True, help="The reason, in words.")
@click.option("--void", is_flag=True, help="Take the whole observation out; it stays in the book.")
@click.option("--sure", **SURE)
def amend(
    *,
    case: OpenCase,
    number: int,
    values: tuple[str, ...],
    why: str,
    void: bool,
    sure: bool,
    who: str | None,
) -> None:
    """Put other values over an observation's, or take it out; the journal keeps the old ones."""
    if void and values:
        raise ArgumentError("--void takes the whole observation out, so it goes without values.")
    if void:
        case.void(number, why=why, who=who)
    else:
        case.amend(number, typed(case, named(values)), why=why, who=who, sure=sure)
    tell_last(case)


def typed(case: OpenCase, values: Mapping[str, str]) -> dict[str, Any]:
    """Read each value as what its variable holds: a number, yes or no, text."""
    from rootcause.store.observations.by_hand import value_of

    known = case.variables
    return {name: value_of(text, known.get(name)) for name, text in values.items()}


def named(values: tuple[str, ...]) -> dict[str, str]:
    """Read NAME=TEXT."""
    found: dict[str, str] = {}
    for one in values:
        name, equals, text = one.partition("=")
        if not equals or not name.strip():
            raise ArgumentError(f"{one[:60]!r} is not NAME=VALUE, such as flavour=vanilla.")
        if name.strip() in found:
            raise ArgumentError(f"{name.strip()!r} was given twice.")
        found[name.strip()] = text.strip()
    return found
