"""What to try next: the section with its heading, its figures and its tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rootcause.report import numbers, plans
from rootcause.report.parts import Picture, Section, Span, Spans, Table
from rootcause.report.phrases import called
from rootcause.results import Comparison, Inseparable, Plan, Trial
from rootcause.variables import Kind

KICKER = "What to try next"
HOW = (
    "Make them in this order, which is random, and leave all else as it usually is. Write down "
    "what was reached, not what was meant, and mark the row as a trial."
)
APART = {
    "neither is a lever": "neither can be set",
    "the ranges do not reach": "over what the levers may be set to they foretell the same",
    "forbidden together": "the settings that would tell them apart are forbidden",
}


def section(plan: Plan | None) -> Section | None:
    """The section; None where nobody declared a lever."""
    if plan is None or not plan.levers:
        return None
    paragraphs = [
        compare(plan, plan.comparison) if plan.comparison else "",
        beyond(plan),
        plans.learned(plan),
        plans.doubt(plan),
        plan.why_none,
        *(plans.possible(plan, one) for one in plan.possible),
        *([HOW] if plan.trials else []),
        plans.needed(plan),
        plans.cut(plan),
    ]
    paragraphs += [apart(plan, one) for one in plan.inseparable]
    picture = predictions(plan)
    return Section(
        kicker=KICKER,
        heading=heading(plan),
        paragraphs=tuple(filter(None, paragraphs)),
        pictures=tuple(filter(None, (picture, where(plan)))),
        tables=tuple(table for table in (proposed(plan), made(plan)) if table.rows),
    )


def heading(plan: Plan) -> str:
    """What the plan comes to, in one line."""
    if plan.shown:
        return f"Trials have shown it: {plans.rival_called(plan, plan.shown)}"
    if plan.ruled_out:
        return "Trials speak against every lever"
    if plan.possible:
        return f"{numbers.capital(plans.so_many(len(plan.made)))} have not settled it"
    if not plan.trials:
        return "No trial is proposed"
    if plan.comparison:
        return f"{numbers.capital(plans.so_many(len(plan.trials)))} to begin with"
    return f"{numbers.capital(plans.so_many(len(plan.trials)))} that should {_aim(plan)}"


def _aim(plan: Plan) -> str:
    """What the trials are for."""
    if plan.told_apart:
        return f"show whether it is {plans.rival_called(plan, plan.told_apart)}, or chance"
    told = plans.foremost(plan)
    alone = [one for one in told if len(one.levers) == 1]
    names = [plans.rival_called(plan, one.levers) for one in alone or told]
    if len(names) < plans.TWO:
        return f"show whether it is {names[0]}"
    pair = {one.levers[0] for one in alone}
    if any(set(one.names) == pair for one in plan.inseparable):
        return "show whether either matters"
    return f"separate {numbers.listed(names)}"


def predictions(plan: Plan) -> Picture | None:
    """The figure of what every rival predicts; None where no trial is proposed."""
    if not plan.trials or not plans.foremost(plan):
        return None
    names = numbers.listed(
        [plans.rival_called(plan, one.levers) for one in plans.foremost(plan)], "or"
    )
    what = "chance" if plan.outcome.kind is Kind.BINARY else "value"
    headline = "What every rival predicts for the trials"
    note = f"A row a trial, a mark the {what} if it is {names}."
    told = " ".join(f"{at}: {said}" for at, said in enumerate(plans.sentences(plan), 1))
    return Picture("predictions", (), headline, note, f"{headline}. {told}")


def where(plan: Plan) -> Picture | None:
    """The figure of where the trials lie among what was observed; None without a plane to draw."""
    levers = plans.plane(plan)
    if levers is None or not plan.trials:
        return None
    across, up = (called(one.variable) for one in levers)
    headline = f"Where the trials lie: {across} and {up}"
    event = f", filled: {plans.came(plan, 1.0)}" if plan.outcome.kind is Kind.BINARY else ""
    note = f"One dot for each of the {plan.things}{event}; a number is a trial, in its order."
    told = "; ".join(f"{at}: {plans.briefly(plan, one)}" for at, one in enumerate(plan.trials, 1))
    names = (levers[0].name, levers[1].name)
    return Picture("settings", names, headline, note, f"{headline}. {note} {told}.")


def proposed(plan: Plan) -> Table:
    """The trials to make: settings, then what the foremost rivals predict."""
    return _table(plan, "The trials, in the order in which to make them", plan.trials)


def made(plan: Plan) -> Table:
    """The trials that were made: settings, what was predicted, what came."""
    return _table(plan, f"The {plans.so_many(len(plan.made))} made so far", plan.made, came_as=True)


def beyond(plan: Plan) -> str:
    """What stands and can't be set, so that these trials can't show it; else empty."""
    if not plan.beyond or plan.told_apart:
        return ""
    several = len(plan.beyond) > 1
    return (
        f"{numbers.capital(numbers.listed(plan.beyond))} {'stand' if several else 'stands'} and "
        f"{'are no levers' if several else 'is no lever'}, so trials with other levers can't show "
        f"{'them' if several else 'it'}: find a way to set {'them' if several else 'it'}."
    )


def apart(plan: Plan, one: Inseparable) -> str:
    """Why two rivals can't be told apart, and what would help."""
    first, second = one.called
    said = f"No trial can tell {first} from {second}: {APART.get(one.why, one.why)}."
    seen = f"So far they differed in {numbers.of(one.apart, one.of)} {plan.things}."
    if not one.apart:
        return f"{said} {seen} Find a way to set one of them, or record {_instead(one)}."
    wait = math.ceil(10 * one.of / one.apart)
    return (
        f"{said} {seen} Find a way to set one of them, or wait: 10 that differ take about "
        f"{numbers.count(wait)} {plan.things}."
    )


