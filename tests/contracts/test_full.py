"""A PostgreSQL server whose files can't grow: it is said, and nothing is lost.

A disk that is really full takes root and a mount: benchmarks/book/full.py.
"""

import contextlib
import os
import subprocess

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import text

import rootcause as rc

LARGEST = 17_000_000  # bytes; a file of the server's log has 16 MiB
ROWS = 100_000


@contextlib.contextmanager
def limited(book, size):
    """Let no file of the server grow beyond this size."""
    with book.reading() as connection:
        told = connection.execute(text("SELECT pg_read_file('postmaster.pid')")).scalar_one()
    pid = told.partition("\n")[0]
    owner = os.stat(f"/proc/{pid}").st_uid
    user = {"user": owner} if os.geteuid() == 0 else {}

    def limit(size):
        command = ["prlimit", "--pid", pid, f"--fsize={size}:"]
        subprocess.run(command, check=True, **user)

    limit(size)
    try:
        yield
    finally:
        limit("unlimited")


def test_a_server_that_can_not_grow_says_so_and_loses_nothing(schema):
    book = rc.open_book(schema, create=True)
    case = rc.new_case(title="Full", complaint="No!", book=book, who="Ann")
    done = 0
    with limited(book, LARGEST), pytest.raises(rc.CaseError) as refused:
        for place in range(100):
            minutes = np.random.default_rng(place).random(ROWS)
            done += len(case.observe(pd.DataFrame({"minutes": minutes}), who="Ann"))
    said = str(refused.value)
    assert said.startswith(f"{book.name} reports: could not extend file ")
    assert said.endswith(": File too large.")
    assert done >= 5 * ROWS
    assert len(case.observations) == done
    assert book.verify() == []
    case.observe(minutes=0.5, who="Ann")
    assert len(case.observations) == done + 1
