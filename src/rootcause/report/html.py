"""The report of one case: one page that holds all it needs and asks the network for nothing."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from rootcause.errors import ArgumentError
from rootcause.report import content, numbers, plots
from rootcause.report.parts import Picture
from rootcause.report.plots import svg
from rootcause.results import Investigation

TEMPLATES = Path(__file__).with_name("templates")
QUOTES = "“”„«'\""


def render(investigation: Investigation) -> str:
    """Return the report of an investigation as one self-contained page.

    Parameters
    ----------
    investigation
        What was found.

    Returns
    -------
    str
        HTML; the same investigation gives the same characters.
    """
    report = content.build(investigation)
    drawings = {
        picture: _drawing(investigation, picture, f"f{place}")
        for place, picture in enumerate(report.pictures, 1)
    }
    page = environment().get_template("report.html")
    return encodable(page.render(report=report, drawings=drawings, quotes=QUOTES))


def write(investigation: Investigation, path: str | Path) -> str:
    """Write the report of an investigation, whole or not at all, and return it.

    Parameters
    ----------
    investigation
        What was found.
    path
        Where to; an older file there is replaced.

    Raises
    ------
    ArgumentError
        There is no folder to write it into, or it can't be written.
    """
    page = render(investigation)
    save(page, Path(path))
    return page


def save(page: str | bytes, path: Path) -> None:
    """Write a page next to its place and move it there, so that no half page is ever seen."""
    if not path.parent.is_dir():
        raise ArgumentError(
            f"The report can't be written to {str(path)!r}: there is no folder "
            f"{str(path.parent)!r}. Make the folder first."
        )
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(page if isinstance(page, bytes) else page.encode())
        os.replace(beside, path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise ArgumentError(
            f"The report can't be written to {str(path)!r}: {error.strerror}."
        ) from error


def encodable(page: str) -> str:
    """Return a page that UTF-8 can hold: half a surrogate pair becomes a question mark."""
    return page.encode(errors="replace").decode()


@cache
def environment() -> Environment:
    """Return the templates, with every value escaped."""
    found = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["capital"] = numbers.capital
    return found


def _drawing(investigation: Investigation, picture: Picture, prefix: str) -> Markup:
    figure = plots.draw(investigation, picture)
    return Markup(svg.inline(figure, prefix, picture.headline, picture.alt))
