"""Swaps: which of two units' parts carries the fault.

A good unit and a bad one exchange one part at a time. The fault that goes with a part, out of the
bad unit and into the good one, is in that part.

References
----------
Shainin (1993), Qual. Eng. 5:433; Bhote & Bhote (2000), World Class Quality, chapter 14: component
search.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rootcause.association.curves import midranks
from rootcause.association.multiplicity import adjust
from rootcause.association.permutation import orders_of
from rootcause.columns.failures import read_failures
from rootcause.errors import ArgumentError, VariableError, did_you_mean
from rootcause.options import check_level, check_name, check_names, generator
from rootcause.results import Group, Swap, SwapAnswer, Swaps
from rootcause.tables import read_table
from rootcause.variables import Variable

Floats = NDArray[np.float64]

REST = "rest"
ARRANGEMENTS = 200_000  # gone through rather than drawn
DRAWS = 9_999
SAME = 1e-9
WHOLE = 0.5  # of the difference between the units, that a part which carries the fault moves


def plan_swaps(
    parts: Sequence[str],
    *,
    units: tuple[str, str] = ("bad", "good"),
    times: int | None = None,
    alpha: float = 0.05,
    rng: int | np.random.Generator = 0,
) -> pd.DataFrame:
    """Draw the trials that show which part of a bad unit carries the fault.

    Both units as they are (taken apart and put together again), then each part alone exchanged
    between them, all in one random order.

    Parameters
    ----------
    parts
        Names of the parts that can be exchanged.
    units
        What the bad unit and the good one are called.
    times
        How often each is tried; by default as few as can show one part at `alpha`, allowing for
        the number of parts: three for up to nineteen parts.
    alpha
        Level at which it is to be shown.
    rng
        Seed, or generator, of the order.

    Returns
    -------
    pandas.DataFrame
        One row a trial, in the order in which to make them; a column a part, and "rest" for
        everything else, with the unit that it is to come from.

    Raises
    ------
    ArgumentError
        When there is nothing to swap.

    Examples
    --------
    >>> import rootcause as rc
    >>> plan = rc.plan_swaps(["carburettor"], units=("car 7", "car 3"))
    >>> len(plan)
    12
    """
    check_level(alpha)
    check_names(parts=parts)
    names = [*dict.fromkeys(map(str, parts)), REST]
    if len(names) < 2 or len(set(map(str, units))) != 2:
        raise ArgumentError(
            f"parts={list(parts)!r} of units={units!r} can't be swapped; it takes at least one "
            "part and two units."
        )
    bad, good = map(str, units)
    settings = [dict.fromkeys(names, host) for host in (bad, good)]
    for part in names[:-1]:
        for host, guest in ((bad, good), (good, bad)):
            settings.append({**dict.fromkeys(names, host), part: guest})
    often = times or _times(len(names), alpha)
    order = generator(rng).permutation(np.repeat(np.arange(len(settings)), often))
    trials = pd.RangeIndex(1, order.size + 1, name="trial")
    return pd.DataFrame([settings[place] for place in order], index=trials, columns=names)


def _times(parts: int, alpha: float) -> int:
    """Fewest repeats whose clearest result is below the level, corrected for so many parts."""
    times = 1
    while parts / math.comb(2 * times, times) ** 2 > alpha:
        times += 1
    return times


def judge_swaps(
    table: Any,
    outcome: str,
    parts: Sequence[str] | None = None,
    *,
    bad: str = "bad",
    failure: str | None = None,
    better: str | None = None,
    alpha: float = 0.05,
    rng: int | np.random.Generator = 0,
) -> Swaps:
    """Say which part carries the fault, from trials in which parts were swapped.

    Null hypothesis for each part: the outcome is no worse with the part of the bad unit, all else
    being alike. Assumes that the order of the trials was drawn at random, and nothing else:
    trials that differ in that part alone are exchanged, so the p-value is exact.

    Parameters
    ----------
    table
        One row a trial, as `plan_swaps` draws them, with the outcome beside.
    outcome
        The column with what happened: failed or not, or a measured number.
    parts
        The columns that say from which unit each part was; "rest" is added if there is one. By
        default all that name the bad unit.
    bad
        What the bad unit is called in them.
    failure
        The level of the outcome that is a failure, where it is not to be guessed.
    better
        Of a measured outcome, which values are better: "lower" or "higher".
    alpha
        Level, corrected for the number of parts.
    rng
        Seed, or generator, where there are too many arrangements to go through.

    Returns
    -------
    Swaps

    Raises
    ------
    TableError, VariableError, ArgumentError
        When a table, a column or an argument can't be used: one sentence says why.

    References
    ----------
    Fisher (1935), The Design of Experiments, chapter 2; Holm (1979), Scand. J. Stat. 6:65.
    """
    check_level(alpha)
    check_names(parts=parts)
    check_name(outcome=outcome, failure=failure, better=better)
    frame = read_table(table)
    if parts is None:
        parts = _naming(frame, str(bad))
    names = list(dict.fromkeys([*parts, *([REST] if REST in frame.columns else [])]))
    for name in (outcome, *names):
        if name not in frame.columns:
            hint = did_you_mean(name, frame.columns)
            raise VariableError(f"The table has no column {name!r}.{hint}")
    read, form = read_failures(
        frame[outcome], outcome, kind=None, failure=failure, declared={}, exposure=None
    )
    if form == "values" and better not in ("lower", "higher"):
        raise ArgumentError(
            f"{outcome!r} is measured: say which values are better, 'lower' or 'higher'."
        )
    known = read.present
    values = read.values[known]
    origin = _from_bad(frame[known.tolist()][names], str(bad))
    worse = -values if better == "higher" and form == "values" else values
    random = generator(rng)
    tested = [_of_part(origin, worse, place, random) for place in range(len(names))]
    adjusted = adjust([pvalue for pvalue, _ in tested], "holm")
    met = _Met(read.variable, values, worse)
    found = [
        _told(name, met, strata, pvalues=(pvalue, float(corrected)), alpha=alpha)
        for name, (pvalue, strata), corrected in zip(names, tested, adjusted, strict=True)
    ]
    return Swaps(
        outcome=read.variable,
        parts=tuple(sorted(found, key=lambda one: (math.isnan(one.pvalue), one.pvalue))),
        units=(str(bad), _other(frame[names], str(bad))),
        alpha=alpha,
        cautions=_cautions(origin, worse, int((~known).sum())),
    )


def _naming(frame: pd.DataFrame, unit: str) -> list[str]:
    """The columns in which a unit is named."""
    names = [str(name) for name in frame.columns if (frame[name].astype(str) == unit).any()]
    if not names:
        raise ArgumentError(f"No column of the table names {unit!r}, the bad unit: bad=.")
    return names


def _from_bad(frame: pd.DataFrame, bad: str) -> NDArray[np.bool_]:
    """Which parts came from the bad unit, shape (trials, parts)."""
    if frame.isna().to_numpy().any():
        raise ArgumentError("Some trial doesn't say from which unit each part was; leave it out.")
    cells = frame.astype(str).to_numpy()
    levels = sorted(set(cells.ravel()))
    if len(levels) != 2 or bad not in levels:
        raise ArgumentError(
            f"Parts are to come from two units, one of them {bad!r}; here they come from "
            f"{', '.join(map(repr, levels[:6]))}. Say which is the bad one: bad={levels[0]!r}."
        )
    return np.asarray(cells == bad)


def _other(frame: pd.DataFrame, bad: str) -> str:
    return str(next(one for one in frame.astype(str).to_numpy().ravel() if one != bad))


class _Met(NamedTuple):
    """What the trials met: the outcome as it was read, and with more for worse."""

    outcome: Variable
    values: Floats
    worse: Floats

    def group(self, parts: Sequence[NDArray[np.intp]]) -> Group:
        """Those trials as counts, or with their median."""
        rows = np.concatenate([np.zeros(0, np.intp), *parts])
        if self.outcome.levels:
            return Group("", rows.size, int(self.values[rows].sum()))
        return Group("", rows.size, median=self.middle(rows))

    def middle(self, rows: NDArray[np.intp]) -> float:
        """The rate among those trials, or the median."""
        if not rows.size:
            return math.nan
        values = self.values[rows]
        return float(values.mean() if self.outcome.levels else np.median(values))


Strata = list[tuple[NDArray[np.intp], NDArray[np.bool_]]]


def _of_part(
    origin: NDArray[np.bool_], worse: Floats, place: int, rng: np.random.Generator
) -> tuple[float, Strata]:
    """One part's p-value, with the trials among which only it differs."""
    others = np.delete(origin, place, axis=1)
    strata: Strata = []
    for setting in np.unique(others, axis=0):
        rows = np.flatnonzero((others == setting).all(axis=1))
        mine = origin[rows, place]
        if mine.any() and not mine.all():
            strata.append((rows, mine))
    if not strata:
        return math.nan, strata
    return _by_arrangement(strata, worse, rng), strata


