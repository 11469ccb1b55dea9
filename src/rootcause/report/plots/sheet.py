"""The sheet that every figure is drawn on: palette, type, and axes placed by hand in points."""

from __future__ import annotations

import io
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

PAPER = "#fcfbf8"
INK = "#1f1e1b"
MUTED = "#5f5c55"
MID = "#8a867d"
HAIR = "#dcd8cf"
ACCENT = "#b23c0e"

WIDTH = 380.0
RIGHT = WIDTH - 8
SIZE = 11.5
DOT = 6.2
ROW_DOT = 5.0
PITCH = 8.8
NARROWEST = 0.31

STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "rootcause",
    "font.family": "sans-serif",
    "font.sans-serif": ["Arial", "Liberation Sans", "Helvetica", "DejaVu Sans"],
    "font.size": SIZE,
    "axes.labelsize": SIZE,
    "xtick.labelsize": SIZE,
    "ytick.labelsize": SIZE,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.facecolor": "none",
    "axes.edgecolor": MID,
    "axes.labelcolor": MUTED,
    "axes.unicode_minus": True,
    "figure.facecolor": PAPER,
    "savefig.facecolor": "auto",
    "text.color": INK,
    "text.parse_math": False,
    "xtick.color": MID,
    "xtick.labelcolor": MUTED,
    "ytick.labelcolor": INK,
    "xtick.major.size": 3,
    "ytick.major.size": 0,
    "xtick.major.width": 0.8,
    "lines.linewidth": 1.5,
    "lines.solid_capstyle": "butt",
    "path.simplify": False,
}


class Sheet(Figure):
    """A figure that shows itself in a notebook without pyplot."""

    def _repr_png_(self) -> tuple[bytes, dict[str, int]]:
        width, height = (round(72 * side * 1.3) for side in self.get_size_inches())
        with style(), io.BytesIO() as file:
            self.savefig(file, format="png", dpi=72 * 1.3 * 2)
            return file.getvalue(), {"width": width, "height": height}


@contextmanager
def style() -> Iterator[None]:
    """Draw in the look of the reports, leaving the caller's settings alone."""
    with mpl.rc_context(STYLE), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        warnings.filterwarnings("ignore", message="Matplotlib currently does not support")
        yield


def blank(height: float) -> Sheet:
    """Return an empty sheet, `height` points high."""
    return Sheet(figsize=(WIDTH / 72, height / 72), dpi=72, layout=None)


def place(figure: Figure, left: float, top: float, width: float, height: float) -> Axes:
    """Add axes at a place given in points from the upper left corner."""
    page = figure.get_size_inches()[1] * 72
    box = (left / WIDTH, 1 - (top + height) / page, width / WIDTH, height / page)
    axes = figure.add_axes(box)
    axes.set_yticks([])
    return axes


class Area:
    """A part of the sheet measured in points, downwards from its corner; axes cost far more."""

    def __init__(self, figure: Figure, left: float, top: float) -> None:
        page = figure.get_size_inches()[1]
        corner = Affine2D().scale(1 / 72, -1 / 72).translate(left / 72, page - top / 72)
        self.figure, self.transform = figure, corner + figure.dpi_scale_trans

    def plot(self, xs: Any, ys: Any, **look: Any) -> None:
        """Draw a line, or markers, through places."""
        look.pop("clip_on", None)
        look.setdefault("zorder", 2)
        self.figure.add_artist(Line2D(xs, ys, transform=self.transform, **look))


class Words(Text):
    """A line of text at its baseline; who shows an SVG lays it out, so nothing is measured here."""

    def draw(self, renderer: RendererBase) -> None:
        """Draw it, in an SVG without asking how wide it is."""
        figure = self.get_figure(root=True)
        if figure is None or not isinstance(figure.canvas, FigureCanvasSVG):
            return super().draw(renderer)
        x, y = self.get_transform().transform(self.get_position())
        look = renderer.new_gc()
        look.set_foreground(self.get_color())
        down = renderer.get_canvas_width_height()[1] - y
        font = self.get_fontproperties()
        renderer.draw_text(look, x, down, self.get_text(), font, 0, mtext=self)
        look.restore()


