"""Where cases live: text folders, and case books.

Using the drawer
----------------
A book is opened by ``open_book(path_or_url, create=False)``. Inside the library a module reads
with ``book.reading()`` and writes with ``book.recording(case_id, who)``, one block an operation:

>>> import tempfile
>>> from sqlalchemy import select
>>> from rootcause.store.book.book import open_book
>>> from rootcause.store.book.journal import entries_of
>>> from rootcause.store.cases.registering import register
>>> from rootcause.store.database.schema import cases
>>> book = open_book(tempfile.mkdtemp() + "/cases.db", create=True)
>>> case_id = register(book, title="No start", complaint="It won't start!", outcome="no_start")

>>> with book.recording(case_id, who="engineer 1") as record:
...     changed = record.change(cases, owner="engineer 1")
...     record.say("handed over", "Handed over to engineer 1.", to="engineer 1")

>>> with book.reading() as connection:
...     connection.execute(select(cases.c.owner).where(cases.c.id == case_id)).scalar()
...     entries_of(connection, case_id)[-1].what
'engineer 1'
'Handed over to engineer 1.'

- ``record.add(table, **columns)`` appends a row and gives back its number in the case; `who` and
  `recorded_at` are filled in. ``record.change(table, n, **columns)`` changes the current state and
  journals old and new. ``record.write(entry)`` writes an entry, which speaks of the rows touched
  since the last one; ``record.say(kind, what, **details)`` makes one of now. One ends a record.
- All of it is one transaction: durable when the block ends, undone by an exception in it. Writers
  take turns, so check a gate inside the block, on ``record.connection``, and work out what takes
  long before it.
- What happens to a case (hypotheses, actions, contacts...) is an entry of its journal with
  `details`, added up when read. Values are plain: str, int, float, bool, None, list and dict.
  Moments are ISO 8601 text with a zone. Personal data go to `reporters` and nowhere else: the
  journal keeps what it is told for ever.
- A table is a row in `schema`; what a later version changes is a row in `migrations`.

The rooms
---------
Each imports only from those above it, and `opening` from all of them:

- ``whole``: a file written whole or not at all.
- ``database``: an engine, the tables on it, and what it complains about.
- ``book``: whose turn it is, the journal and its chain, versions, whether the book is whole.
- ``observations``: values typed in, tables imported, corrections, and all of it read again.
- ``cases``: a complaint registered, the steps of a case, and the lists of many.
- ``folder``: a case as text that people read.
- ``moving``: a case that leaves a book, or comes into one.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rootcause.store.folder.reading import read_case

if TYPE_CHECKING:
    from rootcause.store.book.book import Book, open_book
    from rootcause.store.observations.importing import Imported
    from rootcause.store.opening import OpenCase, new_case, open_case

__all__ = ["Book", "Imported", "OpenCase", "new_case", "open_book", "open_case", "read_case"]

_HOMES = {
    "Book": "book.book",
    "Imported": "observations.importing",
    "OpenCase": "opening",
    "new_case": "opening",
    "open_book": "book.book",
    "open_case": "opening",
}


def __getattr__(name: str) -> Any:
    """Bring what needs SQLAlchemy when it is first used."""
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
