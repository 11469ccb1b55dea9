"""How far a long count is, on one line of the terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rootcause.engine.producing import Engine, Tell

PATIENCE = 2.0  # seconds that nobody is told anything
EVERY = 0.5  # seconds between two lines


@contextmanager
def telling(engine: Engine) -> Iterator[Tell]:
    """Tell a person at a terminal how much is done and about how long the rest takes."""
    began = time.monotonic()
    told = began + PATIENCE - EVERY
    written = False

    def tell(share: float) -> None:
        nonlocal told, written
        now = time.monotonic()
        if now - told < EVERY or not sys.stderr.isatty():
            return
        told, written = now, True
        left = (now - began) * (1 - share) / max(share, 0.01)
        line = f"{engine.called} counts {engine.n:,} rows: {share:.0%}, about {left:.0f} s left"
        print(f"\r{line:<72}", end="", file=sys.stderr, flush=True)

    try:
        yield tell
    finally:
        if written:
            print(f"\r{'':72}\r", end="", file=sys.stderr, flush=True)
