"""What changed when it began, in words and as a table."""

from __future__ import annotations

import numpy as np
import pandas as pd

from rootcause.report import numbers
from rootcause.report.moments import apart, moment, then
from rootcause.report.parts import Picture, Section, Span, Table
from rootcause.report.phrases import Words, called
from rootcause.results import Answer, Change, Changes, Coincidence, Group, Investigation
from rootcause.variables import Kind, Variable

KICKER = "What changed when it began"
NO_PROOF = "That two things changed together does not show that one did the other."
TYPES = {
    "name": "str",
    "level": "str",
    "at": "datetime64[s]",
    "low": "datetime64[s]",
    "high": "datetime64[s]",
    "before": "float64",
    "after": "float64",
    "n_before": "Int64",
    "n_after": "Int64",
    "statistic": "float64",
    "pvalue": "float64",
    "drifts": "bool",
    "apart": "Int64",
    "pvalue_near": "float64",
    "pvalue_near_adjusted": "float64",
}
"""Columns of `Changes.to_frame`, in order."""


def frame(changes: Changes) -> pd.DataFrame:
    """The outcome's change, then those of candidates, with the columns of `TYPES`."""
    rows = [_record(changes.outcome, None), *(_record(c.change, c) for c in changes.candidates)]
    dtype = {name: pd.Series([""]).dtype if kind == "str" else kind for name, kind in TYPES.items()}
    return pd.DataFrame(rows, columns=list(TYPES)).astype(dtype)


def _stamp(seconds: float) -> pd.Timestamp:
    """A moment of any year that a time can have, which nanoseconds do not reach."""
    return pd.Timestamp(np.datetime64(round(seconds * 1e6), "us"))


def _record(change: Change, beside: Coincidence | None) -> dict[str, object]:
    return {
        "name": change.name,
        "level": change.level,
        "at": _stamp(change.at),
        "low": _stamp(change.low),
        "high": _stamp(change.high),
        "before": _lay(change.before),
        "after": _lay(change.after),
        "n_before": change.before.n,
        "n_after": change.after.n,
        "statistic": change.statistic,
        "pvalue": change.pvalue,
        "drifts": change.drifts,
        "apart": beside.apart if beside else pd.NA,
        "pvalue_near": beside.pvalue if beside else float("nan"),
        "pvalue_near_adjusted": beside.pvalue_adjusted if beside else float("nan"),
    }


def _lay(group: Group) -> float | None:
    return group.median if group.happened is None else group.happened / group.n


def changed(words: Words, investigation: Investigation) -> str:
    """When the outcome changed and with whom, for a headline; empty where that is not shown."""
    changes = investigation.changes
    if changes is None or not changes.shown:
        return ""
    said = f"it changed {then(changes.outcome.at, changes.step)}"
    near = [words.named(one.change.name) for one in changes.together if one.apart == 0]
    return f"{said}, and so did {numbers.listed(near)}" if near else said


def sentence(words: Words, investigation: Investigation) -> str:
    """The finding: when, from what to what, and what changed with it; empty where it is none."""
    changes = investigation.changes
    if changes is None or changes.outcome.pvalue > changes.alpha:
        return ""
    subject = numbers.capital(called(investigation.outcome))
    p = numbers.equals(changes.outcome.pvalue)
    if changes.outcome.drifts:
        return (
            f"{subject} did not stay as it was ({p}), but a steady drift describes that about as "
            "well as a change at one moment does."
        )
    at = then(changes.outcome.at, changes.step)
    levels = f"{_group(words, changes.outcome.before)} before, "
    levels += f"{_group(words, changes.outcome.after)} from then on"
    return " ".join([f"{subject} changed {at}: {levels} ({p}).", *_beside(words, changes)])


def _group(words: Words, group: Group) -> str:
    """How often it happened until then or from then on, or where it lay."""
    if group.happened is None:
        return f"median {words.value(group.median)}"
    verb = f" {words.verb}" if words.counts and words.verb else ""
    return f"{numbers.of(group.happened, group.n)}{verb} ({_share(group)})"


def _share(group: Group) -> str:
    return numbers.amount(float(f"{level(group):.3g}"), "%")


def short(words: Words, group: Group) -> str:
    """The same for a figure: counts, the share of so many, or the median."""
    if group.happened is None:
        return words.value(group.median)
    return numbers.of(group.happened, group.n) if words.counts else _share(group)


def level(group: Group) -> float:
    """Where it lay on the scale of the outcome: a median, or a share in %."""
    if group.happened is None:
        return group.median or 0.0
    return 100 * group.happened / group.n


