"""What all commands share: help, errors, exit codes, a real process."""

import os
import shutil
import signal
import subprocess
import sys

import pytest
from running import DATA, KETTLE, ROOT, refused, rootcause_process, run, table

import rootcause
from rootcause.cli import cli

COMMANDS = sorted(cli.commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command):
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"Example:\n    rootcause {command}" in result.output


def test_help_lists_the_commands():
    result = run("--help")
    assert result.exit_code == 0
    assert {"demo", "investigate", "report", "show"} <= set(COMMANDS)
    assert [name for name in COMMANDS if f"\n  {name} " not in result.output] == []
    assert "..." not in result.output.partition("Commands:")[2]


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from rootcause.cli import cli; cli(['--help'], standalone_mode=False);"
        "print(*sys.modules, file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT / "src"
    )
    loaded = {name.partition(".")[0] for name in result.stderr.split()}
    assert loaded & {"numpy", "pandas", "scipy", "statsmodels", "matplotlib", "jinja2"} == set()


def test_version():
    assert run("--version").output == f"rootcause {rootcause.__version__}\n"


def test_unknown_command_is_a_usage_error():
    result = run("investigat")
    assert result.exit_code == 2
    assert "No such command 'investigat'" in result.stderr


def test_control_characters_do_not_steer_the_terminal(tmp_path):
    path = table(tmp_path, "k.csv", KETTLE.replace("water", "wa\x1b[31mter", 1))
    result = run("investigate", path, "--outcome", "fuse")
    assert result.exit_code == 0, result.stderr
    assert "\x1b" not in result.output


def test_debug_shows_the_traceback():
    for arguments in (["show", "nowhere", "--debug"], ["--debug", "show", "nowhere"]):
        result = run(*arguments)
        assert isinstance(result.exception, rootcause.CaseError)


def test_bug_is_one_sentence(monkeypatch):
    def bug(_folder, **_options):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("rootcause.store.read_case", bug)
    assert refused(ROOT, 1, "show", DATA / "vanilla-car") == (
        "Something went wrong inside rootcause (ZeroDivisionError: division by zero). "
        "Please report it with what --debug shows."
    )


def test_real_process_refuses_in_one_sentence(tmp_path):
    process = rootcause_process("investigate", "nowhere.csv", "--outcome", "x", cwd=tmp_path)
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout) == (1, b"")
    assert stderr.decode() == "Error: There is no file nowhere.csv.\n"


def test_real_process_on_a_terminal_with_few_letters():
    few = {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    process = rootcause_process("show", DATA / "vanilla-car", env=few)
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr) == (0, b"")
    assert "°C".encode("latin-1") in stdout
    assert b"? reporter 1" in stdout


def test_real_process_survives_a_closed_pipe():
    process = rootcause_process("show", DATA / "vanilla-car", "--json")
    process.stdout.close()
    stderr = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 1
    assert stderr == b""


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent otherwise on Windows")
def test_real_process_stops_on_ctrl_c(tmp_path):
    folder = tmp_path / "slow"
    shutil.copytree(DATA / "vanilla-car", folder)
    process = rootcause_process("report", *[folder] * 2000, "--out", tmp_path / "out")
    assert process.stderr.readline().startswith(f"1 of 2000  {folder}  done".encode())
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    assert stdout == b""
    assert stderr.endswith(b"Aborted!\n")
    assert b"Traceback" not in stderr
