from base64 import b64encode
from dataclasses import replace
from hashlib import sha256

import made
from test_html import Page

from rootcause.case import Entry
from rootcause.report import html, summaries
from rootcause.report.index import index as render

UNREAD = "observations.csv, line 18: shop_minutes is “2,6 min”, wanted a number"


def case(number, title, due=""):
    journal = (Entry("2026-03-02", "desk 1", "Complaint registered."),)
    if due:
        journal += (Entry("2026-03-03", "desk 1", "Send thanks.", due),)
    return replace(made.vanilla().case, id=f"VC-{number:04}", title=title, entries=journal)


def cases():
    stands, nothing = made.vanilla(), made.nothing()
    later, sooner = (2, "Due later", "2026-06-09"), (3, made.HOSTILE, "2026-05-15")
    return {
        "quiet.html": summaries.summary("quiet", case(1, "Quiet case"), nothing),
        "later.html": summaries.summary("later", case(*later), stands),
        "freezer.html": summaries.broken("freezer", None, UNREAD),
        "so ner#1?.html": summaries.summary("sooner", case(*sooner), made.rivals()),
    }


def index(**more):
    return render(cases(), **more)


def test_same_cases_give_the_same_page():
    assert index() == index()
    assert index(as_of="2026-05-18") == index(as_of="2026-05-18")


def test_what_needs_a_person_comes_first():
    text = Page(index()).text
    places = [text.index(title) for title in ("freezer", made.HOSTILE, "Due later", "Quiet case")]
    assert places == sorted(places)


def test_headline_counts():
    text = Page(index()).text
    assert (
        "4 cases: in 1 a candidate stands; 1 could not be read; "
        "2 promises are owed, the first by 15 May 2026." in text.replace("\u00a0", " ")
    )


def test_on_a_day_it_says_what_is_overdue_and_how_old_a_case_is():
    text = Page(index(as_of="2026-05-18")).text.replace("\u00a0", " ")
    assert "1 promise is overdue, by 3 days." in text
    assert "3 days overdue" in text
    assert "in 22 days" in text
    assert "Age, days" in text
    assert "77" in text
    assert "Age, days" not in Page(index()).text


def test_links_lead_to_the_reports_that_exist():
    links = [one["href"] for one in Page(index()).all("a")]
    assert links == ["#answer", "so%20ner%231%3F.html", "later.html", "quiet.html"]


def test_unreadable_case_says_why():
    assert UNREAD in Page(index()).text


def test_answers_are_told_with_their_counts():
    text = Page(index()).text.replace("\u00a0", " ")
    assert "minutes in the shop: 11 of 13 against 1 of 28" in text
    assert "camera or flash" in text


def test_hostile_titles_stay_text():
    assert made.HOSTILE in Page(index()).text
    assert index().count("<script>") == 1


def test_only_our_script_may_run():
    text = index()
    script = (html.TEMPLATES / "index.js").read_text(encoding="utf-8")
    assert f"<script>{script}</script>" in text
    digest = b64encode(sha256(script.encode()).digest()).decode()
    policy = next(one for one in Page(text).all("meta") if "http-equiv" in one)
    assert f"script-src 'sha256-{digest}';" in policy["content"]


def test_no_cases():
    assert "0 cases: in none a candidate stands." in Page(render({})).text


def test_several_that_stand_are_all_named():
    found = made.two_stand()
    told = summaries.summary("belts", made.vanilla().case, found)
    assert told.detail == "belt temperature and glue lot"
