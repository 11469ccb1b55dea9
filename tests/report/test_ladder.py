"""The ladder of each kind of investigation."""

from dataclasses import replace

import made
import pytest

from rootcause.report.ladder import ladder
from rootcause.report.numbers import NBSP


@pytest.mark.parametrize(
    ("case", "steps"),
    [
        ("vanilla", ["yes, p = .0002 corrected", "yes, p = .002 at worst", "not yet", "not yet"]),
        ("nominal outcome", ["yes, p = .0008 corrected", "yes: no other is associated"]),
        ("three rivals", ["yes, p = .0005 corrected", "undetermined: 3 rivals"]),
        ("nothing", ["no: smallest corrected p = .06", "nothing to test"]),
        ("too few", ["too few to say", "nothing to test"]),
    ],
)
def test_ladder(case, steps):
    climbed = ladder(made.ALL[case]())
    assert [step.text.replace(NBSP, " ") for step in climbed][: len(steps)] == steps
    assert [step.reached for step in climbed] == [
        one.startswith("yes") for one in (step.text for step in climbed)
    ]


def test_one_that_no_test_prefers_stands_by_the_evidence():
    told = made.vanilla()
    first, *rest = told.candidates
    close = replace(first, not_excluded=("queue",), odds=14.2)
    step = ladder(replace(told, candidates=(close, *rest)))[1]
    assert (step.text.replace(NBSP, " "), step.reached) == (
        "by the evidence, 14 to 1; p = .002 given a rival",
        True,
    )
