"""What is worked out of a tally is worked out once, and beside others as alone."""

import numpy as np
from numpy.testing import assert_array_equal

from rootcause.association import facts
from rootcause.association.facts import facts_of
from rootcause.association.tallies import tallied


def drawn(rng, n, decimals):
    return tallied(np.round(rng.normal(size=n), decimals), rng.random(n) < 0.4)


def test_each_is_laid_out_once(rng, monkeypatch):
    seen, for_each = [], facts.for_each

    def watched(tallies, work):
        seen.append(tallies)
        return for_each(tallies, work)

    monkeypatch.setattr(facts, "for_each", watched)
    one, other = drawn(rng, 200, 9), drawn(rng, 300, 1)
    facts_of([one])
    facts_of([other, one])
    facts_of([one, other])
    assert seen == [[one], [other]]


def test_they_stay_in_the_order_asked_for(rng):
    one, other = drawn(rng, 200, 9), drawn(rng, 300, 1)
    there, back = facts_of([one, other]), facts_of([other, one])
    assert_array_equal(there.lyings.superiority, back.lyings.superiority[::-1])
    assert_array_equal(there.curves.sums, back.curves.sums[:, ::-1])
    assert_array_equal(there.tenths.sum(axis=(0, 1)), [200 + one.m, 300 + other.m])


def test_few_rows_have_no_curve(rng):
    (few,) = facts_of([tallied(rng.normal(size=5), np.arange(5) < 2)]).curves.df
    assert few == 0
