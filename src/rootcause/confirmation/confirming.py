"""Did the fix work: read, compare, weigh, answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from rootcause.case import Case
from rootcause.confirmation import odds, rates, shifts
from rootcause.confirmation.actions import last_fix
from rootcause.confirmation.alike import alike
from rootcause.confirmation.answers import ENOUGH_SWITCHES, answer_of, clean_run, why_nothing
from rootcause.confirmation.criteria import judged, read_criterion
from rootcause.confirmation.doubts import (
    counted_unevenly,
    in_runs,
    last_run,
    of_units,
    taken_as_independent,
    trigger_told,
    without_outcome,
)
from rootcause.confirmation.periods import from_counts, from_tables, is_counts
from rootcause.confirmation.rates import Compared
from rootcause.confirmation.rows import Observed, Rows, first_of, total, without_last
from rootcause.confirmation.switching import compare_switched
from rootcause.confirmation.units import (
    compare_units,
    compared_units,
    least_pvalue,
    limits,
    odds_of_units,
    unit_means,
)
from rootcause.errors import ArgumentError
from rootcause.options import check_level, check_name, generator
from rootcause.results import Confirmation, Criterion, FixAnswer, Period


@dataclass(frozen=True, slots=True)
class Asked:
    """How a fix is to be judged, as it was settled beforehand."""

    criterion: str | None
    planned: float | None
    better: str
    triggered: int | None
    alpha: float
    rng: np.random.Generator


def confirm(
    before: Any,
    after: Any = None,
    outcome: str | None = None,
    *,
    since: Any = None,
    switch: str | None = None,
    on: str | None = None,
    time: str | None = None,
    exposure: Any = None,
    unit: str | None = None,
    criterion: str | None = None,
    planned: float | None = None,
    better: str | None = None,
    failure: str | None = None,
    triggered: int | None = None,
    kind: str | None = None,
    alpha: float = 0.05,
    rng: int | np.random.Generator = 0,
) -> Confirmation:
    """Say whether a fix works, from what was observed before it and since.

    Null hypothesis: the outcome is no better since than before. Assumes that observations, or with
    `unit` units, are independent of each other and that nothing but the fix changed. The clock
    starts when the fix is declared: every observation since then counts, not the best run.

    Parameters
    ----------
    before, after
        Observations before the fix and since, in the order in which they were made: tables, paths
        of CSV, Excel or Parquet files, series, or counts: ``(3, 20)`` is 3 failures in 20
        observations, and with `exposure` 3 alone is 3 failures. A `Case` or `OpenCase` alone brings
        its outcome, its time, its last action that is done, and the criterion set for that.
    outcome
        The column that the complaint is about: failed or not, or a measured number.
    since
        When the fix was made, where `before` holds both periods; needs `time`.
    switch, on
        In place of `after`: the column of `before` that says whether the fix was switched on, in
        an order drawn at random (`plan_switching` draws one), and its value when it was: "new".
    time
        The column that says when each observation was made; the periods must not overlap. A case
        of a book that declares none goes by when its observations were made, as the book has it
        ("observed_at").
    exposure
        Over what failures are counted, where that is not one observation each: a column of hours,
        kilometres or pieces; beside counts a pair of numbers, before and since.
    unit
        The column that says on which unit each observation was made (one of ten cars), where units
        were observed repeatedly. Each then enters with one mean before and one since, compared
        with itself where it was observed in both periods. A case brings its own, as soon as there
        are enough to show anything.
    criterion
        What was to be seen for the fix to count as effective, set before it was tried: "30 in a
        row", "at most 1 of 93", "rate below 5 %"; over an exposure "rate below 3 per 1000"; of a
        measured outcome "median below 4.5" or "95 % above 2".
    planned
        Observations since the fix (or exposure) that were settled beforehand. The comparison is
        then made once, when they are in. Without it the odds decide, which may be looked at
        after each observation.
    better
        Of a measured outcome, which values are better: "lower" or "higher".
    failure
        The level of the outcome that is a failure: ``failure="no"`` of a column "started".
    triggered
        How many of the last observations before the fix made somebody open the case; they are
        left out, since a rate falls back by itself after a bad run.
    kind
        "binary" or "numeric", where the outcome's kind is not to be guessed.
    alpha
        Level of the comparison and of what is said with 95 % confidence, between 0 and 1.
    rng
        Seed, or generator, of permutations.

    Returns
    -------
    Confirmation
        ``.answer``, ``.pvalue``, ``.odds``, ``.before``, ``.after``, ``.criterion``, ``.plot()``.

    Raises
    ------
    TableError, VariableError, ArgumentError
        When something can't be read or compared: one sentence says why.

    References
    ----------
    Boschloo (1970), Stat. Neerl. 24:1; Przyborowski & Wilenski (1940), Biometrika 31:313;
    Brunner & Munzel (2000), Biom. J. 42:17; Kass & Raftery (1995), J. Am. Stat. Assoc. 90:773.

    Examples
    --------
    >>> import rootcause as rc
    >>> found = rc.confirm((12, 41), (0, 30))
    >>> found.answer
    <FixAnswer.BETTER: 'works so far'>
    >>> found.clean.more
    29
    """
    check_level(alpha)
    check_name(outcome=outcome, switch=switch, time=time, failure=failure, criterion=criterion)
    check_name(unit=unit)
    _check(after=after, since=since, switch=switch, planned=planned, triggered=triggered)
    for name, one in (("exposure", exposure), ("unit", unit)):
        if switch is not None and one is not None:
            raise ArgumentError(f"{name}= can't go by switch=; compare before and since.")
    if hasattr(type(before), "snapshot"):
        before = before.snapshot()
    said: tuple[str, ...] = ()
    if isinstance(before, Case) and after is None and since is None and switch is None:
        _, since, own, said = last_fix(before)
        criterion = criterion or own
    if is_counts(before):
        named = {"time": time, "unit": unit, "outcome": outcome, "failure": failure}
        _check_counts(since=since, switch=switch, **named)
        observed = from_counts(before, after, exposure)
    else:
        observed = from_tables(
            before,
            after,
            outcome,
            since=since,
            switch=switch,
            on=on,
            time=time,
            exposure=exposure,
            unit=unit,
            kind=kind or ("numeric" if better else None),
            failure=failure,
        )
    if observed.units and unit is None and (switch or least_pvalue(observed) > alpha):
        observed = taken_as_independent(observed)
    observed = replace(observed, cautions=(*observed.cautions, *said))
    asked = Asked(criterion, planned, better or "", triggered, alpha, generator(rng))
    return replace(weighed(observed, asked), case=before.id if isinstance(before, Case) else "")


def _check(*, after: Any, since: Any, switch: Any, planned: Any, triggered: Any) -> None:
    """Refuse what can't go together."""
    said = [name for name, one in (("since", since), ("switch", switch)) if one is not None]
    if after is not None and said:
        raise ArgumentError(f"{said[0]}= parts one table; leave out after, or {said[0]}=.")
    if len(said) > 1:
        raise ArgumentError("since= and switch= both part the table; it takes one of them.")
    if switch is not None and planned is not None:
        raise ArgumentError("planned= counts observations since the fix; it can't go by switch=.")
    for name, one in (("planned", planned), ("triggered", triggered)):
        number = isinstance(one, int | float | np.number) and not isinstance(one, bool)
        if one is not None and not (number and 0 < one < np.inf):
            raise ArgumentError(f"{name}={one!r} is no number above 0.")


