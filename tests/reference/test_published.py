"""Measures against numbers that others published, each with its source."""

import importlib.util
import re
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import scipy
from statsmodels.datasets import longley

from rootcause.association import MEASURES, measure_all, measure_for
from rootcause.association.exact import fisher
from rootcause.association.intervals import Between, share_explained
from rootcause.association.prepare import paired
from rootcause.association.several_groups import epsilon_squared
from rootcause.association.views import Curves, scores
from rootcause.variables import Column, Kind, Variable

DATA = Path(scipy.__file__).parent / "stats" / "tests" / "data"
SAME_DIGITS = {"rel": 1e-9}


def column(kind, values, name="c"):
    levels = () if kind is Kind.NUMERIC else tuple(f"level {i}" for i in range(30))
    return Column(Variable(name, kind, levels=levels), np.asarray(values, dtype=float))


def read(outcome, candidate, name=None):
    (kind, values), (other, others) = outcome, candidate
    pair = paired(column(kind, values), column(other, others))
    return measure_for(kind, other, name).read([pair])[0]


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


def exactly(rows):
    """F and R-squared of these doubles, in fractions."""
    groups = [
        [Fraction(value) for value in rows[rows[:, 0] == k, 1]] for k in np.unique(rows[:, 0])
    ]
    n, k = len(rows), len(groups)
    grand, means = sum(map(sum, groups)) / n, [sum(one) / len(one) for one in groups]
    between = sum(len(one) * (mean - grand) ** 2 for one, mean in zip(groups, means, strict=True))
    whole = sum((value - grand) ** 2 for one in groups for value in one)
    return float(between / (k - 1) / ((whole - between) / (n - k))), float(between / whole)


# One-way analysis of variance: NIST StRD, https://www.itl.nist.gov/div898/strd/anova/anova.html
# The data of SmLs07-09 have 13 constant leading digits: a double next to 1e12 is off by up to 6e-5,
# in numbers that differ by .1, so the F of the doubles is no longer the certified one. It is
# worked out in fractions, and ours equals it; in all other sets the certified one, too.
@pytest.mark.parametrize(
    ("name", "digits"),
    [
        *((name, 1e-9) for name in ("SiRstv", "AtmWtAg", *(f"SmLs0{i}" for i in range(1, 7)))),
        *((name, 1e-4) for name in ("SmLs07", "SmLs08", "SmLs09")),
    ],
)
def test_nist_anova(name, digits):
    rows, f, share = nist(f"nist_anova/{name}.dat")
    codes = np.unique(rows[:, 0], return_inverse=True)[1]
    found = read((Kind.NUMERIC, rows[:, 1]), (Kind.NOMINAL, codes), "anova")
    n, k = len(rows), codes.max() + 1
    of_doubles = exactly(rows)
    assert (f, share) == pytest.approx(of_doubles, rel=digits)
    assert found.statistic == pytest.approx(of_doubles[0], **SAME_DIGITS)
    adjusted = 1 - (1 - of_doubles[1]) * (n - 1) / (n - k)
    assert found.effect.value == pytest.approx(max(0, adjusted), **SAME_DIGITS)


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
    cases = from_r()
    assert len(cases) > 10
    for table, pvalue in cases:
        (a, b), (c, d) = table
        found = fisher(np.array([a]), np.array([a + b]), a + c, a + b + c + d)
        assert found.pvalue[0] == pytest.approx(pvalue, rel=1e-9)


class Known(NamedTuple):
    """A statistic of a pair of columns that others published."""

    names: tuple[str, ...]
    outcomes: tuple[Kind, ...]
    candidates: tuple[Kind, ...]
    values: tuple[object, object]
    statistic: float
    digits: dict[str, float]
    pvalue: float | None = None
    of_pvalue: dict[str, float] | None = None


BINARY, NOMINAL = (Kind.BINARY,), (Kind.NOMINAL,)
NUMERIC, ORDERED = (Kind.NUMERIC,), (Kind.ORDINAL, Kind.NUMERIC)


def counted(table):
    """A table of counts as values: rows the outcome, columns the candidate."""
    table = np.asarray(table)
    return tuple(np.repeat(np.indices(table.shape).reshape(2, -1), table.ravel(), axis=1))


