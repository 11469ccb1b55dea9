"""The cases that come with rootcause: they read, say what they are, and are answered honestly."""

import csv
import runpy
from collections import Counter
from pathlib import Path

import pytest
from scipy import stats

import rootcause as rc

DATA = Path(__file__).parents[1] / "data"
FOLDERS = sorted(path.parent for path in DATA.glob("*/case.toml"))
SIMULATED = [folder for folder in FOLDERS if (folder / "make.py").exists()]
MAKING = runpy.run_path(str(DATA / "make.py"))
ANSWERS = {}


def answered(name):
    """The investigation of a shipped case, worked out once."""
    if name not in ANSWERS:
        ANSWERS[name] = rc.read_case(DATA / name).investigate()
    return ANSWERS[name]


def rows(name):
    with (DATA / name / "observations.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_four_cases_are_there_and_listed():
    names = {folder.name for folder in FOLDERS}
    assert names >= {"challenger-1986", "lind-1747", "oswego-1940", "vanilla-car"}
    listed = (DATA / "README.md").read_text(encoding="utf-8")
    assert [name for name in names if f"[{name}]({name})" not in listed] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_case_is_complete(folder):
    case = rc.read_case(folder)
    assert case.id == folder.name
    assert case.source
    assert case.truth["cause"]
    assert set(case.variables) == set(case.observations.columns)
    first_line = (folder / "case.toml").read_text(encoding="utf-8").splitlines()[0]
    assert first_line.startswith("# SIMULATED" if case.simulated else "# REAL")
    assert case.simulated == (folder in SIMULATED)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_truth_names_columns_or_says_that_it_was_not_recorded(folder):
    case = rc.read_case(folder)
    parts = ("cause", "mediators", "proxies", "nulls")
    known = [name for part in parts for name in case.truth.get(part, ())]
    unknown = [name for name in known if name not in case.observations.columns]
    assert [
        name for name in unknown if "not recorded" not in name and "not known" not in name
    ] == []


@pytest.mark.parametrize("folder", SIMULATED, ids=lambda folder: folder.name)
def test_generator_writes_the_same_bytes(folder):
    assert (folder / "make.py").read_text(encoding="utf-8").startswith('"""SIMULATED')
    made = MAKING["table"](folder).encode()
    assert made == (folder / "observations.csv").read_bytes()


def test_vanilla_car_blames_the_minutes_and_nothing_that_plays_no_part():
    case = rc.read_case(DATA / "vanilla-car")
    investigation = answered("vanilla-car")
    standing = [one.name for one in investigation.having(rc.Verdict.STANDS)]
    assert standing == ["shop_minutes"]
    for proxy in case.truth["proxies"]:
        candidate = investigation[proxy]
        assert candidate.verdict in (rc.Verdict.SCREENED_OFF, rc.Verdict.UNDETERMINED)
        assert "shop_minutes" in candidate.given
        assert candidate.pvalue_given > 0.05
    assert not set(standing) & set(case.truth["nulls"] + case.truth["proxies"])


def test_vanilla_car_physics_in_the_generator():
    make = runpy.run_path(str(DATA / "vanilla-car" / "make.py"))
    probability = make["no_start_probability"]
    assert probability(6, 27) == pytest.approx(0.5)
    assert probability(2, 27) > 0.95 > 0.05 > probability(12, 27)
    assert probability(6, 35) > probability(6, 20)
    chance = MAKING["Chance"](20240229)
    trips = [make["in_the_shop"](flavour, chance) for flavour in ("vanilla", "other") * 2000]
    vanilla = [minutes for _, minutes in trips[::2]]
    other = [minutes for _, minutes in trips[1::2]]
    assert sum(vanilla) / 2000 == pytest.approx(4.0, abs=0.15)
    assert sum(other) / 2000 == pytest.approx(9.0, abs=0.3)


def test_oswego_counts_are_the_published_ones():
    """Gross 1940: 75 asked, 46 ill; vanilla 43 of 54, no vanilla 3 of 21; Fisher p 2.6e-7."""
    counts = Counter((row["vanilla_ice_cream"], row["ill"]) for row in rows("oswego-1940"))
    table = [[counts[ate, ill] for ill in ("yes", "no")] for ate in ("yes", "no")]
    assert table == [[43, 11], [3, 18]]
    assert stats.fisher_exact(table).pvalue == pytest.approx(2.6e-7, rel=0.02)
    assert all(bool(row["onset"]) == (row["ill"] == "yes") for row in rows("oswego-1940"))


def test_oswego_vanilla_alone_stands():
    standing = answered("oswego-1940").having(rc.Verdict.STANDS)
    assert [one.name for one in standing] == ["vanilla_ice_cream"]


def test_challenger_counts_are_the_published_ones():
    """Dalal, Fowlkes and Hoadley 1989: 23 flights with their seals, 7 damaged, none below 53 °F."""
    flights = [row for row in rows("challenger-1986") if row["damage"]]
    assert (len(flights), sum(row["damage"] == "yes" for row in flights)) == (23, 7)
    assert min(int(row["temperature"]) for row in flights) == 53
    warm, cold = (
        [int(row["temperature"]) for row in flights if row["damage"] == answer]
        for answer in ("no", "yes")
    )
    assert stats.mannwhitneyu(warm, cold).pvalue == pytest.approx(0.04, abs=0.01)


def test_challenger_temperature_comes_first_and_one_flight_is_missing():
    investigation = answered("challenger-1986")
    assert (investigation.n, investigation.n_missing) == (23, 1)
    assert investigation["temperature"].rank < investigation["pressure"].rank


def test_lind_counts_are_the_published_ones():
    counts = Counter((row["treatment"], row["fit_for_duty"]) for row in rows("lind-1747"))
    assert {treatment for treatment, fit in counts if fit == "yes"} == {"citrus"}
    assert Counter(row["treatment"] for row in rows("lind-1747")).most_common()[-1][1] == 2
    assert stats.fisher_exact([[1, 1], [0, 10]]).pvalue == pytest.approx(1 / 6)


def test_lind_is_too_few_to_say():
    investigation = answered("lind-1747")
    assert investigation.candidates[0].name == "treatment"
    assert investigation.having(rc.Verdict.STANDS) == ()
    assert investigation["treatment"].association.contrast.first.label == "citrus"
