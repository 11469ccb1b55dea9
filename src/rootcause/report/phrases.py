"""Phrases about one case: what its observations, its outcome and its groups are called."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from rootcause.report import numbers
from rootcause.report.parts import Span, Spans
from rootcause.results import BETWEEN, POOLED, Association, Contrast, Group, Investigation
from rootcause.variables import Kind, Variable

YES = frozenset({"yes", "y", "true", "t", "1", "1.0"})
OTHERS = "others"
"""The rest, beside a level."""

RECORD = ("recorded", "missing")
"""Levels of the candidate that says whether a value was recorded."""

NO = frozenset({"no", "n", "false", "f", "0", "0.0"})


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one case.

    Attributes
    ----------
    outcome
        The variable the complaint is about.
    variables
        Every variable that can be named, by name.
    things
        What observations are called, in the plural: "trips".
    """

    outcome: Variable
    variables: dict[str, Variable]
    things: str = "observations"

    def named(self, name: str) -> str:
        """What people call a variable."""
        return called(self.variables[name]) if name in self.variables else name

    def names(self, names: tuple[str, ...], last: str = "and") -> str:
        """Several variables, as a list in words."""
        return numbers.listed([self.named(name) for name in names], last)

    def so_many(self, n: int) -> str:
        """Say so many observations: "41 trips"."""
        if n == 1 and self.things.endswith("s"):
            return f"1 {self.things.removesuffix('s')}"
        return f"{numbers.count(n)} {self.things}"

    def these(self, n: int) -> str:
        """Say that it is about these observations: "these 41 trips"."""
        return f"{'this' if n == 1 else 'these'} {self.so_many(n)}"

    @property
    def counts(self) -> bool:
        """Whether the outcome is counted (binary, nominal) rather than measured."""
        return self.outcome.kind in (Kind.BINARY, Kind.NOMINAL)

    @property
    def verb(self) -> str:
        """What an observation with the outcome did: "failed"; empty where nobody said so."""
        named = self.outcome.happened.casefold() == self.outcome.called.casefold()
        return "" if named else self.outcome.happened

    def event(self, level: str = "") -> str:
        """The outcome as something that can be had: "no start", "defect bubble"."""
        level = level or (self.outcome.levels[-1] if self.outcome.kind is Kind.BINARY else "")
        called_so = level.casefold() == self.outcome.called.casefold()
        if not level or called_so or says_yes(self.outcome, level):
            return self.outcome.called
        return f"{self.outcome.called} {level}"

    def happened(self, group: Group, level: str = "") -> Spans:
        """How often the outcome happened in a group, or where it lay there."""
        if group.happened is None:
            return (
                Span(f"the {self.centre(group)} {self.outcome.called} was "),
                Span(self.short(group), strong=True),
                Span(f" over {self.so_many(group.n)}"),
            )
        hot = Span(numbers.of(group.happened, group.n), hot=True, strong=True)
        if self.verb and not self.is_nominal(level):
            return (hot, Span(f" {self.verb}"))
        return (Span(f"{self.event(level)} in "), hot)

    def those(self, level: str = "") -> str:
        """Those that had the outcome: "that failed", "with no start"."""
        if self.verb and not self.is_nominal(level):
            return f"that {self.verb}"
        return f"with {self.event(level)}"

    def is_nominal(self, level: str) -> bool:
        """Whether a class of a nominal outcome is counted."""
        return bool(level) and self.outcome.kind is Kind.NOMINAL

    def value(self, value: float | None) -> str:
        """A value of the outcome: a level of an ordinal one, a number in its unit otherwise."""
        if value is None or math.isnan(value):
            return numbers.UNKNOWN
        if self.outcome.kind is not Kind.ORDINAL:
            return numbers.amount(value, self.outcome.unit)
        low, high = self.outcome.levels[math.floor(value)], self.outcome.levels[math.ceil(value)]
        return low if low == high else f"between {low} and {high}"

    def short(self, group: Group) -> str:
        """A group as few words: "11 of 13", "74.7 N"."""
        if group.happened is not None:
            return numbers.of(group.happened, group.n)
        if group.mean is not None:
            return self.value(float(f"{group.mean:.4g}"))
        return self.value(group.median)

    def centre(self, group: Group) -> str:
        """What tells where a numeric outcome lay in a group."""
        return "median" if group.mean is None else "mean"

    @property
    def seen_head(self) -> str:
        """Head of the column that shows the groups."""
        if self.outcome.kind in (Kind.NUMERIC, Kind.ORDINAL):
            return f"median {self.outcome.called}"
        if self.outcome.kind is Kind.NOMINAL:
            return f"{self.outcome.called}, of how many"
        return f"{self.outcome.happened or self.event()}, of how many"


