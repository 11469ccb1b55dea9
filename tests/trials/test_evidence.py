import numpy as np
import pytest
from scipy import integrate, stats

from rootcause.trials.evidence import MEANS, SPREAD, SPREADS, Means, Rates


def sums(outcome, cells, answers, size):
    """Answers summed by cell, as one world."""
    parts = outcome.parts_of(np.asarray(answers, dtype=float))
    total = np.zeros((len(parts), 1, size))
    np.add.at(total[:, 0], (slice(None), cells), parts)
    return total


@pytest.mark.parametrize("a", [0.5, 1.0, 2.0])
def test_evidence_of_rates_is_the_integral_over_every_rate(a):
    answers = np.array([1, 1, 0, 1, 0, 0, 0])
    cells = np.array([0, 0, 0, 1, 1, 1, 1])

    def likelihood(rate, k, n):
        return stats.beta.pdf(rate, a, a) * rate**k * (1 - rate) ** (n - k)

    brute = [integrate.quad(likelihood, 0, 1, args=(k, n))[0] for k, n in ((2, 3), (1, 4))]
    found = Rates(a).evidence(sums(Rates(a), cells, answers, 2), np.array([0]))
    assert found[0, 0] == pytest.approx(np.log(brute).sum(), abs=1e-6)


def test_evidence_of_means_is_the_integral_over_means_and_variance():
    answers, cells = np.array([0.3, -0.2, 1.1, -1.4]), np.array([0, 0, 1, 1])

    def given_variance(variance):
        prior = stats.invgamma.pdf(variance, SPREADS / 2, scale=SPREADS * SPREAD / 2)
        likelihood = prior
        for cell in (0, 1):
            n = int((cells == cell).sum())
            covariance = variance * (np.eye(n) + np.ones((n, n)) / MEANS)
            likelihood *= stats.multivariate_normal.pdf(answers[cells == cell], cov=covariance)
        return likelihood

    brute = integrate.quad(given_variance, 0, np.inf)[0]
    found = Means().evidence(sums(Means(), cells, answers, 2), np.array([0]))
    assert found[0, 0] == pytest.approx(np.log(brute), abs=1e-6)


@pytest.mark.parametrize("outcome", [Rates(), Means()])
def test_evidence_of_a_row_more_is_what_was_foretold_of_it(outcome):
    cells, first = np.array([0, 0, 1]), np.array([0])
    before = sums(outcome, cells, [1.0, 0.0, 1.0], 2)
    after = sums(outcome, np.append(cells, 1), [1.0, 0.0, 1.0, 1.0], 2)
    ratio = np.exp(outcome.evidence(after, first) - outcome.evidence(before, first))[0, 0]
    foretold = outcome.foretell(before, first)
    mean, variance = foretold.mean[0, 1], foretold.variance[0, 1]
    if isinstance(outcome, Rates):
        assert ratio == pytest.approx(mean)
    else:
        freedom = SPREADS + 3
        scale = np.sqrt(variance * (freedom - 2) / freedom)
        assert ratio == pytest.approx(stats.t.pdf(1.0, freedom, mean, scale))


def test_shapes_are_told_apart_by_their_first_cells():
    counts = np.array([[[4.0, 4.0, 8.0]], [[4.0, 0.0, 4.0]]])
    parted, whole = Rates().evidence(counts, np.array([0, 2]))[0]
    assert parted > whole
