"""The words of a plan: what to do, what every rival predicts, what the trials made have shown."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rootcause.report import numbers
from rootcause.report.phrases import called
from rootcause.results import Candidate, Lever, Plan, Possible, Prediction, Rival, Trial
from rootcause.results.trials import LIKELY, Setting
from rootcause.variables import Kind

HARD = "hard to say"
NOT_SHOWN = "Not yet shown: no trial has been made."
TWO = 2
"""Levers whose predictions are told trial by trial."""

OPEN = 0.05
"""Weight from which one more rival is told beside them."""

EIGHT_IN_TEN = 1.2816
"""Standard deviations around a normal mean within which eight answers of ten lie."""

WORTH = 1.5
"""Odds below which an answer is not said to shift them."""


def sentences(plan: Plan) -> tuple[str, ...]:
    """What to do and what the foremost rivals predict, one text a trial."""
    return tuple(sentence(plan, trial) for trial in plan.trials)


def sentence(plan: Plan, trial: Trial) -> str:
    """One trial: its settings, what each rival predicts, and what the answer is worth."""
    on = f"On {place(plan, trial.unit)}: set" if trial.unit else "Set"
    said = [f"{on} {setting(plan, trial)}."]
    said += [
        f"If it is {rival_called(plan, one.levers)}: {foretold}."
        for one in foremost(plan)
        if (foretold := predicted(plan, trial, one)) and (len(one.levers) == 1 or foretold != HARD)
    ]
    return " ".join([*said, *_shift(plan, trial), *_alike(plan, trial)])


def setting(plan: Plan, trial: Trial) -> str:
    """What to set: "flavour to vanilla and minutes in the shop to 8 min"."""
    told = [
        f"{called(lever.variable)} to {value(plan, lever.name, trial.settings[lever.name])}"
        for lever in plan.levers
    ]
    return numbers.listed(told)


def briefly(plan: Plan, trial: Trial) -> str:
    """What to set, in few words: "flavour vanilla, minutes in the shop 8 min"."""
    return ", ".join(
        f"{called(lever.variable)} {value(plan, lever.name, trial.settings[lever.name])}"
        for lever in plan.levers
    )


def place(plan: Plan, unit: str) -> str:
    """A unit with what units are called: "car 7"."""
    return unit if unit.casefold().startswith(plan.unit.casefold()) else f"{plan.unit} {unit}"


def value(plan: Plan, name: str, to: Setting) -> str:
    """A setting as people write it: "8 min", "vanilla"."""
    lever = next(one for one in plan.levers if one.name == name)
    return to if isinstance(to, str) else numbers.amount(to, lever.variable.unit)


def rival_called(plan: Plan, levers: tuple[str, ...]) -> str:
    """What a rival is called: "flavour", "flavour and minutes in the shop together"."""
    names = {lever.name: called(lever.variable) for lever in plan.levers}
    said = numbers.listed([names[name] for name in levers])
    return f"{said} together" if len(levers) > 1 else said


def foremost(plan: Plan) -> tuple[Rival, ...]:
    """The rivals told trial by trial: the two best levers, and one more that is well open."""
    alone = [one for one in plan.rivals if len(one.levers) == 1][:TWO]
    more = [one for one in plan.rivals if one not in alone and one.weight >= OPEN][:1]
    return (*alone, *more)


def predicted(plan: Plan, trial: Trial, rival: Rival) -> str:
    """What a rival predicts: "started (about 9 in 10)", "hard to say", "75 N (65 to 84)"."""
    found = trial.foretold(rival.levers)
    return foretold(plan, found) if found else ""


def foretold(plan: Plan, said: Prediction) -> str:
    """A prediction in words."""
    if plan.outcome.kind is Kind.BINARY:
        if 1 - LIKELY <= said.value <= LIKELY:
            return HARD
        happens = said.value > LIKELY
        chance = said.value if happens else 1 - said.value
        return f"{came(plan, float(happens))} ({about(chance)})"
    if plan.outcome.kind is Kind.ORDINAL:
        first, grade, last = (came(plan, end) for end in _ends(plan, said, 0))
        return f"{grade} ({'' if first == last else f'{first} to {last} '}in 8 of 10)"
    decimals = -math.floor(math.log10(said.spread))
    low, value, high = _ends(plan, said, decimals)
    unit = plan.outcome.unit
    reach = f"{numbers.amount(low)} to {numbers.amount(high, unit)}"
    return f"{numbers.amount(value, unit)} ({reach} in 8 of 10)"


def cut(plan: Plan) -> str:
    """Why a range that is told ends where it does, if it was cut there; else empty.

    What lies beyond can't come, so what is left of a range holds as many answers as the whole.
    """
    told = [
        one
        for trial in plan.trials
        for rival in foremost(plan)
        if (one := trial.foretold(rival.levers)) and one.spread
    ]
    low, high = plan.reach
    below = any(one.value - EIGHT_IN_TEN * one.spread < low for one in told)
    above = any(one.value + EIGHT_IN_TEN * one.spread > high for one in told)
    if plan.outcome.kind is not Kind.NUMERIC or not (below or above):
        return ""
    ends = [numbers.amount(end) for end, so in ((low, below), (high, above)) if so]
    at = f"{numbers.listed(ends)}{numbers.NBSP}{plan.outcome.unit}".rstrip()
    where = "beyond" if below and above else "lower" if below else "higher"
    return f"Ranges end at {at}: no reading was {where}."


def _ends(plan: Plan, said: Prediction, decimals: int) -> tuple[float, float, float]:
    """What is foretold between the ends of its range, rounded, all within what can come."""
    least, most = plan.reach
    ends = (said.value + side * EIGHT_IN_TEN * said.spread for side in (-1, 0, 1))
    low, value, high = (min(max(round(end, decimals), least), most) for end in ends)
    return low, value, high


def about(chance: float) -> str:
    """A chance of more than one half in words: "about 9 in 10"."""
    if chance >= 0.975:
        return "nearly always"
    if chance >= 0.925:
        return f"about {_in(19, 20)}"
    return f"about {_in(math.floor(10 * chance + 0.5), 10)}"


def _in(part: int, whole: int) -> str:
    return f"{part} in {whole}".replace(" ", numbers.NBSP)


def came(plan: Plan, answer: float) -> str:
    """What came, in the outcome's own words: "failed", "started"; or its grade, or value."""
    outcome = plan.outcome
    if outcome.kind is Kind.ORDINAL:
        return outcome.levels[round(answer)]
    if outcome.kind is not Kind.BINARY:
        return numbers.amount(answer, outcome.unit)
    if answer and outcome.happened:
        return outcome.happened
    if not answer and outcome.otherwise:
        return outcome.otherwise
    level = outcome.levels[int(answer)]
    return f"{called(outcome)}: {level}"


