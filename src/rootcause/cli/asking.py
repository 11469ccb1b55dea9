"""Observations asked for one variable after another, for hands that are not at a desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from rootcause.cli.booking import tell_last
from rootcause.cli.observing import value_of
from rootcause.cli.output import printable
from rootcause.errors import CaseError, RootcauseError
from rootcause.variables import Role

if TYPE_CHECKING:
    from rootcause.store import OpenCase
    from rootcause.store.known import Known

SAME = "="
HOW = f"Enter leaves a value out, {SAME} takes the last one again, Ctrl-C ends without recording."


def ask(case: OpenCase, given: Mapping[str, str], said: Mapping[str, Any]) -> None:
    """Ask for observations until there are no more; each is recorded when it is complete."""
    asked = [one for one in case.variables.values() if one.role is not Role.IGNORED]
    if not asked:
        raise CaseError(
            f"Case {case.id} knows no variables to ask for. Declare them with rootcause case "
            "declare, or record a first observation as NAME=VALUE."
        )
    click.echo(HOW)
    last = _last(case)
    while True:
        texts = _asked(case, asked, given, last)
        case.observe({name: value_of(text, case.variables[name]) for name, text in texts}, **said)
        tell_last(case)
        last |= {name: text for name, text in texts if text}
        if not click.confirm("Another one?", default=False):
            return


def _asked(
    case: OpenCase, asked: list[Known], given: Mapping[str, str], last: Mapping[str, str]
) -> list[tuple[str, str]]:
    """One observation: each value is checked when it is entered, and asked for again if wrong."""
    found = []
    for one in asked:
        text = given.get(one.name)
        while text is None:
            text = _answer(one, last.get(one.name, ""))
            text = None if _refused(case, one, text) else text
        found.append((one.name, text))
    return found


def _answer(one: Known, last: str) -> str:
    label = str(one.declared.get("label") or one.name)
    hints = [
        one.unit,
        " / ".join(one.declared.get("levels", ())),
        f"last {last}" if last else "",
    ]
    about = "; ".join(filter(None, hints))
    said = click.prompt(
        printable(f"{label} ({about})" if about else label), default="", show_default=False
    )
    return last if said.strip() == SAME else str(said).strip()


def _refused(case: OpenCase, one: Known, text: str) -> bool:
    """Say what is wrong with a value, if anything is."""
    from rootcause.store.entering import checked_values

    try:
        checked_values({one.name: value_of(text, one)}, case.variables, units={}, sure=False)
    except RootcauseError as error:
        click.echo(f"  {printable(str(error))}", err=True)
        return True
    return False


def _last(case: OpenCase) -> dict[str, str]:
    """The last value of each variable, as it would be typed."""
    observed = case.observations
    values = {str(name): observed[name].dropna() for name in observed.columns}
    return {name: _typeable(one.iloc[-1]) for name, one in values.items() if len(one)}


def _typeable(value: Any) -> str:
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return f"{value:.12g}" if isinstance(value, float) else str(value)
