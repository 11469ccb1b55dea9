"""Commands on one case of a case book: which case, in which book, who writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from rootcause.cli.commands import Command
from rootcause.cli.options import BOOK
from rootcause.cli.output import printable

if TYPE_CHECKING:
    from rootcause.store import Book, OpenCase

WHO: dict[str, Any] = {
    "metavar": "NAME",
    "help": "Who writes this; else what ROOTCAUSE_WHO says, else the user of this system.",
}


class CaseCommand(Command):
    """A command on an open case, which it gets as `case`; it takes --book and --as."""

    def __init__(self, name: str | None, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.params.insert(0, click.Argument(["case"], metavar="CASE"))
        self.params[-1:-1] = [
            click.Option(["--book"], **BOOK),
            click.Option(["--as", "who"], **WHO),
        ]

    def run(self, ctx: click.Context) -> Any:
        """Open the case, then call what the command is made of."""
        from rootcause.store import open_case

        ctx.params["case"] = open_case(ctx.params["case"], book=ctx.params.pop("book"))
        return super().run(ctx)


def the_book(address: str | None) -> Book:
    """Open the case book that was named, or the default one; it must be there."""
    from rootcause.store.opening import book_at

    return book_at(address, create=False)


def tell_last(case: OpenCase, err: bool = False) -> None:
    """Say what was just written to the journal."""
    click.echo(f"{case.id}: {printable(case.journal['what'].iloc[-1])}", err=err)
