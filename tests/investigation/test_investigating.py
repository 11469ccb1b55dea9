"""The whole path: every option, every refusal in its own words, and numbers that repeat."""

from importlib.metadata import version

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

import rootcause as rc
from rootcause.variables import Kind


@pytest.fixture
def trips(rng):
    """Trips of a car that fails after short stops; vanilla is what is bought in a hurry."""
    n = 120
    vanilla = rng.random(n) < 0.4
    minutes = np.where(vanilla, rng.normal(4, 2, n), rng.normal(8, 3, n)).clip(0.5)
    failed = rng.random(n) < expit(1.5 * (5 - minutes))
    return pd.DataFrame(
        {
            "no_start": failed,
            "minutes": minutes,
            "flavour": np.where(vanilla, "vanilla", rng.choice(["mint", "lemon"], n)),
            "temperature": rng.normal(25, 5, n),
            "tow_cost": np.where(failed, rng.uniform(50, 90, n).round(2), 0),
            "cursed": np.where(failed, 1 + rng.integers(0, 5, n), rng.integers(0, 2, n)),
            "when": pd.date_range("2026-03-01", periods=n, freq="31h"),
            "trip": [f"T{i:03}" for i in range(n)],
            "car": "old Pontiac",
        }
    )


@pytest.fixture
def small(rng):
    """Sixty rows and a number that decides the outcome."""
    x = rng.normal(size=60)
    return pd.DataFrame({"y": x > 0, "x": x, "z": rng.normal(size=60)})


def verdicts(inv):
    return {one.name: str(one.verdict) for one in inv.candidates}


def refusal(*arguments, **options):
    with pytest.raises(rc.RootcauseError) as caught:
        rc.investigate(*arguments, **options)
    return type(caught.value), str(caught.value)


# The answer -------------------------------------------------------------------------------------


def test_whole_answer(trips):
    inv = rc.investigate(trips, "no_start", consequences=["cursed"], time="when")
    found = verdicts(inv)
    assert inv.answer is rc.Answer.STANDS
    assert inv.candidates[0].name == "minutes"
    assert found["minutes"] == "stands"
    assert found["flavour"] in ("screened off", "undetermined")
    assert found["tow_cost"] == "restates the outcome"
    assert found["when"] == found["trip"] == found["car"] == "not tested"
    assert "no_start" not in found
    assert "cursed" not in found
    assert [one.rank for one in inv.candidates] == list(range(1, len(found) + 1))
    assert inv.consequences == ("cursed",)
    assert (inv.n, inv.n_missing) == (120, 0)
    assert inv.case is None
    assert inv.observations is trips
    assert set(found) <= inv.columns.keys()


def test_order_is_by_verdict_then_by_evidence(trips):
    inv = rc.investigate(trips, "no_start")
    order = [str(one) for one in rc.Verdict]
    places = [order.index(str(one.verdict)) for one in inv.candidates]
    assert places == sorted(places)
    plain = [one for one in inv.candidates if one.verdict is rc.Verdict.NO_EVIDENCE]
    pvalues = [one.association.pvalue for one in plain]
    assert pvalues == sorted(pvalues)


def test_noise_is_answered_with_nothing(rng):
    frame = pd.DataFrame(rng.normal(size=(60, 6)), columns=list("abcdef"))
    inv = rc.investigate(frame.assign(y=rng.random(60) < 0.5), "y")
    assert inv.answer is rc.Answer.NOTHING
    assert set(verdicts(inv).values()) == {"no evidence"}


def test_three_of_three_against_none_of_one_is_too_few():
    frame = pd.DataFrame({"y": [True, True, True, False], "x": ["a", "a", "a", "b"]})
    inv = rc.investigate(frame, "y")
    assert inv.answer is rc.Answer.TOO_FEW
    assert verdicts(inv) == {"x": "no evidence"}


def test_nothing_to_test_is_no_answer_that_stands(small):
    assert rc.investigate(small[["y"]], "y").candidates == ()
    assert rc.investigate(small, "y", candidates=[]).candidates == ()
    odd = small[["y"]].assign(same=1, empty=np.nan, name=[f"n{i}" for i in range(60)])
    inv = rc.investigate(odd, "y")
    assert set(verdicts(inv).values()) == {"not tested"}
    assert inv.provenance.family == 0
    for answer in (inv.answer, rc.investigate(small[["y"]], "y").answer):
        assert answer in (rc.Answer.NOTHING, rc.Answer.TOO_FEW)