def _by_arrangement(strata: Strata, worse: Floats, rng: np.random.Generator) -> float:
    """Chance that the bad part would have met outcomes as bad, had its trials been drawn anew."""
    ranks = [midranks(worse[rows][None, :])[0] for rows, _ in strata]
    seen = sum(float(rank[mine].sum()) for rank, (_, mine) in zip(ranks, strata, strict=True))
    ways = math.prod(math.comb(mine.size, int(mine.sum())) for _, mine in strata)
    if ways <= ARRANGEMENTS:
        sums = np.zeros(1)
        for rank, (_, mine) in zip(ranks, strata, strict=True):
            each = [sum(some) for some in combinations(rank, int(mine.sum()))]
            sums = (sums[:, None] + np.array(each)).ravel()
    else:
        sums = np.full(DRAWS + 1, 0.0)
        for rank, (_, mine) in zip(ranks, strata, strict=True):
            drawn = rank[orders_of(rank.size, DRAWS, rng)]
            sums[:-1] += drawn[:, : int(mine.sum())].sum(axis=1)
        sums[-1] = seen
    return float(np.mean(sums >= seen - SAME))


def _told(
    part: str, met: _Met, strata: Strata, *, pvalues: tuple[float, float], alpha: float
) -> Swap:
    with_bad = [rows[mine] for rows, mine in strata]
    with_good = [rows[~mine] for rows, mine in strata]
    return Swap(
        part=part,
        answer=_answer(strata, met.worse, pvalues[1], alpha),
        bad=met.group(with_bad),
        good=met.group(with_good),
        hosts=tuple(
            (met.middle(bad), met.middle(good))
            for bad, good in zip(with_bad, with_good, strict=True)
        ),
        pvalue=pvalues[0],
        pvalue_adjusted=pvalues[1],
    )


