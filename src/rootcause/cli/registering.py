"""``rootcause new``."""

from __future__ import annotations

import sys
from typing import TextIO

import click

from rootcause.cli.booking import WHO
from rootcause.cli.commands import Command
from rootcause.cli.options import BOOK
from rootcause.cli.output import as_text, printable
from rootcause.errors import ArgumentError


@click.command(
    cls=Command,
    example="rootcause new 'Allergic to vanilla' --outcome no_start \\\n"
    "      --complaint 'When I buy vanilla ice cream, the car will not start.'",
)
@click.argument("title")
@click.option(
    "--complaint", metavar="TEXT", help="What was said, word for word; else it is asked for."
)
@click.option(
    "--complaint-file",
    type=click.File(encoding="utf-8"),
    metavar="PATH",
    help="The file that holds what was said; - for standard input.",
)
@click.option("--outcome", metavar="NAME", default="", help="The variable that it is about.")
@click.option("--reporter", "name", metavar="NAME", default="", help="Who complained.")
@click.option("--salutation", metavar="TEXT", default="", help="How to address them: Ms, Mr, Dr.")
@click.option("--address", metavar="TEXT", default="", help="Where to reach them.")
@click.option("--owner", metavar="NAME", help="Who takes the case.")
@click.option("--word", metavar="WORD", default="", help="What one observation is, as in trips.")
@click.option("--book", **BOOK)
@click.option("--as", "who", **WHO)
@click.option("--json", "as_json", is_flag=True, help="Print what was registered as JSON.")
def new(
    *,
    title: str,
    complaint: str | None,
    complaint_file: TextIO | None,
    outcome: str,
    owner: str | None,
    word: str,
    book: str | None,
    who: str | None,
    as_json: bool,
    **reporter: str,
) -> None:
    """Register a complaint, and get the id of its case.

    A book that is not there is made, readable by you alone. Nothing else has to be known yet.
    """
    from rootcause.store import new_case
    from rootcause.store.opening import book_at

    case = new_case(
        title=title,
        complaint=_words(complaint, complaint_file),
        outcome=outcome,
        book=book_at(book, create=True),
        who=who,
        reporter=reporter,
        **({"observation_word": word} if word else {}),
    )
    if owner:
        case.triage(owner, who=who)
    if as_json:
        click.echo(as_text({"id": case.id, "book": case.book.name, "title": title}))
        return
    click.echo(f"{case.id}  registered in {printable(case.book.name)}")
    click.echo(
        f"Next: rootcause observe {case.id} {outcome or 'outcome'}=... and what went with it"
    )


def _words(complaint: str | None, file: TextIO | None) -> str:
    """What was said: given, from a file, or asked for where somebody can answer."""
    if complaint is not None and file is not None:
        raise ArgumentError("The complaint was given twice: as text and as a file. Give one.")
    if complaint is not None:
        return complaint
    if file is not None:
        return file.read()
    if not sys.stdin.isatty():
        raise ArgumentError(
            "What was said is missing: give it with --complaint 'TEXT' or --complaint-file PATH."
        )
    return str(click.prompt("What was said, word for word"))
