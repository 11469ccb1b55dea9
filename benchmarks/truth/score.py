"""How well an answer fits the truth of a world, counted."""

from __future__ import annotations

import inspect
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from statistics import fmean

import rootcause as rc
from truth.worlds import Maker, Part, World, build

STANDS, NOT_NAMED, NOT_TESTED = "stands", "not named", "not tested"
UNDETERMINED, RESTATES = "undetermined", "restates the outcome"
SCREENED_OFF = "screened off"
HARMLESS = frozenset({SCREENED_OFF, "no evidence", NOT_TESTED, NOT_NAMED})
RIGHT: Mapping[Part, frozenset[str]] = {
    Part.DIRECT: frozenset({STANDS}),
    Part.INDIRECT: HARMLESS,
    Part.PROXY: HARMLESS,
    Part.CONFOUNDED: HARMLESS,
    Part.CONSEQUENCE: HARMLESS | {UNDETERMINED, RESTATES},
    Part.LEAK: frozenset({RESTATES, NOT_NAMED}),
    Part.NOISE: HARMLESS,
    Part.UNKNOWABLE: HARMLESS | {STANDS, UNDETERMINED},
}
STAND_INS = (Part.PROXY, Part.CONFOUNDED)
TAKES = frozenset(inspect.signature(rc.investigate).parameters)
MARKS = {
    "first": "first in rank is a direct cause",
    "among k": "share of direct causes among the first k, k being their number",
    "above": "a proxy or confounded column ranks above a direct cause",
    "right": "verdicts right; 'undetermined' too where the world says that it is honest",
    "found": "direct causes that stand",
    "dismissed": "direct causes said to be screened off",
    "proxy stands": "proxies and confounded columns that stand",
    "noise stands": "columns of noise that stand",
    "alarm": "something is blamed in a world in which nothing matters",
    "leak": "leaks flagged as restating the outcome",
    "false leak": "tables in which anything else was flagged so",
    "confident": "wrong and confident: one alone stands, is first, and is no cause at all",
}

Tally = tuple[int, int]  # how many, of how many


@dataclass(frozen=True, slots=True)
class Said:
    """What a method said of a table.

    Attributes
    ----------
    verdicts
        By candidate, best first. A method without verdicts says "stands" or "not named".
    """

    verdicts: Mapping[str, str]

    @property
    def standing(self) -> list[str]:
        """Those that stand, best first."""
        return [name for name, verdict in self.verdicts.items() if verdict == STANDS]

    def having(self, verdict: str) -> set[str]:
        """Those with this verdict."""
        return {name for name, one in self.verdicts.items() if one == verdict}


Method = Callable[[World], Said]


@dataclass(frozen=True, slots=True)
class Draw:
    """One world of one seed, and how what was said of it fits the truth.

    Attributes
    ----------
    counts
        By mark: how many, of how many; a mark that doesn't apply is absent.
    seconds
        CPU time of the method.
    wrong
        What was said wrongly, as "name (part): verdict".
    crash
        The traceback, empty when all went well.
    """

    counts: Mapping[str, Tally] = field(default_factory=dict)
    seconds: float = 0.0
    wrong: tuple[str, ...] = ()
    crash: str = ""


def rootcause(world: World) -> Said:
    """What `rootcause.investigate` says, told what a user would declare."""
    options = {"consequences": world.consequences, "kinds": dict(world.kinds)}
    declared = {"unit": world.unit, "time": world.time}
    options |= {key: name for key, name in declared.items() if name and key in TAKES}
    if world.unit and "unit" not in TAKES:
        options["ignored"] = [world.unit]
    inv = rc.investigate(world.frame, world.outcome, **options)
    return Said({one.name: str(one.verdict) for one in inv.candidates})


def run(
    make: Maker, seeds: Iterable[int], scale: float = 1.0, method: Method = rootcause
) -> list[Draw]:
    """One draw for each seed."""
    return [_draw(build(make, seed, scale), method) for seed in seeds]


