"""A plan: the trials proposed next, each with what every rival predicts for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rootcause.variables import Kind, Variable

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

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


@dataclass(frozen=True, slots=True)
class Needed:
    """How many more trials will probably settle it, if one of the levers is the cause.

    Attributes
    ----------
    median, low, high
        Half of the simulated continuations ended by `median`, a tenth by `low`, nine tenths by
        `high`; `most` stands for all that had not ended by then.
    most
        Where the simulation was broken off.
    """

    median: int
    low: int
    high: int
    most: int


@dataclass(frozen=True, slots=True)
class Inseparable:
    """Rivals that no trial can tell apart.

    Attributes
    ----------
    names
        The two candidates.
    called
        What people call them.
    why
        "neither is a lever", "the ranges do not reach" or "forbidden together".
    apart, of
        In how many of so many observations the two disagreed.
    """

    names: tuple[str, str]
    called: tuple[str, str]
    why: str
    apart: int
    of: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The contrast that would show an effect, where nothing has evidence yet.

    Attributes
    ----------
    lever
        Name of the lever.
    settings
        The two things to set it to.
    each
        Trials at either.
    effect
        The smallest difference that matters: of chances, or in spreads of a numeric outcome.
    power
        Chance that so many trials show it.
    """

    lever: str
    settings: tuple[Setting, Setting]
    each: int
    effect: float
    power: float


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Plan:
    """The trials proposed next, and what those made so far have shown.

    Attributes
    ----------
    outcome
        The outcome, as it was read.
    levers
        What can be set.
    trials
        Proposed, in the order in which to make them.
    made
        Trials already made, oldest first, each with what the rivals had foretold before it.
    rivals
        The explanations held against each other, foremost first.
    shown
        Names of the levers that the trials have shown to matter; empty while none is.
    ruled_out
        Whether the trials have shown that none of the levers matters.
    unrecorded
        Weight of something that was not recorded, or not set.
    needed
        How many more trials will probably settle it; None where it is settled, or none is proposed.
    inseparable
        Candidates that no trial can tell apart.
    comparison
        What would show an effect, where nothing has evidence yet.
    why_none
        Why no trial is proposed, as a whole sentence; empty where some are.
    things
        What observations are called.
    """

    outcome: Variable
    levers: tuple[Lever, ...] = ()
    trials: tuple[Trial, ...] = ()
    made: tuple[Trial, ...] = ()
    rivals: tuple[Rival, ...] = ()
    shown: tuple[str, ...] = ()
    ruled_out: bool = False
    unrecorded: float = 0.0
    needed: Needed | None = None
    inseparable: tuple[Inseparable, ...] = ()
    comparison: Comparison | None = None
    why_none: str = ""
    things: str = field(default="observations")

    def rival(self, *levers: str) -> Rival | None:
        """The rival of these levers; None where there is none."""
        return next((one for one in self.rivals if one.levers == levers), None)

    @property
    def settings(self) -> pd.DataFrame:
        """One row a trial, one column a lever, in the order in which to make them."""
        from rootcause.report import plan_views

        return plan_views.settings_frame(self)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to do, trial by trial, each with what the foremost rivals predict."""
        from rootcause.report import plans

        return plans.sentences(self)

    def to_frame(self) -> pd.DataFrame:
        """The settings, and what every rival predicts for them.

        Returns
        -------
        pandas.DataFrame
            One row a trial: ``trial`` (1 the first), ``block``, a column a lever, a column
            ``predicted: NAME`` a rival (the chance of a binary outcome, else its mean),
            ``gain`` in bits, and ``sentence``.
        """
        from rootcause.report import plan_views

        return plan_views.plan_frame(self)

    def to_dict(self) -> dict[str, Any]:
        """Everything in the plan as plain numbers, strings and lists, ready for JSON."""
        from rootcause.report import plan_views

        return plan_views.as_dict(self)

    def plot(self) -> Figure:
        """What every rival predicts for each trial."""
        from rootcause.report import plots

        return plots.plan(self)

    def __repr__(self) -> str:
        from rootcause.report import plan_views

        return plan_views.text(self)

    def _repr_html_(self) -> str:
        from rootcause.report import plan_views

        return plan_views.notebook(self)
