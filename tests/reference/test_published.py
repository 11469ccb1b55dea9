"""Measures by name against numbers that others published, each with its source."""

import importlib.util
import re
from pathlib import Path

import numpy as np
import pytest
import scipy
from statsmodels.datasets import longley

from rootcause.association import MEASURES, measure_for
from rootcause.association.prepare import paired
from rootcause.variables import Column, Kind, Variable

DATA = Path(scipy.__file__).parent / "stats" / "tests" / "data"
SAME_DIGITS = {"rel": 1e-9}
NAMED = {row.name for row in MEASURES if not row.default}


def column(kind, values, name="c"):
    levels = () if kind is Kind.NUMERIC else tuple(f"level {i}" for i in range(30))
    return Column(Variable(name, kind, levels=levels), np.asarray(values, dtype=float))


def read(outcome, candidate, name=None):
    (kind, values), (other, others) = outcome, candidate
    pair = paired(column(kind, values), column(other, others))
    return measure_for(kind, other, name).read([pair])[0]


def groups(*samples):
    """Several samples as values and codes."""
    codes = np.repeat(np.arange(len(samples)), [len(one) for one in samples])
    return np.concatenate(samples), codes


def two(*samples):
    """Two samples as a binary candidate of a numeric outcome."""
    values, codes = groups(*samples)
    return (Kind.NUMERIC, values), (Kind.BINARY, codes)


def several(*samples):
    """Samples as a nominal candidate of a numeric outcome."""
    values, codes = groups(*samples)
    return (Kind.NUMERIC, values), (Kind.NOMINAL, codes)


def tabled(table):
    """A table of counts as two columns: rows the outcome, columns the candidate."""
    table = np.asarray(table)
    y, x = np.indices(table.shape).reshape(2, -1)
    kinds = (Kind.BINARY if size == 2 else Kind.NOMINAL for size in table.shape)
    return tuple(zip(kinds, np.repeat([y, x], table.ravel(), axis=1), strict=True))


def ranked(one, two):
    return (Kind.NUMERIC, one), (Kind.NUMERIC, two)


def nist(path):
    """Numbers of a NIST StRD file after its header, with its certified F and R-squared."""
    text = (DATA / path).read_text()
    first, last = map(int, re.search(r"Data +\(lines (\d+) to (\d+)\)", text).groups())
    rows = np.array([line.split() for line in text.splitlines()[first - 1 : last]], dtype=float)
    f = next(line.split()[-1] for line in text.splitlines() if line.startswith("Between"))
    share = re.search(r"Certified R-Squared\s+(\S+)", text)[1]
    return rows, float(f), float(share)


# One-way analysis of variance: NIST StRD, https://www.itl.nist.gov/div898/strd/anova/anova.html
# Data of SmLs04-06 have 7 and of SmLs07-09 have 13 constant leading digits: the numbers themselves,
# rounded to double precision, no longer have the certified F beyond the digits given here.
@pytest.mark.parametrize(
    ("name", "digits"),
    [
        *((name, 1e-9) for name in ("SiRstv", "SmLs01", "SmLs02", "SmLs03")),
        *((name, 1e-8) for name in ("AtmWtAg", "SmLs04", "SmLs05", "SmLs06")),
        *((name, 1e-2) for name in ("SmLs07", "SmLs08", "SmLs09")),
    ],
)
def test_nist_anova(name, digits):
    rows, f, share = nist(f"nist_anova/{name}.dat")
    codes = np.unique(rows[:, 0], return_inverse=True)[1]
    found = read((Kind.NUMERIC, rows[:, 1]), (Kind.NOMINAL, codes), "anova")
    n, k = len(rows), codes.max() + 1
    assert found.statistic == pytest.approx(f, rel=digits)
    adjusted = 1 - (1 - share) * (n - 1) / (n - k)
    assert found.effect.value == pytest.approx(max(0, adjusted), rel=digits * 10)


def test_nist_norris():
    # NIST StRD linear regression, Norris: certified R-squared and F
    text = (DATA / "nist_linregress" / "Norris.dat").read_text().splitlines()
    y, x = np.array([line.split() for line in text[60:96]], dtype=float).T
    found = read(*ranked(y, x), "pearson")
    assert found.statistic**2 == pytest.approx(0.999993745883712, **SAME_DIGITS)
    f = found.statistic**2 / (1 - found.statistic**2) * 34
    assert f == pytest.approx(5436385.54079785, rel=1e-8)


def test_longley_pearson():
    # Longley (1967), J. Am. Stat. Assoc. 62:819, shipped by statsmodels; employment and GNP.
    # R: cor(longley$GNP, longley$Employed) is 0.9835516
    data = longley.load_pandas().data
    found = read(*ranked(data["TOTEMP"], data["GNP"]), "pearson")
    assert found.statistic == pytest.approx(0.9835516, abs=5e-8)


