import numpy as np
import pytest
from scipy import stats

from rootcause.association import jackknife
from rootcause.association.curves import midranks
from rootcause.association.several_groups import sums_of


def left_out(statistic, *columns):
    """Jackknife variance by leaving out each row in turn and doing all anew."""
    n = columns[0].size
    found = [statistic(*(np.delete(one, i) for one in columns)) for i in range(n)]
    return (n - 1) * np.var(found)


def of_r(one, two):
    return jackknife.of_r(one, two).variance


@pytest.fixture(params=["smooth", "ties"])
def columns(request, rng):
    x = rng.normal(size=40)
    y = x + (0.5 + np.abs(x)) * rng.normal(size=40)
    return (x, y) if request.param == "smooth" else (np.round(x), np.round(y))


def test_of_r(columns):
    expected = left_out(lambda x, y: np.arctanh(stats.pearsonr(x, y)[0]), *columns)
    found = jackknife.of_r(*columns)
    assert found.variance == pytest.approx(expected, rel=1e-9)
    assert 1 < found.df <= columns[0].size - 3


def test_a_variance_that_few_rows_make_up_has_few_degrees_of_freedom(rng):
    x, y = rng.normal(size=(2, 200))
    assert (
        jackknife.of_r(x, y).df > 3 * jackknife.of_r(np.append(x[1:], 30), np.append(y[1:], 30)).df
    )


def test_of_tau(columns):
    tau = stats.kendalltau(*columns).statistic
    expected = left_out(lambda x, y: stats.kendalltau(x, y)[0], *columns) / (1 - tau**2) ** 2
    assert jackknife.of_tau(*columns) == pytest.approx(expected, rel=1e-9)


def test_of_rho(columns):
    rho = stats.spearmanr(*columns).statistic
    expected = left_out(lambda x, y: stats.spearmanr(x, y)[0], *columns) / (1 - rho**2) ** 2
    assert jackknife.of_rho(*columns) == pytest.approx(expected, rel=0.1)


def test_of_share(columns, rng):
    codes = rng.integers(0, 3, 40).astype(float)

    def share(values, codes):
        return sums_of(midranks(values[None])[0], codes).kruskal_wallis / (values.size - 1)

    expected = left_out(share, columns[1], codes)
    assert jackknife.of_share(columns[1], codes) == pytest.approx(expected, rel=1e-9)


def test_of_share_of_values(columns, rng):
    codes = np.append(rng.integers(0, 3, 39), 3).astype(float)  # the last group is of one

    def share(values, codes):
        return sums_of(values, codes).kruskal_wallis / (values.size - 1)

    with np.errstate(invalid="ignore"):
        kept = [share(*(np.delete(one, i) for one in (columns[1], codes))) for i in range(39)]
    kept.append(share(columns[1][:39], codes[:39]))
    expected = 39 / 40 * np.sum((np.array(kept) - np.mean(kept)) ** 2)
    assert jackknife.of_share_of_values(columns[1], codes) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("of", [of_r, jackknife.of_rho, jackknife.of_tau])
def test_of_very_many_some_are_left_out(of, rng):
    x = rng.normal(size=40_000)
    y = x + (0.5 + np.abs(x)) * rng.normal(size=x.size)
    assert of(x, y) * 20 == pytest.approx(of(x[:2000], y[:2000]), rel=0.3)


def test_columns_that_agree_in_full_are_finite():
    x = np.arange(8.0)
    for of in (of_r, jackknife.of_rho, jackknife.of_tau):
        assert 0 <= of(x, x) < np.inf
