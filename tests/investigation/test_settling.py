"""What the rows drawn leave open is asked of all: proxies of weak causes, and what stays open."""

import re

import numpy as np
import pandas as pd
import pytest

import rootcause as rc
from rootcause.association.within import Left
from rootcause.engine.sources import of_files
from rootcause.investigation import settling
from rootcause.investigation.settling import screens_off
from rootcause.results import IN_ALL, Verdict

pytest.importorskip("duckdb")

SPACE = "\N{NO-BREAK SPACE}"


@pytest.fixture
def investigated(tmp_path, monkeypatch):
    """Of which 2,000 rows are drawn."""
    monkeypatch.setattr("rootcause.engine.sizing.LEAST", 2_000)
    monkeypatch.setattr("rootcause.engine.sizing.SEEN", 0.1)

    def of(frame, outcome="no_start", **options):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.parquet"
        frame.to_parquet(path, index=False)
        return rc.investigate(of_files([path], 2**29), outcome, **options)

    return of


def trips(n, often, seed=1):
    rng = np.random.default_rng(seed)
    vanilla = rng.random(n) < 0.4
    u = rng.random(n)
    minutes = np.where(vanilla, 1 + 5 * u**2, 3 + 12 * u**2)
    return pd.DataFrame(
        {
            "flavor": np.where(vanilla, "vanilla", rng.choice(["chocolate", "fig"], n)),
            "minutes": minutes,
            "till": 2 * minutes + 8 * rng.normal(size=n),
            "no_start": rng.random(n) < np.where(minutes < 4, often, 0.1),
        }
    )


def verdicts(found):
    return {one.name: str(one.verdict) for one in found.candidates}


def test_proxies_of_what_the_rows_drawn_hardly_show_are_screened_off_in_all(investigated):
    found = investigated(trips(400_000, 0.16), rng=3)
    assert verdicts(found) == {
        "minutes": "stands",
        "flavor": "screened off",
        "till": "screened off",
    }
    flavor = found["flavor"]
    assert flavor.given == ("minutes",)
    decisive = flavor.conditionals[0]
    assert (decisive.measure, decisive.n, decisive.given) == (IN_ALL, 400_000, ("minutes",))
    assert abs(decisive.effect.high) < 0.2 * flavor.association.effect.value
    share = r"at most \d+ % of what it tells alone is left, in all 400,000 rows with both"
    assert re.fullmatch(share, decisive.cautions[0])
    assert re.fullmatch(f"Given minutes, {share}\\.", flavor.cautions[-1])
    said = str(found).replace(SPACE, " ").replace("\n", " ")
    assert "they add nothing these 400,000 observations can show" in said
    assert "Given minutes, at most " in found.to_html().replace(SPACE, " ")


def test_without_the_rows_of_all_they_stay_open(investigated, monkeypatch):
    monkeypatch.setattr(settling, "MOST", 1)
    monkeypatch.setattr(settling, "CHECKED", 0)
    found = investigated(trips(400_000, 0.16), rng=3)
    assert "undetermined" in verdicts(found).values()


def test_two_causes_and_two_readings_are_left_as_they_are(investigated):
    rng = np.random.default_rng(7)
    n = 300_000
    cause, other = rng.normal(size=(2, n))
    reading, again = cause + rng.normal(size=(2, n))
    told = pd.DataFrame(
        {
            "one": cause,
            "two": 0.7 * cause + 0.7 * other,
            "no_start": rng.random(n) < 0.2 + 0.01 * np.clip(2 * cause + other, -9, 9),
        }
    )
    hidden = pd.DataFrame(
        {
            "one": reading,
            "two": again,
            "no_start": rng.random(n) < 0.2 + 0.02 * np.clip(cause, -4, 4),
        }
    )
    for frame in (told, hidden):
        found = investigated(frame)
        assert found.having(Verdict.SCREENED_OFF) == ()


def test_what_the_rows_drawn_screen_off_wrongly_is_open_again(investigated, monkeypatch):
    rng = np.random.default_rng(7)
    n = 300_000
    one, other = rng.normal(size=(2, n))
    two = 0.8 * one + 0.6 * other
    risk = 0.2 + 0.02 * np.clip(one + two, -9, 9)
    frame = pd.DataFrame({"one": one, "two": two, "no_start": rng.random(n) < risk})
    found = investigated(frame)
    assert verdicts(found) == {"one": "stands", "two": "undetermined"}
    two = found["two"]
    assert two.conditionals[0].measure == IN_ALL
    assert two.pvalue_given < 1e-9
    share = r"(\d\d) to (\d\d) % of what it tells alone is left, in all 300,000 rows with both\."
    left = re.fullmatch(f"{re.escape(settling.OPEN)} Given one, {share}", two.cautions[-1])
    assert 20 < int(left[1]) < 50 < int(left[2]) < 80
    assert two.sentence.replace(SPACE, " ").endswith(
        "given one it may still add something (p < .0001), but hardly among the rows drawn."
    )
    monkeypatch.setattr(settling, "CHECKED", 0)
    assert verdicts(investigated(frame)) == {"one": "stands", "two": "screened off"}


def test_copies_stay_rivals(investigated):
    frame = trips(100_000, 0.14)
    frame["seconds"] = 60 * frame["minutes"]
    found = investigated(frame, candidates=["minutes", "seconds"])
    assert set(verdicts(found).values()) == {"undetermined"}


@pytest.mark.parametrize(
    ("share", "error", "allowance", "back", "expected"),
    [
        (0.01, 0.02, 0.0, 0.9, True),
        (0.01, 0.02, 0.0, 0.1, False),  # the other keeps no more
        (0.10, 0.02, 0.0, 0.9, False),  # something is left
        (0.01, 0.15, 0.0, 0.9, False),  # too little is known
        (0.01, 0.02, 0.3, 0.9, False),  # its places may hide too much
        (float("nan"), float("inf"), float("inf"), 0.9, False),
    ],
)
def test_who_is_screened_off(share, error, allowance, back, expected):
    one, other = Left(share, error, allowance, 100), Left(back, 0.02, 0.0, 100)
    assert screens_off(one, other, 0.05) is expected