def test_consequence_is_never_conditioned_on(trips):
    inv = rc.investigate(trips, "no_start", consequences=["cursed", "tow_cost"])
    conditioned = {name for one in inv.candidates for a in one.conditionals for name in a.given}
    assert conditioned
    assert conditioned.isdisjoint({"cursed", "tow_cost"})
    alone = rc.investigate(trips.drop(columns=["cursed", "tow_cost"]), "no_start")
    assert verdicts(inv) == verdicts(alone)


def test_restating_columns_are_never_conditioned_on(trips):
    again = trips["no_start"].map({True: "ja", False: "nein"})
    inv = rc.investigate(trips.assign(again=again), "no_start")
    assert verdicts(inv)["again"] == "restates the outcome"
    assert inv["again"].association is None
    said = "each of its values goes with one value of the outcome, on every row"
    assert inv["again"].reason == said
    conditioned = {name for one in inv.candidates for a in one.conditionals for name in a.given}
    assert conditioned.isdisjoint({"again", "tow_cost"})


def test_best_cut_is_told_of_those_with_evidence(small):
    inv = rc.investigate(small, "y")
    contrast = inv["x"].association.contrast
    assert contrast.fitted
    assert contrast.first.happened == contrast.first.n
    assert contrast.second.happened == 0
    assert not inv["z"].association.contrast.fitted


# Options ----------------------------------------------------------------------------------------


def test_candidates_alone_are_tested(trips):
    inv = rc.investigate(trips, "no_start", candidates=["flavour"])
    assert verdicts(inv) == {"flavour": "stands"}
    assert inv.provenance.family == 1


def test_candidate_named_twice_is_one(small):
    assert verdicts(rc.investigate(small, "y", candidates=["x", "x"])) == {"x": "stands"}


def test_ignored_are_left_out(trips):
    assert "flavour" not in verdicts(rc.investigate(trips, "no_start", ignored=["flavour"]))


@pytest.mark.parametrize("kind", ["nominal", Kind.NOMINAL])
def test_kind_said_is_the_kind_taken(rng, kind):
    batch = rng.integers(0, 4, 80) * 100
    failed = rng.random(80) < np.where(batch == 200, 0.9, 0.2)
    frame = pd.DataFrame({"y": failed, "lot_size": batch})
    assert rc.investigate(frame, "y")["lot_size"].variable.kind is Kind.NUMERIC
    said = rc.investigate(frame, "y", kinds={"lot_size": kind})["lot_size"]
    assert said.variable.kind is Kind.NOMINAL
    assert said.association.effect.level == "200"


def test_time_said_is_read_from_words(small):
    stamps = pd.date_range("2026-01-01", periods=60, freq="5h").strftime("%d.%m.%Y %H:%M")
    inv = rc.investigate(small.assign(stamp=stamps), "y", time="stamp")
    assert {"stamp: hour", "stamp: weekday", "stamp: order"} <= set(verdicts(inv))
    assert inv["stamp: hour"].variable.derived_from == "stamp"


def test_alpha_is_the_level(rng):
    x = rng.normal(size=60)
    frame = pd.DataFrame({"y": x + 2.2 * rng.normal(size=60), "x": x})
    pvalue = rc.investigate(frame, "y")["x"].association.pvalue
    assert 1e-4 < pvalue < 0.05
    assert verdicts(rc.investigate(frame, "y", alpha=pvalue * 3)) == {"x": "stands"}
    assert verdicts(rc.investigate(frame, "y", alpha=pvalue / 10)) == {"x": "no evidence"}


@pytest.mark.parametrize("correction", ["fdr_bh", "fdr_by", "holm", "bonferroni"])
def test_correction_is_that_of_statsmodels(trips, correction):
    from statsmodels.stats.multitest import multipletests

    inv = rc.investigate(trips, "no_start", correction=correction)
    tested = [one for one in inv.candidates if one.association]
    expected = multipletests([one.association.pvalue for one in tested], method=correction)[1]
    assert [one.pvalue_adjusted for one in tested] == pytest.approx(expected, rel=1e-12)
    assert inv.provenance.correction == correction
    assert inv.provenance.family == len(tested)


def test_same_seed_gives_the_same_numbers(trips):
    def numbers(rng):
        return rc.investigate(trips.head(30), "no_start", rng=rng).to_frame()

    pd.testing.assert_frame_equal(numbers(0), numbers(0))
    pd.testing.assert_frame_equal(numbers(7), numbers(np.random.default_rng(7)))
    assert not numbers(0)["pvalue"].equals(numbers(1)["pvalue"])


