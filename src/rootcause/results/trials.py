"""A trial: what the levers are set to, and what every rival foretells for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rootcause.variables import Kind, Variable

Setting = float | str

LIKELY = 0.65  # a chance above it is a prediction, one below 1 - LIKELY of the contrary
WITHIN = 1.645  # of a number: spreads around the mean within which nine answers of ten lie


@dataclass(frozen=True, slots=True)
class Lever:
    """A candidate that a person can set, and what it may be set to.

    Attributes
    ----------
    variable
        What it is; `levels` holds all that were seen or declared.
    low, high
        Ends of the range of a numeric lever, in its unit of measurement; NaN otherwise.
    levels
        What a lever with labels may be set to; empty for a numeric one.
    """

    variable: Variable
    low: float = float("nan")
    high: float = float("nan")
    levels: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The variable's name."""
        return self.variable.name

    def said(self, value: float) -> Setting:
        """What a value, or the code of a level, is as a setting."""
        return value if self.variable.kind is Kind.NUMERIC else self.variable.levels[int(value)]


@dataclass(frozen=True, slots=True)
class Prediction:
    """What one rival foretells for one trial.

    Attributes
    ----------
    rival
        Names of its levers.
    value
        Chance of a binary outcome; else its mean, in its own unit.
    spread
        Standard deviation of a numeric answer; 0 for a chance.
    """

    rival: tuple[str, ...]
    value: float
    spread: float = 0.0

    def fits(self, answer: float) -> bool | None:
        """Whether an answer is as it foretold; None where it foretold nothing definite."""
        if self.spread:
            return abs(answer - self.value) <= WITHIN * self.spread
        chance = self.value if answer else 1 - self.value
        return None if 1 - LIKELY <= chance <= LIKELY else chance > LIKELY


@dataclass(frozen=True, slots=True)
class Trial:
    """One setting of the levers, proposed or made.

    Attributes
    ----------
    settings
        What each lever is set to, by its name; of a trial that was made, what was reached.
    predictions
        What every rival foretells, or foretold before it was made; the foremost rival first.
    gain
        How much its answer is expected to tell of which rival is true, in bits; proposed ones.
    block
        Trials of one block belong together: the same unit, the same day. 0 where none was asked.
    unit
        The unit on which to make it, or on which it was made; empty where none was declared.
    like, changed
        Row of the observation (0 the first) that it resembles most, -1 where none, and the levers
        that differ from it.
    row, answer
        Of a trial that was made: its row of the observations, and what came: 1 where the outcome
        happened, else its value. -1 and NaN for a proposed one.
    """

    settings: Mapping[str, Setting]
    predictions: tuple[Prediction, ...]
    gain: float = float("nan")
    block: int = 0
    unit: str = ""
    like: int = -1
    changed: tuple[str, ...] = ()
    row: int = -1
    answer: float = float("nan")

    def foretold(self, rival: tuple[str, ...]) -> Prediction | None:
        """What one rival foretold; None where it isn't among them."""
        return next((one for one in self.predictions if one.rival == rival), None)


@dataclass(frozen=True, slots=True)
class Rival:
    """One explanation that the trials are to hold against the others.

    Attributes
    ----------
    levers
        Names of the levers that matter in it: one, or two that act together.
    weight
        Share of the weight of all explanations looked at: each lever, each pair, none of them, and
        something not recorded.
    agreed, contradicted
        Trials made that came as it had foretold, and otherwise; the rest it had left open.
    over
        What it foretells over its lever, when it is one: what to set, and the value foretold.
    """

    levers: tuple[str, ...]
    weight: float
    agreed: int = 0
    contradicted: int = 0
    over: tuple[tuple[Setting, float], ...] = ()
