"""For every pair of kinds, both ways round: what must not change the answer, and what must."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rootcause as rc
from rootcause.association import MEASURES, associate
from rootcause.variables import Kind

SMALL = settings(max_examples=6)
CLOSE = {"rel": 1e-6, "abs": 1e-9, "nan_ok": True}
DRAWN = 0.16  # two p-values of 400 draws each differ by more once in 100,000
COLUMN = {
    Kind.BINARY: ("failed", "fan"),
    Kind.NOMINAL: ("shift", "plant"),
    Kind.ORDINAL: ("wear", "rust"),
    Kind.NUMERIC: ("heat", "load"),
}
NAMES = {"early": "<b>", "late": "=1+1", "night": "zinc", "on": "x on", "off": "x off"}
GRADES = {"none": "zero", "some": "a few", "heavy": "lots"}
TURNED = {"Ayr": "York", "Bath": "Ware", "Cork": "Rhyl"}  # the order of the alphabet, too
SIGNED = {"rho", "tau-b", "probability of superiority"}
outcomes = pytest.mark.parametrize("outcome", [pair[0] for pair in COLUMN.values()])
seeds, sizes = st.integers(0, 10**6), st.sampled_from([20, 160])


def graded(values):
    grades = np.digitize(values, [-0.5, 0.7])
    grades[:3] = 0, 1, 2  # or they may be two, and no grades
    return pd.Categorical.from_codes(grades, list(GRADES), ordered=True)


def table(seed, n):
    """Two columns of each kind, some with something in common, and a time."""
    rng = np.random.default_rng(seed)
    heat, load, wear, rust, fails = np.round(rng.normal(size=(5, n)), 1)
    plant = rng.integers(0, 3, n)
    return pd.DataFrame(
        {
            "failed": np.where(heat + fails > 0, "failed", "ok"),
            "fan": np.where(plant + load > 1, "on", "off"),
            "shift": rng.permutation(np.resize(["early", "late", "night"], n)),
            "plant": np.array(["Ayr", "Bath", "Cork"])[plant],
            "wear": graded(wear + heat),
            "rust": graded(rust + plant - 1),
            "heat": heat,
            "load": load,
            "when": pd.Timestamp("2026-01-01") + pd.to_timedelta(rng.permutation(n) * 5, unit="h"),
        }
    )


def measured(frame, outcome):
    found = rc.rank(frame, outcome).candidates
    return {one.name: one.association for one in found if one.association}


def numbers(found, unit):
    effects = [found.effect, *found.also]
    told = [found.statistic]
    for effect in effects:
        size = unit if effect.name == "difference of means" else 1.0
        told += [size * effect.value, size * effect.low, size * effect.high]
    return told


def same(found, again, *, unit=1.0, drawn=False):
    """The same is told of two; p-values that are drawn anew may differ a little."""
    assert (again.measure, again.method, again.n) == (found.measure, found.method, found.n)
    assert numbers(again, 1.0) == pytest.approx(numbers(found, unit), **CLOSE), found
    close = {"abs": DRAWN} if drawn and found.method == "permutation" else CLOSE
    assert again.pvalue == pytest.approx(found.pvalue, **close), found


@outcomes
@SMALL
@given(seeds, sizes)
def test_the_order_of_rows_and_columns_does_not_matter(outcome, seed, n):
    plain = table(seed, n)
    turned = plain.sample(frac=1, random_state=seed).sample(frac=1, axis=1, random_state=seed)
    one, other = measured(plain, outcome), measured(turned, outcome)
    assert one.keys() == other.keys()
    for name, found in one.items():
        same(found, other[name], drawn=True)


@outcomes
@SMALL
@given(seeds, sizes, st.floats(1e-3, 1e3), st.integers(-1000, 1000))
def test_another_unit_changes_only_what_is_told_in_it(outcome, seed, n, scale, shift):
    plain = table(seed, n)
    scaled = plain.assign(**plain[["heat", "load"]] * scale + shift)
    one, other = measured(plain, outcome), measured(scaled, outcome)
    for name, found in one.items():
        same(found, other[name], unit=scale)


@outcomes
@SMALL
@given(seeds, sizes)
def test_other_names_of_levels_change_names_only(outcome, seed, n):
    plain = table(seed, n)
    renamed = plain.assign(
        **{name: plain[name].replace(NAMES) for name in ("shift", "fan")},
        **{name: plain[name].cat.rename_categories(GRADES) for name in ("wear", "rust")},
    )
    one, other = measured(plain, outcome), measured(renamed, outcome)
    for name, found in one.items():
        same(found, other[name])
        level = found.effect.level
        assert other[name].effect.level == {**NAMES, **GRADES}.get(level, level)


@outcomes
@SMALL
@given(seeds, sizes)
def test_the_order_of_names_matters_only_where_two_levels_stand_out_alike(outcome, seed, n):
    plain = table(seed, n)
    turned = plain.assign(plant=plain["plant"].replace(TURNED))
    one, other = (measured(frame, outcome)["plant"] for frame in (plain, turned))
    assert numbers(other, 1.0)[:4] == pytest.approx(numbers(one, 1.0)[:4], **CLOSE)
    close = {"abs": DRAWN} if one.method == "permutation" else CLOSE
    assert other.pvalue == pytest.approx(one.pvalue, **close)


@outcomes
@SMALL
@given(seeds, sizes, st.integers(1, 20))
def test_rows_without_a_value_are_only_counted(outcome, seed, n, more):
    plain = table(seed, n)
    head = plain.head(more)
    gone = head.apply(lambda held: held.where(np.zeros(len(held), dtype=bool)))
    without_outcome = head.assign(**{outcome: gone[outcome]})
    without_all_else = gone.assign(**{outcome: head[outcome]})
    one = measured(plain, outcome)
    for added, missing in ((without_outcome, 0), (without_all_else, len(head))):
        other = measured(pd.concat([plain, added], ignore_index=True), outcome)
        for name, found in one.items():
            same(found, other[name], drawn=True)
            assert other[name].n_missing == missing


@outcomes
@SMALL
@given(seeds, sizes, st.sampled_from(["heat", "load"]))
def test_turning_a_number_round_turns_its_effects(outcome, seed, n, turned):
    plain = table(seed, n)
    one, other = (
        measured(frame, outcome) for frame in (plain, plain.assign(**{turned: -plain[turned]}))
    )
    for name in one if turned == outcome else {turned} & one.keys():
        effect, again = one[name].effect, other[name].effect
        value, low, high = effect.on_axis
        signed = (-value, -high, -low) if effect.name in SIGNED else (value, low, high)
        assert again.on_axis == pytest.approx(signed, **CLOSE)
        close = {"abs": DRAWN} if one[name].method == "permutation" else CLOSE
        assert other[name].pvalue == pytest.approx(one[name].pvalue, **close)


@outcomes
@SMALL
@given(seeds, sizes)
def test_an_added_column_of_noise_changes_only_the_correction(outcome, seed, n):
    plain = table(seed, n)
    wider = plain.assign(more=np.random.default_rng(seed).normal(size=n))
    one, other = measured(plain, outcome), measured(wider, outcome)
    assert other.keys() == {*one, "more"}
    for name, found in one.items():
        same(found, other[name], drawn=True)


def test_no_pair_of_kinds_is_left_out():
    """Each outcome above is measured with a candidate of each kind, and with parts of a time."""
    plain = table(0, 160)
    for outcome, _ in COLUMN.values():
        kinds = {one.variable.kind for one in rc.rank(plain, outcome).candidates if one.association}
        assert kinds == set(COLUMN)
        assert {"when: hour", "when: weekday", "when: order"} <= measured(plain, outcome).keys()


def turned_round():
    """Each measure with the kinds that it takes both ways round."""
    ways = {
        (row.name, one, two) for row in MEASURES for one in row.outcomes for two in row.candidates
    }
    return sorted(way for way in ways if (way[0], way[2], way[1]) in ways and way[1] <= way[2])


@pytest.mark.parametrize(("measure", "one", "two"), turned_round())
@SMALL
@given(seeds, sizes)
def test_measures_do_not_mind_which_side_is_the_outcome(measure, one, two, seed, n):
    plain = table(seed, n)
    left, right = plain[COLUMN[one][0]], plain[COLUMN[two][1]]
    found = associate(left, right, measure=measure)
    again = associate(right, left, measure=measure)
    effects, others = ((each.effect.name, each.effect.value) for each in (found, again))
    symmetric = found.effect.name != "risk difference"
    assert effects[0] == others[0]
    assert not symmetric or effects[1] == pytest.approx(others[1], **CLOSE)
    if "+curve" not in measure:
        assert again.pvalue == pytest.approx(found.pvalue, abs=DRAWN if "+" in measure else 1e-9)
    assert abs(again.statistic) == pytest.approx(abs(found.statistic), **CLOSE)
