import numpy as np
import pandas as pd
import pytest

import rootcause as rc


@pytest.fixture
def days(rng):
    """It fails the day after a hot one."""
    n = 150
    heat, noise = rng.normal(size=(2, n))
    failed = np.append(False, heat[:-1] + 0.3 * rng.normal(size=n - 1) > 0.6)
    day = pd.date_range("2024-01-01", periods=n, freq="D")
    table = pd.DataFrame({"day": day, "heat": heat, "noise": noise, "failed": failed})
    return table.sample(frac=1, random_state=3)


def test_yesterdays_heat_is_found_on_request(days):
    found = rc.investigate(days, "failed", time="day", lags={"heat": 2})
    best = found.candidates[0]
    assert (best.name, best.variable.derived_from) == ("heat: lag 1", "heat")
    assert best.verdict is rc.Verdict.STANDS
    assert {"heat", "heat: lag 2", "noise"} <= {one.name for one in found.candidates}
    plain = rc.investigate(days, "failed", time="day")
    assert "heat: lag 1" not in {one.name for one in plain.candidates}
    assert found.provenance.family > plain.provenance.family
    assert "heat one observation before" in str(found)


def test_a_number_looks_back_for_each_candidate(days):
    ranking = rc.rank(days, "failed", time="day", lags=1)
    names = [one.name for one in ranking.candidates]
    assert names[0] == "heat: lag 1"
    assert "noise: lag 1" in names


def test_lags_without_time_are_refused(days):
    for call in (rc.rank, rc.investigate):
        with pytest.raises(rc.ArgumentError, match="as time"):
            call(days, "failed", lags=1)
