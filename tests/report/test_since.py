from dataclasses import replace

import made
import planned

from rootcause.results import Verdict


def with_verdict(investigation, name, verdict, plan=None):
    rows = tuple(
        replace(one, verdict=verdict) if one.name == name else one
        for one in investigation.candidates
    )
    return replace(investigation, candidates=rows, plan=plan)


def test_what_changed_is_said_with_how_the_trials_came_out():
    later = replace(made.vanilla(), plan=planned.tried())
    earlier = with_verdict(made.vanilla(), "flavor", Verdict.UNDETERMINED, planned.plan())
    first, second = later.since(earlier)
    assert first == "3 trials, all as minutes in the shop predicted."
    assert second == "Flavour is now screened off; it was: undetermined."
    assert second.candidates == ("flavor", "shop_minutes")


def test_only_what_is_new_is_told():
    later = replace(made.vanilla(), plan=planned.tried())
    earlier = replace(later, plan=replace(planned.tried(), made=planned.tried().made[:2]))
    assert list(later.since(earlier)) == [
        "1 more trial, as minutes in the shop predicted.",
        "No verdict changed.",
    ]


def test_more_observations_that_change_nothing_are_counted():
    later = made.vanilla()
    earlier = replace(later, n=later.n - 5)
    assert list(later.since(earlier)) == ["No verdict changed with 5 more trips."]
