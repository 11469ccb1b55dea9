"""Swapped parts: how it went with the part of either unit, all else being alike."""

from __future__ import annotations

from matplotlib.figure import Figure

from rootcause.report.phrases import called
from rootcause.report.plots import drawing, sheet
from rootcause.report.plots.predictions import Foretold, predictions
from rootcause.results import Group, SwapAnswer, Swaps


def swaps(found: Swaps) -> Figure:
    """Draw a row a part: with that of the bad unit and with that of the good one.

    Parameters
    ----------
    found
        What was found. Of failures the marks are shares, of a measured outcome medians; parts that
        were never swapped alone are left out.
    """
    swapped = [one for one in found.parts if one.answer is not SwapAnswer.NEVER]
    if not swapped:
        return drawing.nothing("No part was swapped alone.")
    rows = [
        Foretold(f"{one.part}: {one.answer.value}", (_middle(one.bad), _middle(one.good)))
        for one in swapped
    ]
    failures = bool(found.outcome.levels)
    outcome = found.outcome
    axis = f"% {outcome.happened or called(outcome)}" if failures else called(outcome)
    with sheet.style():
        names = [f"part of {unit}" for unit in found.units]
        return predictions(rows, names, axis, (0, 100) if failures else None)


def _middle(group: Group) -> float:
    if group.happened is None:
        return float("nan") if group.median is None else group.median
    return 100 * group.happened / group.n
