"""The command line: parse, call, print, exit code. Heavy imports happen inside the commands."""

from __future__ import annotations

import io
import sys

import click

import rootcause
from rootcause.cli.commands import EXAMPLE, Group
from rootcause.cli.confirming import confirm
from rootcause.cli.demonstrating import demo
from rootcause.cli.investigating import investigate
from rootcause.cli.listing import list_cases
from rootcause.cli.moving import doctor, export, import_
from rootcause.cli.observing import amend, observe
from rootcause.cli.opening import lab
from rootcause.cli.registering import new
from rootcause.cli.reporting import report
from rootcause.cli.showing import show
from rootcause.cli.stepping import case_steps
from rootcause.cli.swapping import swaps
from rootcause.cli.trying import next_trials

COMMANDS = (
    demo,
    investigate,
    report,
    next_trials,
    swaps,
    confirm,
    lab,
    new,
    observe,
    amend,
    list_cases,
    show,
    case_steps,
    import_,
    export,
    doctor,
)


@click.group(
    cls=Group,
    epilog=EXAMPLE.format("rootcause demo"),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(rootcause.__version__, message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """From a strange complaint to its likely cause."""
    ctx.obj = debug


for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    cli(prog_name="rootcause")
