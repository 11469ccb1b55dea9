"""Evidence comes out the same again, or says what didn't."""

from dataclasses import replace

import pandas as pd
import pytest

import rootcause as rc
from rootcause.case import evidence, hypotheses
from rootcause.errors import ArgumentError

TRIPS = pd.DataFrame(
    {
        "minutes": [2, 3, 2, 1, 3, 2, 4, 3, 9, 8, 11, 7, 10, 12, 9, 8],
        "no_start": [True] * 8 + [False] * 8,
    }
)


def test_what_is_saved_and_compared(course):
    found = rc.investigate(TRIPS, "no_start", rng=7)
    course.do(evidence.save, found, {"rng": 7})
    saved = course.handling.evidence[0]
    assert (saved.seed, saved.fingerprint) == (7, found.provenance.fingerprint)
    assert dict(saved.verdicts) == {"minutes": "stands"}
    assert dict(saved.options) == {"alpha": 0.05, "correction": "fdr_bh", "rng": 7}
    course.do(evidence.save, rc.investigate(TRIPS, "no_start", rng=7), {"rng": 7})
    again = course.handling.evidence[1]
    assert evidence.differences(saved, again) == []
    other = replace(again, fingerprint="0", version="9", verdicts=(), pvalues=(("minutes", 0.5),))
    said = evidence.differences(saved, other)
    assert said[0] == "The observations have changed since."
    assert said[1].endswith("now by 9.")
    assert said[2] == "minutes: stands then, not there now."
    assert said[3].endswith("then, 0.5 now.")


def test_without_a_seed_it_is_no_evidence(course):
    import numpy as np

    found = rc.investigate(TRIPS, "no_start", rng=np.random.default_rng(0))
    with pytest.raises(ArgumentError, match="so it needs a seed"):
        course.do(evidence.save, found, {})


def test_a_hypothesis_written_after_its_evidence_says_so(course):
    course.do(evidence.save, rc.investigate(TRIPS, "no_start", rng=0), {})
    course.day = "2026-03-03"
    course.do(hypotheses.hypothesise, "Short stops", predicts="They fail.")
    handling = course.do(hypotheses.judge, 1, "supported", because="they do", evidence=1)
    assert handling.hypotheses[0].judgements[0].afterwards
    course.do(evidence.save, rc.investigate(TRIPS, "no_start", rng=0), {})
    handling = course.do(hypotheses.judge, 1, "supported", because="they do", evidence=2)
    assert not handling.hypotheses[0].judgements[1].afterwards
