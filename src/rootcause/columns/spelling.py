"""Words that spell numbers, clock times or dates, read as what they spell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rootcause.columns import texts
from rootcause.columns.cells import Cells, Form

ENOUGH_TO_JUDGE = 20  # with fewer cells a single odd word decides that a column is text
MOST_ODD = 0.05
MANY_WORDS = 200


@dataclass(frozen=True, slots=True)
class _Reading:
    form: Form
    read: Callable[[Sequence[str]], tuple[NDArray[np.float64], str]]
    called: str
    unit: str = ""


_READINGS = (
    _Reading("numbers", texts.numbers, "numbers"),
    _Reading("numbers", texts.clock_hours, "clock times", unit="h"),
    _Reading("times", texts.timestamps, "dates"),
)


def spelled(cells: Cells, form: Form | None = None) -> tuple[Cells, str]:
    """Cells of words as what they spell, and a note on how that was read; as they are if nothing.

    Parameters
    ----------
    cells
        Of form "words" or "labels".
    form
        What they must spell, all of them. When None any form will do, and up to 5 % of 20 cells
        or more may spell nothing: they become missing, and the note says which.
    """
    if form is None and (not texts.has_digits(cells.words) or texts.has_leading_zeros(cells.words)):
        return cells, ""
    for reading in _READINGS:
        if form not in (None, reading.form):
            continue
        if form is None and _hopeless(reading, cells.words):
            continue
        values, note = reading.read(cells.words)
        unread = np.isnan(values)
        if unread.size and unread.all():
            continue
        odd = [cells.words[place] for place in np.flatnonzero(unread)]
        if not odd or (form is None and _few(cells, unread)):
            told = "; ".join(filter(None, (note, _told(odd, reading.called))))
            return Cells(reading.form, spread(values, cells), unit=reading.unit), told
    return cells, ""


def first_odd(cells: Cells, form: Form) -> int:
    """Find the first cell whose word spells nothing of this form: the index of the word."""
    values, _ = next(one for one in _READINGS if one.form == form).read(cells.words)
    odd = ~np.isnan(cells.values) & np.isnan(spread(values, cells))
    return int(cells.values[np.flatnonzero(odd)[0]])


def spread(values: NDArray[np.float64], cells: Cells) -> NDArray[np.float64]:
    """One value a word as one value a cell, NaN where missing."""
    if not cells.extent.n_missing:
        return np.asarray(values[cells.values.astype(np.intp)], dtype=np.float64)
    codes = np.where(np.isnan(cells.values), len(values), cells.values).astype(np.intp)
    return np.append(values, np.nan)[codes]


def shortened(word: str, most: int = 40) -> str:
    """Cut a word so that it can be shown in a message."""
    return word if len(word) <= most else word[: most - 1] + "…"


def listed(words: Sequence[str], most: int = 5) -> str:
    """Quote the first few words, each shortened, for a message."""
    shown = ", ".join(repr(shortened(word)) for word in words[:most])
    return shown + (", …" if len(words) > most else "")


def _hopeless(reading: _Reading, words: Sequence[str]) -> bool:
    """Whether so few of many words are spelled that the rest need not be read."""
    if len(words) <= MANY_WORDS:
        return False
    values, _ = reading.read(words[:: len(words) // MANY_WORDS])
    return bool(np.isnan(values).mean() > 0.5)


def _few(cells: Cells, unread: NDArray[np.bool_]) -> bool:
    present = spread(unread.astype(np.float64), cells)
    present = present[~np.isnan(present)]
    return len(present) >= ENOUGH_TO_JUDGE and float(present.mean()) <= MOST_ODD


def _told(odd: Sequence[str], called: str) -> str:
    if not odd:
        return ""
    return f"not {called} and taken as missing: {listed(odd, 3)}"
