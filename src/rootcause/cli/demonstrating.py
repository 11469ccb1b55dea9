"""``rootcause demo``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

import rootcause
from rootcause.cli.commands import Command
from rootcause.cli.output import printable, write_html
from rootcause.errors import CaseError

DEMO = "vanilla-car"
REPORT = "rootcause-report.html"


@click.command(cls=Command, example="rootcause demo --out vanilla.html")
@click.option("--out", default=REPORT, show_default=True, help="Where the report is written.")
@click.option("--no-open", is_flag=True, help="Don't open the report in a browser.")
def demo(out: str, no_open: bool) -> None:
    """Investigate the car that hated vanilla, end to end.

    The observations are simulated. The report opens in a browser when there is a screen.
    """
    from rootcause.store import read_case

    investigation = read_case(_shipped(DEMO)).investigate()
    click.echo(printable(str(investigation)))
    path = write_html(investigation, out)
    click.echo(f"\nReport: {path}")
    if not no_open and _has_screen():
        click.launch(path.as_uri())


def _shipped(name: str) -> Path:
    """Find a case that comes with rootcause, installed or cloned."""
    here = Path(rootcause.__file__).parent
    for data in (here / "_data", here.parents[1] / "data"):
        if (data / name).is_dir():
            return data / name
    raise CaseError(
        f"The case {name!r} is missing from this installation; install rootcause again."
    )


def _has_screen() -> bool:
    """Whether a person watches and a browser can be seen."""
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return (
        sys.stdout.isatty()
        and not os.environ.get("CI")
        and bool(display or sys.platform in ("darwin", "win32"))
    )
