"""What can be said of a fix, and what a run without a failure shows."""

from __future__ import annotations

import math

from rootcause.confirmation import rates
from rootcause.results import CleanRun, Confirmation, FixAnswer, Period

MOST_USUAL = 0.05  # the rate that a run without a failure is to show, where that is less
SLACK = 1 + 1e-9  # a p-value of 1/20 is no more than .05
ENOUGH_SWITCHES = 2


def why_nothing(found: Confirmation) -> str:
    """Why nothing can be shown to have got better."""
    if found.before.happened == 0:
        return "nothing failed before, so there is no failure that the fix could have ended"
    return ""


def clean_run(found: Confirmation) -> CleanRun | None:
    """What a run without a failure since would show, as long as there was none."""
    before, after, alpha = found.before, found.after, found.alpha
    apart = found.switches is None and found.units is None
    if after.happened != 0 or before.happened is None or not apart:
        return None
    over = after.exposure is not None
    seen = after.exposure if after.exposure is not None else after.n
    needed_for = rates.exposure_needed if over else rates.observations_needed
    if found.criterion is not None and found.criterion.allowed == 0:
        below, needed = found.criterion.below, found.criterion.needed
    else:
        below = _round_rate(before.value / 2) if before.happened else MOST_USUAL
        below = below if over else min(below, MOST_USUAL)
        needed = needed_for(below, 0, alpha)
    if seen > needed:
        below = needed_for(seen, 0, alpha) if over else rates.share_below(0, after.n, alpha)
        needed = seen
    luck, known = _by_luck(before, alpha)
    return CleanRun(below, needed, needed - seen, luck, known)


def _round_rate(rate: float) -> float:
    """The highest of 5 %, 2 %, 1 %, .5 % ... that is no more."""
    power = 10.0 ** math.floor(math.log10(rate))
    return next(part * power for part in (5, 2, 1) if part * power <= rate * SLACK)


def _by_luck(before: Period, alpha: float) -> tuple[float | None, float | None]:
    """How long a run without a failure comes by luck, the rate before being uncertain or known."""
    if not before.happened:
        return None, None
    if before.exposure is not None:
        known = rates.exposure_needed(before.value, 0, alpha)
        return rates.exposure_by_luck((before.happened, before.exposure), alpha), known
    if before.happened == before.n:
        return rates.clean_by_luck((before.happened, before.n), alpha), 1
    known = rates.observations_needed(before.value, 0, alpha)
    return rates.clean_by_luck((before.happened, before.n), alpha), known


def answer_of(found: Confirmation) -> FixAnswer:
    """What can be said; each claim is wrong in at most `alpha` of useless fixes.

    "Confirmed" and what was planned are decided once, at the number that was settled; "works so
    far" and "worse" by odds, however often they are looked at.
    """
    met = found.criterion.met if found.criterion else None
    if found.odds_worse * found.alpha >= 1:
        return FixAnswer.WORSE
    if found.reason:
        return {True: FixAnswer.MET, False: FixAnswer.MISSED, None: FixAnswer.NOTHING}[met]
    shown = found.pvalue <= found.alpha * SLACK
    if found.switches is not None and found.switches >= ENOUGH_SWITCHES:
        return FixAnswer.CONFIRMED if shown else FixAnswer.OPEN
    if met is not None:
        return (FixAnswer.CONFIRMED if shown else FixAnswer.MET) if met else FixAnswer.MISSED
    if found.criterion is None and found.planned is not None:
        seen = found.after.n if found.after.exposure is None else found.after.exposure
        better = shown and seen >= found.planned
    else:
        better = found.odds * found.alpha >= 1
    if not better:
        return FixAnswer.OPEN
    return FixAnswer.BETTER if found.better else FixAnswer.SHIFTED
