"""Figures made for reading: each a function that takes a result and returns a matplotlib Figure."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from matplotlib.figure import Figure

from rootcause.report import content, phrases, pictures, plans
from rootcause.report.parts import Picture
from rootcause.report.plots import drawing, sheet
from rootcause.report.plots.changed import changed
from rootcause.report.plots.confirmation import confirmation
from rootcause.report.plots.measured import Measure
from rootcause.report.plots.plane import Points, plane
from rootcause.report.plots.predictions import Foretold, predictions
from rootcause.report.plots.rows import axis_label, present
from rootcause.report.plots.swaps import swaps
from rootcause.report.sentences import sentence
from rootcause.results import Investigation, Plan, Verdict
from rootcause.results.trials import Setting
from rootcause.variables import Column, Kind

__all__ = ["answer", "candidate", "changed", "confirmation", "draw", "plan", "swaps"]


def plan(plan: Plan) -> Figure:
    """Draw what the foremost rivals predict for each trial of a plan.

    Parameters
    ----------
    plan
        What was proposed; nothing but a sentence is drawn where it is nothing.
    """
    if not plan.trials:
        return drawing.nothing(plan.why_none)
    told = plans.foremost(plan)
    rows = [
        Foretold(
            plans.briefly(plan, trial),
            tuple(said.value for one in told if (said := trial.foretold(one.levers))),
        )
        for trial in plan.trials
    ]
    several = {name for one in told for name in one.levers}
    names = [
        "both together"
        if len(one.levers) > 1 and len(several) == len(one.levers)
        else plans.rival_called(plan, one.levers)
        for one in told
    ]
    binary = plan.outcome.kind is Kind.BINARY
    axis = plans.chance_of(plan) if binary else phrases.called(plan.outcome)
    grades = plan.outcome.levels if plan.outcome.kind is Kind.ORDINAL else ()
    ends = (0.0, len(grades) - 1.0) if grades else (0.0, 1.0) if binary else None
    with sheet.style():
        return predictions(rows, names, axis, ends, grades)


def _settings(investigation: Investigation, plan: Plan, levers: tuple[str, ...]) -> Figure:
    columns = [investigation.columns[name] for name in levers]
    outcome = investigation.columns[plan.outcome.name]
    used = present(outcome, *columns)
    levels, binary = outcome.variable.levels, plan.outcome.kind is Kind.BINARY
    settings = [[_number(trial.settings[c.name], c) for trial in plan.trials] for c in columns]
    across, up = (Measure(axis_label(c.variable), c.variable.levels) for c in columns)
    with sheet.style():
        return plane(
            Points(*(column.values[used] for column in columns)),
            outcome.values[used] == levels.index(plan.outcome.levels[1]) if binary else None,
            Points(*map(np.array, settings)),
            (across, up),
        )


def _number(setting: Setting, column: Column) -> float:
    """A setting as a number, or as the code of its level."""
    if isinstance(setting, str):
        return float(column.variable.levels.index(setting))
    return float(setting)


def answer(investigation: Investigation) -> Figure:
    """Draw the one figure that shows the answer.

    Parameters
    ----------
    investigation
        What was found.

    Returns
    -------
    Figure
        380 points wide, made without pyplot; nothing but a sentence where there is nothing to draw.
    """
    picture = content.build(investigation).answer.picture
    if picture is None:
        return drawing.nothing()
    return draw(investigation, replace(picture, ringed=()))


def candidate(investigation: Investigation, name: str) -> Figure:
    """Draw one candidate alone and given the one its verdict names; else its observations.

    Parameters
    ----------
    investigation
        What was found.
    name
        A candidate's name, as in ``investigation[name]``.

    Raises
    ------
    VariableError
        No candidate has this name.
    """
    found = investigation[name]
    said = phrases.words(investigation)
    if found.verdict is Verdict.NOT_TESTED or found.name not in investigation.columns:
        return drawing.nothing(sentence(said, investigation, found))
    if called_for := pictures.alone_and_given(said, investigation, found):
        return draw(investigation, called_for[-1])
    contrast = found.association.contrast if found.association else None
    kind = "levels" if found.variable.levels else "observations"
    cut = contrast.line if contrast else None
    return draw(investigation, Picture(kind, (name,), "", "", "", cut=cut))


def draw(investigation: Investigation, picture: Picture) -> Figure:
    """Draw a picture that the report calls for; its words stay outside."""
    if picture.kind == "changed" and investigation.changes is not None:
        return changed(investigation)
    if picture.kind == "predictions" and investigation.plan is not None:
        return plan(investigation.plan)
    if picture.kind == "settings" and investigation.plan is not None:
        return _settings(investigation, investigation.plan, picture.candidates)
    with sheet.style():
        return drawing.drawn(investigation, picture)
