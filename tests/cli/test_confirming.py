"""``rootcause confirm``."""

import json

import pytest
from running import DATA, refused, run, table

import rootcause as rc

BEFORE = "when,x\n" + "".join(f"2026-01-{day:02},{day % 3 == 0:d}\n" for day in range(1, 29))
SINCE = "when,x\n" + "".join(f"2026-02-{day:02},0\n" for day in range(1, 21))


def test_counts_need_no_file():
    result = run("confirm", "12/41", "0/30")
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(
        "The fix works so far: 12 of 41 failed before, 0 of 30 since.\n"
    )
    assert "29 more without a failure and you can be 95 % sure" in result.stdout


def test_two_files_and_one_that_is_parted_say_the_same(tmp_path):
    before, since = (
        table(tmp_path, "before.csv", BEFORE),
        table(tmp_path, "since.csv", SINCE),
    )
    both = table(tmp_path, "both.csv", BEFORE + SINCE.partition("\n")[2])
    options = ("--outcome", "x", "--time", "when", "--json")
    two = json.loads(run("confirm", before, since, *options).stdout)
    one = json.loads(run("confirm", both, "--since", "2026-02-01", *options).stdout)
    assert one == two
    assert (one["before"]["happened"], one["after"]["n"]) == (9, 20)


def test_units_are_compared_with_themselves(tmp_path):
    cars = "".join(f"car {day % 7},{day % 3 == 0:d}\n" for day in range(42))
    before = table(tmp_path, "before.csv", f"car,x\n{cars}")
    since = table(tmp_path, "since.csv", f"car,x\n{cars}".replace(",1", ",0"))
    result = run("confirm", before, since, "--outcome", "x", "--unit", "car")
    assert result.exit_code == 0, result.stderr
    assert "each car compared with itself, 7 in all" in " ".join(result.stdout.split())


def test_a_case_folder_brings_its_own_names(tmp_path):
    page = tmp_path / "fix.html"
    result = run("confirm", DATA / "vanilla-car", "--since", "2026-07-01", "--html", page)
    assert result.exit_code == 0, result.stderr
    assert result.stderr.startswith("Report: ")
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (
            ("12/41",),
            2,
            "Counts before the fix need those since: confirm((12, 41), (0, 30)).",
        ),
        (
            ("12/41", "0/30", "--criterion", "soon"),
            2,
            "criterion='soon' can't be read; it takes '30 in a row', 'at most 1 of 93' or 'rate "
            "below 5 %'.",
        ),
        (("12/41", "0/30", "--planned", "0"), 2, None),
        (("none.csv", "0/30"), 1, None),
    ],
)
def test_what_can_t_be_compared_is_one_sentence(tmp_path, arguments, code, said):
    found = refused(tmp_path, code, "confirm", *arguments)
    assert said is None or found == said


def test_help_has_an_example():
    assert "rootcause confirm trips.csv --outcome no_start" in run("confirm", "--help").stdout


def test_a_confirmation_is_saved_as_the_check_of_the_last_action(tmp_path, monkeypatch):
    monkeypatch.setenv("ROOTCAUSE_BOOK", str(tmp_path / "cases.db"))
    book = rc.open_book(tmp_path / "cases.db", create=True)
    case = rc.new_case(title="No start", complaint="No!", outcome="x", book=book)
    for day in range(1, 13):
        case.observe(x=True, observed_at=f"2026-05-{day:02}")
    case.act("Shield", criterion="5 in a row")
    case.finish(1, at="2026-06-01")
    for day in range(2, 5):
        case.observe(x=False, observed_at=f"2026-06-{day:02}")
    early = run("confirm", case.id, "--save")
    assert early.exit_code == 1 and early.stderr.startswith("Error: That doesn't decide the check")
    for day in range(5, 9):
        case.observe(x=False, observed_at=f"2026-06-{day:02}")
    result = run("confirm", case.id, "--save", "--as", "bob")
    assert result.exit_code == 0, result.stderr
    assert result.stderr.startswith(f"{case.id}: Action 1 passed its check: The fix is confirmed")
    assert case.handling.actions[0].checks[0].who == "bob"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("12/41", "0/30"), "--save keeps a check in a case of a book: rootcause confirm CASE."),
        (
            (DATA / "vanilla-car",),
            "--save keeps a check in a case of a book: rootcause confirm CASE.",
        ),
        (
            ("2026-0001", "--criterion", "3 in a row"),
            "--save goes by the action and the criterion of the case; leave out --criterion, or "
            "write down what was found: rootcause case check.",
        ),
    ],
)
def test_only_the_action_of_a_case_is_checked(arguments, said):
    result = run("confirm", *arguments, "--save")
    assert result.exit_code == 2 and said in " ".join(result.stderr.split())
