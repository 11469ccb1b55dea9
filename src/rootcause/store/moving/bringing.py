"""A case comes into a book: from a folder of text, or from a book of its own in one file."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

from sqlalchemy import select

from rootcause.case import Case
from rootcause.case.course import add_up
from rootcause.case.entries import Entry, Hand
from rootcause.case.handling import Handling, Status
from rootcause.case.owners import hand_over
from rootcause.case.reporters import join
from rootcause.case.statuses import PATH
from rootcause.errors import CaseError
from rootcause.store.book.book import Book, open_book
from rootcause.store.book.journal import begin_chain
from rootcause.store.book.recording import Record
from rootcause.store.book.who import who_is
from rootcause.store.cases.registering import LONGEST
from rootcause.store.cases.stepping import standing
from rootcause.store.database.schema import cases, reporters
from rootcause.store.folder.files import CASE, JOURNAL, MIB, OBSERVATIONS, ROWS, plain_file
from rootcause.store.folder.reading import read_case
from rootcause.store.moving.carrying import put_in, scratch_book, take_out
from rootcause.store.moving.exporting import variable_said
from rootcause.store.moving.moved import Moved
from rootcause.store.moving.moved_folder import read_moved, refuse_problems
from rootcause.store.observations.importing import import_table
from rootcause.store.observations.known import declare
from rootcause.tables import BadRows

LARGEST_FILE = 4096 * MIB


def import_case(
    book: Book, path: str | Path, *, who: str | None = None, bad_rows: BadRows = "refuse"
) -> str:
    """Bring a case into a book, all of it or nothing.

    Parameters
    ----------
    book
        Where to.
    path
        A case folder, exported or written by hand; or a book that holds one case.
    who
        Who brings it.
    bad_rows
        What to do with rows of a folder written by hand that don't fit, as in `read_table`.

    Returns
    -------
    str
        Its id in this book: its own, or that with a number after it where it was taken.

    Raises
    ------
    CaseError, TableError
        When it can't be read, isn't whole, or is in the book already.
    """
    path = Path(path).expanduser()
    if path.is_file() and not path.is_symlink():
        return put_in(book, _of_file(path), source=path.name, who=who)
    case = read_case(path, bad_rows=bad_rows)
    whole = (path / ROWS).exists()
    moved = read_moved(path) if whole else _made(case, who_is(who), _uid(path))
    return put_in(book, moved, source=path.resolve().name, who=who)


def _of_file(path: Path) -> Moved:
    """Read the only case of a book, from a copy: a file that was sent is not written to."""
    if path.stat().st_size > LARGEST_FILE:
        raise CaseError(f"{path} has more than {LARGEST_FILE // MIB} MiB, too much for one case.")
    with TemporaryDirectory(prefix="rootcause-") as folder:
        copy = Path(shutil.copyfile(path, Path(folder) / "case.db"))
        try:
            with open_book(copy).reading() as connection:
                ids = connection.execute(select(cases.c.id)).scalars().all()
                if len(ids) != 1:
                    raise CaseError(f"{path} holds {len(ids)} cases; one at a time can be brought.")
                refuse_problems(connection, path)
                return take_out(connection, ids[0])
        except CaseError as error:
            raise CaseError(str(error).replace(str(copy), str(path))) from None


def _made(case: Case, who: str, uid: str) -> Moved:
    """Make the rows of a case that was only told in words."""
    for name, words in {"title": case.title, "complaint": case.complaint}.items():
        if len(words) > LONGEST[name]:
            raise CaseError(
                f"The {name} has {len(words):,} characters; {LONGEST[name]:,} is the most."
            )
    with scratch_book() as book:
        with book.writing() as connection:
            begin_chain(connection, case.id, uid)
            _begin(Record(connection, case.id, who), case, uid)
        if len(case.observations):
            import_table(book, case.id, case.observations, who=who, sure=True)
        with book.reading() as connection:
            return take_out(connection, case.id)


def _uid(folder: Path) -> str:
    """Give a folder an identity, so that it can't be brought twice: the sha256 of its text."""
    digest = sha256()
    for name in (CASE, OBSERVATIONS, JOURNAL):
        there = (folder / name).exists()
        digest.update(plain_file(folder, name).read_bytes() if there else b"")
    return digest.hexdigest()


def _begin(record: Record, case: Case, uid: str) -> None:
    outcomes = [one.name for one in case.variables.values() if one.role == "outcome"]
    entries = _entries(case, record.hand)
    handling = add_up(entries, Handling(outcome=outcomes[0] if outcomes else ""))
    names = ("id", "title", "complaint", "reporter", "observation_word", "source")
    record.begin(
        **{name: getattr(case, name) for name in names},
        **standing(handling),
        uid=uid,
        opened=case.opened or entries[0].day,
        outcome=handling.outcome,
        simulated=case.simulated,
        retold=case.retold,
        truth=dict(case.truth),
        expected=dict(case.expected),
    )
    for _ in handling.reporters:
        record.add(reporters, salt=token_hex(16))
    for name in dict.fromkeys([*map(str, case.observations.columns), *case.variables]):
        said = variable_said(case.variables[name]) if name in case.variables else {}
        declare(record, name, {}, 1, said)
    for entry in entries:
        record.write(entry)


def _entries(case: Case, hand: Hand) -> list[Entry]:
    """Give a journal that tells where the case stands, from what its folder says."""
    if any(entry.kind == "registered" for entry in case.entries):
        return list(case.entries)
    early = Hand(hand.who, case.entries[0].at if case.entries else hand.at)
    known = Handling()
    who = [join(known, early)] if case.reporter else []
    whose = [hand_over(known, early, case.owner)] if case.owner else []
    told = [*who, *whose, *case.entries, *_last(case, hand)]
    return told or [hand.writes("registered", f"Registered: {case.title}")]


def _last(case: Case, hand: Hand) -> list[Entry]:
    if case.status == Status.CLOSED:
        return [hand.writes("closed", "Came closed.", why="it came closed")]
    if case.status in PATH and case.status != Status.NEW:
        return [hand.writes("moved", f"Came as {case.status}.", to=str(case.status))]
    return []
