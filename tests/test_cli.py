"""The command line, from outside: what is printed where, and with which exit code."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import rootcause
from rootcause import cli as command_line
from rootcause.cli import cli

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
TRIPS = DATA / "vanilla-car" / "observations.csv"
COMMANDS = sorted(cli.commands)
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


@pytest.fixture
def kettle(tmp_path):
    """A table that can be investigated."""
    path = tmp_path / "kettle.csv"
    path.write_text(KETTLE, encoding="utf-8")
    return path


@pytest.fixture
def broken(tmp_path):
    """A case folder without an outcome."""
    folder = tmp_path / "broken"
    shutil.copytree(DATA / "lind-1747", folder)
    text = (folder / "case.toml").read_text(encoding="utf-8")
    (folder / "case.toml").write_text(text.replace('role = "outcome"\n', ""), encoding="utf-8")
    return folder


# Help, version, start ---------------------------------------------------------------------------


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


# investigate ------------------------------------------------------------------------------------


def test_investigate_answers_in_words(kettle):
    result = run("investigate", kettle, "--outcome", "fuse")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    assert "water" in result.stdout
    assert "stands" in result.stdout


def test_investigate_json_is_pure_and_the_same_twice(kettle):
    first, second = (run("investigate", kettle, "--outcome", "fuse", "--json") for _ in range(2))
    said = json.loads(first.stdout)
    assert first.stdout == second.stdout
    assert "water" in json.dumps(said)


def test_investigate_passes_on_what_was_asked(kettle, monkeypatch):
    seen = {}

    def spy(table, outcome, **options):
        seen.update(options, outcome=outcome, columns=list(table.columns))
        raise rootcause.ArgumentError("enough seen")

    monkeypatch.setattr(rootcause, "investigate", spy, raising=False)
    result = run(
        *("investigate", kettle, "--outcome", "fuse", "--candidates", 'water,"a, b"'),
        *("--candidates", "tea", "--consequence", "bill", "--ignore", "x, y"),
        *("--unit", "pot", "--time", "when"),
        *("--kind", "tea=nominal", "--kind", "a=b=ordinal", "--alpha", "0.01"),
        *("--correction", "holm", "--seed", "7"),
    )
    assert result.exit_code == 2
    assert seen == {
        "columns": ["water", "tea", "fuse"],
        "outcome": "fuse",
        "candidates": ["water", "a, b", "tea"],
        "consequences": ["bill"],
        "ignored": ["x", "y"],
        "unit": "pot",
        "time": "when",
        "kinds": {"tea": "nominal", "a=b": "ordinal"},
        "alpha": 0.01,
        "correction": "holm",
        "rng": 7,
    }


def test_investigate_takes_a_case_with_the_roles_it_declares():
    result = run("investigate", DATA / "oswego-1940", "--json")
    assert result.exit_code == 0, result.stderr
    assert "vanilla_ice_cream" in result.stdout


def test_investigate_writes_the_reports(kettle, tmp_path):
    page, words = tmp_path / "k.html", tmp_path / "k.md"
    result = run("investigate", kettle, "--outcome", "fuse", "--html", page, "--markdown", words)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == f"Report: {page}\nReport: {words}\n"
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "water" in words.read_text(encoding="utf-8")


def test_report_that_cannot_be_written(kettle, tmp_path):
    page = tmp_path / "nowhere" / "k.html"
    result = run("investigate", kettle, "--outcome", "fuse", "--html", page)
    assert result.exit_code == 2
    assert result.stderr.endswith(
        f"Error: The report can't be written to {str(page)!r}: there is no folder "
        f"{str(page.parent)!r}. Make the folder first.\n"
    )


def table(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


ALWAYS_HELD = KETTLE.replace("blew", "held")
NEVER_RECORDED = KETTLE.replace("blew", "").replace("held", "")


@pytest.mark.parametrize(
    ("text", "outcome", "said"),
    [
        (None, "fuse", "There is no file k.csv. Did you mean 'kettle.csv'?"),
        ("", "fuse", "k.csv is empty. It takes a header and at least one row."),
        ("water,fuse\n", "fuse", "k.csv has columns but no rows."),
        ("\0\1\2\3" * 99, "fuse", "k.csv is not a table but binary data."),
        (KETTLE, "fuze", "The table has no column 'fuze'. Did you mean 'fuse'?"),
        (
            ALWAYS_HELD,
            "fuse",
            "The outcome 'fuse' is always 'held': there is nothing to explain. "
            "Observe also when it is otherwise.",
        ),
        (
            NEVER_RECORDED,
            "fuse",
            "The outcome 'fuse' was recorded in none of 20 rows; it takes at least two.",
        ),
        (
            "water,fuse\n1,held\n",
            "fuse",
            "The outcome 'fuse' was recorded in 1 of 1 rows; it takes at least two.",
        ),
        (
            "water,water,fuse\n1,2,held\n2,3,blew\n",
            "fuse",
            "k.csv has more than one column called 'water'. Names must differ.",
        ),
        (
            TORN_MONTHS,
            "deaths",
            "k.csv, line 4: '1841-03-01,27712' has 2 values where the header has 3. Mend it, or "
            'leave such lines out: --skip-bad-rows, or bad_rows="skip" in Python.',
        ),
    ],
    ids=[
        *("missing", "empty", "header only", "no table", "typo"),
        *("constant", "all missing", "one row", "duplicate", "torn"),
    ],
)
def test_bad_table(kettle, tmp_path, text, outcome, said):
    path = tmp_path / "k.csv"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert refused(tmp_path, 1, "investigate", path, "--outcome", outcome) == said


def test_copy_of_the_outcome_restates_it(tmp_path):
    rows = [line.split(",") for line in KETTLE.splitlines()]
    renamed = {"fuse": "lights", "held": "on", "blew": "off"}
    text = "\n".join(",".join([*row, renamed[row[2]]]) for row in rows)
    path = table(tmp_path, "k.csv", text + "\n")
    said = json.loads(run("investigate", path, "--outcome", "fuse", "--json").stdout)
    verdicts = {one["candidate"]: one["verdict"] for one in said["candidates"]}
    assert verdicts["lights"] == "restates the outcome"


def test_bad_rows_can_be_left_out_and_are_counted(tmp_path):
    path = table(tmp_path, "months.csv", TORN_MONTHS + "1841-04-01,255,4\n" * 9)
    result = run("investigate", path, "--outcome", "deaths", "--skip-bad-rows", "--json")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == "Left out, as they don't fit the table: 1 (line 4).\n"
    assert json.loads(result.stdout)


def test_bad_rows_of_a_case_can_be_left_out(tmp_path):
    folder = tmp_path / "torn"
    shutil.copytree(DATA / "lind-1747", folder)
    with (folder / "observations.csv").open("a", encoding="utf-8") as file:
        file.write("013,citrus\n")
    said = refused(folder, 1, "investigate", folder)
    assert said.startswith("observations.csv, line 14: '013,citrus' has 2 values")
    result = run("investigate", folder, "--skip-bad-rows")
    assert result.exit_code == 0
    assert result.stderr == "Left out, as they don't fit the table: 1 (line 14).\n"


def test_table_without_outcome_is_a_usage_error(kettle):
    assert refused(kettle.parent, 2, "investigate", kettle) == (
        "A table needs --outcome, the column that the complaint is about. "
        "There are: 'water', 'tea', 'fuse'."
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--kind", "tea"], "'tea' is not COLUMN=KIND, such as batch=nominal."),
        (["--kind", "tea=nominl"], "'nominl' is no kind. Did you mean 'nominal'?"),
        (["--alpha", "1.5"], "1.5 is not in the range 0<x<1."),
        (["--seed", "-1"], "-1 is not in the range x>=0."),
        (["--bogus"], "--bogus"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_wrong_use_exits_with_2(kettle, arguments, said):
    last = refused(kettle.parent, 2, "investigate", kettle, "--outcome", "fuse", *arguments)
    assert said in last


def test_html_in_a_column_name_stays_text(tmp_path):
    hostile = "<script>alert(1)</script>"
    path = table(tmp_path, "k.csv", KETTLE.replace("water", hostile, 1))
    page = tmp_path / "k.html"
    result = run("investigate", path, "--outcome", "fuse", "--html", page)
    assert result.exit_code == 0, result.stderr
    assert hostile in result.stdout
    assert hostile not in page.read_text(encoding="utf-8")


def test_control_characters_do_not_steer_the_terminal(tmp_path):
    path = table(tmp_path, "k.csv", KETTLE.replace("water", "wa\x1b[31mter", 1))
    result = run("investigate", path, "--outcome", "fuse")
    assert result.exit_code == 0, result.stderr
    assert "\x1b" not in result.output


# demo, show, report -----------------------------------------------------------------------------


def test_demo_answers_and_says_where_the_report_is(tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr("click.launch", opened.append)
    monkeypatch.chdir(tmp_path)
    result = run("demo")
    assert result.exit_code == 0, result.stderr
    assert "minutes in the shop" in result.stdout
    report = tmp_path / "rootcause-report.html"
    assert result.stdout.endswith(f"Report: {report}\n")
    assert "vanilla" in report.read_text(encoding="utf-8")
    assert opened == []


@pytest.mark.parametrize(
    ("terminal", "surroundings", "watched"),
    [
        (True, {"DISPLAY": ":0"}, True),
        (True, {"DISPLAY": ":0", "CI": "true"}, False),
        (False, {"DISPLAY": ":0"}, False),
        (True, {}, sys.platform in ("darwin", "win32")),
    ],
)
def test_browser_opens_only_when_someone_watches(monkeypatch, terminal, surroundings, watched):
    for name in ("CI", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    assert command_line._has_screen() is watched


def test_demo_case_is_found_in_a_clone_and_in_an_installed_wheel(tmp_path, monkeypatch):
    assert command_line._shipped("vanilla-car") == DATA / "vanilla-car"
    package = tmp_path / "site-packages" / "rootcause"
    (package / "_data" / "vanilla-car").mkdir(parents=True)
    monkeypatch.setattr(command_line, "__file__", str(package / "cli.py"))
    assert command_line._shipped("vanilla-car") == package / "_data" / "vanilla-car"
    with pytest.raises(rootcause.CaseError, match="'oswego' is missing from this installation"):
        command_line._shipped("oswego")


def test_show_tells_the_case():
    result = run("show", DATA / "vanilla-car")
    assert result.exit_code == 0, result.stderr
    assert "against vanilla?\n  — reporter 1, retold, not in their own words\n" in result.stdout
    assert "60 trips, 15 columns." in result.stdout
    row = next(line for line in result.stdout.splitlines() if line.startswith("minutes_late"))
    assert row.split()[:4] == ["minutes_late", "numeric", "consequence", "min"]
    assert "Due 2026-08-17." in result.stdout


def test_show_json():
    said = json.loads(run("show", DATA / "oswego-1940", "--json").stdout)
    assert (said["outcome"], said["n"], len(said["first"])) == ("ill", 75, 3)
    assert said["expected"]["vanilla_ice_cream"] == "stands"


def test_report_writes_one_page_a_case_and_an_index(tmp_path):
    out = tmp_path / "reports" / "today"
    result = run("report", DATA / "lind-1747", DATA / "challenger-1986", "--out", out)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"Index: {out / 'index.html'}\n"
    assert result.stderr.splitlines() == [
        f"1 of 2  {DATA / 'lind-1747'}",
        f"2 of 2  {DATA / 'challenger-1986'}",
    ]
    pages = sorted(path.name for path in out.iterdir())
    assert pages == ["challenger-1986.html", "index.html", "lind-1747.html"]
    index = (out / "index.html").read_text(encoding="utf-8")
    assert 'href="lind-1747.html"' in index
    assert 'href="challenger-1986.html"' in index


def test_report_is_the_same_twice(tmp_path):
    for name in ("first", "second"):
        assert run("report", DATA / "lind-1747", "--out", tmp_path / name).exit_code == 0
    for path in (tmp_path / "first").iterdir():
        assert path.read_bytes() == (tmp_path / "second" / path.name).read_bytes()


def test_broken_case_does_not_end_the_batch(tmp_path, broken):
    out = tmp_path / "reports"
    result = run("report", broken, DATA / "lind-1747", "--out", out, "--json")
    assert result.exit_code == 1
    wrong = f'{broken}/case.toml declares no outcome; give one variable role = "outcome".'
    assert f"Error: {wrong}\n" in result.stderr
    assert json.loads(result.stdout) == {
        "index": str(out / "index.html"),
        "cases": [
            {"case": "broken", "report": None, "error": wrong},
            {"case": "lind-1747", "report": "lind-1747.html", "error": None},
        ],
    }
    assert "declares no outcome" in (out / "index.html").read_text(encoding="utf-8")


def test_reports_of_namesakes_do_not_overwrite_each_other():
    names = command_line._report_names(("a/tea", "b/tea", "c/Tea", "index", "x/<b>", "/"))
    assert names == ["tea.html", "tea-2.html", "Tea-3.html", "index-2.html", "b.html", "case.html"]


# Errors, pipes, Ctrl-C --------------------------------------------------------------------------


def test_debug_shows_the_traceback():
    for arguments in (["show", "nowhere", "--debug"], ["--debug", "show", "nowhere"]):
        result = run(*arguments)
        assert isinstance(result.exception, rootcause.CaseError)


def test_bug_is_one_sentence(monkeypatch):
    def bug(_folder):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("rootcause.store.read_case", bug)
    assert refused(ROOT, 1, "show", "anything") == (
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
    assert process.stderr.readline() == f"1 of 2000  {folder}\n".encode()
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=60)
    assert process.returncode == 1
    assert stdout == b""
    assert stderr.endswith(b"Aborted!\n")
    assert b"Traceback" not in stderr
