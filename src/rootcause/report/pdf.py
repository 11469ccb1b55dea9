"""The report on paper: one PDF, tagged for those who can't see it (PDF/UA-1)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import matplotlib as mpl

from rootcause.errors import ArgumentError
from rootcause.report import content, html, plots, tables
from rootcause.report.parts import Picture
from rootcause.report.phrases import words
from rootcause.report.plots import sheet, svg
from rootcause.results import Investigation

TEMPLATE = "report.typ"
ACCESSIBLE = "ua-1"
FAMILY = "Liberation Sans, Arial, Helvetica Neue, DejaVu Sans"
MOST_ROWS = 500
"""More observations than this are not printed."""


def render(investigation: Investigation) -> bytes:
    """Return the report of an investigation as a PDF.

    Parameters
    ----------
    investigation
        With or without a case.

    Returns
    -------
    bytes
        The same investigation gives the same bytes on the same machine: what its fonts lack is
        set in another.

    Raises
    ------
    ArgumentError
        When typst, which sets the pages, is not installed.
    """
    with TemporaryDirectory() as folder:
        _lay_out(investigation, Path(folder))
        return _set(Path(folder))


def write(investigation: Investigation, path: str | Path) -> bytes:
    """Write the report as a PDF, whole or not at all, and return it.

    Raises
    ------
    ArgumentError
        When typst is not installed, or the file can't be written.
    """
    paper = render(investigation)
    html.save(paper, Path(path))
    return paper


def _lay_out(investigation: Investigation, folder: Path) -> None:
    """Write the words, the pictures and the template beside each other."""
    observed = tables.observations(words(investigation), investigation, MOST_ROWS)
    report = replace(content.build(investigation), observations=observed)
    files = {picture: f"{place}.svg" for place, picture in enumerate(report.pictures)}
    for place, (picture, file) in enumerate(files.items()):
        figure = plots.draw(investigation, picture)
        drawn = svg.alone(figure, f"f{place}", picture.headline, picture.alt, FAMILY)
        (folder / file).write_text(drawn, encoding="utf-8")
    said = json.dumps(_plain(report, files), ensure_ascii=False)
    (folder / "report.json").write_text(sheet.clean(html.encodable(said)), encoding="utf-8")
    shutil.copy(html.TEMPLATES / TEMPLATE, folder)


def _plain(part: Any, files: dict[Picture, str]) -> Any:
    """A part of the report as plain values, each picture with its file."""
    if isinstance(part, tuple):
        return [_plain(one, files) for one in part]
    if not is_dataclass(part):
        return part
    said = {field.name: _plain(getattr(part, field.name), files) for field in fields(part)}
    return said | {"file": files[part]} if isinstance(part, Picture) else said


def _set(folder: Path) -> bytes:
    try:
        import typst
    except ImportError:
        raise ArgumentError(
            "typst, which sets the pages of a PDF, is not installed here; "
            "pip install 'rootcause[pdf]' brings it."
        ) from None
    paper: dict[str, Any] = {
        "input": str(folder / TEMPLATE),
        "root": str(folder),
        "font_paths": [str(Path(mpl.get_data_path()) / "fonts" / "ttf")],
        "format": "pdf",
    }
    compiled: Callable[..., Any] = typst.compile
    try:
        return bytes(compiled(**paper, pdf_standards=[ACCESSIBLE]))
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return bytes(compiled(**paper))  # a letter that no font has: not PDF/UA then
