"""``rootcause show``."""

import json

from running import DATA, run


def test_show_tells_the_case():
    result = run("show", DATA / "vanilla-car")
    assert result.exit_code == 0, result.stderr
    assert "against vanilla?\n  — reporter 1, retold, not in their own words\n" in result.stdout
    assert "60 trips, 15 columns." in result.stdout
    row = next(line for line in result.stdout.splitlines() if line.startswith("minutes_late"))
    assert row.split()[:4] == ["minutes_late", "numeric", "consequence", "min"]
    assert "Due 2026-08-17." in result.stdout


def test_show_json():
    said = json.loads(run("show", DATA / "oswego-1940", "--json").stdout)
    assert (said["outcome"], said["n"], len(said["first"])) == ("ill", 75, 3)
    assert said["expected"]["vanilla_ice_cream"] == "stands"
