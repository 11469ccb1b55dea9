"""``rootcause observe`` and ``rootcause amend``: typed at a shell, asked for, put right."""

import json

import pytest
from click.testing import CliRunner
from running import refused, run

import rootcause as rc
from rootcause.cli import cli


@pytest.fixture
def case(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROOTCAUSE_BOOK", str(tmp_path / "cases.db"))
    book = rc.open_book(tmp_path / "cases.db", create=True)
    return rc.new_case(title="T", complaint="It won't start.", outcome="no_start", book=book)


def answered(case, *lines):
    typed = "".join(f"{line}\n" for line in lines)
    return CliRunner().invoke(cli, ["observe", case.id, "--interactive"], input=typed)


def test_values_are_read_as_what_they_are(case):
    result = run("observe", case.id, "flavour=vanilla", "minutes=1.6", "no_start=yes", "note_=")
    assert result.stdout == f"{case.id}: Observation 1 recorded.\n"
    (row,) = case.observations.to_dict("records")
    assert (row["flavour"], row["minutes"], row["no_start"]) == ("vanilla", 1.6, True)


def test_a_value_is_read_as_its_variable_holds_it(case):
    case.declare("batch", kind="nominal", levels=["7", "8"])
    case.declare("shaken", kind="nominal", levels=["no", "yes"])
    assert run("observe", case.id, "batch=7", "shaken=yes", "no_start=no").exit_code == 0
    (row,) = case.observations.to_dict("records")
    assert (row["batch"], row["shaken"], row["no_start"]) == ("7", "yes", False)


def test_json_tells_the_number(case):
    said = json.loads(run("observe", case.id, "no_start=no", "--trial", "--json").stdout)
    assert said == {"case": case.id, "observation": 1}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["vanilla"], "'vanilla' is not NAME=VALUE, such as flavour=vanilla."),
        (["a=1", "a=2"], "'a' was given twice."),
        ([], "An observation has at least one value"),
        (["no_strat=yes"], "The case knows no variable 'no_strat' yet. Did you mean 'no_start'?"),
        (["no_start=yes", "--missing", "minutes=lazy"], "'minutes' can't be missing because"),
    ],
)
def test_what_is_not_recorded(case, tmp_path, arguments, said):
    result = run("observe", case.id, *arguments)
    assert result.exit_code in (1, 2)
    assert said in result.stderr
    assert case.observations.empty


def test_minutes_and_seconds_do_not_mix(case, tmp_path):
    run("observe", case.id, "minutes=1.6", "--unit", "minutes=min")
    said = refused(tmp_path, 1, "observe", case.id, "minutes=96", "--unit", "minutes=s")
    assert said.startswith("'minutes' is measured in min, and this value is in s.")


def test_asked_for_one_after_another(case):
    case.declare("minutes", kind="numeric", unit="min", range=(0, 60))
    case.declare("flavour", kind="nominal", levels=["vanilla", "other"])
    result = answered(case, "yes", "1.6 min", "vanilla", "y", "no", "=", "", "n")
    assert result.exit_code == 0, result.output
    assert "minutes (min): " in result.output
    assert "minutes (min; last 1.6 min): " in result.output
    assert "flavour (vanilla / other): " in result.output
    rows = case.observations
    assert rows["minutes"].tolist() == [1.6, 1.6]
    assert rows["flavour"].isna().tolist() == [False, True]


def test_a_wrong_answer_is_asked_for_again(case):
    case.declare("minutes", kind="numeric", unit="min", range=(0, 60))
    result = answered(case, "yes", "99", "soon", "9", "n")
    assert "'minutes' is 99 min, and 0 to 60 is plausible." in result.output
    assert "'minutes' is numeric; 'soon' is no number." in result.output
    assert case.observations["minutes"].tolist() == [9]


def test_an_observation_that_was_broken_off_is_not_recorded(case):
    result = answered(case)
    assert result.exit_code == 1
    assert case.observations.empty


