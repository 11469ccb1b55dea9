"""One complaint, from the first letter to the thanks, through Python alone."""

import pandas as pd
import pytest

import rootcause as rc

LETTER = """\
Every evening I drive to the shop for ice cream. When I come out with vanilla, my car will not
start; with any other flavour it does. Yours, Ada Kim"""


@pytest.fixture
def book(tmp_path):
    return rc.open_book(tmp_path / "cases.db", create=True)


@pytest.fixture
def trips(rng):
    """Sixty trips: a short stop fails, and vanilla stands at the door."""
    vanilla = rng.random(60) < 0.4
    minutes = rng.normal(3, 1, 60).clip(1) * vanilla + rng.normal(9, 2, 60).clip(5) * ~vanilla
    fails = rng.random(60) < 1 / (1 + pow(2.718281828, 2 * (minutes - 5)))
    return pd.DataFrame(
        {
            "no_start": fails,
            "shop_minutes": minutes.round(1),
            "flavour": pd.Series(vanilla).map({True: "vanilla", False: "other"}),
            "humidity": rng.normal(60, 8, 60).round(),
        }
    )


def test_from_the_first_letter_to_the_thanks(book, trips, tmp_path):
    # A letter comes. One call registers it; the next writes down what was seen.
    case = rc.new_case(
        title="Car allergic to vanilla",
        complaint=LETTER,
        outcome="no_start",
        book=book,
        who="desk 1",
        reporter={"name": "Ada Kim", "salutation": "Mr"},
        channel="letter",
        at="2026-03-02T10:00:00+01:00",
    )
    case.observe(no_start=True, shop_minutes=2.5, flavour="vanilla", who="desk 1")
    assert book.cases.loc[0, ["id", "status", "due"]].tolist() == [case.id, "new", "2026-03-09"]

    # Ten days on nobody has answered; the book says so.
    late = book.overdue("2026-03-12")
    assert late.loc[0, ["what", "days"]].tolist() == [
        "Acknowledge the complaint to reporter 1.",
        3,
    ]
    case.triage("engineer 2", who="desk 1", at="2026-03-12T09:00:00+01:00")
    case.contact(
        "acknowledgement", "Dear Mr Kim", channel="letter", who="engineer 2", at="2026-03-12"
    )
    assert book.overdue("2026-03-13").empty

    # She is a Ms. It is corrected in one place, and the journal doesn't say what stood there.
    case.correct_reporter("reporter 1", salutation="Ms", why="she rang", who="engineer 2")
    assert case.reporters[0].called == "Ms Ada Kim"
    case.contact("ask", "How long were you in the shop?", who="engineer 2")
    case.voice(
        expected="to drive home",
        experienced="the car stood for half an hour",
        interaction="2026-03-01",
        asked="2026-03-12",
        who="engineer 2",
    )
    case.contact("complaint", "It did it again!", who="desk 1")
    assert book.cases.loc[0, "priority"] == 1

    # What she wrote down is imported; a slip is amended.
    case.observe(trips, who="engineer 2")
    case.amend(1, shop_minutes=2.6, why="misread the watch", who="engineer 2")
    case.move("investigating", who="engineer 2")
    found = case.investigate()
    assert found["shop_minutes"].verdict is rc.Verdict.STANDS
    first = case.save(found, who="engineer 2")
    assert case.work_out_again(first) == []

    # It says what would be seen if it were so; watching alone can't confirm it.
    heat = case.hypothesise(
        "A short stop leaves the fuel too hot",
        predicts="Vanilla bought slowly starts; any flavour bought fast fails.",
        candidate="shop_minutes",
        who="engineer 2",
    )
    case.judge(heat, "supported", because="It stands given the flavour.", evidence=first)
    with pytest.raises(rc.CaseError, match="Observations alone support a hypothesis at most"):
        case.judge(heat, "confirmed", because="It is plain.")
    case.move("cause found", who="engineer 2")
    with pytest.raises(rc.CaseError, match="no action has its criterion"):
        case.move("fixing")
    case.act("Wait ten minutes before starting", kind="containment", who="engineer 2")
    shield = case.act(
        "Shield the fuel line",
        criterion="Ten of ten short stops start.",
        hypothesis=heat,
        check_due="2026-07-01",
        who="engineer 2",
    )
    case.move("fixing", who="engineer 2")
    case.finish(shield, who="workshop")
    case.move("verifying", who="engineer 2")
    case.check(shield, passed=True, found="Ten of ten started.", who="engineer 2")
    case.judge(heat, "confirmed", because="The shield cures it.", ground="effectiveness check")

    # Another driver complained of the same; they should hear of it too.
    other = rc.new_case(
        title="Will not start after ice cream",
        complaint="When I stop for ice cream at the shop my car will not start.",
        book=book,
        who="desk 1",
    )
    assert case.similar()["id"].tolist() == [other.id]
    case.link(other.id, "the same stop", who="engineer 2")
    assert case.share().to_numpy().tolist() == [
        [case.id, "reporter 1"],
        [other.id, "reporter 1"],
    ]

    # Nobody closes it before she was told and thanked.
    with pytest.raises(rc.CaseError, match="reporter 1 was not told"):
        case.close()
    case.contact("decision", "Dear Ms Kim, it was the heat.", channel="letter", who="engineer 2")
    case.contact("thanks", "Without your list nobody would know.", who="engineer 2")
    case.close(who="engineer 2")
    row = book.cases.set_index("id").loc[case.id]
    assert (row["status"], row["answer"]) == ("closed", "A short stop leaves the fuel too hot")
    assert case.owed == ()
    assert book.unanswered["case"].tolist() == [other.id]

    # The report tells all of it and names nobody; the book is whole, and so is what leaves it.
    page = case.investigate().to_html()
    assert "Shield the fuel line" in page
    assert "passed on" in page
    assert "Dear Ms reporter 1, it was the heat." in page
    folder = case.export(tmp_path / "vanilla")
    elsewhere = rc.open_book(tmp_path / "elsewhere.db", create=True)
    copy = rc.open_case(elsewhere.import_case(folder), book=elsewhere)
    assert copy.handling == case.handling
    pd.testing.assert_frame_equal(copy.observations, case.observations)
    assert book.verify() == elsewhere.verify() == []

    # She asks to be forgotten; the journal, which never named her, still verifies.
    case.erase_reporter("reporter 1", who="desk 1")
    assert case.reporters[0].called == "reporter 1"
    assert book.verify() == []
