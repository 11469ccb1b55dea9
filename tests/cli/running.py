"""Calls the command in this process or as a real one; tables to call it with."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from rootcause.cli import cli

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
TRIPS = DATA / "vanilla-car" / "observations.csv"
KETTLE = "water,tea,fuse\n" + "0.5,green,held\n1.7,black,blew\n1.6,green,blew\n0.4,black,held\n" * 5
TORN_MONTHS = "date,births,deaths\n1841-01-01,254,37\n1841-02-01,239,18\n1841-03-01,27712\n"


def run(*arguments):
    """Call the command in this process."""
    return CliRunner().invoke(cli, [str(one) for one in arguments], prog_name="rootcause")


def rootcause_process(*arguments, **options):
    """Start the real command, as a shell would."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "CI": "1", "PYTHONPATH": str(ROOT / "src")}
    return subprocess.Popen(
        [sys.executable, "-m", "rootcause", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment | options.pop("env", {}),
        **options,
    )


def refused(path, code, *arguments):
    """What stderr says, without the path's folder, when a call is refused with this exit code."""
    result = run(*arguments)
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    said = result.stderr.strip().splitlines()[-1]
    return said.removeprefix("Error: ").replace(f"{path}{os.sep}", "")


def table(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path
