"""What a confirmation says: every word, in the order in which people ask."""

from __future__ import annotations

import math
from dataclasses import dataclass

from rootcause.report import numbers, text
from rootcause.report.numbers import NBSP, unbound
from rootcause.report.phrases import Words
from rootcause.results import Confirmation, EffectSize, FixAnswer, Group, Period
from rootcause.variables import Kind

LEADS = {
    FixAnswer.CONFIRMED: "The fix is confirmed",
    FixAnswer.BETTER: "The fix works so far",
    FixAnswer.MET: "The criterion is met",
    FixAnswer.OPEN: "Not shown yet that the fix works",
    FixAnswer.MISSED: "The criterion was missed",
    FixAnswer.SHIFTED: "Shifted",
    FixAnswer.WORSE: "Worse than before",
    FixAnswer.NOTHING: "Nothing to compare",
}
MEASURES = {
    "boschloo": "Boschloo's exact test",
    "fisher": "Fisher's exact test",
    "conditional binomial": "exact conditional test of two rates",
    "rank sum permutation": "rank sum, by permutation",
    "brunnermunzel": "Brunner-Munzel test",
    "randomisation": "all orders in which it could have been switched",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One period in the table: its name, counts, and rate or median with its interval."""

    name: str
    count: str
    value: str
    interval: str


@dataclass(frozen=True, slots=True)
class Told:
    """A confirmation in words.

    Attributes
    ----------
    headline, says
        The answer in one sentence, and what follows from it.
    lines, value_head
        The two periods, and what their values are.
    cautions
        What to keep in mind, each a sentence.
    figure, note, alt
        Headline of the figure, what its marks are, and what it shows.
    """

    headline: str
    says: tuple[str, ...]
    lines: tuple[Line, Line]
    value_head: str
    cautions: tuple[str, ...]
    figure: str
    note: str
    alt: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """The headline and what follows from it."""
        return (self.headline, *self.says)


def told(found: Confirmation) -> Told:
    """Decide every word of a confirmation.

    Parameters
    ----------
    found
        What was found.
    """
    counted = _counted(found)
    says = (
        _reason(found),
        _criterion(found),
        _planned(found),
        _clean(found),
        _luck(found),
        _compared(found),
        _undirected(found),
        _weighed(found),
    )
    first, second = names(found)
    lines = tuple(
        _line(found, name, period)
        for name, period in ((first, found.before), (second, found.after))
    )
    measured = found.before.happened is None
    return Told(
        headline=f"{LEADS[found.answer]}: {counted}.",
        says=tuple(one for one in says if one),
        lines=(lines[0], lines[1]),
        value_head="median" if measured else "rate",
        cautions=tuple(f"{numbers.capital(one)}." for one in found.cautions),
        figure=f"{numbers.capital(counted)}",
        note=_note(found),
        alt=f"{numbers.capital(counted)}. "
        + " ".join(f"{one.name}: {one.value}, 95{NBSP}% interval {one.interval}." for one in lines),
    )


def names(found: Confirmation) -> tuple[str, str]:
    """What the two periods are called."""
    return ("off", "on") if found.switches is not None else ("before", "since")


def text_of(found: Confirmation) -> str:
    """Tell a confirmation in a terminal, without colour."""
    said = told(found)
    heads = ["", "", said.value_head, "95 % interval"]
    rows = [heads, *([one.name, one.count, one.value, one.interval] for one in said.lines)]
    widths = [max(map(text.width, column)) for column in zip(*rows, strict=True)]
    table = "\n".join(text.aligned(row, widths) for row in rows)
    blocks = [
        text.wrapped(said.headline),
        text.wrapped(" ".join(said.says)),
        table,
        "\n".join(text.wrapped(one, indent=text.GAP) for one in said.cautions),
    ]
    return unbound("\n\n".join(block for block in blocks if block))


# The sentences ----------------------------------------------------------------------------------


def _counted(found: Confirmation) -> str:
    """Both periods in one phrase: "12 of 41 failed before, 0 of 30 since"."""
    before, after = found.before, found.after
    first, second = names(found)
    if before.happened is None:
        one, two = (numbers.amount(period.value, found.outcome.unit) for period in (before, after))
        return f"median {found.outcome.called} {one} {first}, {two} {second}"
    if before.exposure is not None and after.exposure is not None:
        over = f"{NBSP}{found.over}" if found.over else ""
        then = "nothing observed"
        if after.exposure:
            then = f"{numbers.count(after.happened or 0)} in {_long(after.exposure)}"
        return (
            f"{numbers.count(before.happened)} failures in {_long(before.exposure)}{over} "
            f"{first}, {then} {second}"
        )
    words = Words(found.outcome, {}, found.things)
    group = Group("", before.n, before.happened)
    seen = "".join(span.text for span in words.happened(group))
    then = numbers.of(after.happened or 0, after.n) if after.n else "nothing observed"
    return f"{seen} {first}, {then} {second}"


def _reason(found: Confirmation) -> str:
    return f"{numbers.capital(found.reason)}." if found.reason else ""


def _compared(found: Confirmation) -> str:
    """The size of the change, with its interval and p."""
    effect = found.effect
    if effect is None or found.reason or math.isnan(effect.value):
        return ""
    change, low, high = _SIZES[effect.name](found, effect)
    sides = "one-sided" if found.better else "two-sided"
    if found.answer is FixAnswer.WORSE:
        return f"{change} (95{NBSP}% interval: {low} to {high})."
    test = f"{numbers.equals(found.pvalue)}, {sides}, {_measure(found)}"
    return f"{change} (95{NBSP}% interval: {low} to {high}; {test})."


def _measure(found: Confirmation) -> str:
    """By which comparison, in words."""
    if found.units is None:
        return MEASURES[found.measure]
    before, since = map(numbers.count, found.units)
    if found.measure == "signs of units":
        return f"each {found.unit} compared with itself, {before} in all"
    return f"one value for each {found.unit}, {before} before and {since} since"


def _points(_found: Confirmation, effect: EffectSize) -> tuple[str, str, str]:
    low, high = (numbers.amount(round(100 * one)) for one in (effect.low, effect.high))
    if round(100 * effect.value) == 0:
        return "The rate is the same to the percentage point", low, high
    way = "rose" if effect.value > 0 else "fell"
    return f"The rate {way} by {numbers.points(effect.value)}", low, high


def _times(_found: Confirmation, effect: EffectSize) -> tuple[str, str, str]:
    times, low, high = (
        numbers.amount(float(f"{one:.2g}")) if math.isfinite(one) else "unknown"
        for one in (effect.value, effect.low, effect.high)
    )
    return f"The rate since is {times} times that before", low, high


def _moved(found: Confirmation, effect: EffectSize) -> tuple[str, str, str]:
    way = "rose" if effect.value > 0 else "fell"
    moved = numbers.amount(abs(effect.value), found.outcome.unit)
    what = numbers.capital(found.outcome.called)
    return f"{what} {way} by {moved}", _end(effect.low), _end(effect.high)


def _by(found: Confirmation, effect: EffectSize) -> tuple[str, str, str]:
    way = "rose" if effect.value > 0 else "fell"
    low, high = (numbers.amount(float(f"{one:.2g}")) for one in (effect.low, effect.high))
    return f"The rate {way} by {_rate(found, abs(effect.value))}", low, high


_SIZES = {
    "risk difference": _points,
    "rate ratio": _times,
    "rate difference": _by,
    "shift": _moved,
}


def _end(value: float) -> str:
    return numbers.amount(value) if math.isfinite(value) else "unknown"


def _weighed(found: Confirmation) -> str:
    """How much the observations speak for a change, and how much is asked for."""
    if found.effect is None or found.measure == "randomisation":
        return ""
    if found.answer is FixAnswer.WORSE:
        way = "higher" if found.better == "lower" else "lower"
        return (
            f"The observations speak {numbers.to_one(found.odds_worse)} for {way} over unchanged."
        )
    if found.reason:
        return ""
    way = found.better or "shifted"
    most, way = (
        (found.odds, f"{way} over unchanged")
        if found.odds >= 1
        else (
            1 / max(found.odds, 1e-9),
            f"unchanged over {way}",
        )
    )
    asked = "" if found.odds * found.alpha >= 1 else f"{1 / found.alpha:.0f} to 1 is asked for; "
    return (
        f"The observations speak {numbers.to_one(most)} for {way} ({asked}that may be looked at "
        "after each of them, p once, at a settled number)."
    )


def _undirected(found: Confirmation) -> str:
    if found.better or found.effect is None:
        return ""
    return "Whether that is better is for you to say: better='lower' or better='higher'."


def _criterion(found: Confirmation) -> str:
    one = found.criterion
    if one is None:
        return ""
    seen = f"{numbers.amount(one.seen)} of {numbers.amount(one.needed)}"
    failed = f"{numbers.in_words(one.failures)} {'failure' if one.failures == 1 else 'failures'}"
    if one.met is None:
        more = f"at most {one.allowed} allowed" if one.allowed else "none allowed"
        return f"Criterion set before: {one.text}; {seen} are in with {failed}, {more}."
    if one.met:
        shown = (
            ""
            if found.answer is FixAnswer.CONFIRMED
            else (" That alone doesn't show that it is better than before.")
        )
        return (
            f"Criterion set before: {one.text}; met, so that you can be "
            f"{numbers.percent(one.confidence_level)} sure that the rate is below "
            f"{_rate(found, one.below)}.{shown}"
        )
    return (
        f"Criterion set before: {one.text}; missed with {failed} in {seen}. What was seen can't be "
        "taken back: set another criterion, and count from then on."
    )


def _planned(found: Confirmation) -> str:
    seen = found.after.n if found.after.exposure is None else found.after.exposure
    if found.criterion is not None or found.planned is None or seen >= found.planned:
        return ""
    return f"{numbers.amount(seen)} of the {numbers.amount(found.planned)} planned are in."


def _clean(found: Confirmation) -> str:
    """What a run without a failure shows, or would."""
    run = found.clean
    if run is None or (found.criterion is not None and found.criterion.met):
        return ""
    sure = f"you can be {numbers.percent(1 - found.alpha)} sure that the rate is below"
    if run.more <= 0:
        return f"Without a failure so far, {sure} {_rate(found, run.below)}."
    more = numbers.amount(run.more)
    if found.over:
        more = f"{more}{NBSP}{found.over}"
    return f"{more} more without a failure and {sure} {_rate(found, run.below)}."


def _luck(found: Confirmation) -> str:
    """How long a clean run comes by luck alone."""
    run = found.clean
    if run is None or run.by_luck is None or found.answer not in (FixAnswer.OPEN, FixAnswer.BETTER):
        return ""
    known = ""
    if run.by_luck_if_known is not None and round(run.by_luck_if_known) < round(run.by_luck):
        known = f" ({numbers.amount(run.by_luck_if_known)} if the rate before were known exactly)"
    return (
        f"A run without a failure is rarer than 1 in {1 / found.alpha:.0f} by luck alone from "
        f"{numbers.amount(run.by_luck)} on{known}."
    )


def _rate(found: Confirmation, rate: float) -> str:
    if found.before.exposure is None:
        return numbers.percent(float(f"{rate:.2g}"))
    return f"{rate:.2g} per {found.over.removesuffix('s') or 'unit'}"


def _line(found: Confirmation, name: str, period: Period) -> Line:
    if period.happened is None:
        value, interval = numbers.amount(period.value), f"{_end(period.low)} to {_end(period.high)}"
        return Line(name, numbers.count(period.n), value, interval)
    if period.exposure is not None:
        value = f"{period.value:.3g}" if period.exposure else numbers.UNKNOWN
        count = f"{numbers.count(period.happened)} in {_long(period.exposure)}"
        high = f"{period.high:.3g}" if math.isfinite(period.high) else "unknown"
        return Line(name, count, value, f"{period.low:.3g} to {high}")
    share = f"{100 * period.value:.0f}{NBSP}%" if period.n else numbers.UNKNOWN
    interval = f"{100 * period.low:.0f} to {100 * period.high:.0f}{NBSP}%"
    return Line(name, numbers.of(period.happened, period.n), share, interval)


def _long(exposure: float) -> str:
    """An exposure: "1,200", "53.5"."""
    whole = round(exposure)
    return numbers.count(whole) if whole and whole == exposure else numbers.amount(exposure)


def _note(found: Confirmation) -> str:
    """What a mark of the figure is."""
    if found.before.happened is None:
        return "A dot is an observation, the tick the median."
    if found.before.exposure is not None:
        return f"The dot is the rate, the line its exact 95{NBSP}% interval."
    word = found.outcome.happened if found.outcome.kind is Kind.BINARY else "failed"
    return (
        f"A dot is an observation in the order in which they were made, filled: {word}. Below, the "
        f"rates with their exact 95{NBSP}% intervals."
    )
