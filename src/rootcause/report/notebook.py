"""What an investigation shows in a notebook: only what survives where nobody trusts the output.

JupyterLab strips ``<style>``, inline SVG and ``var()`` from an untrusted notebook. Inline styles,
tables, ``<details>`` and pictures in data addresses stay.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from rootcause.report import accounts, content, html, plots
from rootcause.report.parts import Band, Picture, Row
from rootcause.report.plots import sheet, svg
from rootcause.results import Candidate, Investigation

GREY = "#808080"
WIDTH, MIDDLE, REACH = 108, 54.0, 51.0
ROWS = 4
PADDING = 20
SIGNS = {"stands": "●", "undetermined": "◐", "screened": "⊖", "none": "○", "not": "–"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as an ``img`` takes it."""

    source: str
    width: int
    height: int


def render(investigation: Investigation) -> str:
    """Return an investigation as HTML that an untrusted notebook shows whole.

    Parameters
    ----------
    investigation
        What was found.
    """
    report = content.build(investigation)
    picture = report.answer.picture
    page = html.environment().get_template("notebook.html")
    return html.encodable(
        page.render(
            answer=report.answer,
            picture=_shown(investigation, picture) if picture else None,
            evidence=report.evidence,
            bands=[_parted(band) for band in report.evidence.bands],
            signs=SIGNS,
            interval=interval,
            said=said,
            height=height,
        )
    )


def candidate(investigation: Investigation, found: Candidate) -> str:
    """Return everything known of one candidate, as HTML for the same notebook.

    Parameters
    ----------
    investigation
        What was found.
    found
        One of its candidates.
    """
    told = accounts.account(investigation, found)
    page = html.environment().get_template("candidate.html")
    return html.encodable(
        page.render(
            told=told,
            pictures=[(one, _shown(investigation, one)) for one in told.pictures],
            sign=SIGNS[told.glyph],
            interval=interval,
            said=said,
            height=height,
        )
    )


def interval(row: Row, glyph: str) -> str:
    """Draw a row's interval, and below it the one given others, as a data address."""
    if row.line is None:
        return ""
    leading = glyph in ("stands", "undetermined")
    filled = GREY if glyph == "stands" else "none"
    parts = [
        f'<path d="M54 0V{height(row)}" stroke="{GREY}" stroke-opacity=".5"/>',
        _bar(row.line.low, row.line.high, 8, 2.6 if leading else 1.6),
        f'<circle cx="{_x(row.line.value)}" cy="8" r="{4 if leading else 3}" fill="{filled}" '
        f'stroke="{GREY}" stroke-width="1.4"/>',
    ]
    if row.never_varied:
        parts.append(_bar(-1, 1, 22, 1.6, dashed=True))
    elif row.line_given:
        parts.append(_bar(row.line_given.low, row.line_given.high, 22, 1.6, dashed=True))
        parts.append(
            f'<path d="M{_x(row.line_given.value)} 18v8" stroke="{GREY}" stroke-width="2"/>'
        )
    size = f"{WIDTH} {height(row)}"
    return svg.encoded(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}">{"".join(parts)}</svg>'
    )


def height(row: Row) -> int:
    """Return how high a row's interval is, in pixels."""
    return 30 if row.line_given or row.never_varied else 16


def said(row: Row) -> str:
    """Say what the drawn interval shows."""
    return f"{row.effect}, 95 % interval {row.interval}, drawn on an axis from −1 to +1"


def _bar(low: float, high: float, y: int, width: float, dashed: bool = False) -> str:
    dash = ' stroke-dasharray="3 2"' if dashed else ""
    return f'<path d="M{_x(low)} {y}H{_x(high)}" stroke="{GREY}" stroke-width="{width}"{dash}/>'


def _x(value: float) -> str:
    return f"{MIDDLE + REACH * max(-1.0, min(1.0, value)):.1f}"


def _parted(band: Band) -> tuple[Band, tuple[Row, ...], tuple[Row, ...]]:
    """Part a band into the rows shown and, where there is no evidence, those in the fold."""
    foldable = band.glyph in ("none", "not") and len(band.rows) > ROWS + 1
    most = ROWS if foldable else len(band.rows)
    return band, band.rows[:most], band.rows[most:]


def _shown(investigation: Investigation, picture: Picture) -> Shown:
    figure = plots.draw(investigation, replace(picture, ringed=()))
    source = svg.data_uri(figure, "nb", picture.headline, picture.alt)
    high = round(figure.get_size_inches()[1] * 72 * 1.2)
    return Shown(source, round(sheet.WIDTH * 1.2) + PADDING, high + PADDING)
