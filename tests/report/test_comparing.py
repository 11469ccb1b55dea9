"""Is and is not, in words: what differs, how often that is usual, and which way."""

from dataclasses import replace

import made
import pytest

from rootcause.report import accounts, comparing, content
from rootcause.report.phrases import words
from rootcause.results import Closest, Difference, IsIsNot

MINUTES = Difference("shop_minutes", 10, 12, 5, 29, higher=1)
FLAVOR = Difference("flavor", 8, 12, 12, 29, level="vanilla", with_level=7)
HUMIDITY = Difference("humidity", 3, 12, 9, 29, higher=2)


def told(*differences):
    closest = tuple(Closest(row, 20, 0.1, ("flavor",)) for row in range(12))
    found = IsIsNot(closest, differences, 12, 29)
    investigation = replace(made.ALL["vanilla"](), is_is_not=found)
    return investigation, words(investigation)


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_sentence_says_what_differs_most_and_what_is_usual():
    investigation, said = told(MINUTES, FLAVOR, HUMIDITY)
    assert plain(comparing.sentence(said, investigation)) == (
        "Each of the 12 trips that failed was set beside the most similar of those that started: "
        "minutes in the shop differs in 10 of 12 pairs (lower in 9). Where those that started are "
        "set beside each other, it differs in 5 of 29."
    )
    (finding,) = [one for one in content.findings(investigation) if "most similar" in one]
    assert finding.candidates == ("shop_minutes",)


def test_the_table_leaves_out_what_differs_no_more_than_is_usual():
    investigation, said = told(MINUTES, FLAVOR, HUMIDITY)
    section = comparing.section(said, investigation)
    assert [plain(row[0].text) for row in section.tables[0].rows] == [
        "minutes in the shop",
        "flavour",
    ]
    assert plain(section.tables[0].rows[1][3].text) == "7 vanilla"
    assert section.heading == (
        "Minutes in the shop differs most from the closest trips that started"
    )


@pytest.mark.parametrize("differences", [(), (HUMIDITY,)], ids=["none", "usual"])
def test_nothing_is_said_where_nothing_differs(differences):
    investigation, said = told(*differences)
    assert comparing.sentence(said, investigation) == ""
    assert comparing.section(said, investigation) is None


def test_a_candidate_tells_how_often_it_differs():
    investigation, _ = told(MINUTES, FLAVOR)
    facts = dict(accounts.account(investigation, investigation["flavor"]).facts)
    assert plain(facts["is, is not"]) == (
        "differs in 8 of 12 from the closest one that started (7 vanilla); usually in 12 of 29"
    )
