"""What the evidence hangs on, in words."""

from dataclasses import replace

import made

from rootcause.report import content, trust
from rootcause.report.phrases import words
from rootcause.results import Hinge, Reversal, Unrecorded, Verdict


def told(**more):
    """The vanilla case, with more known of the one that stands."""
    plain = made.ALL["vanilla"]()
    first = replace(plain.having(Verdict.STANDS)[0], **more)
    rest = plain.candidates[1:]
    investigation = replace(plain, candidates=(first, *rest))
    return investigation, words(investigation), first


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_what_an_unrecorded_cause_would_have_to_be_like():
    _, said, first = told(unrecorded=Unrecorded("under 4", "4 or more", 3.9, 1.8))
    assert plain(trust.unrecorded(said, first)) == (
        "To explain minutes in the shop away, something that nobody recorded would have to be "
        "7.3 times as common under 4 min as at 4 or more, and make that outcome 7.3 times as "
        "likely; 3 times each would leave it in doubt."
    )


def test_a_measured_outcome_would_have_to_be_high():
    _, said, first = told(unrecorded=Unrecorded("under 4", "4 or more", 3.9, 1.8, approximate=True))
    assert "make high values of start after the shop about 7.3 times as likely" in plain(
        trust.unrecorded(said, first)
    )


def test_of_a_nominal_outcome_the_class_is_named():
    investigation = made.nominal_outcome()
    away = Unrecorded("under 4", "4 or more", 3.9, 1.8)
    first = replace(investigation.candidates[0], unrecorded=away)
    level = first.association.contrast.outcome_level
    assert level in investigation.outcome.levels
    outcome = f"{investigation.outcome.called} {level}"
    said = plain(trust.unrecorded(words(investigation), first))
    assert f"and make {outcome} 7.3 times as likely" in said


def test_an_interval_that_holds_no_effect_needs_hardly_anything():
    _, said, first = told(unrecorded=Unrecorded("under 4", "4 or more", 3.9, 1.0))
    assert trust.unrecorded(said, first).endswith(
        "to leave it in doubt, hardly anything is needed."
    )


def test_one_observation_is_named_by_its_row():
    alone = Hinge("row", 0.03, 0.07, row=16)
    given = Hinge("row", 0.03, 0.07, ("flavor",), row=16)
    _, said, first = told()
    assert plain(trust.hinge(said, first, alone)) == (
        "Minutes in the shop depends on one observation: without row 17, corrected p = .07 "
        "instead of .03."
    )
    assert "without row 17, given flavour, p = .07" in plain(trust.hinge(said, first, given))


def test_the_scale_is_said_with_both_p():
    one = Hinge("scale", 0.0002, 0.14, ("flavor",), scale="logarithms", other_scale="as recorded")
    _, said, first = told()
    assert plain(trust.hinge(said, first, one)) == (
        "Minutes in the shop depends on the scale of start after the shop: given flavour, "
        "p = .0002 on logarithms, but p = .14 as it was recorded."
    )


def test_straight_lines_are_said():
    given, straight = ("flavor",), "as recorded, straight"
    one = Hinge("scale", 0.002, 0.28, given, scale="ranks", other_scale=straight)
    _, said, first = told()
    assert plain(trust.hinge(said, first, one)).endswith(
        "p = .002 on ranks, but p = .28 by straight lines as it was recorded."
    )


def test_a_reversal_is_said_with_its_counts():
    _, said, first = told()
    association = first.association
    one = Reversal("flavor", "vanilla", association, 0.004)
    text = plain(trust.reversal(said, first, one))
    assert text.startswith("Minutes in the shop is reversed within flavour vanilla: under")
    assert text.endswith("(corrected p = .004).")


def test_sentences_reach_the_answer_the_findings_and_the_section():
    hinge = Hinge("row", 0.03, 0.07, row=16)
    away = Unrecorded("under 4", "4 or more", 3.9, 1.8)
    investigation, _, _ = told(hinges=(hinge,), unrecorded=away)
    report = content.build(investigation)
    assert report.trust.heading == "The answer depends on one observation"
    assert len(report.trust.paragraphs) == 2
    assert "without row 17" in "".join(span.text for span in report.answer.says)
    findings = content.findings(investigation)
    assert sum("without row 17" in one for one in findings) == 1
    assert sum("To explain" in one for one in findings) == 1
    told_of_one = investigation.to_dict()["candidates"][0]
    assert told_of_one["e_value"] == away.needed
    assert told_of_one["hinges"][0]["row"] == 16


def test_nothing_is_said_where_nothing_stands_or_hangs():
    investigation = made.ALL["nothing"]()
    assert trust.section(words(investigation), investigation) is None
