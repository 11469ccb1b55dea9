"""From a figure to SVG: small, named, and in the colours of the page."""

from __future__ import annotations

import io
import re
from base64 import b64encode
from xml.etree import ElementTree

import matplotlib as mpl
from matplotlib.figure import Figure

from rootcause.report.plots import sheet

TOKENS = {
    sheet.PAPER: "var(--paper)",
    sheet.INK: "var(--ink)",
    sheet.MUTED: "var(--muted)",
    sheet.MID: "var(--mid)",
    sheet.HAIR: "var(--hair)",
    sheet.ACCENT: "var(--acc)",
}
XLINK = "{http://www.w3.org/1999/xlink}href"
MEASURED = ("d", "x", "y", "transform", "viewBox", "style")
NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
FAMILY = "Arial, Helvetica, sans-serif"


def inline(figure: Figure, prefix: str, title: str, description: str) -> str:
    """Return a figure as SVG for the page: its colours follow light, dark and print.

    Parameters
    ----------
    figure
        One of ours.
    prefix
        Makes its ids unique on the page.
    title, description
        What it shows, for those who can't see it.
    """
    root = _drawn(figure, prefix)
    _name(root, prefix, title, description)
    for element in root.iter():
        if "style" in element.attrib:
            element.set("style", _tokens(element.attrib["style"]))
    return ElementTree.tostring(root, encoding="unicode")


def data_uri(figure: Figure, prefix: str, title: str, description: str) -> str:
    """Return a figure as an address that holds the whole picture, on its own paper."""
    return encoded(alone(figure, prefix, title, description))


def alone(figure: Figure, prefix: str, title: str, description: str, family: str = FAMILY) -> str:
    """Return a figure as a whole SVG file, on its own paper."""
    root = _drawn(figure, prefix)
    width, height = root.attrib["viewBox"].split()[2:]
    paper = ElementTree.Element("rect", width=width, height=height, fill=sheet.PAPER)
    root.insert(0, paper)
    root.set("xmlns", "http://www.w3.org/2000/svg")
    root.set("font-family", family)
    root.set("width", width)
    root.set("height", height)
    _name(root, prefix, title, description)
    return ElementTree.tostring(root, encoding="unicode")


def encoded(svg: str) -> str:
    """Return an SVG as a data address for an ``img``."""
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


def _drawn(figure: Figure, prefix: str) -> ElementTree.Element:
    with sheet.style(), mpl.rc_context({"font.sans-serif": ["DejaVu Sans"]}), io.BytesIO() as file:
        figure.savefig(file, format="svg", facecolor="none", metadata=NO_METADATA)
        root = ElementTree.fromstring(file.getvalue())
    _tidy(root, prefix)
    _prune(root)
    return root


def _tidy(root: ElementTree.Element, prefix: str) -> None:
    for element in root.iter():
        element.tag = element.tag.partition("}")[2] or element.tag
        element.text = None if element.tag != "text" else element.text
        element.tail = None
        attributes = dict(element.attrib)
        element.attrib.clear()
        for name, value in attributes.items():
            _keep(element, name, value, prefix)
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)


def _keep(element: ElementTree.Element, name: str, value: str, prefix: str) -> None:
    if name == "id":
        if element.tag == "path":
            element.set("id", f"{prefix}-{value}")
    elif name == XLINK:
        element.set("href", f"#{prefix}-{value[1:]}")
    elif name in MEASURED:
        element.set(name, _short(_without_family(value) if name == "style" else value))


def _prune(element: ElementTree.Element) -> None:
    """Drop what draws nothing, and say a style once for all the marks that share it."""
    for child in list(element):
        _prune(child)
        if _draws_nothing(child):
            element.remove(child)
    marks = [child for child in element if child.tag == "use"]
    styles = {mark.get("style", "") for mark in marks}
    if element.tag == "g" and marks and len(styles) == 1:
        element.set("style", styles.pop())
        for mark in marks:
            mark.attrib.pop("style", None)
        for path in element.iter("path"):
            path.attrib.pop("style", None)


def _draws_nothing(element: ElementTree.Element) -> bool:
    if element.tag in ("metadata", "style", "clipPath"):
        return True
    if element.tag in ("g", "defs"):
        return len(element) == 0
    return element.tag == "path" and element.get("style") == "fill: none"


def _name(root: ElementTree.Element, prefix: str, title: str, description: str) -> None:
    root.set("role", "img")
    root.set("aria-labelledby", f"{prefix}-title {prefix}-desc")
    for place, (tag, text) in enumerate((("title", title), ("desc", description))):
        element = ElementTree.Element(tag, id=f"{prefix}-{tag}")
        element.text = sheet.clean(text)
        root.insert(place, element)


def _short(value: str) -> str:
    rounded = re.sub(r"-?\d+\.\d+", lambda found: f"{float(found.group()):.1f}", value)
    trimmed = re.sub(r"(\d)\.0\b", r"\1", rounded)
    return re.sub(r"\s+", " ", re.sub(r"-0\b(?!\.)", "0", trimmed)).strip()


def _without_family(style: str) -> str:
    return re.sub(r"font-family:[^;]*;?\s*", "", style)


def _tokens(style: str) -> str:
    for colour, token in TOKENS.items():
        style = style.replace(colour, token)
    return style
