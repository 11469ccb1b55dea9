"""Observations asked for one variable after another, for hands that are not at a desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from rootcause.cli.booking import tell_last
from rootcause.cli.output import printable
from rootcause.errors import CaseError
from rootcause.variables import Role

if TYPE_CHECKING:
    from rootcause.store import OpenCase
    from rootcause.store.observations.known import Known

SAME = "="
HOW = f"Enter leaves a value out, {SAME} takes the last one again, Ctrl-C ends without recording."


def ask(case: OpenCase, given: Mapping[str, str], said: Mapping[str, Any]) -> None:
    """Ask for observations until there are no more; each is recorded when it is complete."""
    from rootcause.store.observations.by_hand import last_typed, value_of

    if not _variables(case):
        raise CaseError(
            f"Case {case.id} knows no variables to ask for. Declare them with rootcause case "
            "declare, or record a first observation as NAME=VALUE."
        )
    click.echo(HOW)
    last = last_typed(case.observations)
    while True:
        texts = _asked(_variables(case), given, last)
        case.observe({name: value_of(text, case.variables[name]) for name, text in texts}, **said)
        tell_last(case)
        last |= {name: text for name, text in texts if text}
        if not click.confirm("Another one?", default=False):
            return


def _variables(case: OpenCase) -> list[Known]:
    return [one for one in case.variables.values() if one.role is not Role.IGNORED]


def _asked(
    asked: list[Known], given: Mapping[str, str], last: Mapping[str, str]
) -> list[tuple[str, str]]:
    """One observation: each value is checked when it is entered, and asked for again if wrong."""
    found = []
    for one in asked:
        text = given.get(one.name)
        while text is None:
            text = _answer(one, last.get(one.name, ""))
            text = None if _refused(one, text) else text
        found.append((one.name, text))
    return found


def _answer(one: Known, last: str) -> str:
    hints = [one.unit, " / ".join(one.levels), f"last {last}" if last else ""]
    about = "; ".join(filter(None, hints))
    asked = printable(f"{one.label} ({about})" if about else one.label)
    said = click.prompt(asked, default="", show_default=False)
    return last if said.strip() == SAME else str(said).strip()


def _refused(one: Known, text: str) -> bool:
    """Say what is wrong with a value, if anything is."""
    from rootcause.store.observations.by_hand import fault_of

    fault = fault_of(text, one)
    if fault:
        click.echo(f"  {printable(fault)}", err=True)
    return bool(fault)
