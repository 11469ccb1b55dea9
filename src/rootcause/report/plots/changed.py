"""From the change of an outcome to its figure."""

from __future__ import annotations

from matplotlib.figure import Figure

from rootcause.report import changing, phrases
from rootcause.report.moments import moment
from rootcause.report.plots import drawing, rows, sheet
from rootcause.report.plots.counts import Said
from rootcause.report.plots.timeline import Turn, timeline
from rootcause.results import Changes, Investigation
from rootcause.variables import Column


def changed(investigation: Investigation) -> Figure:
    """Draw the outcome in time, and the moment from which it lay otherwise.

    Parameters
    ----------
    investigation
        With a time; nothing but a sentence is drawn where no change was looked for.
    """
    changes = investigation.changes
    if changes is None:
        return drawing.nothing("No change in time was looked for.")
    outcome = investigation.columns[investigation.outcome.name]
    time = investigation.columns[changes.time.name]
    known = outcome.present & time.present
    named = rows.axis_label(outcome.variable), ""
    words = phrases.words(investigation)
    happened = words.outcome.happened or words.event(), words.outcome.otherwise or "otherwise"
    with sheet.style():
        return timeline(
            time.values[known],
            outcome.values[known],
            _turn(words, changes, outcome, time),
            happened if _counted(words, changes) else named,
        )


def _counted(words: phrases.Words, changes: Changes) -> bool:
    return words.counts and changes.outcome.before.happened is not None


def _turn(words: phrases.Words, changes: Changes, outcome: Column, time: Column) -> Turn:
    change, step = changes.outcome, changes.step
    known = time.values[outcome.present & time.present]
    sides = [changing.short(words, group) for group in (change.before, change.after)]
    lay = [changing.level(group) for group in (change.before, change.after)]
    hot = [_counted(words, changes) and one == max(lay) for one in lay]
    first, second = (Said(text, text, accent) for text, accent in zip(sides, hot, strict=True))
    return Turn(
        at=change.at,
        dates=(
            moment(float(known.min()), step),
            moment(change.at, step),
            moment(float(known.max()), step),
        ),
        said=(first, second),
        levels=None if _counted(words, changes) else (lay[0], lay[1]),
    )
