import json

import pytest

import rootcause as rc

FOUND = rc.confirm((12, 41), (0, 30), criterion="rate below 5 %")


def test_frame_has_a_row_a_period():
    frame = FOUND.to_frame()
    assert list(frame.columns) == [
        *("period", "n", "n_missing", "happened", "exposure", "value", "low", "high")
    ]
    assert frame["period"].tolist() == ["before", "since"]
    assert frame["happened"].tolist() == [12, 0]


def test_dict_is_fit_for_json():
    found = json.loads(json.dumps(rc.confirm((12, 41), (0, 0)).to_dict(), allow_nan=False))
    assert found["answer"] == "not shown yet"
    assert found["pvalue"] is None
    assert found["after"]["n"] == 0


def test_notebook_shows_it_whole_without_trust():
    page = FOUND._repr_html_()
    assert "data:image/svg+xml;base64," in page
    assert "<style" not in page
    assert "var(" not in page
    assert "12 of 41" in page.replace("\N{NO-BREAK SPACE}", " ")


def test_page_is_written_whole(tmp_path):
    page = FOUND.to_html(tmp_path / "fix.html")
    assert (tmp_path / "fix.html").read_text(encoding="utf-8") == page
    assert "<svg" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert page == FOUND.to_html()


def test_page_needs_its_folder(tmp_path):
    with pytest.raises(rc.ArgumentError, match="there is no folder"):
        FOUND.to_html(tmp_path / "none" / "fix.html")
