"""``rootcause swap`` from outside."""

import json

import pandas as pd
import pytest
from running import refused, run

UNITS = ("--bad", "car 7", "--good", "car 3")
PARTS = ("swap", "parts", "carburettor", "coil", *UNITS)


def filled(path, failed):
    """The file that was drawn, with what happened beside each trial."""
    trials = pd.read_csv(path)
    trials["failed"] = failed(trials)
    trials.to_csv(path, index=False)
    return path


def test_parts_are_drawn_filled_in_and_judged(tmp_path):
    path = tmp_path / "swaps.csv"
    drawn = run(*PARTS, "--csv", path)
    assert drawn.exit_code == 0, drawn.stderr
    assert drawn.stdout.splitlines()[0].split() == ["trial", "carburettor", "coil", "rest"]
    assert drawn.stdout.endswith(
        "Make them in this order, which is random, and write the outcome beside each.\n"
        f"Then: rootcause swap judge {path} --outcome failed --bad 'car 7'\n"
    )
    filled(path, lambda trials: (trials["coil"] == "car 7").map({True: "yes", False: "no"}))
    judged = run("swap", "judge", path, "--outcome", "failed", "--bad", "car 7")
    assert judged.exit_code == 0, judged.stderr
    assert judged.stdout.startswith("The fault goes with coil.\n")


def test_programs_read_json(tmp_path):
    told = json.loads(run(*PARTS, "--times", 1, "--json").stdout)
    assert len(told) == 6
    assert set(told[0]) == {"trial", "carburettor", "coil", "rest"}
    path = tmp_path / "swaps.csv"
    run(*PARTS, "--csv", path)
    filled(path, lambda trials: (trials["coil"] == "car 7").astype(int))
    asked = ("swap", "judge", path, "--outcome", "failed", "--bad", "car 7", "--part", "coil")
    found = json.loads(run(*asked, "--json").stdout)
    assert found["findings"][0] == "The fault goes with coil."
    assert [one["part"] for one in found["parts"]] == ["coil", "rest"]


def test_a_better_way_beside_the_current_one(tmp_path):
    path = tmp_path / "ways.csv"
    drawn = run("swap", "ways", "current", "better", "--csv", path, "--outcome", "leaks")
    asked = ("confirm", path, "--outcome", "leaks", "--switch", "switch", "--on", "better")
    assert drawn.stdout.endswith(f"Then: rootcause {' '.join(map(str, asked))}\n")
    trials = pd.read_csv(path)
    assert len(trials) == 6 and trials["leaks"].isna().all()
    trials.assign(leaks=(trials["switch"] == "current").astype(int)).to_csv(path, index=False)
    assert run(*asked).stdout.startswith("The fix is confirmed: leaks in 3 of 3 off, 0 of 3 on.")


@pytest.mark.parametrize("step", ["parts", "ways", "judge"])
def test_help_has_an_example(step):
    result = run("swap", step, "--help")
    assert result.exit_code == 0
    assert f"Example:\n    rootcause swap {step} " in result.output


def test_seeds_repeat():
    assert run(*PARTS, "--seed", 3).stdout == run(*PARTS, "--seed", 3).stdout
    assert run(*PARTS, "--seed", 3).stdout != run(*PARTS).stdout


@pytest.mark.parametrize(
    ("code", "arguments", "said"),
    [
        (
            2,
            ("swap", "parts", "coil", "--bad", "car 7", "--good", "car 7"),
            "parts=['coil'] of units=('car 7', 'car 7') can't be swapped; it takes at least one "
            "part and two units.",
        ),
        (
            2,
            ("swap", "parts", "coil", "--outcome", "coil"),
            "--outcome 'coil' is already the name of a part.",
        ),
        (
            2,
            ("swap", "ways", "current", "better", "--rate", "0.001"),
            "At a rate of 0.001 it would take more than 200 observations each way; compare before "
            "and since instead.",
        ),
        (
            2,
            ("swap", "judge", "{}", "--outcome", "failed"),
            "No column of the table names 'bad', the bad unit: bad=.",
        ),
        (
            1,
            ("swap", "judge", "nowhere.csv", "--outcome", "failed"),
            "There is no file nowhere.csv.",
        ),
    ],
)
def test_what_can_t_be_drawn_or_judged_is_one_sentence(tmp_path, code, arguments, said):
    path = tmp_path / "swaps.csv"
    run(*PARTS, "--csv", path)
    asked = [str(path) if one == "{}" else one for one in arguments]
    assert refused(tmp_path, code, *asked) == said
