"""Values in another unit: found, and seldom where there are none."""

import numpy as np
import pandas as pd
import pytest

import rootcause as rc
from rootcause.columns.mixed import Mixed, mixed_units


@pytest.mark.parametrize("factor", [10, 60, 1000, 1 / 60])
def test_some_values_in_another_unit_are_found(rng, factor):
    values = rng.normal(9, 1.5, 60)
    values[[3, 20, 41]] *= factor
    assert mixed_units(values) == Mixed(3, pytest.approx(factor))


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng: rng.normal(9, 2, 60),
        lambda rng: rng.lognormal(0, 1, 60),
        lambda rng: rng.exponential(1, 60),
        lambda rng: rng.uniform(0, 1, 60),
        lambda rng: rng.pareto(1, 60) + 1,
        lambda rng: rng.poisson(3, 60) + 1.0,
    ],
    ids=["normal", "lognormal", "exponential", "uniform", "pareto", "counts"],
)
def test_seldom_where_there_are_none(rng, draw):
    """300 columns: at most 9."""
    assert sum(mixed_units(draw(rng)) is not None for _ in range(300)) <= 9


@pytest.mark.parametrize(
    "values",
    [[], [1.0] * 20, [0.0, *range(1, 20)], [-5.0, *range(1, 20)], [*range(1, 20), 6000.0]],
    ids=["none", "constant", "zero", "negative", "one alone"],
)
def test_no_answer_where_none_can_be_given(values):
    assert mixed_units(np.array(values, dtype=float)) is None


def test_it_is_a_caution():
    rng = np.random.default_rng(0)
    minutes = rng.normal(9, 1.5, 60)
    failed = minutes < 9
    minutes[[3, 20, 41]] *= 60
    found = rc.investigate(pd.DataFrame({"minutes": minutes, "failed": failed}), "failed")
    assert found["minutes"].verdict == "stands"
    assert found["minutes"].cautions == (
        "3 of its 60 values lie about 60 times as high as the others: they may be in another unit.",
    )
