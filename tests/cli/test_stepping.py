"""``rootcause case``: every step is one call, said the way it is meant."""

import inspect

import pytest
from running import refused, run

import rootcause as rc
from rootcause.cli.stepping import STEPS, case_steps
from rootcause.store import OpenCase


@pytest.fixture
def case(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ROOTCAUSE_BOOK", raising=False)
    book = rc.open_book(tmp_path / "cases.db", create=True)
    return rc.new_case(title="T", complaint="It won't start.", outcome="no_start", book=book)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_step_takes_what_its_method_takes(step):
    known = inspect.signature(getattr(OpenCase, step.method)).parameters
    free = any(one.kind is one.VAR_KEYWORD for one in known.values())
    assert [one.name for one in step.takes if one.name not in known and not free] == []
    assert "who" in known
    assert step.method == "declare" or "at" in known


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_step_has_help_with_its_example(step):
    result = run("case", step.name, "--help")
    assert result.exit_code == 0
    assert step.help.split()[0] in result.output
    assert f"Example:\n    rootcause case {step.name} " in result.output


def test_every_step_of_an_open_case_has_its_command():
    public = {
        name
        for name, one in inspect.getmembers(OpenCase, inspect.isfunction)
        if not name.startswith("_") and "who" in inspect.signature(one).parameters
    }
    assert public - {step.method for step in STEPS} == {"observe", "amend", "void", "form"}
    assert list(case_steps.commands) == [step.name for step in STEPS]


def test_a_step_tells_what_it_wrote(case):
    result = run("case", "hand-over", case.id, "engineer 3", "--why", "knows pumps", "--as", "desk")
    assert result.stdout == f"{case.id}: {case.journal['what'].iloc[-1]}\n"
    assert case.journal["who"].iloc[-1] == "desk"
    assert case.handling.owner == "engineer 3"


def test_a_closed_gate_is_one_sentence(case, tmp_path):
    assert refused(tmp_path, 1, "case", "move", case.id, "cause found") == (
        "The case can't move to 'cause found' yet: it has no owner; hand it over to somebody."
    )


def test_a_variable_is_declared(case):
    run(
        *("case", "declare", case.id, "minutes", "--kind", "numeric", "--unit", "min"),
        *("--range", "1:15", "--lever", "--label", "minutes in the shop"),
    )
    found = case.snapshot().variables["minutes"]
    assert (found.unit, found.range, found.lever) == ("min", (1.0, 15.0), True)
    run("case", "declare", case.id, "flavour", "--kind", "nominal", "--levels", "vanilla, other")
    assert case.snapshot().variables["flavour"].levels == ("vanilla", "other")


def test_a_range_that_is_none(case, tmp_path):
    said = refused(tmp_path, 2, "case", "declare", case.id, "minutes", "--range", "1-15")
    assert said == "'1-15' is not LOW:HIGH, such as 1:15."


def test_a_case_that_is_not_there(case, tmp_path):
    said = refused(tmp_path, 1, "case", "keep", "2026-9999", 1)
    assert said.startswith("cases.db has no case '2026-9999'. There are: ")
