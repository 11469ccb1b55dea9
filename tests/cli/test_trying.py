"""``rootcause next`` from outside."""

import json

import pytest
from running import DATA, TRIPS, refused, run

import rootcause as rc
from rootcause.cli.output import printable

TABLE = ("next", TRIPS, "--outcome", "no_start", "--ignore", "minutes_late")
LEVERS = ("--lever", "flavour", "--lever", "shop_minutes=1:15")


def test_a_case_says_what_to_try_next():
    result = run("next", DATA / "vanilla-car")
    assert result.exit_code == 0 and result.stderr == ""
    assert result.stdout.startswith("4 trials that should separate")
    assert "1. Set " in result.stdout and "If it is" in result.stdout


@pytest.mark.parametrize("case", ["vanilla-car", "phantom", "camera-shy-pi"])
@pytest.mark.parametrize("seed", [0, 3])
def test_a_case_has_one_forecast(case, seed):
    investigation = rc.read_case(DATA / case).investigate(rng=seed)
    told = run("next", DATA / case, "--seed", seed)
    assert told.stdout == f"{printable(str(investigation.plan))}\n"
    assert "8 of 10 runs ended after" in told.stdout.replace("\n", " ")
    assert rc.plan(investigation, rng=seed).needed == investigation.plan.needed


def test_a_table_needs_levers_on_the_command_line():
    told = json.loads(run(*TABLE, *LEVERS, "--trials", "2", "--json").stdout)
    assert len(told["trials"]) == 2
    assert [(one["name"], one["low"], one["high"]) for one in told["levers"]] == [
        ("flavour", None, None),
        ("shop_minutes", 1, 15),
    ]
    assert "No lever was declared" in run(*TABLE).stdout


def test_forbidden_combinations_are_left_out():
    forbid = ("--forbid", "flavour=vanilla; shop_minutes=4:15", "--forbid", "flavour=pistachio")
    told = json.loads(run(*TABLE, *LEVERS, "--trials", "6", *forbid, "--json").stdout)
    for trial in told["trials"]:
        assert trial["settings"]["flavour"] != "pistachio"
        assert trial["settings"]["flavour"] != "vanilla" or trial["settings"]["shop_minutes"] < 4


def test_dear_settings_are_avoided():
    costs = ("--cost", "flavour=vanilla:50", "--cost", "shop_minutes=0")
    told = json.loads(run(*TABLE, *LEVERS, "--trials", "3", *costs, "--json").stdout)
    assert {one["settings"]["flavour"] for one in told["trials"]}.isdisjoint({"vanilla"})


def test_levels_can_be_named():
    lever = ("--lever", "flavour=vanilla,chocolate")
    told = json.loads(run(*TABLE, *lever, "--json").stdout)
    assert told["levers"][0]["levels"] == ["vanilla", "chocolate"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--lever", "flavor"), "Did you mean 'flavour'?"),
        (("--lever", "shop_minutes=15:1"), "ends at 1, not above its start 15"),
        ((*LEVERS, "--forbid", "vanilla"), "'vanilla' is not NAME=VALUE, such as flavour=vanilla."),
        ((*LEVERS, "--cost", "flavour"), "'flavour' is not NAME=COST, such as minutes=0.5"),
        ((*LEVERS, "--cost", "flavour=vanilla:a"), "'flavour=vanilla:a' is not NAME=COST"),
        ((*LEVERS, "--cost", "flavour=3"), "costs says 3.0 of 'flavour'; it takes a cost by level"),
        ((*LEVERS, "--trials", "99"), "99 is not in the range 1<=x<=12."),
        ((*LEVERS, "--trial", "passengers"), "'passengers' says which rows were trials"),
    ],
)
def test_wrong_options_are_one_sentence(tmp_path, options, said):
    result = run(*TABLE, *options)
    assert result.exit_code in (1, 2) and result.stdout == ""
    assert said in result.stderr and "Traceback" not in result.stderr
    assert refused(tmp_path, result.exit_code, *TABLE, *options)


def test_seeds_repeat():
    assert run(*TABLE, *LEVERS, "--seed", 3).stdout == run(*TABLE, *LEVERS, "--seed", 3).stdout


def test_a_plan_is_kept_only_with_a_case_of_a_book():
    result = run("next", DATA / "vanilla-car", "--save")
    assert result.exit_code == 2 and "--save keeps it in a case book" in result.stderr