def _check_counts(**options: Any) -> None:
    for name, one in options.items():
        if one is not None:
            raise ArgumentError(
                f"{name}={one!r} names something in a table, but counts were given."
            )


def weighed(observed: Observed, asked: Asked) -> Confirmation:
    """Everything that both periods together show."""
    full = observed
    if asked.triggered:
        observed = replace(observed, before=without_last(observed.before, asked.triggered))
    if not observed.before.n:
        raise ArgumentError(
            "Nothing was observed before the fix; there is nothing to compare with."
        )
    asked = replace(asked, better=_better(observed, asked))
    after = _period(observed, observed.after)
    criterion = _criterion(observed, asked)
    planned = asked.planned or (criterion.needed if criterion else None)
    found = Confirmation(
        outcome=observed.outcome,
        before=_period(observed, observed.before),
        after=after,
        answer=FixAnswer.OPEN,
        better=asked.better,
        planned=planned,
        criterion=criterion,
        switches=observed.switches,
        alpha=asked.alpha,
        things=observed.things,
        over=observed.over,
        unit=observed.unit,
        units=compared_units(observed) if observed.units else None,
    )
    found = _compared(found, observed, asked)
    found = replace(found, reason=why_nothing(found), clean=clean_run(found))
    found = replace(found, answer=answer_of(found))
    return replace(found, cautions=_cautions(found, full, asked))


# The parts --------------------------------------------------------------------------------------