def picture(words: Words, investigation: Investigation) -> Picture | None:
    """The outcome in time; None where no change is shown."""
    changes = investigation.changes
    if changes is None or not changes.shown:
        return None
    sides = [_group(words, group) for group in (changes.outcome.before, changes.outcome.after)]
    subject = numbers.capital(called(investigation.outcome))
    headline = f"{subject}: {sides[0]} before, {sides[1]} from then on"
    each = f"for each of {words.so_many(investigation.n)}"
    if words.counts:
        note = f"One tick {each}; up: {words.outcome.happened or words.event()}."
    else:
        note = f"One dot {each}; thick: where it lay before and after."
    at = then(changes.outcome.at, changes.step)
    return Picture("changed", (), headline, note, f"{headline}. {note} It changed {at}.")


def _beside(words: Words, changes: Changes) -> list[str]:
    """What changed with it, one sentence for each distance."""
    by_distance: dict[int, list[str]] = {}
    for one in changes.together:
        by_distance.setdefault(one.apart, []).append(words.named(one.change.name))
    return [
        f"{numbers.capital(numbers.listed(names))} changed {apart(steps, changes.step)}."
        for steps, names in by_distance.items()
    ]


def section(words: Words, investigation: Investigation) -> Section | None:
    """The section; None where nothing is shown to have changed."""
    changes, said = investigation.changes, sentence(words, investigation)
    if changes is None or not said:
        return None
    if changes.outcome.drifts:
        return Section(KICKER, "It drifted, rather than changed at one moment", (said,))
    low, high = (moment(at, changes.step) for at in (changes.outcome.low, changes.outcome.high))
    reach = "" if low == high else f"The change may lie anywhere from {low} to {high} (95 %)."
    paragraphs = [said, reach, _others(changes), NO_PROOF if changes.candidates else ""]
    return Section(
        kicker=KICKER,
        heading=numbers.capital(changed(words, investigation)),
        paragraphs=tuple(one for one in paragraphs if one),
        pictures=_beside_the_text(words, investigation),
        tables=(_table(words, changes),) if changes.candidates else (),
    )


def of_one(changes: Changes | None, name: str) -> str:
    """When one candidate changed, and how far from the outcome; empty where that is not shown."""
    for one in changes.candidates if changes else ():
        if one.change.name == name and changes:
            when = moment(one.change.at, changes.step)
            return (
                f"{when}, {apart(one.apart, changes.step)} as the outcome"
                if (one.apart == 0)
                else f"{when}, {apart(one.apart, changes.step)} than the outcome"
            )
    return ""


def _beside_the_text(words: Words, investigation: Investigation) -> tuple[Picture, ...]:
    """The figure, unless the answer shows it already."""
    drawn = picture(words, investigation)
    return () if drawn is None or investigation.answer is Answer.NOTHING else (drawn,)


def _others(changes: Changes) -> str:
    """What is to be said of candidates that did not change with it."""
    if not changes.candidates:
        return "No candidate is shown to have changed at one moment."
    far = len(changes.candidates) - len(changes.together)
    if not far:
        return ""
    other = "other " if changes.together else ""
    what = f"{other}candidate" if far == 1 else f"{other}candidates"
    return f"{numbers.count(far)} {what} changed too, no nearer to it than chance has it."


def _table(words: Words, changes: Changes) -> Table:
    return Table(
        caption="Candidates that changed, nearest first",
        heads=("candidate", "when", "before", "from then on", "distance", "p so near"),
        numeric=(False, False, False, False, False, True),
        rows=tuple(_row(words, one, changes.step) for one in changes.candidates),
        note="p so near: the share of all moments that tell the outcome's change at least as well, "
        "corrected (Holm) for all candidates that changed.",
    )


def _row(words: Words, one: Coincidence, step: float) -> tuple[Span, ...]:
    change = one.change
    variable = words.variables.get(change.name, Variable(change.name, Kind.NUMERIC))
    level = change.level or (variable.levels[-1] if variable.kind is Kind.BINARY else "")
    name = f"{words.named(change.name)}: {level}" if level else words.named(change.name)
    cells = (
        name,
        moment(change.at, step),
        _value(variable, change.before),
        _value(variable, change.after),
        apart(one.apart, step),
        numbers.probability(one.pvalue_adjusted),
    )
    return tuple(Span(cell) for cell in cells)


def _value(variable: Variable, group: Group) -> str:
    if group.happened is not None:
        return numbers.of(group.happened, group.n)
    if variable.kind is Kind.ORDINAL and group.median is not None:
        return variable.levels[round(group.median)]
    return f"median {numbers.amount(group.median or 0.0, variable.unit)}"


def as_dict(changes: Changes | None) -> dict[str, object] | None:
    """The same as plain values; None where no change was looked for."""
    if changes is None:
        return None
    rows = [_record(changes.outcome, None), *(_record(c.change, c) for c in changes.candidates)]
    for row in rows:
        row |= {name: pd.Timestamp(str(row[name])).isoformat() for name in ("at", "low", "high")}
    return {
        "time": changes.time.name,
        "shown": changes.shown,
        "outcome": rows[0],
        "candidates": rows[1:],
    }