def from_r():
    """Fisher's exact test in R 3.6.2, as shipped by scipy's tests."""
    path = DATA / "fisher_exact_results_from_r.py"
    spec = importlib.util.spec_from_file_location("fisher_from_r", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [
        (one.table, result.pvalue)
        for one, result in module.data
        if one.alternative == "two.sided" and np.all(np.sum(one.table, axis=0) > 0)
        if np.all(np.sum(one.table, axis=1) > 0)
    ]


def test_fisher_is_that_of_r():
    from rootcause.association.exact import fisher

    cases = from_r()
    assert len(cases) > 10
    for table, pvalue in cases:
        (a, b), (c, d) = table
        found = fisher(np.array([a]), np.array([a + b]), a + c, a + b + c + d)
        assert found.pvalue[0] == pytest.approx(pvalue, rel=1e-9)


def test_fisher_of_the_lady_tasting_tea():
    # Fisher (1935), The Design of Experiments, ch. 2: 3 of 4 cups right, one-sided 17/70
    found = read(*tabled([[3, 1], [1, 3]]), "fisher")
    assert found.statistic == 9
    from rootcause.association import measure_all

    (y, values), (x, others) = tabled([[3, 1], [1, 3]])
    tested = measure_all(column(y, values), [column(x, others)], np.random.default_rng(0))
    assert tested[0].pvalue == pytest.approx(34 / 70, **SAME_DIGITS)


def test_chi2_of_two_by_two():
    # Yule's inoculation against cholera in Greenwood & Yule (1915), as in Fisher (1925), Table 12
    # (typhoid): 56 of 6815 inoculated and 272 of 11668 others; chi-square 56.234
    found = read(*tabled([[56, 272], [6759, 11396]]), "chi2")
    assert found.statistic == pytest.approx(56.234, abs=5e-4)


def test_chi2_of_several_labels():
    # Agresti (2007), Introduction to Categorical Data Analysis, table 2.5: sex by party, 30.1
    table = np.array([[762, 327, 468], [484, 239, 477]])
    found = read(*tabled(table), "chi2")
    assert found.statistic == pytest.approx(30.1, abs=0.05)
    assert read(*tabled(table.T), "chi2").statistic == pytest.approx(found.statistic)


def test_brunnermunzel():
    # Brunner & Munzel (2000), pain scores; R lawstat 2.2 as in scipy's tests
    x = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1]
    y = [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]
    found = read(*two(x, y), "brunnermunzel")
    assert found.statistic == pytest.approx(3.1374674823029505, **SAME_DIGITS)
    assert found.pvalue == pytest.approx(0.0057862086661515377, **SAME_DIGITS)


def test_mannwhitney():
    # Hollander & Wolfe (1973), p. 69f., in R's example of wilcox.test: W = 35, p = 0.2544 two-sided
    permeability = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
    later = [1.15, 0.88, 0.90, 0.74, 1.21]
    found = read(*two(later, permeability), "mannwhitney")
    assert found.statistic == 35
    assert found.pvalue == pytest.approx(0.2544, abs=5e-5)


def test_welch_of_two_groups():
    # Student's sleep data in R: t.test(extra ~ group): t = -1.8608, df = 17.776, p = 0.07939
    one = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    other = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    found = read(*two(other, one), "welch")
    assert found.statistic == pytest.approx(-1.8608, abs=5e-5)
    assert found.pvalue == pytest.approx(0.07939, abs=5e-6)
    assert (found.effect.low, found.effect.high) == pytest.approx((-3.3654832, 0.2054832), abs=5e-8)


PLANTS = (
    [4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14],
    [4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69],
    [6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26],
)


def test_analysis_of_variance_of_plant_growth():
    # R: anova(lm(weight ~ group, PlantGrowth)): F = 4.8461, p = 0.01591;
    # oneway.test: F = 5.181, p = 0.01739; kruskal.test: 7.9882, p = 0.01842
    for name, statistic, digits, pvalue in (
        ("anova", 4.8461, 5e-5, 0.01591),
        ("welch", 5.181, 5e-4, 0.01739),
        ("kruskal", 7.9882, 5e-5, 0.01842),
    ):
        found = read(*several(*PLANTS), name)
        assert found.statistic == pytest.approx(statistic, abs=digits)
        assert found.pvalue == pytest.approx(pvalue, abs=5e-6)


def test_kruskal():
    # Hollander & Wolfe (1973), p. 116, mucociliary efficiency, in R's example of kruskal.test:
    # Kruskal-Wallis chi-squared = 0.77143, df = 2, p = 0.68
    samples = [2.9, 3.0, 2.5, 2.6, 3.2], [3.8, 2.7, 4.0, 2.4], [2.8, 3.4, 3.7, 2.2, 2.0]
    (_, values), (_, codes) = several(*samples)
    for columns in (several(*samples), ((Kind.NOMINAL, codes), (Kind.NUMERIC, values))):
        found = read(*columns, "kruskal")
        assert found.statistic == pytest.approx(0.77143, abs=5e-6)
        assert found.pvalue == pytest.approx(0.68, abs=5e-4)


def test_kendall_and_spearman():
    # Hollander & Wolfe (1973), p. 185f., tuna, in R's example of cor.test:
    # Kendall tau = 0.4444444, T = 26, p = 0.1194; Spearman rho = 0.6
    lightness = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
    panel = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]
    kendall = read(*ranked(panel, lightness), "kendall")
    assert kendall.statistic == pytest.approx(4 / 9, **SAME_DIGITS)
    assert kendall.pvalue == pytest.approx(0.1194, abs=5e-5)
    assert read(*ranked(panel, lightness), "spearman").statistic == pytest.approx(0.6)


def test_kendall_exact():
    # R: cor.test(x, y, method = "kendall", exact = 1), as in scipy's tests
    x, y = [5, 2, 1, 3, 6, 4, 7], [5, 2, 6, 3, 1, 7, 4]
    found = read(*ranked(y, x), "kendall")
    assert (found.statistic, found.pvalue) == pytest.approx((-0.14285714286, 0.77261904762))


def test_every_measure_by_name_has_a_published_value():
    told = Path(__file__).read_text()
    missing = {name for name in NAMED if f'"{name}"' not in told}
    assert missing == set()
