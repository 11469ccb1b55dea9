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


def test_farr_counts_are_the_published_ones_and_the_answer_depends_on_the_scale():
    """Farr 1852: 38 districts, 8 to 205 deaths of 10,000; 12 of them drank Battersea's water."""
    districts = rows("farr-1852")
    deaths = [int(row["deaths_per_10000"]) for row in districts]
    assert (len(deaths), min(deaths), max(deaths)) == (38, 8, 205)
    assert Counter(row["water"] for row in districts)["Battersea"] == 12
    assert stats.spearmanr(deaths, [int(row["elevation"]) for row in districts])[0] < -0.8
    (hinge,) = answered("farr-1852")["water"].hinges
    assert (hinge.on, hinge.given) == ("scale", ("elevation",))
    assert (hinge.scale, hinge.other_scale) == ("logarithms", "as recorded")
    assert "but not on every scale" in str(answered("farr-1852"))


def test_ucb_counts_are_the_published_ones():
    """Bickel et al. 1975: 1,198 of 2,691 men and 557 of 1,835 women; odds ratio 1.84."""
    counts = Counter()
    for row in rows("ucb-1973"):
        counts[row["sex"], row["decision"]] += int(row["applicants"])
    table = [[counts[sex, said] for said in ("admitted", "rejected")] for sex in ("male", "female")]
    assert table == [[1198, 1493], [557, 1278]]
    assert stats.contingency.odds_ratio(table, kind="sample").statistic == pytest.approx(1.84, 0.01)


def test_ucb_is_reversed_in_one_department():
    investigation = answered("ucb-1973")
    assert investigation.n == 4526
    assert investigation["sex"].pvalue_given == pytest.approx(0.22, abs=0.01)
    (reversal,) = investigation["sex"].reversals
    assert (reversal.given, reversal.level) == ("department", "A")
    contrast = reversal.association.contrast
    assert [(one.label, one.happened, one.n) for one in (contrast.first, contrast.second)] == [
        ("male", 313, 825),
        ("female", 19, 108),
    ]
    assert any("reversed within department A" in one for one in investigation.findings)


def test_semmelweis_changed_in_june_1847_with_the_washing_of_hands():
    """Semmelweis 1861: of 26,166 mothers 2,202 died; 10.5 % until May 1847, 2.2 % from then on."""
    changes = answered("semmelweis-1847").changes
    assert changes.shown
    assert [(one.happened, one.n) for one in (changes.outcome.before, changes.outcome.after)] == [
        (2060, 19571),
        (142, 6595),
    ]
    assert [(one.change.name, one.apart) for one in changes.together] == [("hand_washing", 0)]
    said = answered("semmelweis-1847").findings[1].replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith(
        "Share of mothers who died changed in June 1847: "
        "2,060 of 19,571 (10.5 %) before, 142 of 6,595 (2.15 %) from then on (p = .048)."
    )
    assert said.endswith("Washing hands in chlorinated lime changed in the same month.")


def test_semmelweis_as_it_goes_round_has_a_broken_row(write):
    """The file that is handed round has lost a comma in March 1841."""
    path = write("monthly.csv", "date,births,deaths\n1841-02-01,239,18\n1841-03-01,27712\n")
    with pytest.raises(rc.TableError) as caught:
        rc.investigate(path, "deaths", of="births", time="date")
    assert str(caught.value) == (
        f"{path}, line 3: '1841-03-01,27712' has 2 values where the header has 3. Mend it, or "
        'leave such lines out: --skip-bad-rows, or bad_rows="skip" in Python.'
    )
