"""A confirmation as a table, as numbers for programs, in a notebook and as a page."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from rootcause.report import confirming, html, plots
from rootcause.report.frames import ready
from rootcause.report.plots import sheet, svg
from rootcause.results import Confirmation, Period

COLUMNS = ("period", "n", "n_missing", "happened", "exposure", "value", "low", "high")
ENLARGED = 1.2
PADDING = 20


def frame(found: Confirmation) -> pd.DataFrame:
    """One row for before and one for since."""
    rows = [
        {"period": name, **{one: getattr(period, one) for one in COLUMNS[1:]}}
        for name, period in _periods(found)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def as_dict(found: Confirmation) -> dict[str, Any]:
    """Everything in the answer as plain numbers, strings and lists."""
    effect = asdict(found.effect) if found.effect else None
    said: dict[str, Any] = {
        "answer": found.answer.value,
        "findings": list(found.findings),
        "outcome": found.outcome.name,
        "measure": found.measure,
        "pvalue": found.pvalue,
        "effect": effect,
        "odds": found.odds,
        "odds_worse": found.odds_worse,
        "better": found.better,
        "planned": found.planned,
        "criterion": asdict(found.criterion) if found.criterion else None,
        "clean": asdict(found.clean) if found.clean else None,
        "switches": found.switches,
        "unit": found.unit,
        "units": list(found.units) if found.units else None,
        "alpha": found.alpha,
        "reason": found.reason,
        "cautions": list(found.cautions),
    }
    for name, period in (("before", found.before), ("after", found.after)):
        said[name] = {one: getattr(period, one) for one in COLUMNS[1:]}
    cleaned: dict[str, Any] = ready(said)
    return cleaned


def notebook(found: Confirmation) -> str:
    """Return a confirmation as HTML that an untrusted notebook shows whole."""
    said = confirming.told(found)
    figure = plots.confirmation(found)
    high = round(figure.get_size_inches()[1] * 72 * ENLARGED)
    page = html.environment().get_template("confirmation.html")
    return html.encodable(
        page.render(
            told=said,
            source=svg.data_uri(figure, "cf", said.figure, said.alt),
            width=round(sheet.WIDTH * ENLARGED) + PADDING,
            height=high + PADDING,
        )
    )


def page(found: Confirmation, path: str | Path | None = None) -> str:
    """Return a confirmation as one self-contained page; also written to `path`, if one is given."""
    said = confirming.told(found)
    drawing = Markup(svg.inline(plots.confirmation(found), "cf", said.figure, said.alt))
    template = html.environment().get_template("confirmed.html")
    whole = html.encodable(template.render(told=said, drawing=drawing))
    if path is not None:
        html.save(whole, Path(path))
    return whole


def _periods(found: Confirmation) -> tuple[tuple[str, Period], tuple[str, Period]]:
    first, second = confirming.names(found)
    return (first, found.before), (second, found.after)