def _instead(one: Inseparable) -> str:
    """What to record where two always go together."""
    if not one.time:
        return "what may drive both"
    return f"what else changes with {one.time}, which both go with"


def compare(plan: Plan, one: Comparison) -> str:
    """The contrast that would show an effect, where nothing has evidence yet."""
    lever = next(lever for lever in plan.levers if lever.name == one.lever)
    first, second = (plans.value(plan, one.lever, to) for to in one.settings)
    size = (
        f"a difference of {numbers.points(one.effect)}"
        if plan.outcome.kind is Kind.BINARY
        else f"a shift by {numbers.amount(one.effect)} of its standard deviations"
    )
    return (
        f"Nothing has evidence yet. {numbers.count(one.each)} trials with "
        f"{called(lever.variable)} at {first} and {numbers.count(one.each)} at {second}, in random "
        f"order, would show {size} with a chance of {numbers.percent(one.power)}."
    )


def _table(plan: Plan, caption: str, trials: Sequence[Trial], came_as: bool = False) -> Table:
    rivals = plans.foremost(plan)
    units, blocks = any(trial.unit for trial in trials), any(trial.block for trial in trials)
    heads = [
        "#",
        *([plan.unit] if units else ["block"] if blocks else []),
        *(called(lever.variable) for lever in plan.levers),
        *(f"if it is {plans.rival_called(plan, one.levers)}" for one in rivals),
        *(["came"] if came_as else []),
    ]
    rows = [
        (
            Span(numbers.count(trial.row + 1 if came_as else at)),
            *((Span(trial.unit or numbers.count(trial.block)),) if units or blocks else ()),
            *(Span(plans.value(plan, one.name, trial.settings[one.name])) for one in plan.levers),
            *(Span(plans.predicted(plan, trial, one)) for one in rivals),
            *_came(plan, trial, came_as),
        )
        for at, trial in enumerate(trials, 1)
    ]
    return Table(caption, tuple(heads), (True, *[False] * (len(heads) - 1)), tuple(rows))


def _came(plan: Plan, trial: Trial, came_as: bool) -> Spans:
    if not came_as:
        return ()
    hot = plan.outcome.kind is Kind.BINARY and trial.answer == 1
    return (Span(plans.came(plan, trial.answer), hot=hot),)
