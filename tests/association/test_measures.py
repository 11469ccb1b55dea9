"""Every row of the table against scipy, statsmodels or published numbers."""

import math

import numpy as np
import pytest
import worlds
from scipy import stats
from statsmodels.api import OLS
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.oneway import anova_oneway
from statsmodels.stats.proportion import confint_proportions_2indep

from rootcause.association import MEASURES, measure_for
from rootcause.association.prepare import paired
from rootcause.errors import ArgumentError, VariableError
from rootcause.variables import Kind

KINDS = (Kind.BINARY, Kind.NOMINAL, Kind.ORDINAL, Kind.NUMERIC)
EXACTLY = {"rel": 1e-9}


def read(outcome, candidate, name=None):
    row = measure_for(outcome.variable.kind, candidate.variable.kind, name)
    return row.read([paired(outcome, candidate)])[0]


@pytest.mark.parametrize("candidate", KINDS)
@pytest.mark.parametrize("outcome", KINDS)
def test_every_pair_of_kinds_has_one_default(outcome, candidate):
    defaults = [row for row in MEASURES if row.default and row.takes(outcome, candidate)]
    assert defaults == [measure_for(outcome, candidate)]
    names = [row.name for row in MEASURES if row.takes(outcome, candidate)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("row", MEASURES, ids=lambda row: f"{row.name}: {row.outcomes[0]}")
def test_every_row_does_what_it_says(row, rng):
    for outcome in row.outcomes:
        for candidate in row.candidates:
            columns = (worlds.drawn(kind, "", 60, rng) for kind in (outcome, candidate))
            reading = row.read([paired(*columns)])[0]
            assert reading.effect.name == row.effect
            assert (reading.pvalue is None) == row.default
            assert reading.effect.low <= reading.effect.value <= reading.effect.high
            assert math.isfinite(reading.statistic)


def test_unknown_names_are_met_with_what_there_is():
    with pytest.raises(ArgumentError) as told:
        measure_for(Kind.BINARY, Kind.NUMERIC, "brunermunzel")
    assert str(told.value) == (
        "measure='brunermunzel' is not a measure. Did you mean 'brunnermunzel'?"
    )
    with pytest.raises(ArgumentError) as told:
        measure_for(Kind.BINARY, Kind.BINARY, "pearson")
    assert str(told.value) == (
        "measure='pearson' takes no binary outcome with a binary candidate. "
        "There are: 'fisher', 'chi2'."
    )
    with pytest.raises(VariableError, match="Nothing measures a binary outcome with a time"):
        measure_for(Kind.BINARY, Kind.TIME)


def two_by_two(table):
    y, x = np.repeat([[1, 1], [1, 0], [0, 1], [0, 0]], np.ravel(table), axis=0).T
    return worlds.column(Kind.BINARY, y), worlds.column(Kind.BINARY, x)


def test_binary_by_binary():
    table = np.array([[9, 2], [3, 13]])  # rows: outcome yes, no; columns: candidate yes, no
    reading = read(*two_by_two(table))
    assert reading.statistic == pytest.approx(stats.fisher_exact(table).statistic, **EXACTLY)
    assert reading.effect.value == pytest.approx(9 / 12 - 2 / 15, **EXACTLY)
    ratio = reading.also[0]
    interval = confint_proportions_2indep(9, 12, 2, 15, compare="odds-ratio", method="score")
    assert ratio.value == pytest.approx(Table2x2(table + 0.5).oddsratio, **EXACTLY)
    assert (ratio.low, ratio.high) == pytest.approx(interval, rel=1e-9)
    plain = stats.chi2_contingency(table, correction=False)
    chosen = read(*two_by_two(table), "chi2")
    assert (chosen.statistic, chosen.pvalue) == pytest.approx(
        (plain.statistic, plain.pvalue), **EXACTLY
    )


def test_binary_by_binary_when_it_always_fails():
    reading = read(*two_by_two([[8, 0], [0, 7]]))
    assert reading.statistic == math.inf
    assert reading.effect.value == 1
    assert 0.4 < reading.effect.low < reading.effect.high == 1
    assert all(math.isfinite(edge) for edge in (reading.also[0].low, reading.also[0].high))


def test_binary_by_numeric_published():
    # Brunner & Munzel (2000), pain scores; values of R's lawstat 2.2, as in scipy's own tests
    one = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1]
    two = [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]
    outcome = worlds.column(Kind.BINARY, [0] * 14 + [1] * 11)
    reading = read(outcome, worlds.column(Kind.NUMERIC, one + two), "brunnermunzel")
    assert reading.statistic == pytest.approx(3.1374674823029505, **EXACTLY)
    assert reading.pvalue == pytest.approx(0.0057862086661515377, **EXACTLY)
    assert reading.effect.value == pytest.approx(0.788961, abs=5e-7)


@pytest.mark.parametrize("flipped", [False, True])
def test_two_groups(flipped, rng):
    label = worlds.column(Kind.BINARY, rng.random(40) < 0.4)
    values = worlds.column(Kind.NUMERIC, np.round(rng.normal(size=40), 1))
    columns = (values, label) if flipped else (label, values)
    upper, lower = (values.values[label.values == code] for code in (1, 0))
    expected = stats.brunnermunzel(lower, upper)
    for name in (None, "brunnermunzel"):
        assert read(*columns, name).statistic == pytest.approx(expected.statistic, **EXACTLY)
    assert read(*columns, "brunnermunzel").pvalue == pytest.approx(expected.pvalue, **EXACTLY)
    ranks = stats.mannwhitneyu(upper, lower)
    chosen = read(*columns, "mannwhitney")
    assert (chosen.statistic, chosen.pvalue) == pytest.approx(tuple(ranks), **EXACTLY)
    auc = ranks.statistic / upper.size / lower.size
    assert read(*columns).effect.value == pytest.approx(auc, **EXACTLY)