def chance_of(plan: Plan) -> str:
    """What the figure's axis is, for a binary outcome."""
    came_so = came(plan, 1.0)
    joined = " that " if plan.outcome.happened else ", "
    return f"expected share{joined}{came_so}"


def needed(plan: Plan) -> str:
    """How many more trials will probably be needed, and how that was had; empty where unknown."""
    found = plan.needed
    if found is None or (plan.inseparable and found.median >= found.most):
        return ""
    if found.median >= found.most:
        return (
            f"More than {found.most} trials would probably be needed: the levers hardly matter, "
            "or the outcome is too noisy. One that is sharper or can be measured, or a stress that "
            "raises its rate, would help."
        )
    many = so_many(found.median, "more " if plan.made else "")
    most = f"more than {found.most}" if found.high >= found.most else str(found.high)
    reach = f"{found.low}" if found.low == found.high else f"{found.low} to {most}"
    alone = len(plan.levers) == 1
    aim = "tell whether it is that lever" if alone else "tell which lever it is"
    aim = "show it" if plan.told_apart else aim
    return (
        f"About {many} will probably {aim}, if one of the levers is the cause: played forward "
        f"from what is known, 8 of 10 runs ended after {reach}."
    )


def doubt(plan: Plan) -> str:
    """How much speaks against none of the levers mattering, where one is told apart; else empty."""
    rival = plan.rival(*plan.told_apart) if plan.told_apart and not plan.shown else None
    if rival is None:
        return ""
    name = numbers.capital(rival_called(plan, rival.levers))
    against = numbers.to_one(rival.weight / plan.unrecorded)
    several = len(rival.levers) > 1
    alone = len(plan.levers) == len(rival.levers)
    told = "" if alone else f"{'are' if several else 'is'} told from the other levers, but "
    return (
        f"{name} {told}{'do' if several else 'does'} not stand yet: against all of this being "
        f"chance, or something that was not recorded, the odds are {against}, and 300 to 1 is "
        "asked for. Go on."
    )


def possible(plan: Plan, one: Possible) -> str:
    """How large an effect of a lever the trials leave possible."""
    lever = next(lever for lever in plan.levers if lever.name == one.lever)
    name, low, high = called(lever.variable), one.effect.low, one.effect.high
    if plan.outcome.kind is Kind.BINARY:
        event = came(plan, 1.0)
        more, less = (numbers.of(at.happened or 0, at.n) for at in (one.more, one.less))
        said = f"{name} foretold it more often, {event} in {more}; elsewhere in {less}"
        ends = f"{_points(low)} and {_points(high)} percentage points"
    else:
        unit = "grades" if plan.outcome.kind is Kind.ORDINAL else plan.outcome.unit
        more, less = (came(plan, at.median or 0.0) for at in (one.more, one.less))
        said = f"{name} foretold more, the median is {more}; elsewhere {less}"
        ends = f"{_two_digits(low)} and {_two_digits(high, unit)}"
    sure = numbers.percent(one.effect.confidence_level)
    return f"In the trials in which {said}: its effect lies between {ends} ({sure} interval)."


def _two_digits(value: float, unit: str = "") -> str:
    return numbers.amount(float(f"{value:.2g}"), unit)


def _points(share: float) -> str:
    return numbers.amount(float(round(100 * share)))


