"""What the observations drawn leave open, asked of all.

Candidates are held against each other in pairs, each within the places of the other, on counts of
all observations. The answer is one-sided: it can show that next to nothing is left of a candidate
given another, and so screen it off. That something is left shows no cause: it may be error of
reading. A candidate stands by it only when each of its rivals is shown to be nothing beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rootcause.association.within import Left, left_within
from rootcause.engine.crossing import crossed
from rootcause.engine.producing import Engine
from rootcause.engine.surveying import Survey
from rootcause.engine.telling import telling
from rootcause.results import IN_ALL, Association, Candidate, EffectSize, Verdict

MOST = 16  # candidates that are crossed: those that stand, then by their evidence in all
CHECKED = 64  # candidates that the rows drawn screen off by one other, likewise
NEXT_TO_NOTHING = 0.2  # share of what a candidate tells alone that may be left of a mere proxy

OPEN = "The rows drawn would screen it off, but all rows show that something is left."

Found = Mapping[tuple[str, str], Left]  # of the first, given the second


def settled_by_all(
    engine: Engine, found: Survey, candidates: Sequence[Candidate], *, alpha: float
) -> list[Candidate]:
    """Candidates with the verdicts that all observations allow where those drawn do not.

    A candidate is screened off by another where the interval of what is left of it given that one,
    in all observations and with what their places may hide, lies within `NEXT_TO_NOTHING` of what
    it tells alone and holds 0, while more than that is shown to be left of the other given it. One
    that the rows drawn screen off is open again where more than that is left of it in all.
    """
    by_name = {one.name: one for one in candidates}
    open_ = [one.name for one in candidates if _is_open(one)]
    entering = _entering(candidates, found) if open_ else []
    pairs = [
        (one, other)
        for one in entering
        for other in entering
        if one != other and not {one, other}.isdisjoint(open_)
    ]
    checked = [(one.name, one.given[0]) for one in _checked(candidates, found)]
    left = _left(engine, found, [*pairs, *checked])
    level = alpha / max(len(entering) - 1, 1)
    off = {one: by for one in open_ if (by := _screening(one, entering, left, level))}
    told = {
        pair[0]: _as_in_all(by_name[pair[0]], left[pair], alpha) for pair in checked if pair in left
    }
    told |= {one: _screened_off(by_name[one], by[0], left[one, by[0]]) for one, by in off.items()}
    told |= {one: _without(by_name[one], off, left) for one in open_ if one not in off}
    return [told.get(one.name, one) for one in candidates]


def _is_open(one: Candidate) -> bool:
    return one.verdict is Verdict.UNDETERMINED and not one.late


def _entering(candidates: Sequence[Candidate], found: Survey) -> list[str]:
    """Names of those that are crossed, those that stand first, then by evidence."""
    held = [
        one
        for one in _crossable(candidates, found)
        if one.verdict is Verdict.STANDS or _is_open(one)
    ]
    held.sort(key=lambda one: (one.verdict is not Verdict.STANDS, *_evidence(one)))
    return [one.name for one in held[:MOST]]


def _checked(candidates: Sequence[Candidate], found: Survey) -> list[Candidate]:
    """Those that the rows drawn screen off by one other, by evidence."""
    crossable = _crossable(candidates, found)
    names = {one.name for one in crossable}
    held = [
        one
        for one in crossable
        if one.verdict is Verdict.SCREENED_OFF and len(one.given) == 1 and one.given[0] in names
    ]
    return sorted(held, key=_evidence)[:CHECKED]


def _crossable(candidates: Sequence[Candidate], found: Survey) -> list[Candidate]:
    counted = {one.variable.name for one in found.candidates if one.scale}
    return [one for one in candidates if one.name in counted and one.association]


def _evidence(one: Candidate) -> tuple[float, float]:
    """Smaller where there is more."""
    alone = one.association
    return (alone.pvalue, -abs(alone.effect.on_axis[0])) if alone else (1.0, 0.0)


def _left(engine: Engine, found: Survey, pairs: Sequence[tuple[str, str]]) -> Found:
    """What is left of the first of each pair given the second, where that can be counted."""
    if not pairs:
        return {}
    counted = {one.variable.name: one for one in found.candidates}
    with telling(engine) as tell:
        wanted = [(counted[one], counted[other]) for one, other in pairs]
        tables = crossed(engine, found.outcome, wanted, tell)
    return {pair: left_within(table) for pair, table in zip(pairs, tables, strict=True) if table}


def _screening(name: str, others: Sequence[str], left: Found, level: float) -> list[str]:
    """Who screens off a candidate in all observations, those with more evidence first."""
    return [
        other
        for other in others
        if (name, other) in left
        and (other, name) in left
        and screens_off(left[name, other], left[other, name], level)
    ]


def screens_off(left: Left, back: Left, level: float) -> bool:
    """Whether next to nothing is `left` of a candidate given another, and more of that given it."""
    return _is_nothing(left, level) and back.interval(level)[0] > NEXT_TO_NOTHING


def _is_nothing(left: Left, level: float) -> bool:
    low, high = left.interval(level)
    return -NEXT_TO_NOTHING <= low <= 0 <= high <= NEXT_TO_NOTHING


def _as_in_all(one: Candidate, left: Left, level: float) -> Candidate:
    """One that the rows drawn screen off, by what is left of it in all."""
    shown = _association(one, one.given[0], left)
    if _is_nothing(left, level):
        return replace(one, conditionals=(shown, *one.conditionals))
    if left.interval(level)[0] > NEXT_TO_NOTHING:
        return replace(
            one,
            verdict=Verdict.UNDETERMINED,
            conditionals=(shown, *one.conditionals),
            cautions=(*one.cautions, f"{OPEN} Given {one.given[0]}, {shown.cautions[0]}."),
        )
    return one


def _screened_off(one: Candidate, by: str, left: Left) -> Candidate:
    shown = _association(one, by, left)
    return replace(
        one,
        verdict=Verdict.SCREENED_OFF,
        given=(by,),
        conditionals=(shown, *one.conditionals),
        odds=float("nan"),
        residue=None,
        cautions=(*one.cautions, f"Given {by}, {shown.cautions[0]}."),
    )


def _without(one: Candidate, off: Mapping[str, list[str]], left: Found) -> Candidate:
    """An open candidate without the rivals that it screens off; it stands if it has no other."""
    mine = [other for other in one.given if one.name in off.get(other, ())]
    if not mine:
        return one
    shown = [_association(one, other, left[one.name, other]) for other in mine]
    shown.sort(key=lambda held: -held.pvalue)
    rest = tuple(other for other in one.given if other not in mine)
    doubted = rest or one.residue or one.hinges
    if doubted:
        return replace(one, given=rest, conditionals=(*one.conditionals, *shown))
    return replace(
        one,
        verdict=Verdict.STANDS,
        given=(),
        conditionals=tuple(shown),
        odds=float("nan"),
    )


def _association(one: Candidate, other: str, left: Left) -> Association:
    """What is left of a candidate, on the scale of its effect alone."""
    alone = one.association
    if alone is None:
        raise TypeError(f"{one.name} has no association")
    low, high = left.interval(0.05)
    effect = _scaled(alone.effect, left.share, low, high)
    return replace(
        alone,
        measure=IN_ALL,
        statistic=left.share / left.error,
        pvalue=left.pvalue,
        method="asymptotic",
        resolution=0.0,
        n=left.n,
        n_missing=alone.n + alone.n_missing - left.n,
        effect=effect,
        also=(),
        given=(other,),
        contrast=None,
        cautions=(_share(low, high, left.n),),
    )


def _share(low: float, high: float, n: int) -> str:
    least, most = (f"{round(100 * share)}" for share in (max(low, 0.0), max(-low, high)))
    share = f"at most {most}" if low <= 0 else f"{least} to {most}"
    return f"{share} % of what it tells alone is left, in all {n:,} rows with both"


def _scaled(alone: EffectSize, share: float, low: float, high: float) -> EffectSize:
    def at(part: float) -> float:
        return alone.null + part * (alone.value - alone.null)

    ends = sorted((at(low), at(high)))
    return replace(alone, value=at(share), low=ends[0], high=ends[1], confidence_level=0.95)
