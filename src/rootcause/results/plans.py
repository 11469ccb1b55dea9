"""A plan: the trials proposed next, and what those made so far have shown."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rootcause.results.associations import EffectSize
from rootcause.results.contrasts import Group
from rootcause.results.trials import Lever, Rival, Setting, Trial
from rootcause.variables import Variable

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Needed:
    """How many more trials it will probably take, if one of the levers is the cause.

    Until one is told apart from the others or, where one is, until it is shown.

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
    time
        What both go with, derived from a time: "hour of when"; empty where nothing was found.
    """

    names: tuple[str, str]
    called: tuple[str, str]
    why: str
    apart: int
    of: int
    time: str = ""


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


@dataclass(frozen=True, slots=True)
class Possible:
    """How large an effect of a lever the trials leave possible, where they settled nothing.

    Attributes
    ----------
    lever
        Its name.
    more, less
        The trials in which it was set to where it had foretold more, and less, before the first of
        them: with medians of a numeric outcome.
    effect
        Difference of the two: of rates, or of means.
    """

    lever: str
    more: Group
    less: Group
    effect: EffectSize


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
    told_apart
        Names of the levers that the trials have told from the others; empty while none is.
    shown
        The same, once trials also speak 300 to 1 against none of them mattering: these stand.
    ruled_out
        Whether the trials have shown that none of the levers matters.
    unrecorded
        Weight of none of the levers mattering: chance, or something that was not recorded.
    needed
        How many more trials it will probably take; None where it is settled, or none is proposed.
    inseparable
        Candidates that no trial can tell apart.
    comparison
        What would show an effect, where nothing has evidence yet.
    possible
        What effects are left possible, after so many trials that more of the same are no use.
    why_none
        Why no trial is proposed, as a whole sentence; empty where some are.
    beyond
        What candidates are called that stand and are no levers.
    things, unit
        What observations and units are called; the latter empty where none were declared.
    reach
        The least and the most that a measured answer is taken to be able to be.
    """

    outcome: Variable
    levers: tuple[Lever, ...] = ()
    trials: tuple[Trial, ...] = ()
    made: tuple[Trial, ...] = ()
    rivals: tuple[Rival, ...] = ()
    told_apart: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    ruled_out: bool = False
    unrecorded: float = 0.0
    needed: Needed | None = None
    inseparable: tuple[Inseparable, ...] = ()
    comparison: Comparison | None = None
    possible: tuple[Possible, ...] = ()
    why_none: str = ""
    beyond: tuple[str, ...] = ()
    things: str = "observations"
    unit: str = ""
    reach: tuple[float, float] = (-math.inf, math.inf)

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
            One row a trial: ``trial`` (1 the first), ``block``, ``unit`` where units were
            declared, a column a lever, a column ``predicted: NAME`` a rival (the chance of a
            binary outcome, else its mean), ``gain`` in bits, and ``sentence``.
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
