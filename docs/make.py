"""Writes what the site shows and nobody types: pictures, the command line, the gallery's reports.

    python docs/make.py

`make docs` does this, then builds the site.
"""

from collections.abc import Iterator
from pathlib import Path

import click
import pandas as pd

import rootcause as rc
from rootcause.cli import cli
from rootcause.report.plots import svg

DOCS = Path(__file__).parent
DATA = DOCS.parent / "data"
SCRAPPED = {  # steel, press: scrapped, of how many; as in ideas/reversal.md
    ("soft", "new"): (2, 60),
    ("soft", "old"): (24, 240),
    ("hard", "new"): (96, 240),
    ("hard", "old"): (36, 60),
}
COMMANDS = """\
# The command line

Errors go to stderr in one sentence, with exit code 2 for wrong usage and 1 for anything else;
`--debug` shows the traceback.
"""


def pictures() -> None:
    """One picture for each idea, drawn as in a report."""
    car = rc.read_case(DATA / "vanilla-car").investigate()
    _draw("proxy", car, "flavour", "Starts by flavour, alone and given the minutes in the shop")
    mail = rc.read_case(DATA / "mail-500-miles").investigate()
    _draw("rivals", mail, "connect_time", "Bounces by time to answer, alone and given the distance")
    scrap = rc.investigate(_parts(), outcome="scrap")
    _draw("reversal", scrap, "press", "Scrap by press, alone and within each kind of steel")


def _draw(name: str, investigation: rc.Investigation, candidate: str, title: str) -> None:
    found = investigation[candidate]
    text = svg.alone(found.plot(), name, title, found.sentence)
    (DOCS / "pictures").mkdir(exist_ok=True)
    (DOCS / "pictures" / f"{name}.svg").write_text(text, encoding="utf-8")


def _parts() -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"steel": steel, "press": press, "scrap": part < bad}
            for (steel, press), (bad, n) in SCRAPPED.items()
            for part in range(n)
        ]
    )


def command_line() -> None:
    """The help of every command."""
    text = "\n".join([COMMANDS, *_helped(cli, "rootcause", None)])
    (DOCS / "reference" / "command-line.md").write_text(text, encoding="utf-8")


def _helped(one: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    context = click.Context(one, parent, info_name=name, **one.context_settings)
    yield f"## {name}\n\n```text\n{one.get_help(context)}\n```\n"
    for child in sorted(getattr(one, "commands", {})):
        yield from _helped(one.commands[child], child, context)


def main() -> None:
    """All of it."""
    pictures()
    command_line()
    folders = sorted(path.parent for path in DATA.glob("*/case.toml"))
    rc.write_reports(folders, DOCS / "reports")


if __name__ == "__main__":
    main()