def _draw(world: World, method: Method) -> Draw:
    started = time.process_time()
    try:
        said = method(world)
    except Exception:  # a crash is a result here
        return Draw(seconds=time.process_time() - started, crash=traceback.format_exc())
    seconds = time.process_time() - started
    wrong = [
        f"{name} ({world.part(name)}): {verdict}"
        for name, verdict in said.verdicts.items()
        if not is_right(world, name, verdict)
    ]
    return Draw(judged(world, said), seconds, tuple(wrong))


def is_right(world: World, name: str, verdict: str) -> bool:
    """Whether this is a right thing to say of a candidate."""
    honest = verdict == UNDETERMINED and name in world.honest
    return honest or verdict in RIGHT[world.part(name)]


def judged(world: World, said: Said) -> dict[str, Tally]:
    """Count the marks of one answer; those that don't apply are left out."""
    causes, stand_ins = world.having(Part.DIRECT), world.having(*STAND_INS)
    leaks = world.having(Part.LEAK)
    noise = {name for name in said.verdicts if world.part(name) is Part.NOISE}
    standing, dismissed = set(said.standing), said.having(SCREENED_OFF)
    blamed = standing | said.having(UNDETERMINED)
    restating = said.having(RESTATES)
    order = [name for name, verdict in said.verdicts.items() if verdict != NOT_TESTED]
    right = [is_right(world, name, verdict) for name, verdict in said.verdicts.items()]
    alone = said.standing[0] if len(said.standing) == 1 else ""
    counts = {
        "first": (world.part(order[0]) is Part.DIRECT if order else 0, bool(causes)),
        "among k": (len(_parts_of(order[: len(causes)]) & causes), len(causes)),
        "above": (_inverted(order, causes, stand_ins), bool(causes and stand_ins)),
        "right": (sum(right), len(right)),
        "found": (len(_parts_of(standing) & causes), len(causes)),
        "dismissed": (len(dismissed & causes), len(causes)),
        "proxy stands": (len(standing & stand_ins), len(stand_ins)),
        "noise stands": (len(standing & noise), len(noise)),
        "alarm": (bool(blamed & noise), world.is_null),
        "leak": (len(restating & leaks), len(leaks)),
        "false leak": (bool(restating - leaks - world.having(Part.CONSEQUENCE)), 1),
        "confident": (bool(alone) and world.is_no_cause(alone), 1),
    }
    return {mark: (int(some), int(all_)) for mark, (some, all_) in counts.items() if all_}


def _parts_of(names: Iterable[str]) -> set[str]:
    """The names, a pair taken as the two that act together."""
    return {half for name in names for half in (name, *name.split(" x "))}


def _inverted(order: list[str], causes: set[str], stand_ins: set[str]) -> bool:
    """Whether one of `stand_ins` comes before the last of `causes`."""
    places = [min(_places(order, cause), default=len(order)) for cause in causes]
    return any(place < max(places, default=0) for one in stand_ins for place in _places(order, one))


def _places(order: list[str], name: str) -> list[int]:
    return [place for place, one in enumerate(order) if name in (one, *one.split(" x "))]


def pooled(draws: Iterable[Draw], mark: str) -> Tally:
    """How many, of how many, over draws."""
    counts = [draw.counts[mark] for draw in draws if mark in draw.counts]
    return sum(some for some, _ in counts), sum(all_ for _, all_ in counts)


def share(tally: Tally) -> float:
    """As a share; NaN of nothing."""
    return tally[0] / tally[1] if tally[1] else float("nan")


def over_worlds(draws: Mapping[str, list[Draw]], mark: str) -> float:
    """Mean over worlds of the share in each, so that a large world weighs no more than a small."""
    shares = [share(pooled(one, mark)) for one in draws.values() if pooled(one, mark)[1]]
    return fmean(shares) if shares else float("nan")


def wilson(tally: Tally) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927, J. Am. Stat. Assoc. 22:209)."""
    some, n = tally
    if n == 0:
        return float("nan"), float("nan")
    z2 = 1.959964**2
    middle = (some + z2 / 2) / (n + z2)
    reach = (z2 * (some * (n - some) / n + z2 / 4)) ** 0.5 / (n + z2)
    return max(0.0, middle - reach), min(1.0, middle + reach)
