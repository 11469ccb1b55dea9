"""The outcome, or another candidate, under another name: found before anything is tested."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from rootcause.association.curves import midranks
from rootcause.association.measures import LABELS, ORDERED
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]

CHANCE = 0.001  # agreement on every row is believed only where chance would give it more rarely
SAME_ORDER = 0.99  # rank correlation with an ordered outcome above which it is the same thing
ROWS = 10  # fewest rows on which such a correlation means anything
FEW_VALUES = 20  # more levels than this can determine any outcome
DETERMINED = "each of its values goes with one value of the outcome, on every row"
LOOKED_AT = 2_000  # rows on which copies are looked for before they are compared on all
LEAST = 3  # rows on either side of a step that is no accident
EDGES = 2  # of a window; a step has one


def restated(
    outcome: Column, candidates: Sequence[Column], levers: Collection[str] = ()
) -> dict[str, str]:
    """Candidates that restate the outcome, by name, with how; what a person can set never does.

    Labels of more levels than the outcome don't where a step of an ordered candidate determines
    it as well: either may be the cause.
    """
    reasons = {
        one.name: "" if one.name in levers else restates(outcome, one, len(candidates))
        for one in candidates
    }
    if any(not reasons[one.name] and is_step_of(outcome, one) for one in candidates):
        for one in candidates:
            if reasons[one.name] == DETERMINED and _levels(one) > _levels(outcome):
                reasons[one.name] = ""
    return {name: reason for name, reason in reasons.items() if reason}


def _levels(column: Column) -> int:
    return np.unique(column.values[column.present]).size


def restates(outcome: Column, candidate: Column, family: int) -> str:
    """How `candidate` restates the outcome, in words; empty where it doesn't.

    Parameters
    ----------
    outcome, candidate
        Columns with the same rows.
    family
        How many candidates are looked at: the more, the less a perfect agreement means.
    """
    if outcome.variable.kind in ORDERED:
        return _same_order(outcome, candidate)
    recorded = candidate.present & outcome.present
    if not _beyond_chance(outcome.values[outcome.present], family):
        return ""
    if _recorded_exactly_when(outcome, candidate):
        return "it was recorded exactly when the outcome happened, or exactly when it did not"
    codes, values = outcome.values[recorded], candidate.values[recorded]
    if not _beyond_chance(codes, family):
        return ""
    if candidate.variable.kind is Kind.NUMERIC:
        return _degenerate(codes, values)
    return _determined(codes, values)


def _beyond_chance(codes: Floats, family: int) -> bool:
    """Whether agreeing with these codes on every row would be a rare accident."""
    if codes.size == 0:
        return False
    counts = np.unique(codes, return_counts=True)[1]
    arrangements = gammaln(codes.size + 1) - gammaln(counts + 1).sum()
    return bool(arrangements >= np.log(family / CHANCE))


def _recorded_exactly_when(outcome: Column, candidate: Column) -> bool:
    if outcome.variable.kind is not Kind.BINARY:
        return False
    known = outcome.present
    happened, recorded = outcome.values[known] == 1, candidate.present[known]
    return bool((happened == recorded).all() or (happened != recorded).all())


def _determined(codes: Floats, values: Floats) -> str:
    levels, which = np.unique(values, return_inverse=True)
    if levels.size > FEW_VALUES or levels.size * 3 > values.size:
        return ""
    lowest = np.full(levels.size, np.inf)
    highest = np.full(levels.size, -np.inf)
    np.minimum.at(lowest, which, codes)
    np.maximum.at(highest, which, codes)
    if (lowest != highest).any():
        return ""
    return DETERMINED


def _degenerate(codes: Floats, values: Floats) -> str:
    """One and the same number on every row of one class, and never in the others."""
    classes = np.unique(codes)
    if classes.size != 2:
        return ""
    for one, other in (classes, classes[::-1]):
        inside, outside = values[codes == one], values[codes == other]
        if inside.min() == inside.max() and (outside != inside[0]).all():
            return f"it is {inside[0]:g} on every row of one outcome and on none of the other"
    return ""


def _same_order(outcome: Column, candidate: Column) -> str:
    rows = outcome.present & candidate.present
    if not candidate.variable.has_order or rows.sum() < ROWS:
        return ""
    rho = _rank_correlation(candidate.values[rows], outcome.values[rows])
    if abs(rho) <= SAME_ORDER:
        return ""
    return f"it puts the rows in the outcome's own order (rank correlation {rho:.3f})"


def is_step_of(label: Column, ordered: Column, level: str = "") -> bool:
    """Whether a step or window of an ordered column holds just the rows with this label.

    Then the rows show nothing of the label that such a step does not show as well.

    Parameters
    ----------
    label, ordered
        Columns with the same rows.
    level
        Of the label; the upper of two where it is not named.
    """
    if label.variable.kind not in LABELS or ordered.variable.kind not in ORDERED:
        return False
    rows = label.present & ordered.present
    levels = label.variable.levels
    code = levels.index(level) if level in levels else 1
    inside, values = label.values[rows] == code, ordered.values[rows]
    if min(inside.sum(), (~inside).sum()) < LEAST:
        return False
    order = np.lexsort((inside, values))
    inside, values = inside[order], values[order]
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    return edges.size <= EDGES and bool((values[edges + 1] > values[edges]).all())


def copies(candidates: Sequence[Column]) -> dict[str, str]:
    """Candidates that say the same as an earlier one, by name, with that one's name.

    Ordered ones put the rows in the same order, or its reverse (a rank correlation above .99:
    degrees Celsius and Fahrenheit); labels map one to one.
    """
    found: dict[str, str] = {}
    alike = _alike(candidates)
    for place, column in enumerate(candidates):
        for earlier in (candidates[one] for one in np.flatnonzero(alike[place, :place]).tolist()):
            if earlier.name not in found and _says_the_same(column, earlier):
                found[column.name] = earlier.name
                break
    return found


def _alike(candidates: Sequence[Column]) -> NDArray[np.bool_]:
    """Which of the candidates may say the same, by their first rows; shape (k, k)."""
    alike = np.zeros((len(candidates), len(candidates)), dtype=bool)
    nominal = np.array([one.variable.kind is Kind.NOMINAL for one in candidates], dtype=bool)
    first = [one.values[:LOOKED_AT] for one in candidates]
    ordered = np.flatnonzero(~nominal)
    if ordered.size and first[0].size >= ROWS:
        ranks = np.stack([_unit_ranks(first[one]) for one in ordered])
        alike[np.ix_(ordered, ordered)] = np.abs(ranks @ ranks.T) > SAME_ORDER - 0.01
    seen: dict[bytes, list[int]] = {}
    for one in np.flatnonzero(nominal):
        same = seen.setdefault(_by_appearance(first[one]).tobytes(), [])
        alike[one, same] = True
        same.append(int(one))
    return alike


def _unit_ranks(values: Floats) -> Floats:
    """Ranks of mean 0 and length 1, 0 where missing."""
    present = ~np.isnan(values)
    ranks = np.zeros(values.size)
    if present.any():
        ranks[present] = midranks(values[None, present])[0]
        ranks[present] -= ranks[present].mean()
    size = float(np.sqrt(ranks @ ranks))
    return ranks / size if size > 0 else ranks


def _says_the_same(one: Column, other: Column) -> bool:
    if one.variable.kind is Kind.NOMINAL:
        mine, theirs = _by_appearance(one.values), _by_appearance(other.values)
        return bool(one.present.sum() >= ROWS) and np.array_equal(mine, theirs)
    rows = one.present & other.present
    if rows.sum() < max(ROWS, 0.9 * max(one.present.sum(), other.present.sum())):
        return False
    return abs(_rank_correlation(one.values[rows], other.values[rows])) > SAME_ORDER


def _by_appearance(values: Floats) -> Floats:
    """Codes renumbered in the order in which they first appear; -1 where missing."""
    present = ~np.isnan(values)
    codes = np.full(values.size, -1.0)
    if present.any():
        _, first, which = np.unique(values[present], return_index=True, return_inverse=True)
        codes[present] = np.argsort(np.argsort(first))[which]
    return codes


def _rank_correlation(one: Floats, other: Floats) -> float:
    mine, theirs = midranks(np.stack([one, other]))
    mine, theirs = mine - mine.mean(), theirs - theirs.mean()
    size = float(np.sqrt((mine @ mine) * (theirs @ theirs)))
    return float(mine @ theirs) / size if size > 0 else 0.0
