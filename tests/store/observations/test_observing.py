"""Observations entered by hand."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

import rootcause as rc

UNITS = "'minutes' is measured in min, and this value is in s. Enter it in min."


def refused(call, *args, **named):
    with pytest.raises(rc.RootcauseError) as raised:
        call(*args, **named)
    return str(raised.value)


@pytest.fixture(scope="module")
def settled(tmp_path_factory):
    """A case to which nothing is added: an observation, and a voided one."""
    book = rc.open_book(tmp_path_factory.mktemp("settled") / "cases.db", create=True)
    case = rc.new_case(title="Vanilla", complaint="No!", outcome="no_start", book=book)
    case.declare("minutes", kind="numeric", unit="min", range=(0, 60))
    case.declare("flavor", kind="nominal", levels=["vanilla", "mint", "lemon"])
    for minutes in (1.6, 1.7):
        case.observe(minutes=minutes)
    case.void(2, why="another car")
    return case


def test_an_observation_carries_who_when_and_why(case):
    number = case.observe(
        minutes=1.6,
        no_start=True,
        who="Bob",
        observed_at="2026-03-02T09:00:00+01:00",
        note="cold",
        missing={"flavor": "refused"},
        trial=True,
        plan=3,
    )
    row = case.provenance.loc[number]
    assert row["who"] == "Bob"
    assert row["observed_at"] == "2026-03-02T09:00:00+01:00"
    assert dt.datetime.fromisoformat(row["recorded_at"]).utcoffset() == dt.timedelta()
    assert (row["trial"], row["plan"], row["note"]) == (True, 3, "cold")
    assert case.missing.to_dict("records") == [{"variable": "flavor", "reason": "refused", "n": 1}]
    assert list(case.journal["what"])[-1] == "Trial 1 recorded."


@pytest.mark.parametrize(
    ("values", "options", "said"),
    [
        ({"minutes": "96 s"}, {}, UNITS),
        ({"minutes": 96}, {"units": {"minutes": "s"}}, UNITS),
        ({"minutes": "soon"}, {}, "'minutes' is numeric; 'soon' is no number."),
        ({"minutes": True}, {}, "'minutes' is numeric; 'True' is no number."),
        (
            {"minutes": 96},
            {},
            "'minutes' is 96 min, and 0 to 60 is plausible. If it is right, say so with sure=True.",
        ),
        ({"minutes": np.inf}, {}, "'minutes' can't be infinite."),
        ({"flavor": "minth"}, {}, "'flavor' has no level 'minth'. Did you mean 'mint'?"),
        (
            {"minuts": 3},
            {},
            "The case knows no variable 'minuts' yet. Did you mean 'minutes'? A new one is "
            "declared first: declare('minuts').",
        ),
        ({}, {}, "An observation has at least one value: observe(flavor='vanilla')."),
        ({"": 1}, {}, "A variable has a name of at most 200 characters, not ''."),
        ({"x" * 201: 1}, {}, f"A variable has a name of at most 200 characters, not '{'x' * 40}'."),
        (
            {"x": {1, 2}},
            {},
            "A set can't be kept as a value; numbers, text, true, false and times can.",
        ),
        (
            {"minutes": 1},
            {"missing": {"flavor": "refusd"}},
            "'flavor' can't be missing because of 'refusd'. Did you mean 'refused'?",
        ),
        (
            {"minutes": 1},
            {"missing": {"minutes": "refused"}},
            "'minutes' has a value, so it isn't missing: refused.",
        ),
        (
            {"note": "a" * 1_000_001},
            {},
            "An observation has at most 1,000,000 characters; this one has 1,000,012.",
        ),
        ({"minutes": 1}, {"who": " "}, "`who` is a name of at most 200 characters, not ' '."),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(settled, values, options, said):
    before = len(settled.journal)
    assert refused(settled.observe, values, **options) == said
    assert len(settled.journal) == before


def test_values_are_typed(case):
    moment = pd.Timestamp("2026-03-02T09:00:00", tz="Europe/Berlin")
    case.declare("seen", kind="time")
    case.observe(minutes="1.6 min", ok="x", on=True, seen=moment, count=np.int64(3))
    case.observe(minutes=2, ok="y", on=False, seen=moment, count=4)
    frame = case.observations
    kinds = {name: dtype.kind for name, dtype in frame.dtypes.items() if name not in ("ok", "seen")}
    assert kinds == {"no_start": "f", "minutes": "f", "flavor": "f", "on": "b", "count": "i"}
    assert frame["minutes"].tolist() == [1.6, 2.0]
    assert frame["seen"].tolist() == [moment, moment]
    case.observe(minutes=Decimal("3"))
    frame = case.observations
    assert str(frame["on"].dtype) == "boolean"
    assert frame["count"].tolist()[:2] == [3.0, 4.0]


def test_the_first_unit_and_form_hold(case):
    case.observe(weight=3, units={"weight": "kg"})
    assert refused(case.observe, weight=3, units={"weight": "lb"}).startswith(
        "'weight' is measured in kg, and this value is in lb."
    )
    assert refused(case.observe, weight="heavy") == "'weight' is numeric; 'heavy' is no number."
    case.observe(mood="fine")
    assert refused(case.observe, mood=3) == (
        "'mood' has held text so far, and '3' is not. If both are right, declare('mood', kind=...) "
        "says what it is."
    )


def test_what_is_meant_can_be_insisted_on(case):
    case.observe(minutes=96, minuts=1, sure=True)
    assert case.observations.loc[1, ["minutes", "minuts"]].tolist() == [96, 1]


def test_a_candidate_may_come_half_way(case):
    case.observe(minutes=1.6, flavor="mint", no_start=False)
    case.declare("fan")
    case.observe(minutes=1.6, flavor="mint", no_start=False)
    told = {(one.variable, one.reason): one.n for one in case.missing.itertuples()}
    assert told == {("fan", "added later"): 1, ("fan", "not recorded"): 1}


# Amendments


def test_an_amendment_keeps_the_old_value(case):
    case.observe(minutes=1.6, flavor="mint")
    case.amend(1, minutes=2.6, why="misread the watch", who="Bob")
    case.amend(1, minutes=3.6, flavor=None, why="once more")
    assert case.observations.loc[1, "minutes"] == 3.6
    assert case.observations["flavor"].isna().all()
    said = list(case.journal["what"])[-2:]
    assert said == [
        "Observation 1 amended: minutes 1.6 -> 2.6, because misread the watch",
        "Observation 1 amended: minutes 2.6 -> 3.6, flavor mint -> nothing, because once more",
    ]
    assert case.provenance.loc[1, "amended"] == 2


def test_imported_rows_are_amended_and_voided(case):
    case.observe(pd.DataFrame({"minutes": [1, 2, 3], "flavor": pd.Categorical(["mint"] * 3)}))
    case.amend(2, minutes=2.5, flavor="lemon", why="misread")
    case.void(3, why="another car")
    frame = case.observations
    assert frame["minutes"].tolist() == [1.0, 2.5]
    assert frame["flavor"].tolist() == ["mint", "lemon"]
    assert case.provenance["void"].tolist() == [False, False, True]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda case: case.amend(1, minutes=99, why="x"), "'minutes' is 99 min, and 0 to 60 is"),
        (lambda case: case.amend(1, minutes="3 s", why="x"), UNITS),
        (lambda case: case.amend(1, minutes=1.6, why="x"), "Observation 1 holds these values"),
        (lambda case: case.amend(1, minuts=2, why="x"), "The case knows no variable 'minuts'. Did"),
        (lambda case: case.amend(1, why="x"), "An amendment has at least one value: amend(17, "),
        (lambda case: case.amend(1, minutes=2, why=" "), "`why` gives the reason in words"),
        (lambda case: case.amend(7, minutes=2, why="x"), "There is no observation 7; there are 1"),
        (lambda case: case.amend("1", minutes=2, why="x"), "There is no observation 1; there are"),
        (lambda case: case.amend(2, minutes=2, why="x"), "Observation 2 was voided: another car"),
        (lambda case: case.void(2, why="x"), "Observation 2 was voided: another car"),
        (lambda case: case.void(0, why="x"), "There is no observation 0; there are 1 to 2."),
        (lambda case: case.void(1, why=""), "`why` gives the reason in words: why='misread the"),
    ],
)
def test_amendments_that_cannot_be_are_refused(settled, call, said):
    before = len(settled.journal)
    assert refused(call, settled).startswith(said)
    assert len(settled.journal) == before


# Declarations


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"kind": "numerik"}, "The kind of 'x' can't be 'numerik'. Did you mean 'numeric'?"),
        ({"role": "cause"}, "The role of 'x' can't be 'cause'. There are: 'outcome'"),
        ({"role": "outcome"}, "'no_start' is the outcome already; a case has one."),
        ({"levels": ["a", "b"]}, "'x' has levels, so its kind is one of binary, nominal or ordi"),
        ({"kind": "binary", "levels": ["a"]}, "The levels of 'x' must be two different ones."),
        ({"kind": "numeric", "range": (3, 1)}, "The range of 'x' is two numbers, the lower first"),
        (
            {"kind": "nominal", "range": (1, 3)},
            "'x' has a range, so its kind is numeric, not nominal; say kind='numeric', or leave "
            "the range out.",
        ),
        ({"unit": 3}, "The unit of 'x' is text, not '3'."),
        ({"colour": "red"}, "'colour' can't be said of a variable."),
    ],
)
def test_declarations_that_cannot_be_are_refused(settled, said, refusal):
    assert refused(settled.declare, "x", **said).startswith(refusal)


def test_a_range_says_that_it_is_a_number(settled):
    settled.declare("stay", range=(1, 15), lever=True)
    assert settled.variables["stay"].kind == "numeric"
    assert settled.journal["what"].iloc[-1] == "Variable 'stay' declared: range 1 to 15, lever yes"


@pytest.mark.parametrize(
    ("name", "said", "refusal"),
    [
        (
            "no_start",
            {"kind": "binary", "levels": ["no", "yes"]},
            "'no_start' is 'True' in observation 1 already; the levels are 'no', 'yes'.",
        ),
        (
            "flavor",
            {"kind": "numeric", "levels": None},
            "'flavor' is 'mint' in observation 1 already; a number is needed.",
        ),
        (
            "lot",
            {"range": (1, 20)},
            "'lot' is '12' in observation 1 already; a number is needed.",
        ),
        (
            "lot",
            {"kind": "numeric"},
            "'lot' is '12' in observation 1 already; a number is needed.",
        ),
        (
            "flavor",
            {"levels": ["vanilla", "lemon"]},
            "'flavor' is 'mint' in observation 1 already; the levels are 'vanilla', 'lemon'.",
        ),
    ],
)
def test_what_is_declared_fits_what_was_recorded(case, name, said, refusal):
    case.observe(no_start=True, flavor="mint", lot="12")
    before = case.variables, len(case.journal)
    with pytest.raises(rc.VariableError) as raised:
        case.declare(name, **said)
    assert str(raised.value) == f"{refusal} Declare what fits, or amend it first."
    assert (case.variables, len(case.journal)) == before
    case.declare(name, label="as it is called")


def test_what_has_a_unit_is_numeric(book):
    case = rc.new_case(title="x", complaint="y", book=book)
    for minutes in (1.6, 9.2, 1.6):
        case.observe(minutes=minutes, units={"minutes": "min"})
    assert case.snapshot().variables["minutes"].kind == "numeric"


def test_declarations_reach_the_investigation(case):
    for place in range(12):
        case.observe(
            minutes=1.5 + place, flavor=["vanilla", "mint"][place % 2], no_start=place % 2 == 0
        )
    snapshot = case.snapshot()
    assert snapshot.outcome.name == "no_start"
    assert snapshot.variables["minutes"].range == (0, 60)
    assert snapshot.variables["minutes"].lever
    answers = [str(one.investigate(rng=0).findings[0]) for one in (case, snapshot)]
    answers.append(str(rc.investigate(case, rng=0).findings[0]))
    assert len(set(answers)) == 1
    assert "flavor" in answers[0]


def test_trials_are_told_apart(case):
    case.observe(minutes=1.0, no_start=True)
    case.observe(minutes=2.0, no_start=True, trial=True)
    snapshot = case.snapshot()
    (mark,) = [one.name for one in snapshot.variables.values() if one.role is rc.Role.TRIAL]
    assert snapshot.observations[mark].tolist() == [False, True]


def test_a_case_is_found_by_its_id(case, book, monkeypatch):
    assert rc.open_case(case.id, book=book.name).id == case.id
    monkeypatch.setenv("ROOTCAUSE_BOOK", book.name)
    assert rc.open_case(case.id).id == case.id
    assert refused(rc.open_case, "2026-9999").startswith(f"{book.name} has no case '2026-9999'.")


def test_a_new_case_makes_the_default_book(tmp_path, monkeypatch):
    monkeypatch.delenv("ROOTCAUSE_BOOK", raising=False)
    monkeypatch.setenv("ROOTCAUSE_WHO", "Ann")
    monkeypatch.chdir(tmp_path)
    case = rc.new_case(title="x", complaint="y")
    assert (tmp_path / "cases.db").exists()
    assert rc.open_case(case.id).journal["who"].tolist() == ["Ann"]