def grouped(*samples):
    """Several samples as values and codes."""
    codes = np.repeat(np.arange(len(samples)), [len(one) for one in samples])
    return np.concatenate(samples), codes


# Brunner & Munzel (2000), pain scores; R lawstat 2.2 as in scipy's tests
PAIN = grouped(
    [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1],
    [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4],
)
# Hollander & Wolfe (1973), p. 69f., in R's example of wilcox.test: W = 35, p = 0.2544 two-sided
PERMEABILITY = grouped(
    [1.15, 0.88, 0.90, 0.74, 1.21],
    [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46],
)
# Student's sleep data in R: t.test(extra ~ group): t = -1.8608, df = 17.776, p = 0.07939
SLEEP = grouped(
    [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
    [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0],
)
# R: anova(lm(weight ~ group, PlantGrowth)): F = 4.8461, p = 0.01591;
# oneway.test: F = 5.181, p = 0.01739; kruskal.test: 7.9882, p = 0.01842
PLANTS = grouped(
    [4.17, 5.58, 5.18, 6.11, 4.50, 4.61, 5.17, 4.53, 5.33, 5.14],
    [4.81, 4.17, 4.41, 3.59, 5.87, 3.83, 6.03, 4.89, 4.32, 4.69],
    [6.31, 5.12, 5.54, 5.50, 5.37, 5.29, 4.92, 6.15, 5.80, 5.26],
)
# Hollander & Wolfe (1973), p. 116, mucociliary efficiency, in R's example of kruskal.test:
# Kruskal-Wallis chi-squared = 0.77143, df = 2, p = 0.68
MUCUS = grouped([2.9, 3.0, 2.5, 2.6, 3.2], [3.8, 2.7, 4.0, 2.4], [2.8, 3.4, 3.7, 2.2, 2.0])
# Greenwood & Yule (1915), as in Fisher (1925), Table 12 (typhoid): 56 of 6815 inoculated and 272 of
# 11668 others; chi-square 56.234
TYPHOID = counted([[56, 272], [6759, 11396]])
# Agresti (2007), An Introduction to Categorical Data Analysis, p. 39, in R's example of chisq.test:
# X-squared = 30.07, df = 2, p-value = 2.954e-07
PARTY = counted([[762, 327, 468], [484, 239, 477]])
# Snee (1974), Am. Stat. 28:9, R's HairEyeColor: chisq.test(margin.table(HairEyeColor, c(1, 2))):
# X-squared = 138.29, df = 9
HAIR = counted([[68, 20, 15, 5], [119, 84, 54, 29], [26, 17, 14, 14], [7, 94, 10, 16]])
# Fisher (1935), The Design of Experiments, ch. 2: 3 of 4 cups right, odds 9
TEA = counted([[3, 1], [1, 3]])
# R: cor.test(c(1,2,3,4,5), c(5,6,7,8,7), method="spearman"), as in scipy's tests
RHO = [1, 2, 3, 4, 5], [5, 6, 7, 8, 7]
# R: cor.test(c(12,2,1,12,2), c(1,4,7,1,0), method="kendall", exact=FALSE), as in scipy's tests
TAU = [12, 2, 1, 12, 2], [1, 4, 7, 1, 0]
# R 3.6.2: cor.test(c(1,2,3,4), c(0,1,0.5,1)), to 12 digits, as in scipy's tests
R = [1, 2, 3, 4], [0, 1, 0.5, 1]

KNOWN = {
    "tea": Known(("fisher",), BINARY, BINARY, TEA, 9, SAME_DIGITS),
    "typhoid": Known(("chi2",), BINARY, BINARY, TYPHOID, 56.234, {"abs": 5e-4}),
    "party": Known(
        ("chi2+level", "chi2"),
        BINARY,
        NOMINAL,
        PARTY,
        30.07,
        {"abs": 5e-3},
        2.954e-07,
        {"rel": 2e-4},
    ),
    "party, the other way": Known(
        ("chi2+level", "chi2"), NOMINAL, BINARY, PARTY[::-1], 30.07, {"abs": 5e-3}
    ),
    "hair and eyes": Known(("chi2+level", "chi2"), NOMINAL, NOMINAL, HAIR, 138.29, {"abs": 5e-3}),
    "pain": Known(
        ("brunnermunzel+curve", "brunnermunzel"),
        ORDERED,
        BINARY,
        PAIN,
        3.1374674823029505,
        SAME_DIGITS,
        0.0057862086661515377,
        SAME_DIGITS,
    ),
    "permeability": Known(
        ("mannwhitney",), ORDERED, BINARY, PERMEABILITY, 35, SAME_DIGITS, 0.2544, {"abs": 5e-5}
    ),
    "sleep": Known(
        ("welch",), NUMERIC, BINARY, SLEEP, -1.8608, {"abs": 5e-5}, 0.07939, {"abs": 5e-6}
    ),
    "spearman": Known(
        ("spearman",),
        ORDERED,
        ORDERED,
        RHO,
        0.82078268166812329,
        SAME_DIGITS,
        0.088587005313543798,
        SAME_DIGITS,
    ),
    "spearman and curve": Known(
        ("spearman+curve",), NUMERIC, NUMERIC, RHO, 0.82078268166812329, SAME_DIGITS
    ),
    "pearson": Known(
        ("pearson",),
        NUMERIC,
        NUMERIC,
        R,
        0.6741998624632421,
        SAME_DIGITS,
        0.325800137536,
        SAME_DIGITS,
    ),
    "kendall": Known(
        ("kendall",),
        ORDERED,
        ORDERED,
        TAU,
        -0.47140452079103173,
        SAME_DIGITS,
        0.28274545993277478,
        SAME_DIGITS,
    ),
    "kendall and curve": Known(
        ("kendall+curve",), (Kind.ORDINAL,), ORDERED, TAU, -0.47140452079103173, SAME_DIGITS
    ),
    "kendall and curve of numbers": Known(
        ("kendall+curve",), NUMERIC, (Kind.ORDINAL,), TAU, -0.47140452079103173, SAME_DIGITS
    ),
    "mucociliary efficiency": Known(
        ("kruskal+level", "kruskal"),
        ORDERED,
        NOMINAL,
        MUCUS,
        0.77143,
        {"abs": 5e-6},
        0.68,
        {"abs": 5e-4},
    ),
    "mucociliary efficiency, the other way": Known(
        ("kruskal+curve", "kruskal"), NOMINAL, ORDERED, MUCUS[::-1], 0.77143, {"abs": 5e-6}
    ),
    "plants, ranked": Known(
        ("kruskal",), NUMERIC, NOMINAL, PLANTS, 7.9882, {"abs": 5e-5}, 0.01842, {"abs": 5e-6}
    ),
    "plants by Welch": Known(
        ("welch",), NUMERIC, NOMINAL, PLANTS, 5.181, {"abs": 5e-4}, 0.01739, {"abs": 5e-6}
    ),
    "plants": Known(
        ("anova",), NUMERIC, NOMINAL, PLANTS, 4.8461, {"abs": 5e-5}, 0.01591, {"abs": 5e-6}
    ),
}
# groups and labels that are known the other way round have the same statistic
for name in ("pain", "permeability"):
    one = KNOWN[name]
    KNOWN[f"{name}, the other way"] = one._replace(
        outcomes=BINARY, candidates=ORDERED, values=one.values[::-1]
    )

EACH = [
    (told, name, outcome, candidate)
    for told, one in KNOWN.items()
    for name in one.names
    for outcome in one.outcomes
    for candidate in one.candidates
]


def of_kind(kind, values):
    """Values as a column of a kind may hold them: those of an ordinal one are places."""
    return kind, np.unique(values, return_inverse=True)[1] if kind is Kind.ORDINAL else values


@pytest.mark.parametrize(("told", "name", "outcome", "candidate"), EACH)
def test_published_answers(told, name, outcome, candidate):
    known = KNOWN[told]
    found = read(of_kind(outcome, known.values[0]), of_kind(candidate, known.values[1]), name)
    assert found.statistic == pytest.approx(known.statistic, **known.digits)
    if known.pvalue is not None and found.pvalue is not None:
        assert found.pvalue == pytest.approx(known.pvalue, **known.of_pvalue)


def test_every_measure_of_every_pair_of_kinds_has_a_published_answer():
    wanted = {
        (row.name, outcome, candidate)
        for row in MEASURES
        for outcome in row.outcomes
        for candidate in row.candidates
    }
    assert wanted - {tuple(one[1:]) for one in EACH} == set()


def test_the_exact_p_of_the_lady_tasting_tea():
    # one-sided 17/70
    columns = column(Kind.BINARY, TEA[0]), [column(Kind.BINARY, TEA[1])]
    tested = measure_all(*columns, np.random.default_rng(0))
    assert tested[0].pvalue == pytest.approx(34 / 70, **SAME_DIGITS)


def test_the_interval_of_welch_is_that_of_r():
    found = read((Kind.NUMERIC, SLEEP[0]), (Kind.BINARY, SLEEP[1]), "welch")
    assert (found.effect.low, found.effect.high) == pytest.approx((-3.3654832, 0.2054832), abs=5e-8)


def test_kendall_and_spearman_of_tuna():
    # Hollander & Wolfe (1973), p. 185f., in R's example of cor.test: tau = 0.4444444, p = 0.1194
    # (exactly 0.1194389329806); Spearman rho = 0.6
    lightness = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1]
    panel = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8]
    kendall = read(*ranked(panel, lightness), "kendall")
    assert kendall.statistic == pytest.approx(4 / 9, **SAME_DIGITS)
    assert kendall.pvalue == pytest.approx(0.1194389329806, **SAME_DIGITS)
    assert read(*ranked(panel, lightness), "spearman").statistic == pytest.approx(0.6)


