import pytest

from rootcause.confirmation.answers import _round_rate


@pytest.mark.parametrize(
    ("rate", "round_one"), [(0.15, 0.1), (0.05, 0.05), (0.049, 0.02), (0.001, 0.001), (37, 20)]
)
def test_a_rate_to_show_is_round_and_no_higher(rate, round_one):
    assert _round_rate(rate) == pytest.approx(round_one)
