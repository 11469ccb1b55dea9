import numpy as np
import pytest
from cars import FLAVOUR, MINUTES

from rootcause.errors import ArgumentError
from rootcause.trials.allowed import can_be_made, costs_of

LEVERS = (FLAVOUR, MINUTES)
VALUES = np.array([[0, 2.0], [2, 2.0], [2, 9.0], [1, 12.0]])


@pytest.mark.parametrize(
    ("combination", "left"),
    [
        ({"flavour": "vanilla"}, [0, 3]),
        ({"flavour": ["vanilla", "pistachio"]}, [0]),
        ({"minutes": (1, 5)}, [2, 3]),
        ({"minutes": 9}, [0, 1, 3]),
        ({"flavour": "vanilla", "minutes": (5, 15)}, [0, 1, 3]),
    ],
)
def test_a_combination_covers_what_fits_all_of_it(combination, left):
    assert np.flatnonzero(can_be_made(LEVERS, VALUES, [combination])).tolist() == left


@pytest.mark.parametrize(
    ("forbidden", "said"),
    [
        ({"flavour": "vanilla"}, "is no list of combinations"),
        (["vanilla"], "'vanilla', which names no settings"),
        ([{"flavor": "vanilla"}], "names 'flavor', which is no lever. Did you mean 'flavour'?"),
        ([{"flavour": "vanila"}], "'vanila' is no level of 'flavour'. Did you mean 'vanilla'?"),
        ([{"minutes": "long"}], "says 'long' of 'minutes'; it takes a number or (low, high)."),
    ],
)
def test_wrong_combinations_are_one_sentence(forbidden, said):
    with pytest.raises(ArgumentError) as error:
        can_be_made(LEVERS, VALUES, forbidden)
    assert said in str(error.value)


def test_costs_come_on_top_of_an_ordinary_trial():
    costs = {"flavour": {"pistachio": 3}, "minutes": 0.5}
    assert costs_of(LEVERS, VALUES, costs).tolist() == [1.5, 1.5, 5.0, 9.5]
    assert costs_of(LEVERS, VALUES, None).tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("costs", "said"),
    [
        (3, "takes costs by name of lever"),
        ({"minutes": -1}, "it takes a number from 0 up"),
        ({"minutes": "dear"}, "it takes a number from 0 up"),
        ({"flavour": 2}, "it takes a cost by level, such as {'chocolate': 1}"),
        ({"flavour": {"vanila": 2}}, "'vanila' is no level of 'flavour'"),
        ({"queue": 2}, "'queue', which is no lever"),
    ],
)
def test_wrong_costs_are_one_sentence(costs, said):
    with pytest.raises(ArgumentError) as error:
        costs_of(LEVERS, VALUES, costs)
    assert said in str(error.value)
