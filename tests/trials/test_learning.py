import numpy as np
from cars import CROSSED, by_flavour, by_minutes, investigated, tried, trips

from rootcause.results import Answer, Verdict
from rootcause.trials.learning import ONLY_SEEN


def test_a_cause_that_was_switched_on_and_off_stands_and_its_rival_is_screened_off():
    before = investigated(trips())
    assert before["minutes"].verdict is before["flavour"].verdict is Verdict.UNDETERMINED
    after = investigated(tried(CROSSED * 2, by_minutes))
    assert after.plan.shown == ("minutes",)
    assert after["minutes"].verdict is Verdict.STANDS
    assert after["flavour"].verdict is Verdict.SCREENED_OFF
    assert after["flavour"].given == after["flavour"].conditionals[0].given == ("minutes",)
    assert after.answer is Answer.STANDS


def test_a_cause_that_is_told_apart_does_not_stand_before_it_is_shown():
    """Four clean answers are had from a coin in one of eight races of two levers."""
    after = investigated(tried(CROSSED, by_minutes))
    assert after.plan.told_apart == ("minutes",) and not after.plan.shown
    assert after["minutes"].verdict is Verdict.UNDETERMINED and after["minutes"].given == ()
    assert after["flavour"].verdict is Verdict.SCREENED_OFF
    assert after["flavour"].given == ("minutes",)
    assert repr(after).startswith(
        "Of the levers, trials leave only minutes, but have not shown yet that it matters.\n"
    )


def test_what_stood_by_itself_stands_still_when_it_is_told_apart():
    seen = trips(40, agree=0.5, seed=8)
    assert investigated(seen)["minutes"].verdict is Verdict.STANDS
    after = investigated(tried(CROSSED, by_minutes, seen))
    assert after.plan.told_apart == ("minutes",) and after["minutes"].verdict is Verdict.STANDS


def test_what_only_goes_with_the_outcome_where_it_was_seen_is_not_blamed():
    rng = np.random.default_rng(1)
    answers = iter(rng.permuted(np.tile([True, False], 10)))
    crossed = [CROSSED[at % 4] for at in range(20)]
    after = investigated(tried(crossed, lambda *_: bool(next(answers)), trips(40)))
    assert not after.plan.shown and after.plan.ruled_out
    assert "none of the levers matters" in after.plan.why_none
    for name in ("minutes", "flavour"):
        assert after[name].verdict is Verdict.UNDETERMINED
        assert ONLY_SEEN in after[name].cautions


def test_rows_that_are_not_marked_are_only_seen():
    table = tried(CROSSED * 2, by_minutes)
    unmarked = investigated(table.drop(columns="set"))
    assert unmarked.plan.made == () and unmarked.plan.shown == ()


def test_one_trial_settles_nothing():
    after = investigated(tried(CROSSED[:1], by_minutes))
    assert after.plan.shown == () and after["minutes"].verdict is Verdict.UNDETERMINED


def test_a_few_trials_leave_the_verdicts_as_they_were():
    """A trial or two must not name the wrong one: p-values may not be looked at after each."""
    before = investigated(trips())
    for answer in (by_minutes, by_flavour):
        for made in (1, 2, 3):
            after = investigated(tried(CROSSED[:made], answer))
            for name in ("minutes", "flavour"):
                assert after[name].verdict is before[name].verdict is Verdict.UNDETERMINED


def test_a_cause_that_stood_is_in_doubt_when_trials_speak_for_no_lever():
    rng = np.random.default_rng(4)
    seen = trips(40, agree=0.5, seed=8)
    assert investigated(seen)["minutes"].verdict is Verdict.STANDS
    answers = iter(rng.permuted(np.tile([True, False], 4)))
    after = investigated(tried(CROSSED * 2, lambda *_: bool(next(answers)), seen))
    assert not after.plan.told_apart and after["minutes"].verdict is Verdict.UNDETERMINED
    assert ONLY_SEEN in after["minutes"].cautions


def test_trials_alone_are_judged_as_they_are():
    every = [(flavour, minutes) for flavour in ("vanilla", "chocolate") for minutes in (2.0, 9.0)]
    after = investigated(tried(every * 3, by_minutes, trips().iloc[:0]))
    assert after["minutes"].verdict is Verdict.STANDS


def test_a_lever_never_restates_the_outcome():
    table = trips().assign(failed=lambda t: t.flavour == "vanilla")
    assert investigated(table)["flavour"].verdict is not Verdict.RESTATES
    assert investigated(tried(CROSSED * 2, by_flavour, table)).plan.shown == ("flavour",)