def learned(plan: Plan) -> str:
    """How the trials made so far came out; empty where none was made."""
    if not plan.made:
        return ""
    leader = plan.rival(*plan.told_apart) if plan.told_apart else foremost(plan)[0]
    leader = leader or plan.rivals[0]
    said = as_predicted(plan, leader, plan.made)
    others = [
        f"{rival_called(plan, one.levers)} predicted otherwise in {numbers.count(one.contradicted)}"
        for one in plan.rivals
        if one is not leader and one.contradicted and len(one.levers) == 1
    ]
    return f"{'; '.join([said, *others[:TWO]])}."


def as_predicted(plan: Plan, rival: Rival, trials: Sequence[Trial], more: str = "") -> str:
    """How trials came out for a rival: "3 trials, all as minutes in the shop predicted"."""
    fits = [said.fits(one.answer) for one in trials if (said := one.foretold(rival.levers))]
    name, several = rival_called(plan, rival.levers), so_many(len(trials), more)
    if fits.count(True) == len(trials):
        return f"{several}, {'all ' if len(trials) > 1 else ''}as {name} predicted"
    otherwise = numbers.count(fits.count(False)) if fits.count(False) else "none"
    return (
        f"{several}, {numbers.count(fits.count(True))} as {name} predicted, {otherwise} otherwise"
    )


def left(plan: Plan | None, undetermined: Sequence[Candidate]) -> str:
    """What trials have left of those that are undetermined, in one line; empty where all."""
    if plan is None:
        return ""
    said = numbers.listed([called(one.variable) for one in undetermined])
    if plan.ruled_out:
        return f"Trials speak against {said}: something not recorded may do it."
    told = [called(one.variable) for one in undetermined if one.name in plan.told_apart]
    beside = [one for one in undetermined if one.name not in plan.told_apart]
    levers = {lever.name for lever in plan.levers}
    if not told or len(told) == len(levers) or not {one.name for one in beside} <= levers:
        return ""
    only = "" if beside else "only "
    rest = numbers.listed([called(one.variable) for one in beside])
    with_rest = f", perhaps together with {rest}" if rest else ""
    matter = "it matters" if len(told) == 1 else "they matter"
    return (
        f"Of the levers, trials leave {only}{numbers.listed(told)}{with_rest}, but have not shown "
        f"yet that {matter}."
    )


def short(plan: Plan | None) -> str:
    """How far the trials have come, for a step of the ladder."""
    if plan is None or not (plan.made or plan.trials):
        return "not yet"
    if plan.shown:
        return f"yes: {rival_called(plan, plan.shown)}, {so_many(len(plan.made))}"
    proposed = f"{numbers.count(len(plan.trials))} proposed" if plan.trials else ""
    made = f"{so_many(len(plan.made))} made" if plan.made else ""
    if plan.ruled_out:
        return f"no: {made}, and none of the levers matters"
    found = f"{rival_called(plan, plan.told_apart)} by {made}" if plan.told_apart else made
    return f"not yet: {', '.join(filter(None, (found, proposed)))}"


def shown(plan: Plan | None) -> str:
    """Whether a trial has shown it, as a sentence."""
    if plan is None or not plan.made:
        return NOT_SHOWN
    if plan.shown:
        return f"Shown by {learned(plan)}"
    if plan.ruled_out:
        return f"The trials speak against every lever: {learned(plan)}"
    return " ".join(filter(None, (f"Not yet shown: {learned(plan)}", doubt(plan))))


def plane(plan: Plan) -> tuple[Lever, Lever] | None:
    """The two foremost levers, a numeric one first; None where neither is numeric."""
    names = [one.levers[0] for one in foremost(plan) if len(one.levers) == 1]
    levers = [lever for name in names for lever in plan.levers if lever.name == name]
    if len(levers) < TWO or all(lever.levels for lever in levers):
        return None
    first, second = sorted(levers[:TWO], key=lambda lever: bool(lever.levels))
    return first, second


def _shift(plan: Plan, trial: Trial) -> list[str]:
    """How far either answer shifts the odds between the two foremost rivals."""
    two = [trial.foretold(one.levers) for one in foremost(plan)[:TWO]]
    if plan.outcome.kind is not Kind.BINARY or len(two) < TWO or None in two:
        return []
    one, other = (said.value for said in two if said)
    odds = min(max(p / q, q / p) for p, q in ((one, other), (1 - one, 1 - other)))
    if odds < WORTH:
        return []
    return [f"Either answer shifts the odds between the two at least {numbers.to_one(odds)}."]


def _alike(plan: Plan, trial: Trial) -> list[str]:
    """What a trial is for of which all rivals foretell the same."""
    chances = [said.value for one in foremost(plan) if (said := trial.foretold(one.levers))]
    if plan.outcome.kind is not Kind.BINARY or len(chances) < TWO:
        return []
    if not (min(chances) > LIKELY or max(chances) < 1 - LIKELY):
        return []
    return ["They foretell the same: it speaks for or against chance."]


def so_many(trials: int, more: str = "") -> str:
    """So many trials: "3 trials", "1 more trial"."""
    return f"{numbers.count(trials)} {more}{'trial' if trials == 1 else 'trials'}"
