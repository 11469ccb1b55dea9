import matplotlib as mpl
import pytest

from rootcause.report.plots import sheet


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb\t c", "a b c"),
        ("\x00\x1b[31mred\x7f", "[31mred"),
        ("turned \u202eround", "turned round"),
        ("\ud800half", "half"),
        ("$x^2$ & <b>", "$x^2$ & <b>"),
    ],
)
def test_clean_is_one_printable_line(text, expected):
    assert sheet.clean(text) == expected


@pytest.mark.parametrize("text", ["word", "W" * 5000, "漢字" * 50, "🚗" * 50, "محطة " * 50])
def test_shorten_fits(text):
    short = sheet.shorten(text, 100)
    assert sheet.length(short) <= 100
    assert short == text or short.endswith("…")


def test_style_leaves_the_callers_settings_alone():
    before = dict(mpl.rcParams)
    with sheet.style():
        assert mpl.rcParams["svg.fonttype"] == "none"
    assert dict(mpl.rcParams) == before


def test_sheet_shows_itself_without_pyplot():
    image, size = sheet.blank(100)._repr_png_()
    assert image.startswith(b"\x89PNG")
    assert size == {"width": 494, "height": 130}
