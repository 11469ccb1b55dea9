"""``rootcause list``."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import click

from rootcause.cli.booking import the_book
from rootcause.cli.commands import Command
from rootcause.cli.options import BOOK
from rootcause.cli.output import as_text, printable

if TYPE_CHECKING:
    import pandas as pd

OVER = ("closed", "declined", "merged")
LEAST = 8


@click.command(
    cls=Command,
    name="list",
    example="rootcause list --owner 'engineer 2'\n  rootcause list --due",
)
@click.option("--status", metavar="STATUS", help="Only cases that are so: new, investigating, ...")
@click.option("--owner", metavar="NAME", help="Only cases of this owner.")
@click.option("--all", "everything", is_flag=True, help="Cases that are over too.")
@click.option("--due", is_flag=True, help="What is overdue, the longest first.")
@click.option("--unanswered", is_flag=True, help="Who complained and was not told anything yet.")
@click.option("--book", **BOOK)
@click.option("--json", "as_json", is_flag=True, help="Print the list as JSON.")
def list_cases(
    *,
    status: str | None,
    owner: str | None,
    everything: bool,
    due: bool,
    unanswered: bool,
    book: str | None,
    as_json: bool,
) -> None:
    """List the cases of a book: who has them, how far they are, what is due when."""
    opened = the_book(book)
    if due:
        found = opened.overdue()
    elif unanswered:
        found = opened.unanswered
    else:
        found = opened.cases
        if status is None and not everything:
            found = found[~found["status"].isin(OVER)]
    if status is not None and "status" in found:
        found = found[found["status"] == status]
    if owner is not None:
        found = found[found["owner"] == owner]
    if as_json:
        click.echo(as_text(json.loads(found.to_json(orient="records"))))
    else:
        click.echo(_table(found) if len(found) else "Nothing is overdue." if due else "No case.")


SHOWN = ("id", "case", "days", "due", "status", "owner", "reporter", "title", "what", "answer")
WORDS = ("owner", "reporter", "title", "what", "answer")  # columns that may be cut
GAP = "  "


def _table(found: pd.DataFrame) -> str:
    """Columns side by side within the terminal; words too many for it end in an ellipsis."""
    names = [name for name in SHOWN if name in found]
    rows = [names, *([_line(value) for value in row] for row in found[names].to_numpy())]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    words = [at for at, name in enumerate(names) if name in WORDS]
    room = shutil.get_terminal_size().columns - len(GAP) * (len(names) - 1)
    while sum(widths) > room and max(widths[at] for at in words) > LEAST:
        widths[max(words, key=widths.__getitem__)] -= 1
    lines = (GAP.join(map(_fitted, row, widths)).rstrip() for row in rows)
    return "\n".join(lines)


def _line(value: object) -> str:
    return printable(" ".join(str(value).split()))


def _fitted(text: str, width: int) -> str:
    return text.ljust(width) if len(text) <= width else f"{text[: width - 1]}…"