def test_groups_fully_apart():
    label = worlds.column(Kind.BINARY, [0, 0, 0, 1, 1, 1])
    reading = read(label, worlds.column(Kind.NUMERIC, [9, 8, 7, 3, 2, 1]))
    assert reading.statistic == -math.inf
    assert reading.effect.value == reading.effect.low == 0
    assert 0.2 < reading.effect.high < 0.6


def test_welch(rng):
    y, x = rng.normal(size=30), rng.random(30) < 0.4
    y[x] *= 3
    outcome, candidate = worlds.column(Kind.NUMERIC, y), worlds.column(Kind.BINARY, x)
    expected = stats.ttest_ind(y[x], y[~x], equal_var=False)
    reading = read(outcome, candidate, "welch")
    assert reading.statistic == pytest.approx(expected.statistic, **EXACTLY)
    assert reading.pvalue == pytest.approx(expected.pvalue, **EXACTLY)
    for effect in (reading.effect, read(outcome, candidate).also[0]):
        assert effect.value == pytest.approx(y[x].mean() - y[~x].mean(), **EXACTLY)
        interval = expected.confidence_interval()
        assert (effect.low, effect.high) == pytest.approx(tuple(interval), **EXACTLY)


def test_ordered_by_ordered(rng):
    x = np.round(rng.normal(size=35), 1)
    y = x + rng.normal(size=35)
    outcome, candidate = worlds.column(Kind.NUMERIC, y), worlds.column(Kind.NUMERIC, x)
    for name, function in (("spearman", stats.spearmanr), ("kendall", stats.kendalltau)):
        reading, expected = read(outcome, candidate, name), function(y, x)
        assert reading.statistic == pytest.approx(expected.statistic, **EXACTLY)
        assert reading.pvalue == pytest.approx(expected.pvalue, **EXACTLY)
    reading, expected = read(outcome, candidate, "pearson"), stats.pearsonr(y, x)
    assert reading.pvalue == pytest.approx(expected.pvalue, **EXACTLY)
    effect = read(outcome, candidate).also[0]
    assert effect.value == pytest.approx(expected.statistic, **EXACTLY)


def test_tau_b_of_ordinal_columns(rng):
    x, y = rng.integers(0, 4, (2, 50))
    reading = read(worlds.column(Kind.ORDINAL, y), worlds.column(Kind.ORDINAL, x))
    assert reading.effect.value == pytest.approx(stats.kendalltau(y, x).statistic, **EXACTLY)


def test_labels_by_labels(rng):
    x, y = rng.integers(0, 4, 90), rng.integers(0, 3, 90)
    y[x == 2] = 1
    outcome, candidate = worlds.column(Kind.NOMINAL, y), worlds.column(Kind.NOMINAL, x)
    table = np.histogram2d(y, x, bins=(3, 4))[0]
    expected = stats.chi2_contingency(table)
    reading = read(outcome, candidate, "chi2")
    assert reading.statistic == pytest.approx(expected.statistic, **EXACTLY)
    assert reading.pvalue == pytest.approx(expected.pvalue, **EXACTLY)
    plain = stats.contingency.association(table.astype(int), method="cramer")
    phi2 = plain**2 * 2 - 6 / 89  # Bergsma (2013), equations 4 to 6
    corrected = math.sqrt(phi2 / (min(3 - 4 / 89, 4 - 9 / 89) - 1))
    assert reading.effect.value == pytest.approx(corrected, **EXACTLY)
    assert reading.effect.level == "level 2"
    share = table[1, 2] / table[:, 2].sum() - table[1, [0, 1, 3]].sum() / table[:, [0, 1, 3]].sum()
    assert reading.also[0].value == pytest.approx(share, **EXACTLY)


@pytest.mark.parametrize("flipped", [False, True])
def test_ranks_by_labels(flipped, rng):
    codes, values = rng.integers(0, 4, 60), np.round(rng.normal(size=60), 1)
    values[codes == 3] += 2
    labelled, ranked = worlds.column(Kind.NOMINAL, codes), worlds.column(Kind.NUMERIC, values)
    columns = (labelled, ranked) if flipped else (ranked, labelled)
    groups = [values[codes == code] for code in range(4)]
    expected = stats.kruskal(*groups)
    reading = read(*columns, "kruskal")
    assert reading.statistic == pytest.approx(expected.statistic, **EXACTLY)
    assert reading.pvalue == pytest.approx(expected.pvalue, **EXACTLY)
    model = OLS(stats.rankdata(values), codes[:, None] == np.arange(4)).fit()
    assert reading.effect.value == pytest.approx(model.rsquared_adj, **EXACTLY)
    assert reading.effect.level == "level 3"
    apart = stats.mannwhitneyu(groups[3], values[codes != 3]).statistic
    assert reading.also[0].value == pytest.approx(apart / groups[3].size / np.sum(codes != 3))


def test_welch_anova(rng):
    codes = rng.integers(0, 3, 50)
    values = rng.normal(size=50) * (1 + codes) + codes
    outcome, candidate = worlds.column(Kind.NUMERIC, values), worlds.column(Kind.NOMINAL, codes)
    expected = anova_oneway(values, codes, use_var="unequal", welch_correction=True)
    reading = read(outcome, candidate, "welch")
    assert reading.statistic == pytest.approx(expected.statistic, **EXACTLY)
    assert reading.pvalue == pytest.approx(expected.pvalue, **EXACTLY)
