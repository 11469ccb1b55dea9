"""The criterion that was set before the fix was tried: read from its words, then judged.

Each is a plan of so many observations since the fix with so many failures allowed (single
sampling by attributes). It is decided once, at that number, so that looking on the way does no
harm; the clock starts when the fix is declared.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np

from rootcause.confirmation.alike import INDEPENDENT, Alike
from rootcause.confirmation.rates import (
    exposure_needed,
    failures_allowed,
    observations_needed,
    share_below,
)
from rootcause.confirmation.rows import Rows, first_of, total
from rootcause.errors import ArgumentError
from rootcause.results import Criterion
from rootcause.variables import Kind, Variable

NUMBER = r"(-?\d+(?:\.\d+)?(?:e-?\d+)?)"
IN_A_ROW = re.compile(r"(\d+) in a row(?: without a failure)?")
AT_MOST = re.compile(r"at most (\d+) of (\d+)")
RATE = re.compile(rf"rate below {NUMBER} ?(%)?(?: per {NUMBER})?")
VALUES = re.compile(rf"(?:median|{NUMBER} ?%) (below|above) {NUMBER}")
FORMS = {
    "share": "'30 in a row', 'at most 1 of 93' or 'rate below 5 %'",
    "rate": "'rate below 0.01' or 'rate below 3 per 1000'",
    "values": "'median below 4.5' or '95 % above 2'",
}


def readable(text: str) -> bool:
    """Whether these words could be a criterion of some outcome."""
    return any(form.fullmatch(_folded(text)) for form in (IN_A_ROW, AT_MOST, RATE, VALUES))


def _folded(text: str) -> str:
    return " ".join(str(text).split()).casefold().replace("\N{MINUS SIGN}", "-").rstrip(".")


def read_criterion(
    text: str,
    outcome: Variable,
    planned: float | None,
    *,
    exposure: bool,
    alpha: float,
    alike: Alike = INDEPENDENT,
) -> Criterion:
    """Read a criterion from its words.

    Parameters
    ----------
    text
        As it was set: ``"30 in a row"``, ``"at most 1 of 93"``, ``"rate below 5 %"``, over an
        exposure ``"rate below 3 per 1000"``, of a measured outcome ``"median below 4.5"`` or
        ``"95 % above 2"``.
    outcome
        Its kind decides which criteria there can be.
    planned
        Observations since the fix, or exposure, that were settled beforehand; by default as few
        as can show it, without a failure.
    exposure
        Whether failures are counted over an exposure.
    alpha
        Level at which a rate is to be shown.
    alike
        How alike observations of one unit are: it takes more of them to show a rate, or as many
        show less. Where no number of them can, the number is that of independent ones.

    Raises
    ------
    ArgumentError
        When it can't be read, or can't be reached with the number that is planned.
    """
    said = _folded(text)
    found = _fixed(said, text, planned, alpha, alike) if _of_shares(outcome, exposure) else None
    if found is None:
        found = _rate(said, text, outcome, planned, exposure=exposure, alpha=alpha, alike=alike)
    if found is None:
        form = "rate" if exposure else "share" if outcome.kind is Kind.BINARY else "values"
        raise ArgumentError(f"criterion={text!r} can't be read; it takes {FORMS[form]}.")
    return replace(found, confidence_level=1 - alpha)


def _of_shares(outcome: Variable, exposure: bool) -> bool:
    return outcome.kind is Kind.BINARY and not exposure


def _fixed(
    said: str, text: str, planned: float | None, alpha: float, alike: Alike
) -> Criterion | None:
    """A criterion that names its own number of observations."""
    row, at_most = IN_A_ROW.fullmatch(said), AT_MOST.fullmatch(said)
    if not row and not at_most:
        return None
    n = int(row[1]) if row else int(at_most[2]) if at_most else 0
    allowed = int(at_most[1]) if at_most else 0
    if not allowed < n:
        raise ArgumentError(f"criterion={text!r} is passed by anything; allow fewer failures.")
    if planned not in (None, n):
        raise ArgumentError(f"criterion={text!r} is decided at {n} observations, not {planned:g}.")
    worth = alike.worth(n)
    below = share_below(allowed * worth / n, worth, alpha)
    return Criterion(text, n, allowed, below, worth=worth)


def _rate(
    said: str,
    text: str,
    outcome: Variable,
    planned: float | None,
    *,
    exposure: bool,
    alpha: float,
    alike: Alike,
) -> Criterion | None:
    """A criterion that names what is to be shown."""
    bound, failing = None, ""
    if rate := RATE.fullmatch(said):
        if outcome.kind is not Kind.BINARY and not exposure:
            return None
        below = float(rate[1]) / (100 if rate[2] else float(rate[3] or 1))
    elif (values := VALUES.fullmatch(said)) and outcome.kind is Kind.NUMERIC and not exposure:
        below = 1 - float(values[1]) / 100 if values[1] else 0.5
        bound, failing = float(values[3]), "above" if values[2] == "below" else "below"
    else:
        return None
    if not 0 < below < (np.inf if exposure else 1):
        raise ArgumentError(f"criterion={text!r} asks for a share that none can be below.")
    least = (exposure_needed if exposure else observations_needed)(below, 0, alpha)
    of_units = alike.needed(least)
    reachable = math.isfinite(of_units)
    if not reachable:
        alike = INDEPENDENT
    elif of_units > least:
        least = of_units if exposure else math.ceil(of_units)
    worth = alike.worth(planned or least)
    allowed = failures_allowed(below, worth, exposure=exposure, alpha=alpha)
    if allowed < 0:
        raise ArgumentError(
            f"criterion={text!r} takes at least {least:.4g} since the fix without a failure; "
            f"planned={planned:g} can't show it."
        )
    needed = planned or least
    return Criterion(text, needed, allowed, below, bound, failing, worth=worth, reachable=reachable)


def judged(criterion: Criterion, after: Rows) -> Criterion:
    """The criterion with what became of it since the fix.

    Where only totals were given, failures are taken to have come first. One that can't be reached
    can be missed, but not met.
    """
    first = first_of(after, criterion.needed)
    failures = first.happened
    if criterion.bound is not None and first.values is not None:
        failures = int(criterion.failed(first.values).sum())
    seen = min(total(first), criterion.needed)
    met = (criterion.reachable and seen >= criterion.needed) or None
    missed = failures > criterion.allowed
    return replace(criterion, seen=seen, failures=failures, met=False if missed else met)