def test_provenance_says_how_to_work_it_out_again(small):
    told = rc.investigate(small, "y", rng=3, alpha=0.01).provenance
    assert (told.seed, told.alpha, told.family) == (3, 0.01, 2)
    assert told.versions["rootcause"] == version("rootcause")
    assert told.versions["numpy"] == np.__version__
    assert told.permutations > 100
    assert told.fingerprint == rc.investigate(small, "y").provenance.fingerprint
    assert told.fingerprint != rc.investigate(small.iloc[::-1], "y").provenance.fingerprint
    assert rc.investigate(small, "y", rng=np.random.default_rng(0)).provenance.seed is None


# Tables -----------------------------------------------------------------------------------------


def test_any_table_gives_the_same_answer(small, tmp_path):
    import polars as pl
    import pyarrow as pa

    expected = rc.investigate(small, "y").to_frame()
    small.to_csv(tmp_path / "t.csv", index=False)
    small.to_parquet(tmp_path / "t.parquet")
    tables = [pl.from_pandas(small), pa.Table.from_pandas(small), tmp_path / "t.parquet"]
    for table in [*tables, str(tmp_path / "t.csv")]:
        pd.testing.assert_frame_equal(rc.investigate(table, "y").to_frame(), expected)


def test_index_of_the_table_means_nothing(small):
    expected = rc.investigate(small, "y").to_frame()
    for index in ([0] * 60, pd.MultiIndex.from_arrays([range(60), range(60)]), range(900, 960)):
        found = rc.investigate(small.set_axis(index, axis="index"), "y").to_frame()
        pd.testing.assert_frame_equal(found, expected)


def test_table_is_left_as_it_was(trips):
    before = trips.copy(deep=True)
    rc.investigate(trips, "no_start")
    pd.testing.assert_frame_equal(trips, before)


def test_rows_without_an_outcome_are_counted(small):
    frame = small.astype({"y": object})
    frame.loc[frame.index[:9], "y"] = None
    inv = rc.investigate(frame, "y")
    assert (inv.n, inv.n_missing) == (51, 9)
    assert inv["x"].association.n == 51


def test_candidates_never_recorded_together_are_not_told_apart(rng):
    n = 60
    x = rng.normal(size=n)
    first = np.arange(n) < n // 2
    frame = pd.DataFrame(
        {"y": x > 0, "early": np.where(first, x, np.nan), "late": np.where(first, np.nan, x)}
    )
    found = verdicts(rc.investigate(frame, "y"))
    assert (found["early"], found["late"]) == ("undetermined", "undetermined")


def test_constant_where_the_outcome_is_known_is_not_tested(small):
    frame = small.assign(w=np.where(small["y"], 1.0, np.nan))
    frame.loc[0, "w"] = 1.0
    inv = rc.investigate(frame, "y")
    assert verdicts(inv)["w"] == "not tested"


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6, 8, 10])
@pytest.mark.parametrize("kind", ["binary", "numeric", "nominal"])
def test_a_handful_of_rows_is_answered_or_refused(rng, kind, n):
    labels = list("abcabcabca")[:n]
    y = {"binary": np.arange(n) % 2, "numeric": rng.normal(size=n), "nominal": labels}
    frame = pd.DataFrame(
        {
            "y": y[kind],
            "a": rng.normal(size=n),
            "b": rng.random(n) < 0.5,
            "c": rng.choice(list("pqr"), n),
            "holes": np.where(rng.random(n) < 0.4, np.nan, rng.normal(size=n)),
        }
    )
    try:
        inv = rc.investigate(frame, "y")
    except rc.VariableError as error:
        assert "'y'" in str(error)
    else:
        assert len(inv.findings) > 0
        assert len(inv.to_frame()) == len(inv.candidates)
        assert n > 5 or inv.answer is not rc.Answer.STANDS


def test_huge_and_infinite_numbers_are_read_by_their_rank(rng):
    x = rng.normal(size=60)
    hole = np.where(np.arange(60) % 7 == 0, np.inf, rng.normal(size=60))
    tiny = rng.normal(size=60) * 1e-300
    frame = pd.DataFrame({"y": x > 0, "x": x * 1e300, "tiny": tiny, "hole": hole})
    found = verdicts(rc.investigate(frame, "y"))
    assert found["x"] == "stands"
    assert found["tiny"] == found["hole"] == "no evidence"


def test_hostile_names_stay_text(small):
    names = {"x": "<script>alert(1)</script>", "z": "=1+1"}
    inv = rc.investigate(small.rename(columns=names), "y")
    assert verdicts(inv) == {"<script>alert(1)</script>": "stands", "=1+1": "no evidence"}


# Cases ------------------------------------------------------------------------------------------