def _period(observed: Observed, rows: Rows) -> Period:
    """What was observed, with its rate or median and an exact interval."""
    happened: int | None = rows.happened
    exposure = None if rows.exposure is None else float(rows.exposure.sum())
    if observed.form == "values":
        values = np.zeros(0) if rows.values is None else rows.values
        happened, value = None, float(np.median(values)) if rows.n else np.nan
        low, high = shifts.median_limits(unit_means(observed, rows) if observed.units else values)
    elif exposure is not None:
        value = rows.happened / exposure if exposure else np.nan
        low, high = rates.rate_limits((rows.happened, exposure))
    else:
        value = rows.happened / rows.n if rows.n else np.nan
        low, high = rates.share_limits((rows.happened, rows.n))
    if observed.units and rows.n and observed.form != "values":
        low, high = limits(observed, rows)
    return Period(rows.n, happened, exposure, value, low, high, rows.values, rows.n_missing)


def _criterion(observed: Observed, asked: Asked) -> Criterion | None:
    if asked.criterion is None:
        return None
    if observed.switches is not None:
        raise ArgumentError(
            "A criterion counts observations since the fix; it can't go by switch=."
        )
    read = partial(
        read_criterion,
        asked.criterion,
        observed.outcome,
        asked.planned,
        exposure=observed.form == "rates",
        alpha=asked.alpha,
    )
    criterion = read()
    if observed.units:
        criterion = read(alike=alike(observed, criterion))
    return judged(criterion, observed.after)


def _better(observed: Observed, asked: Asked) -> str:
    """Which values are better: of failures fewer, of values as it was said."""
    if asked.better not in ("", "lower", "higher"):
        raise ArgumentError(f"better={asked.better!r} is neither 'lower' nor 'higher'.")
    if observed.form != "values":
        return "lower"
    said = str(asked.criterion or "").casefold()
    return asked.better or ("lower" if "below" in said else "higher" if "above" in said else "")


def _compared(found: Confirmation, observed: Observed, asked: Asked) -> Confirmation:
    """The comparison, on the planned observations where a number was planned, and the odds."""
    before, after = observed.before, observed.after
    if not before.n or not after.n:
        return found
    fall, rise = _odds(observed)
    if observed.switches is not None and observed.switches >= ENOUGH_SWITCHES:
        compared = compare_switched(observed, found.better, asked.rng)
    else:
        settled = observed
        if found.planned is not None:
            settled = replace(observed, after=first_of(after, found.planned))
        compared = _compare(settled, found.better, asked.rng)
    better, worse = (rise, fall) if found.better == "higher" else (fall, rise)
    if not found.better:
        better, worse = max(fall, rise) / 2, 0.0
    return replace(
        found,
        measure=compared.measure,
        pvalue=compared.pvalue,
        effect=compared.effect,
        odds=better,
        odds_worse=worse,
    )


def _compare(observed: Observed, better: str, rng: np.random.Generator) -> Compared:
    before, after = observed.before, observed.after
    if observed.units:
        return compare_units(observed, better, rng)
    if before.values is not None and after.values is not None and observed.form == "values":
        return shifts.compare_values(before.values, after.values, better, rng)
    if before.exposure is not None and after.exposure is not None:
        return rates.compare_rates(
            (before.happened, float(before.exposure.sum())),
            (after.happened, float(after.exposure.sum())),
        )
    return rates.compare_shares((before.happened, before.n), (after.happened, after.n))


def _odds(observed: Observed) -> odds.Odds:
    before, after = observed.before, observed.after
    if observed.units:
        return odds_of_units(observed)
    if before.values is not None and after.values is not None and observed.form == "values":
        return odds.of_values(before.values, after.values)
    if before.exposure is not None and after.exposure is not None:
        return odds.of_rates(
            (before.happened, float(before.exposure.sum())),
            (after.happened, float(after.exposure.sum())),
        )
    return odds.of_shares((before.happened, before.n), (after.happened, after.n))


def _cautions(found: Confirmation, observed: Observed, asked: Asked) -> tuple[str, ...]:
    """What to keep in mind, and whether the answer hangs on the run that opened the case."""
    said = [*observed.cautions, *without_outcome(observed)]
    after = observed.after
    if after.values is None and found.planned is not None and total(after) > found.planned:
        said += [f"failures since are taken to be among the first {found.planned:g}"] * (
            after.happened > 0
        )
    if asked.triggered is None and observed.switches is None:
        run = last_run(observed.before)
        without = None
        if 0 < run < observed.before.n:
            without = weighed(observed, replace(asked, triggered=run)).answer
        said += trigger_told(observed.before, run, found.answer, without)
    if observed.units:
        return (*said, *of_units(observed, asked.alpha, found.criterion))
    return (*said, *in_runs(observed), *counted_unevenly(observed))
