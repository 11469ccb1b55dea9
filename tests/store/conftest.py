"""A book in a file, with one case; and a user who may do nothing."""

import contextlib
import os

import pytest

from rootcause.store import new_case, open_book


@pytest.fixture
def book(tmp_path):
    """An empty book in a file."""
    return open_book(tmp_path / "cases.db", create=True)


@pytest.fixture
def case(book):
    """A case whose minutes are declared in min, from 0 to 60, and whose flavours are three."""
    case = new_case(title="Vanilla", complaint="No!", outcome="no_start", book=book, who="Ann")
    case.declare("minutes", kind="numeric", unit="min", range=(0, 60), lever=True)
    case.declare("flavor", kind="nominal", levels=["vanilla", "mint", "lemon"])
    return case


@pytest.fixture
def nobody():
    """Let the block run as a user who owns nothing, if it would run as root."""

    @contextlib.contextmanager
    def nobody():
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        yield
        if root:
            os.seteuid(0)

    return nobody
