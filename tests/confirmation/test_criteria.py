"""A criterion is read, decided once, and passed by a useless fix in at most 1 of 20 cases."""

import re

import numpy as np
import pytest
from scipy.stats import binom

from rootcause.confirmation.criteria import judged, read_criterion
from rootcause.confirmation.rows import Rows
from rootcause.errors import ArgumentError
from rootcause.variables import Kind, Variable

FAILED = Variable("failed", Kind.BINARY)
MEASURED = Variable("play", Kind.NUMERIC)


def read(text, outcome=FAILED, planned=None, exposure=False):
    return read_criterion(text, outcome, planned, exposure=exposure, alpha=0.05)


def rows(values, exposure=None):
    values = np.array(values, dtype=float)
    return Rows(values.size, int(values.sum()), values, exposure)


@pytest.mark.parametrize(
    ("text", "planned", "needed", "allowed"),
    [
        ("30 in a row", None, 30, 0),
        ("30 in a row without a failure", 30, 30, 0),
        ("at most 1 of 93", None, 93, 1),
        ("Rate below 5 %", None, 59, 0),
        ("rate below 5%", 100, 100, 1),
        ("rate below 0.05", None, 59, 0),
    ],
)
def test_shares(text, planned, needed, allowed):
    found = read(text, planned=planned)
    assert (found.needed, found.allowed) == (needed, allowed)
    assert binom.cdf(allowed, needed, found.below) <= 0.05 + 1e-9


def test_exposure():
    found = read("rate below 3 per 1000", exposure=True)
    assert found.below == pytest.approx(0.003)
    assert found.needed == pytest.approx(998.58, abs=0.01)


@pytest.mark.parametrize(
    ("text", "below", "bound", "failing", "needed"),
    [("median below 4.5", 0.5, 4.5, "above", 5), ("95 % above -2", 0.05, -2, "below", 59)],
)
def test_values(text, below, bound, failing, needed):
    found = read(text, MEASURED)
    assert found.below == pytest.approx(below)
    assert (found.bound, found.failing, found.needed) == (bound, failing, needed)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"text": "soon"},
            "criterion='soon' can't be read; it takes '30 in a row', 'at most 1 of 93' or 'rate "
            "below 5 %'.",
        ),
        (
            {"text": "median below 4", "exposure": True, "outcome": MEASURED},
            "criterion='median below 4' can't be read; it takes 'rate below 0.01' or 'rate below 3 "
            "per 1000'.",
        ),
        (
            {"text": "30 in a row", "outcome": MEASURED},
            "criterion='30 in a row' can't be read; it takes 'median below 4.5' or '95 % above 2'.",
        ),
        (
            {"text": "30 in a row", "planned": 20},
            "criterion='30 in a row' is decided at 30 observations, not 20.",
        ),
        (
            {"text": "at most 5 of 5"},
            "criterion='at most 5 of 5' is passed by anything; allow fewer failures.",
        ),
        (
            {"text": "rate below 100 %"},
            "criterion='rate below 100 %' asks for a share that none can be below.",
        ),
        (
            {"text": "rate below 5 %", "planned": 20},
            "criterion='rate below 5 %' takes at least 59 since the fix without a failure; "
            "planned=20 can't show it.",
        ),
    ],
)
def test_what_can_t_be_is_refused(options, said):
    with pytest.raises(ArgumentError, match=f"^{re.escape(said)}$"):
        read(**options)


@pytest.mark.parametrize(
    ("values", "met"),
    [
        ([0] * 9, None),
        ([0] * 10, True),
        ([0] * 10 + [1] * 9, True),
        ([1] + [0] * 40, False),
        ([0] * 3 + [1], False),
    ],
)
def test_the_clock_starts_when_the_fix_is_declared(values, met):
    """Not the best run of ten since: the first ten."""
    assert judged(read("10 in a row"), rows(values)).met is met


def test_of_totals_failures_are_taken_to_have_come_first():
    assert judged(read("10 in a row"), Rows(40, 1)).met is False
    assert judged(read("10 in a row"), Rows(40, 0)).met is True


def test_an_exposure_is_cut_where_it_is_enough():
    criterion = read("rate below 3 per 100", exposure=True)
    exposure = np.full(12, 10.0)
    assert judged(criterion, rows([0] * 9, exposure[:9])).met is None
    assert judged(criterion, rows([0] * 10 + [4, 4], exposure)).met is True
    assert judged(criterion, rows([0] * 9 + [4, 0, 0], exposure)).met is False


def test_measured_values_fail_on_the_wrong_side_of_their_bound():
    values = Rows(5, 0, np.array([4.0, 4.1, 4.4, 3.9, 4.5]))
    found = judged(read("median below 4.5", MEASURED), values)
    assert (found.failures, found.met) == (1, False)
