"""``rootcause import``, ``rootcause export`` and ``rootcause doctor``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from rootcause.cli.booking import WHO, CaseCommand, the_book
from rootcause.cli.commands import Command
from rootcause.cli.observing import named
from rootcause.cli.options import BOOK
from rootcause.cli.output import as_text, printable
from rootcause.errors import ArgumentError

if TYPE_CHECKING:
    from rootcause.store import Imported

BOOKS = (".db", ".sqlite", ".sqlite3")
MOST_TOLD = 20


@click.command(
    cls=Command,
    name="import",
    example="rootcause import trips.csv 2026-0001      # observations, into a case\n"
    "  rootcause import data/vanilla-car            # a whole case, into the book",
)
@click.argument("source", metavar="FILE_OR_FOLDER")
@click.argument("case", metavar="[CASE]", required=False)
@click.option("--trial", is_flag=True, help="Levers were set on purpose in all of these rows.")
@click.option(
    "--unit", "units", metavar="NAME=UNIT", multiple=True, help="What a column was measured in."
)
@click.option("--skip-bad-rows", is_flag=True, help="Leave out rows that don't fit, and list them.")
@click.option("--sure", is_flag=True, help="Take values that are not plausible as they are.")
@click.option("--note", metavar="TEXT", default="", help="Anything else, in words.")
@click.option("--book", **BOOK)
@click.option("--as", "who", **WHO)
@click.option("--json", "as_json", is_flag=True, help="Print what was imported as JSON.")
def import_(
    *,
    source: str,
    case: str | None,
    units: tuple[str, ...],
    skip_bad_rows: bool,
    book: str | None,
    who: str | None,
    as_json: bool,
    **said: Any,
) -> None:
    """Import observations into a case, or a whole case into the book; all of it or nothing.

    Observations come from a CSV, Excel, Parquet or JSON file, and the same file comes in once. A
    case comes from its folder or from a one-case file that was exported.
    """
    from rootcause.store import open_case
    from rootcause.store.opening import book_at

    bad_rows: Literal["skip", "refuse"] = "skip" if skip_bad_rows else "refuse"
    if case is None:
        new = book_at(book, create=True).import_case(source, who=who, bad_rows=bad_rows)
        click.echo(as_text({"case": new}) if as_json else f"{new}  imported from {source}")
        return
    if Path(case).is_file() and not Path(source).exists():
        raise ArgumentError(
            f"{case!r} is a file, not a case; the file comes first: "
            f"rootcause import {case} {source}"
        )
    said |= {"who": who, "units": named(units), "bad_rows": bad_rows, "progress": _progress}
    found: Any = open_case(case, book=book).observe(Path(source), **said)
    click.echo(as_text(_told(found)) if as_json else f"{case}: {_sentence(found)}")
    for one in () if as_json else found.rejected[:MOST_TOLD]:
        click.echo(f"  line {one.line}: {printable(one.reason)}", err=True)


def _progress(what: str, share: float) -> None:
    click.echo(f"{what} {share:.0%}", err=True)


def _sentence(found: Imported) -> str:
    left_out = f"; {len(found.rejected):,} left out" if found.rejected else ""
    return f"{len(found):,} observations imported, {found.first} to {found.last}{left_out}."


def _told(found: Imported) -> dict[str, Any]:
    rejected = [{"line": one.line, "reason": one.reason} for one in found.rejected]
    facts = ("batch", "first", "last", "sha256")
    return {**{name: getattr(found, name) for name in facts}, "rejected": rejected}


@click.command(
    cls=CaseCommand,
    example="rootcause export 2026-0001 case-1/\n"
    "  rootcause export 2026-0001 case-1.db    # one file, for e-mail",
)
@click.argument("path")
@click.option(
    "--redact",
    is_flag=True,
    help="Leave out who complained, in texts too; staff stay named. For a folder.",
)
def export(*, case: Any, path: str, redact: bool, who: str | None) -> None:
    """Write a case to a folder of text for reading and for git, or to a file of its own."""
    del who
    click.echo(f"{case.id}: {case.export(path, redact=redact)}")


@click.command(cls=Command, example="rootcause doctor --book cases.db")
@click.option(
    "--witness",
    metavar="PATH",
    help="A file that remembers how far each journal had come, and so finds an older copy.",
)
@click.option("--book", **BOOK)
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON.")
@click.pass_context
def doctor(ctx: click.Context, *, witness: str | None, book: str | None, as_json: bool) -> None:
    """Verify a case book: every chain, checksum and reference. Exit code 1 if anything is wrong."""
    opened = the_book(book)
    problems = opened.verify(witness)
    if as_json:
        click.echo(as_text({"book": opened.name, "problems": problems}))
    else:
        cases = len(opened.cases) if not problems else 0
        whole = f"{printable(opened.name)} is whole: {cases:,} {'case' if cases == 1 else 'cases'}."
        click.echo("\n".join(map(printable, problems)) or whole)
    if problems:
        ctx.exit(1)