def write(
    figure: Figure,
    x: float,
    y: float,
    text: str,
    color: str = INK,
    *,
    bold: bool = False,
    align: str = "left",
) -> None:
    """Write one line with its baseline at a place in points from the upper left corner."""
    page = figure.get_size_inches()[1] * 72
    weight = "bold" if bold else "normal"
    look: Any = {"color": color, "fontweight": weight, "horizontalalignment": align}
    down = 1 - y / page
    figure.add_artist(Words(x / WIDTH, down, text, transform=figure.transSubfigure, **look))


def rule(figure: Figure, xs: tuple[float, float], ys: tuple[float, float], **look: Any) -> None:
    """Draw a straight line between two places in points from the upper left corner."""
    page = figure.get_size_inches()[1] * 72
    across = [x / WIDTH for x in xs]
    down = [1 - y / page for y in ys]
    figure.add_artist(Line2D(across, down, transform=figure.transFigure, **look))


def dots(axes: Axes | Area, xs: Any, ys: Any, happened: bool, size: float = DOT) -> None:
    """Draw observations: filled in the accent where the outcome happened, hollow where not."""
    axes.plot(
        xs,
        ys,
        linestyle="none",
        marker="o",
        markersize=size,
        markeredgewidth=1.2,
        markeredgecolor=ACCENT if happened else MID,
        markerfacecolor=ACCENT if happened else PAPER,
        clip_on=False,
        zorder=3,
    )


def ring(axes: Axes | Area, xs: Any, ys: Any) -> None:
    """Ring some observations in ink."""
    look: Any = {"markeredgecolor": INK, "markerfacecolor": "none", "markeredgewidth": 1.1}
    if len(xs):
        axes.plot(xs, ys, linestyle="none", marker="o", markersize=10.5, clip_on=False, **look)


def clean(text: object) -> str:
    """Return text as one printable line: no control characters, no line breaks."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())


def length(text: str, bold: bool = False) -> float:
    """Estimate how many points wide a line is, in the widest of the likely fonts."""
    ems = sum(1.0 if unicodedata.east_asian_width(c) in "WF" else _em(c) for c in text)
    return ems * SIZE * (1.07 if bold else 1.0)


def _em(character: str) -> float:
    if character in "iljtfI.,:;'|! ()[]":
        return NARROWEST
    if character in "mwMW%@—":
        return 0.95
    if character > "\u036f":
        return 0.85
    return 0.68 if character.isupper() else 0.56


def fold(text: object, points: float, *, lines: int = 2, bold: bool = False) -> list[str]:
    """Break a line between words so that it fits into so many points; the last is cut."""
    found = [""]
    for word in clean(text).split(" "):
        longer = f"{found[-1]} {word}".strip()
        if not found[-1] or len(found) == lines or length(longer, bold) <= points:
            found[-1] = longer
        else:
            found.append(word)
    return [shorten(line, points, bold) for line in found]


def shorten(text: object, points: float, bold: bool = False) -> str:
    """Cut a line with an ellipsis so that it fits into so many points."""
    line = clean(text)
    if length(line, bold) <= points:
        return line
    line = line[: int(points / (NARROWEST * SIZE)) + 1]
    while line and length(line + "…", bold) > points:
        line = line[:-1]
    return line.rstrip() + "…"


def folded(text: object, points: float, most: int) -> list[str]:
    """Break a text at plain spaces into `most` lines of so many points, the last one cut."""
    lines = [""]
    for word in filter(None, map(clean, str(text).split(" "))):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or len(lines) == most or length(longer) <= points:
            lines[-1] = longer
        else:
            lines.append(word)
    return [shorten(line, points) for line in lines]
