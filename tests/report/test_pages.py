"""The pages in a real browser: quiet, self-contained, and whole on a phone and on a desk."""

from collections import defaultdict

import made
import planned
import pytest
from test_html import rendered
from test_index import index

from rootcause.report import content, html, notebook, plots, trying
from rootcause.report.plots import svg

SIZES = [(360, 740), (1200, 900)]
THEMES = ["light", "dark"]

OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
CUT_OFF = """() => [...document.querySelectorAll('svg[role=img]')].flatMap(svg => {
  const box = svg.viewBox.baseVal;
  return [...svg.querySelectorAll('text')].filter(text => {
    const own = text.getBBox();
    return own.x < -2 || own.y < -2 || own.x + own.width > box.width + 2
      || own.y + own.height > box.height + 2;
  }).map(text => text.textContent);
})"""
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture
def visit(page, tmp_path):
    def go(text, size=SIZES[1], theme="light", media="screen"):
        path = tmp_path / "page.html"
        path.write_text(text, encoding="utf-8")
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.emulate_media(color_scheme=theme, media=media)
        page.request_log.clear()
        page.goto(path.as_uri())
        return page

    return go


@pytest.mark.parametrize("name", made.ALL)
def test_report(visit, name):
    text = rendered(name)
    for size in SIZES:
        for theme in THEMES:
            page = visit(text, size, theme)
            assert page.evaluate(OVERFLOW) <= 0
            assert page.evaluate(CUT_OFF) == []
            assert page.console_log == []
            assert len(page.request_log) == 1


@pytest.mark.parametrize("size", SIZES)
def test_index(visit, size):
    for theme in THEMES:
        page = visit(index(as_of="2026-05-18"), size, theme)
        assert page.evaluate(OVERFLOW) <= 0
        assert page.console_log == []
        assert len(page.request_log) == 1


@pytest.mark.parametrize("size", SIZES)
def test_index_can_be_searched_and_sorted(visit, size):
    page = visit(index(), size)
    page.fill("#q", "QUIET")
    assert page.inner_text("#hits") == "1 of 4 cases"
    assert page.locator(".idx tbody tr:visible").count() == 1
    page.fill("#q", "")
    page.get_by_role("button", name="Case").click()
    assert page.locator(".idx thead th").first.get_attribute("aria-sort") == "ascending"
    titles = page.locator(".idx tbody th").all_inner_texts()
    assert [title.split("\n")[0] for title in titles] == [
        made.HOSTILE,
        "Due later",
        "freezer",
        "Quiet case",
    ]
    page.get_by_role("button", name="Case").click()
    assert page.locator(".idx tbody th").first.inner_text().startswith("Quiet case")


def test_arrows_of_the_index_are_seen_and_not_read_out(visit):
    heads = visit(index()).locator(".idx thead")
    assert 'button "Case"' in heads.aria_snapshot()
    shown = "e => getComputedStyle(e, ':after').content"
    assert "↕" in heads.locator("button").first.evaluate(shown)


def test_on_a_phone_the_hits_stand_below_what_was_asked(visit):
    page = visit(index(), SIZES[0])
    field, hits = (page.locator(one).bounding_box() for one in ("#q", "#hits"))
    assert hits["y"] >= field["y"] + field["height"]


@pytest.mark.parametrize("size", SIZES)
def test_without_its_script_the_index_offers_nothing_to_find(page, tmp_path, size):
    path = tmp_path / "page.html"
    path.write_text(index(), encoding="utf-8")
    plain = page.context.browser.new_page(java_script_enabled=False)
    plain.set_viewport_size({"width": size[0], "height": size[1]})
    plain.goto(path.as_uri())
    assert not plain.locator("#q").is_visible()
    assert plain.locator(".idx tbody tr").first.is_visible()
    plain.close()


def test_on_a_phone_no_table_of_a_plan_scrolls_sideways(visit):
    part = trying.section(planned.plan())
    told = made.replace(content.build(made.vanilla()), trying=made.replace(part, pictures=()))
    text = (
        html.environment()
        .get_template("report.html")
        .render(report=told, drawings=defaultdict(str), quotes=html.QUOTES)
    )
    tables = visit(text, SIZES[0]).locator("section[aria-labelledby=trying] .after")
    assert tables.locator(".stack").count() == 1
    assert tables.evaluate_all("all => all.map(e => e.scrollWidth - e.clientWidth)") == [0]


def test_dark_page_is_dark_and_paper_is_white(visit):
    text = html.render(made.too_few())
    assert visit(text, theme="dark").evaluate(BACKGROUND) == "rgb(23, 24, 25)"
    assert visit(text, theme="light").evaluate(BACKGROUND) == "rgb(252, 251, 248)"
    assert visit(text, theme="dark", media="print").evaluate(BACKGROUND) == "rgb(255, 255, 255)"


def test_keyboard_reaches_the_answer_first(visit):
    page = visit(html.render(made.vanilla()))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the answer"
    assert page.locator(".skip").bounding_box()["x"] >= 0


def test_notebook_output(visit):
    for name in ("vanilla", "hostile"):
        page = visit(f"<!doctype html><title>n</title>{notebook.render(made.ALL[name]())}")
        assert page.evaluate(OVERFLOW) <= 0
        assert page.evaluate("[...document.images].every(one => one.naturalWidth > 0)")
        assert page.console_log == []


@pytest.mark.parametrize("label", ["W" * 400, "محطة " * 40, "$a_b$ 🚗 " * 30])
def test_long_labels_stay_inside_every_figure(visit, label):
    told = made.vanilla()
    columns = {}
    for name, column in told.columns.items():
        levels = tuple(f"{level} {label}" for level in column.variable.levels)
        words = {"label": label, "unit": label, "levels": levels}
        if name == "no_start":
            words |= {"happened": label, "otherwise": label}
        columns[name] = made.Column(made.replace(column.variable, **words), column.values)
    told = made.replace(told, columns=columns, outcome=columns["no_start"].variable)
    kinds = [
        ("observations", ("shop_minutes",), {"cut": 4.0}),
        ("levels", ("flavor",), {}),
        ("combinations", ("flavor", "queue"), {}),
        ("given", ("flavor",), {"given": "shop_minutes", "cut": 4.0}),
    ]
    drawn = []
    for kind, names, more in kinds:
        picture = plots.Picture(kind, names, "", "", "", **more)
        figure = plots.draw(told, picture)
        drawn.append(svg.inline(figure, kind, "t", "d"))
    css = (html.TEMPLATES / "style.css").read_text(encoding="utf-8")
    figures = "".join(f"<figure>{one}</figure>" for one in drawn)
    page = visit(f"<!doctype html><title>n</title><style>{css}</style>{figures}")
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("size", SIZES)
def test_notebook_output_of_one_candidate(visit, size):
    for name, candidate in [("vanilla", "flavor"), ("hostile", "shop_minutes")]:
        output = made.ALL[name]()[candidate]._repr_html_()
        page = visit(f"<!doctype html><title>n</title>{output}", size)
        assert page.evaluate(OVERFLOW) <= 0
        assert page.evaluate("[...document.images].every(one => one.naturalWidth > 0)")
        assert page.console_log == []