def _answer(strata: Strata, worse: Floats, adjusted: float, alpha: float) -> SwapAnswer:
    """Whether the fault went with the part wherever it was put."""
    if not strata:
        return SwapAnswer.NEVER
    if not adjusted <= alpha * (1 + SAME):
        return SwapAnswer.OPEN
    gaps = [worse[rows[mine]].mean() - worse[rows[~mine]].mean() for rows, mine in strata]
    everywhere = len(gaps) > 1 and min(gaps) >= WHOLE * max(gaps)
    return SwapAnswer.CARRIES if everywhere else SwapAnswer.TOGETHER


def _cautions(origin: NDArray[np.bool_], worse: Floats, missing: int) -> tuple[str, ...]:
    """Trials without an outcome, and units that did not differ as they were."""
    said = []
    if missing:
        said.append(f"without an outcome and left out: {missing}; p holds when all trials are made")
    bad, good = worse[origin.all(axis=1)], worse[~origin.any(axis=1)]
    if not bad.size or not good.size:
        said.append("the units as they were are not among the trials, so nobody knows that taking "
                    "them apart left the fault as it was")  # fmt: skip
    elif bad.min() <= good.max():
        said.append("the units as they were don't differ on every trial, so the fault may come and "
                    "go by itself")  # fmt: skip
    return tuple(said)
