"""The levels of a binary, nominal or ordinal column: which occur, in which order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rootcause.columns import guesses, texts
from rootcause.columns.cells import TRUTH, Cells, coded
from rootcause.columns.doubts import as_word, recorded
from rootcause.columns.spelling import listed, shortened, spread
from rootcause.errors import VariableError
from rootcause.variables import Column, Kind, Variable, extent_of_codes

MANY_WAYS = 20  # to write yes and no
MANY_LEVELS = 1000  # beyond which nobody reads them, and plain sorting will do


def in_levels(cells: Cells, variable: Variable) -> Column:
    """Code cells of words or numbers by their levels."""
    if not cells.words:
        cells = _numbers_as_levels(cells)
    if variable.levels:
        cells = _as_declared(cells, variable)
    levels = _in_order(cells, variable)
    variable = replace(variable, levels=tuple(levels))
    if variable.levels == cells.words:
        return Column(variable, cells.values, cells.extent)
    places = {level: float(place) for place, level in enumerate(levels)}
    codes = np.array([places.get(word, np.nan) for word in cells.words], dtype=np.float64)
    extent = extent_of_codes(len(levels), cells.extent.n_missing)
    return Column(variable, spread(codes, cells), extent)


def plainly(cells: Cells) -> Cells:
    """Make one of the many ways to write yes, and one of no, if there is nothing else."""
    if len(cells.words) > MANY_WAYS or not all(
        guesses.meaning(one) in TRUTH for one in cells.words
    ):
        return cells
    meant = [guesses.meaning(word) for word in cells.words]
    if set(meant) != set(TRUTH):
        return cells
    return Cells("labels", spread(np.array([one == "yes" for one in meant]), cells), TRUTH, True)


def present_words(cells: Cells) -> list[str]:
    """List the words that occur, in the order of the cells' words."""
    if cells.form == "words":
        return list(cells.words)
    if len(cells.words) == 2 and cells.extent.low < cells.extent.high:
        return list(cells.words)
    codes = recorded(cells.values).astype(np.intp)
    counts = np.bincount(codes, minlength=len(cells.words))
    return [word for word, count in zip(cells.words, counts, strict=True) if count]


def impossible(cells: Cells, place: int, name: str, said: str) -> VariableError:
    """Say in which row a word stands that can't be there."""
    row = int(np.flatnonzero(cells.values == place)[0]) + 1
    word = shortened(cells.words[place])
    return VariableError(f"{name!r} is {said}, but row {row} holds {word!r}.")


def _numbers_as_levels(cells: Cells) -> Cells:
    present = np.isfinite(cells.values)
    found, places = np.unique(cells.values[present], return_inverse=True)
    codes = np.full(len(cells.values), -1)
    codes[present] = places
    words = [as_word(float(one)) for one in found]
    if cells.form == "times":
        words = [str(one).replace("T", " ") for one in found.astype("datetime64[s]")]
    return coded(codes, words, "labels", ordered=True)


def _in_order(cells: Cells, variable: Variable) -> list[str]:
    """List the levels that occur, in the order of their codes."""
    present = present_words(cells)
    if variable.kind is Kind.BINARY and len(present) > 2:
        third = cells.words.index(present[2])
        said = f"declared binary ({listed(present[:2])})"
        raise impossible(cells, third, variable.name, said)
    if len(present) == 2 and (told := _by_words(present, variable)):
        return told
    if cells.ordered:
        return present
    if len(present) == 2:
        return guesses.order_of_two(present)
    if variable.kind is Kind.ORDINAL:
        return _in_found_order(present, variable.name)
    return sorted(present, key=guesses.natural_key if len(present) < MANY_LEVELS else None)


def _as_declared(cells: Cells, variable: Variable) -> Cells:
    """Cells whose words are the declared levels; "Yes" is declared "yes", and true is too."""
    levels = variable.levels
    meant = {guesses.meaning(level): place for place, level in enumerate(levels)}
    if len(levels) == 2:
        meant = {"no": 0, "yes": 1} | meant
    meant |= {level: place for place, level in enumerate(levels)}
    places = [meant.get(word, meant.get(guesses.meaning(word))) for word in cells.words]
    for word in present_words(cells):
        place = cells.words.index(word)
        if places[place] is None:
            said = f"declared with levels {listed(levels)}"
            raise impossible(cells, place, variable.name, said)
    codes = np.array(places, dtype=np.float64)
    return Cells("labels", spread(codes, cells), levels, ordered=True)


def _by_words(levels: list[str], variable: Variable) -> list[str]:
    """Two levels, the one that happened second, where the outcome's words name one; else none."""
    folded = [guesses.folded(level) for level in levels]
    happened, otherwise = (guesses.folded(one) for one in (variable.happened, variable.otherwise))
    if happened in folded and otherwise != happened:
        return levels if folded[1] == happened else levels[::-1]
    if otherwise in folded:
        return levels if folded[0] == otherwise else levels[::-1]
    return []


def _in_found_order(levels: list[str], name: str) -> list[str]:
    values, _ = texts.numbers(levels)
    if np.isfinite(values).all():
        return [levels[place] for place in np.argsort(values, kind="stable")]
    on_scale = guesses.order_on_scale(levels)
    if on_scale is None and len(levels) > 1:
        raise VariableError(
            f"{name!r} is declared ordinal, but the order of its levels "
            f"({listed(levels)}) is not known. Declare them in order."
        )
    return on_scale or levels
