import pandas as pd
import pytest
from threadpoolctl import threadpool_info

import rootcause as rc
from rootcause.association import permutation
from rootcause.threads import one_thread


def most():
    """Threads that linear algebra may use."""
    return max(one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas")


def test_linear_algebra_has_one_thread_inside_and_all_again_afterwards():
    before = most()
    with one_thread():
        assert most() == 1
        with one_thread():
            assert most() == 1
        assert most() == 1
    assert most() == before


def test_an_error_restores_too():
    before = most()
    with pytest.raises(rc.VariableError):
        rc.rank(pd.DataFrame({"a": [1, 2]}), "b")
    assert most() == before


@pytest.mark.parametrize(
    "verb", [rc.rank, rc.investigate, lambda table, name: rc.associate(table[name], table["x"])]
)
def test_verbs_work_with_one_thread(verb, monkeypatch, rng):
    seen = []

    def orders_of(*asked):
        seen.append(most())
        return orders(*asked)

    orders = permutation.orders_of
    monkeypatch.setattr(permutation, "orders_of", orders_of)
    verb(pd.DataFrame({"y": rng.normal(size=60), "x": rng.normal(size=60)}), "y")
    assert set(seen) == {1}
