"""A plan as tables, as text for a terminal, as plain values, and in a notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rootcause.report import html, numbers, plans, plots, trying
from rootcause.report.frames import ready
from rootcause.report.plots import sheet, svg
from rootcause.report.text import GAP, wrapped
from rootcause.results import Plan, Possible, Prediction, Rival, Trial
from rootcause.results.trials import Setting

ENLARGED = 1.2
PADDING = 20


def settings_frame(plan: Plan) -> pd.DataFrame:
    """One row a trial, one column a lever, in the order in which to make them."""
    return pd.DataFrame(
        [dict(trial.settings) for trial in plan.trials],
        columns=[lever.name for lever in plan.levers],
    )


def plan_frame(plan: Plan) -> pd.DataFrame:
    """The settings, and what every rival predicts for them."""
    settings = settings_frame(plan)
    settings.insert(0, "trial", range(1, len(settings) + 1))
    settings.insert(1, "block", [trial.block for trial in plan.trials])
    if plan.unit:
        settings.insert(2, "unit", [trial.unit for trial in plan.trials])
    for rival in plan.rivals:
        settings[f"predicted: {' x '.join(rival.levers)}"] = [
            said.value if (said := trial.foretold(rival.levers)) else float("nan")
            for trial in plan.trials
        ]
    settings["gain"] = [trial.gain for trial in plan.trials]
    settings["sentence"] = [numbers.unbound(one) for one in plans.sentences(plan)]
    return settings


def text(plan: Plan) -> str:
    """Tell a plan in at most 100 columns, without colour."""
    section = trying.section(plan)
    if section is None:
        apart = [trying.apart(plan, one) for one in plan.inseparable]
        return _joined([wrapped(one) for one in (plan.why_none, *apart)])
    told = [wrapped(section.heading)]
    if plan.made:
        told.append(wrapped(plans.learned(plan)))
    told += [wrapped(f"{at}. {said}", indent=GAP + " ") for at, said in enumerate(_once(plan), 1)]
    rest = [one for one in section.paragraphs if one != plans.learned(plan)]
    return _joined([*told, *map(wrapped, rest)])


def _once(plan: Plan) -> list[str]:
    """The sentence of each trial; of one that is made again only what to set."""
    said = plans.sentences(plan)
    first = [said.index(one) for one in said]
    return [
        said[at]
        if at == place
        else f"As trial {at + 1} again: {plans.briefly(plan, plan.trials[at])}."
        for place, at in enumerate(first)
    ]


def _joined(blocks: Sequence[str]) -> str:
    return numbers.unbound("\n\n".join(filter(None, blocks)))


def notebook(plan: Plan) -> str:
    """Return a plan as HTML that an untrusted notebook shows whole."""
    picture = trying.predictions(plan)
    page = html.environment().get_template("plan.html")
    source, high = "", 0
    if picture is not None:
        figure = plots.plan(plan)
        source = svg.data_uri(figure, "pl", picture.headline, picture.alt)
        high = round(figure.get_size_inches()[1] * 72 * ENLARGED) + PADDING
    return html.encodable(
        page.render(
            plan=plan,
            section=trying.section(plan),
            apart=[trying.apart(plan, one) for one in plan.inseparable],
            picture=picture,
            source=source,
            width=round(sheet.WIDTH * ENLARGED) + PADDING,
            height=high,
        )
    )


def as_dict(plan: Plan) -> dict[str, Any]:
    """Everything in a plan as plain numbers, strings and lists.

    Returns
    -------
    dict
        ``levers`` (name, low, high, levels), ``reach`` (the least and the most that a measured
        answer is taken to be able to be; None where nothing bounds it), ``trials`` and ``made``
        (settings, predictions by rival, gain, block, unit, row, answer, sentence), ``rivals``
        (levers, weight, agreed, contradicted), ``told_apart``, ``shown``, ``ruled_out``,
        ``unrecorded``, ``needed``, ``inseparable``, ``comparison``, ``beyond``, ``possible`` and
        ``says``: the sentences of the section.
    """
    section = trying.section(plan)
    told: dict[str, Any] = {
        "levers": [
            _lever(lever.name, lever.low, lever.high, lever.levels) for lever in plan.levers
        ],
        "reach": list(plan.reach),
        "trials": [
            {**_trial(one), "sentence": numbers.unbound(plans.sentence(plan, one))}
            for one in plan.trials
        ],
        "made": [_trial(one) for one in plan.made],
        "rivals": [_rival(one) for one in plan.rivals],
        "told_apart": list(plan.told_apart),
        "shown": list(plan.shown),
        "ruled_out": plan.ruled_out,
        "unrecorded": plan.unrecorded,
        "needed": _slots(plan.needed, ("median", "low", "high", "most")),
        "inseparable": [
            _slots(one, ("names", "why", "apart", "of", "time")) for one in plan.inseparable
        ],
        "comparison": _slots(plan.comparison, ("lever", "settings", "each", "effect", "power")),
        "beyond": list(plan.beyond),
        "possible": [_possible(one) for one in plan.possible],
        "says": [section.heading, *section.paragraphs] if section else [plan.why_none],
    }
    cleaned: dict[str, Any] = ready(told)
    return cleaned


def _lever(name: str, low: float, high: float, levels: tuple[str, ...]) -> dict[str, Any]:
    return {"name": name, "low": low, "high": high, "levels": list(levels)}


def _trial(trial: Trial) -> dict[str, Any]:
    settings: Mapping[str, Setting] = trial.settings
    return {
        "settings": dict(settings),
        "predictions": [_prediction(one) for one in trial.predictions],
        **_fields(trial, ("gain", "block", "unit", "row", "answer")),
    }


def _prediction(one: Prediction) -> dict[str, Any]:
    return {"rival": list(one.rival), "value": one.value, "spread": one.spread}


def _possible(one: Possible) -> dict[str, Any]:
    return {"lever": one.lever, **_fields(one.effect, ("name", "value", "low", "high"))}


def _rival(one: Rival) -> dict[str, Any]:
    return {"levers": list(one.levers), **_fields(one, ("weight", "agreed", "contradicted"))}


def _slots(thing: object | None, names: Sequence[str]) -> dict[str, Any] | None:
    return None if thing is None else _fields(thing, names)


def _fields(thing: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}
