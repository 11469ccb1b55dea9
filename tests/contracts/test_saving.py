"""Saved evidence comes out the same again, on the observations as they were then."""

import numpy as np
import pandas as pd
import pytest

import rootcause as rc

TRIPS = pd.DataFrame(
    {
        "no_start": [True] * 8 + [False] * 8,
        "minutes": [2, 3, 2, 1, 3, 2, 4, 3, 9, 8, 11, 7, 10, 12, 9, 8],
    }
)


@pytest.fixture
def seen(case):
    case.observe(TRIPS)
    return case


def test_worked_out_again_after_more_was_observed(book, seen):
    number = seen.save(alpha=0.01, levers={"minutes": (1, 15)})
    for _ in range(3):
        seen.observe(no_start=False, minutes=1)
    seen.amend(1, minutes=12, why="misread")
    assert seen.work_out_again(number) == []
    saved = seen.evidence[0]
    assert dict(saved.options)["alpha"] == 0.01
    assert saved.answer == book.cases.loc[0, "answer"]
    assert saved.fingerprint != seen.investigate().provenance.fingerprint


def test_what_was_found_already_is_saved(seen):
    assert seen.save(seen.investigate(rng=3), rng=3) == 1
    assert seen.evidence[0].seed == 3
    assert seen.work_out_again(1) == []


def test_level_correction_and_seed_need_not_be_told_again(seen):
    seen.save(seen.investigate(rng=3, alpha=0.2, correction="holm"))
    assert dict(seen.evidence[0].options) == {"alpha": 0.2, "correction": "holm", "rng": 3}
    assert seen.work_out_again(1) == []


def test_what_comes_out_otherwise_is_said(seen):
    seen.save(seen.investigate(), alpha=1e-9)  # not what it was given
    assert any(one.startswith("The answer was: ") for one in seen.work_out_again(1))


def test_what_is_no_evidence(seen, book):
    elsewhere = rc.investigate(TRIPS, "no_start")
    with pytest.raises(rc.ArgumentError, match="That investigation is not of case"):
        seen.save(elsewhere)
    with pytest.raises(rc.ArgumentError, match=r"\['rng'\] can't all be written down"):
        seen.save(rng=np.random.default_rng(0))
    with pytest.raises(rc.CaseError, match="There is no evidence 1"):
        seen.work_out_again(1)