def test_the_last_values_are_remembered_from_the_book(case):
    case.observe(no_start=True, minutes=2.0)
    result = answered(case, "=", "=", "n")
    assert "no_start (last yes): " in result.output
    assert "minutes (last 2): " in result.output
    assert case.observations["minutes"].tolist() == [2, 2]


def test_amend_keeps_the_old_value_in_the_journal(case):
    case.observe(no_start=True, minutes=1.6)
    result = run("amend", case.id, 1, "minutes=2.6", "--why", "misread the watch")
    assert "minutes 1.6 -> 2.6, because misread the watch" in result.stdout
    assert case.observations["minutes"].tolist() == [2.6]


def test_void_takes_it_out(case, tmp_path):
    case.observe(no_start=True)
    assert "goes without values" in refused(
        tmp_path, 2, "amend", case.id, 1, "no_start=no", "--void", "--why", "x"
    )
    assert run("amend", case.id, 1, "--void", "--why", "another car").exit_code == 0
    assert case.observations.empty


@pytest.fixture
def confounded(case):
    for row in range(20):
        vanilla = row % 2 == 0
        case.observe(
            flavour="vanilla" if vanilla else "chocolate",
            minutes=(2.0 if vanilla else 9.0) + row / 20,
            no_start=vanilla,
        )
    case.declare("flavour", kind="nominal", lever=True)
    case.declare("minutes", kind="numeric", lever=True, range=(1, 15))
    return case


def test_a_trial_says_what_has_changed(confounded):
    wanted = run("next", confounded.id, "--save", "--as", "engineer 2").stdout
    kept = confounded.evidence[0]
    first = " ".join(
        f"{name}={to if isinstance(to, str) else f'{to:g}'}" for name, to in kept.trials[0].settings
    )
    assert wanted.endswith(
        "Saved as plan 1. Record the first, with what was reached: rootcause observe "
        f"{confounded.id} {first} no_start=... --trial --plan 1\n"
    )
    assert kept.who == "engineer 2" and len(kept.trials) == 4
    assert dict(kept.trials[0].settings).keys() == {"flavour", "minutes"}
    assert dict(kept.trials[0].foretold).keys() >= {"flavour", "minutes"}
    options = ["--trial", "--plan", "1"]
    said = run("observe", confounded.id, "flavour=vanilla", "minutes=9", "no_start=no", *options)
    assert "1 trial, as minutes predicted." in said.stdout
    for flavour, minutes, answer in (("chocolate", 2, "yes"), ("vanilla", 10, "no")) * 4:
        values = (f"flavour={flavour}", f"minutes={minutes}", f"no_start={answer}")
        last = run("observe", confounded.id, *values, *options).stdout
        if "Flavour is now screened off; it was: undetermined." in last:
            break
    assert "to 1 for minutes over chance; 300 to 1 shows it." in last
    assert "Minutes now stands" not in last
    for flavour, minutes, answer in (("chocolate", 2, "yes"), ("vanilla", 10, "no")) * 8:
        values = (f"flavour={flavour}", f"minutes={minutes}", f"no_start={answer}")
        last = run("observe", confounded.id, *values, *options).stdout
        if "shown now" in last:
            break
    assert "Minutes is shown now: make no more trials, and see whether a fix works." in last
    assert "shown" not in run("observe", confounded.id, *values, *options).stdout


def test_the_first_trial_is_recorded_with_its_unit(confounded):
    for flavour, minutes, failed in (("vanilla", 2.5, True), ("chocolate", 8.0, False)):
        confounded.observe(flavour=flavour, minutes=minutes, no_start=failed, car="car 7")
    run("case", "declare", confounded.id, "car", "--role", "unit")
    first = run("next", confounded.id, "--save").stdout.split("rootcause observe ")[1]
    assert first.startswith(f"{confounded.id} 'car=car 7' ")


def test_a_trial_of_which_nothing_can_be_said_yet_is_only_recorded(case):
    said = run("observe", case.id, "no_start=no", "--trial").stdout
    assert said == f"{case.id}: Trial 1 recorded.\n"