def test_kendall_exact():
    # R: cor.test(x, y, method = "kendall", exact = 1), as in scipy's tests
    x, y = [5, 2, 1, 3, 6, 4, 7], [5, 2, 6, 3, 1, 7, 4]
    found = read(*ranked(y, x), "kendall")
    assert (found.statistic, found.pvalue) == pytest.approx((-0.14285714286, 0.77261904762))


def test_epsilon_squared_is_that_of_r():
    # R package effectsize: F_to_epsilon2(45.8, 3, 35) = 0.779582366589327, as in statsmodels' tests
    share = 3 * 45.8 / (3 * 45.8 + 35)
    found = epsilon_squared(share, Between(3, 35), 39, "")
    assert found.value == pytest.approx(0.779582366589327, **SAME_DIGITS)


def test_interval_of_a_share_is_that_of_steiger():
    # Steiger (2004), Psychol. Methods 9:169, example 3: F = 5 of 3 and 76 gives noncentralities
    # of 1.8666 and 32.563
    low, high = share_explained(15 / (15 + 76), Between(3, 76), 80)
    noncentral = 80 * low / (1 - low), 80 * high / (1 - high)
    assert noncentral == pytest.approx((1.8666, 32.563), rel=1e-4)


# Angles of three samples, with W of Wheeler & Watson (1964) and Mardia (1972), in the manual of
# Igor Pro, StatsWheelerWatsonTest: 7.10517 of the first two and 9.16895 of all three
# https://www.wavemetrics.com/Products/igorpro/dataanalysis/statistics/tests/statistics_pxp33.htm
ANGLES = (
    "553951 556496 558007 493574 551672 518077 517558 532961 499501 564656 511045 521595 486378 "
    "532568 531593",
    "572457 516971 619459 580837 585822 534662 563266 495410 489289 628698 555638 469130 523104 "
    "492851 425477 573360 489757 509024 544693",
    "583937 492531 447560 528031 549251 609156 475164 502774 523131 635587 610486 489298 547570 "
    "506267 583800 419416 616708",
)


@pytest.mark.parametrize(
    ("samples", "kind", "w"), [(2, Kind.BINARY, 7.10517), (3, Kind.NOMINAL, 9.16895)]
)
def test_what_turns_once_is_the_test_of_wheeler_and_watson(samples, kind, w):
    angles, codes = grouped(*([float(one) for one in part.split()] for part in ANGLES[:samples]))
    view, outcome = Curves.round_the_clock([angles]), scores(codes.astype(float), kind)
    once, _ = view.forms(outcome.rows @ view.columns.T)
    assert angles.size * once[0] == pytest.approx(w, abs=5e-6)
