"""The ladder of each kind of investigation."""

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