def called(variable: Variable) -> str:
    """What people call a variable; one that was derived names its source last."""
    source, _, part = variable.called.partition(": ")
    if variable.derived_from and part and not variable.label:
        return f"{part} ({source})"
    return variable.called


def words(investigation: Investigation) -> Words:
    """The words of an investigation, from its case where it has one."""
    read = {name: column.variable for name, column in investigation.columns.items()}
    told = {one.name: one.variable for one in investigation.candidates}
    case = investigation.case
    declared = dict(case.variables) if case else {}
    return Words(
        outcome=investigation.outcome,
        variables={**declared, **read, **told},
        things=case.observation_word if case else "observations",
    )


def bounded(association: Association) -> bool:
    """Whether its p-value is only a bound: the least that so many permutations can give."""
    return association.method == "permutation" and association.pvalue <= association.resolution


def says_yes(variable: Variable, label: str) -> bool | None:
    """Whether a label is the yes of a yes or no; None where the two levels are names (1 and 2)."""
    said = {level.casefold() for level in variable.levels}
    if variable.kind is not Kind.BINARY or not (said & YES and said & NO):
        return None
    return label.casefold() in YES


PLACED = ("by ", "in ", "on ", "at ", "with ", "without ", "under ", "from ")
"""Beginnings of a level that says itself where its group lies: "by touch"."""


def place(variable: Variable, label: str, unit: bool = True) -> str:
    """Where a group lies, its variable being named: "under 4 min", "with vanilla", "without it"."""
    if (yes := says_yes(variable, label)) is not None:
        return "with it" if yes else "without it"
    if label == OTHERS:
        return "with the others"
    if is_pooled(variable, label):
        return "with a rarer one"
    if variable.derived_from and variable.levels == RECORD:
        return f"where it is {label}"
    if variable.kind in (Kind.BINARY, Kind.NOMINAL):
        return label if label.startswith(PLACED) else f"with {label}"
    there = in_unit(label, variable.unit) if unit else true_minus(label)
    return there if label.startswith(("under ", "below ", BETWEEN)) else f"at {there}"


def is_pooled(variable: Variable, label: str) -> bool:
    """Whether a label stands for rare levels that were put together."""
    return label == POOLED and variable.kind is Kind.NOMINAL and label not in variable.levels


def in_unit(label: str, unit: str) -> str:
    """A label with its unit of measurement: "under 4 min", "4 min or more"."""
    label = true_minus(label)
    if not unit or label.startswith(BETWEEN):
        return label
    if label.endswith(" or more"):
        return f"{label.removesuffix(' or more')}{numbers.NBSP}{unit} or more"
    return f"{label}{numbers.NBSP}{unit}"


def drawn_at(variable: Variable, contrast: Contrast) -> str:
    """Where the two groups of a number meet, as their labels have it: "6.3 min"."""
    sides = contrast.first.label, contrast.second.label
    below = next((label for label in sides if label.startswith("under ")), sides[0])
    return in_unit(below.removeprefix("under "), variable.unit)


def in_table(variable: Variable, label: str, unit: bool) -> str:
    """A group's label as the table has it."""
    if (yes := says_yes(variable, label)) is not None:
        return "yes" if yes else "no"
    if is_pooled(variable, label):
        return "rarer ones"
    if variable.kind is not Kind.NUMERIC:
        return label
    return in_unit(label, variable.unit) if unit else true_minus(label)


def true_minus(label: str) -> str:
    """A label of numbers with a true minus: "under −2"."""
    return re.sub(r"(?<!\S)-(?=[\d.])", numbers.MINUS, label)


def contrasted(words: Words, variable: Variable, contrast: Contrast) -> Spans:
    """Two groups in one phrase: "with vanilla, 9 of 14 failed; with the others, 3 of 27"."""
    first, second = contrast.first, contrast.second
    there = Span(f"{place(variable, first.label)}, ")
    here = Span(f"; {place(variable, second.label, unit=False)}, ")
    if second.happened is None:
        rest = f"{words.short(second)} over {numbers.count(second.n)}"
    else:
        rest = numbers.of(second.happened, second.n)
    return (there, *words.happened(first, contrast.outcome_level), here, Span(rest, strong=True))