def case_of(frame, **roles):
    kinds = {"y": Kind.BINARY, "x": Kind.NUMERIC, "z": Kind.NUMERIC}
    variables = {
        name: rc.Variable(name, kind, role=rc.Role(roles.get(name, "candidate")))
        for name, kind in kinds.items()
    }
    return rc.Case("K-1", "It fails", "It fails!", variables, frame)


def test_case_brings_its_own_outcome_roles_and_kinds(small):
    case = case_of(small, y="outcome", z="consequence")
    inv = rc.investigate(case)
    assert inv.case is case
    assert inv.outcome.name == "y"
    assert inv.consequences == ("z",)
    assert verdicts(inv) == {"x": "stands"}
    assert verdicts(case.investigate()) == {"x": "stands"}
    assert verdicts(rc.investigate(case_of(small, y="outcome", z="ignored"))) == {"x": "stands"}


def test_case_may_be_asked_about_another_outcome(small):
    inv = rc.investigate(case_of(small, y="outcome"), "x")
    assert inv.outcome.name == "x"
    assert set(verdicts(inv)) == {"z"}


def test_case_without_an_outcome_is_refused(small):
    kind, said = refusal(case_of(small))
    assert kind is rc.CaseError
    assert said == (
        "Case 'K-1' declares no outcome. Give one variable role = \"outcome\" in its case.toml."
    )


# Refusals ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("alpha", [0, 1, -0.1, 5, float("nan")])
def test_alpha_out_of_range(small, alpha):
    kind, said = refusal(small, "y", alpha=alpha)
    assert kind is rc.ArgumentError
    assert said == f"alpha={alpha!r} is not a level between 0 and 1, such as 0.05."


def test_correction_unknown(small):
    assert refusal(small, "y", correction="bonferoni") == (
        rc.ArgumentError,
        "correction='bonferoni' is not known. Did you mean 'bonferroni'?",
    )


def test_outcome_not_named(small):
    assert refusal(small) == (
        rc.ArgumentError,
        "No outcome was named. Say which column the complaint is about; there are: 'y', 'x', 'z'.",
    )


@pytest.mark.parametrize(
    "options",
    [
        {"outcome": "minuets"},
        {"candidates": ["minuets"]},
        {"consequences": ["minuets"]},
        {"ignored": ["minuets"]},
        {"kinds": {"minuets": "numeric"}},
        {"time": "minuets"},
    ],
    ids=lambda options: next(iter(options)),
)
def test_name_that_is_no_column(trips, options):
    assert refusal(trips, **{"outcome": "no_start", **options}) == (
        rc.VariableError,
        "The table has no column 'minuets'. Did you mean 'minutes'?",
    )


def test_kind_unknown(small):
    assert refusal(small, "y", kinds={"x": "number"}) == (
        rc.VariableError,
        "'number', said of 'x', is not a kind. Did you mean 'numeric'?",
    )


def test_candidate_that_plays_another_part(small):
    assert refusal(small, "y", candidates=["y"]) == (
        rc.VariableError,
        "'y' can't be a candidate: it was said to be the outcome.",
    )
    assert refusal(small, "y", candidates=["x"], consequences=["x"]) == (
        rc.VariableError,
        "'x' can't be a candidate: it was said to be a consequence or ignored.",
    )


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([True] * 4, "The outcome 'y' is always 'yes': there is nothing to explain. "),
        ([None] * 4, "The outcome 'y' was recorded in none of 4 rows; it takes at least two."),
        ([1, *[None] * 3], "The outcome 'y' was recorded in 1 of 4 rows; it takes at least two."),
        (list("abcd"), "The outcome 'y' can't be explained: no value occurs twice."),
    ],
)
def test_outcome_that_nothing_can_explain(values, said):
    kind, message = refusal(pd.DataFrame({"y": values, "x": [1, 2, 3, 4]}), "y")
    assert kind is rc.VariableError
    assert message.startswith(said)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (None, "Observations are a table or the path of a file, not 'NoneType'."),
        ({"y": [1, 2]}, "Observations are a table or the path of a file, not 'dict'."),
        (pd.Series([1, 2]), "Observations are a table or the path of a file, not 'Series'."),
        (pd.DataFrame(), "The table has no columns."),
        (pd.DataFrame({"y": [], "x": []}), "The table has columns but no rows."),
        (
            pd.DataFrame([[1, 2], [3, 4]], columns=["y", "y"]),
            "The table has more than one column called 'y'. Names must differ.",
        ),
    ],
    ids=["None", "dict", "Series", "no columns", "no rows", "twice"],
)
def test_what_is_no_table(table, said):
    assert refusal(table, "y") == (rc.TableError, said)
