"""One complaint, from the first letter to the thanks, through the commands alone."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from rootcause.cli import cli

LETTER = "Each time I buy vanilla ice cream, the car will not start for the way home."


@pytest.fixture
def shell(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ROOTCAUSE_BOOK", str(tmp_path / "cases.db"))
    monkeypatch.setenv("ROOTCAUSE_WHO", "engineer 2")

    def call(*arguments, code=0):
        done = CliRunner().invoke(cli, [str(one) for one in arguments], prog_name="rootcause")
        assert done.exit_code == code, done.output
        return done.stderr if code else done.stdout

    return call


def trips(rng, n=60):
    """Simulated: a short stop keeps the engine hot, and vanilla is quick to buy."""
    vanilla = rng.random(n) < 0.4
    minutes = np.where(vanilla, rng.normal(4, 2, n), rng.normal(9, 3, n)).clip(1).round(1)
    failed = minutes < 6
    flavour = np.where(vanilla, "vanilla", "other")
    rows = ["flavour,minutes,no_start"]
    rows += [
        f"{one},{stay},{'yes' if no else 'no'}"
        for one, stay, no in zip(flavour, minutes, failed, strict=True)
    ]
    return "\n".join(rows) + "\n"


def test_from_the_first_letter_to_the_thanks(shell, tmp_path):
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    said = shell(
        *("new", "Allergic to vanilla", "--complaint-file", "letter.txt", "--outcome", "no_start"),
        *("--reporter", "R. Grey", "--salutation", "Mr", "--word", "trips", "--json"),
    )
    case = json.loads(said)["id"]
    shell(
        "observe", case, "flavour=vanilla", "minutes=1.6", "no_start=yes", "--unit", "minutes=min"
    )
    assert "no owner" in shell("case", "triage", case, code=1)
    shell("case", "triage", case, "--owner", "engineer 2")
    shell("case", "correct-reporter", case, "reporter 1", "--salutation", "Ms")
    shell("case", "contact", case, "acknowledgement", "We have your letter.", "--channel", "letter")
    shell("case", "move", case, "investigating")

    shell("case", "declare", case, "minutes", "--kind", "numeric", "--range", "0:60", "--lever")
    (tmp_path / "trips.csv").write_text(trips(np.random.default_rng(5)), encoding="utf-8")
    assert "60 observations imported" in shell("import", "trips.csv", case)
    assert "trips.csv" in shell("import", "trips.csv", case, code=1)
    shell("amend", case, 1, "minutes=2.6", "--why", "misread the watch")
    answer = shell("investigate", case)
    assert "minutes is the one that stands" in answer
    shell("case", "save", case)

    statement = "A short stop leaves the engine hot: vapor lock."
    predicts = "With a long stop it starts, whatever the flavour."
    shell("case", "hypothesise", case, statement, "--predicts", predicts, "--candidate", "minutes")
    shell("case", "judge", case, 1, "supported", "--because", "the minutes stand", "--evidence", 1)
    confirming = ("case", "judge", case, 1, "confirmed", "--because", "it started 6 of 6")
    shell(*confirming, code=1)
    shell(*confirming, "--ground", "trial")
    shell("case", "move", case, "cause found")
    shell(
        "case", "act", case, "Fit a heat shield", "--criterion", "30 short stops without a failure"
    )
    shell("case", "move", case, "fixing")
    shell("case", "finish", case, 1)
    shell("case", "move", case, "verifying")
    shell("case", "check", case, 1, "--passed", "--found", "none of 34 short stops failed")

    assert "was not told" in shell("case", "close", case, code=1)
    shell(
        "case", "contact", case, "decision", "Not the vanilla: the short stop. A shield is fitted."
    )
    assert "was not thanked" in shell("case", "close", case, code=1)
    shell("case", "contact", case, "thanks", "Your letter mended every car of its kind.")
    shell("case", "close", case)

    (row,) = json.loads(shell("list", "--all", "--json"))
    assert (row["status"], row["owner"]) == ("closed", "engineer 2")
    assert "vapor lock" in row["answer"]
    shown = shell("show", case)
    assert LETTER in shown
    assert "Grey" not in shown
    assert "is whole: 1 case." in shell("doctor")
    shell("report", case, "--out", "reports")
    page = (tmp_path / "reports" / f"{case}.html").read_text(encoding="utf-8")
    assert "Fit a heat shield" in page
    assert "Grey" not in page
