import pytest

from rootcause.results import Plan, Prediction, Rival, Trial
from rootcause.variables import Kind, Variable


@pytest.mark.parametrize(
    ("chance", "answer", "fits"),
    [(0.9, 1, True), (0.9, 0, False), (0.1, 0, True), (0.1, 1, False), (0.5, 1, None)],
)
def test_a_chance_fits_what_it_made_likely(chance, answer, fits):
    assert Prediction(("minutes",), chance).fits(answer) is fits


def test_a_number_fits_within_what_nine_of_ten_lie_in():
    said = Prediction(("minutes",), 70.0, 2.0)
    assert said.fits(73.2) and not said.fits(73.4)


def test_what_a_rival_foretold_is_found_by_its_levers():
    said = Prediction(("minutes",), 0.9)
    trial = Trial({"minutes": 2.0}, (said,))
    assert trial.foretold(("minutes",)) is said and trial.foretold(("flavour",)) is None
    plan = Plan(Variable("failed", Kind.BINARY), rivals=(Rival(("minutes",), 0.8),))
    assert plan.rival("minutes").weight == 0.8 and plan.rival("flavour") is None
