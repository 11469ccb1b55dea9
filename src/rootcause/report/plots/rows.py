"""Who stands in which row: the observations parted by level, by a cut, or by a combination."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from rootcause.report import numbers, phrases
from rootcause.results import Contrast
from rootcause.variables import Column, Variable

Mask = NDArray[np.bool_]

FAR = 1e300
MANY_LEVELS = 6
PANELS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """Some of the observations, under one name."""

    label: str
    inside: Mask


def present(*columns: Column) -> Mask:
    """Where all of them were recorded, and are numbers that can be drawn; shape (n,)."""
    seen = [np.isfinite(column.values) & (np.abs(column.values) < FAR) for column in columns]
    return np.asarray(np.logical_and.reduce(seen))


def by_level(column: Column) -> list[Row]:
    """One row a level, in the order of the codes."""
    levels = enumerate(column.variable.levels)
    return [Row(level, column.values == code) for code, level in levels]


def by_contrast(column: Column, contrast: Contrast | None, cut: float | None = None) -> list[Row]:
    """Two rows: the sides of a contrast, or of a cut, named as everywhere else."""
    if column.variable.levels or (contrast and contrast.until is not None):
        return _of_labels(column, contrast)
    if cut is None and contrast is not None:
        cut = contrast.cut
    if cut is None:
        cut = float(np.nanmedian(column.values))
    written = numbers.amount(cut, column.variable.unit)
    below = Row(f"under {written}", column.values < cut)
    return [below, Row(f"{numbers.amount(cut)} or more", column.values >= cut)]


def _of_labels(column: Column, contrast: Contrast | None) -> list[Row]:
    if contrast is None:
        return by_level(column)
    sides = (contrast.first.label, contrast.second.label)
    return [
        Row(phrases.in_table(column.variable, label, unit=False), contrast.inside(column, label))
        for label in sides
    ]


def parted(column: Column, contrast: Contrast | None, cut: float | None, most: int) -> list[Row]:
    """One row a level while these are few, else the two sides of the contrast."""
    few = 0 < len(column.variable.levels) <= most
    return by_level(column) if few else by_contrast(column, contrast, cut)


def combined(parts: list[list[Row]]) -> list[Row]:
    """One row for every combination that was observed."""
    found = []
    for rows in product(*parts):
        inside = np.logical_and.reduce([row.inside for row in rows])
        if inside.any():
            found.append(Row(", ".join(row.label for row in rows), inside))
    return found


def axis_label(variable: Variable) -> str:
    """Name an axis: "minutes in the shop", with the unit where the name lacks it."""
    called, unit = phrases.called(variable), variable.unit
    said = any(word.startswith(unit) for word in called.split())
    return f"{called}, {unit}" if unit and not said else called
