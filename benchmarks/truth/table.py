"""The scores as Markdown."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from statistics import fmean

from truth.score import MARKS, Draw, over_worlds, pooled, share, wilson

Draws = Mapping[str, list[Draw]]
BARS = {
    "first": ">= .97",
    "among k": ">= .95",
    "above": "<= .04",
    "right": ">= .93",
    "found": ">= .92",
    "proxy stands": "<= .06",
    "alarm": "<= .08 in each",
    "leak": "1.00",
    "false leak": "0.00",
    "confident": "< .03",
}


def of_worlds(draws: Draws) -> Iterator[str]:
    """One row a world; a mark that doesn't apply to a world is left empty."""
    yield f"| world | {' | '.join(MARKS)} | CPU s | crashes |"
    yield f"| --- |{' --- |' * (len(MARKS) + 2)}"
    for name, of_world in draws.items():
        shares = [_written(share(pooled(of_world, mark))) for mark in MARKS]
        crashes = sum(bool(one.crash) for one in of_world)
        yield f"| {name} | {' | '.join(shares)} | {_seconds(of_world):.2f} | {crashes or ''} |"


def of_methods(draws: Mapping[str, Draws]) -> Iterator[str]:
    """Mean over worlds of each mark, one column a method, with what is to be reached."""
    yield f"| mean over worlds | {' | '.join(draws)} | wanted |"
    yield f"| --- |{' --- |' * (len(draws) + 1)}"
    for mark, meaning in MARKS.items():
        shares = [_written(over_worlds(one, mark)) for one in draws.values()]
        yield f"| {meaning} | {' | '.join(shares)} | {BARS.get(mark, '')} |"
    every = [[one for worlds in of.values() for one in worlds] for of in draws.values()]
    intervals = [_interval(one) for one in every]
    yield f"| ... its 95 % interval over all draws | {' | '.join(intervals)} | |"
    yield f"| CPU s a table | {' | '.join(f'{_seconds(one):.3f}' for one in every)} | <= 0.2 |"
    crashes = [str(sum(bool(draw.crash) for draw in one)) for one in every]
    yield f"| crashes | {' | '.join(crashes)} | 0 |"


def of_confidence(draws: Draws) -> Iterator[str]:
    """How often one alone stands that is no cause at all, and in which worlds."""
    every = [one for of_world in draws.values() for one in of_world]
    some, n = pooled(every, "confident")
    low, high = wilson((some, n))
    yield (
        f"In {some} of {n} tables ({100 * share((some, n)):.1f} %; 95 % interval "
        f"{100 * low:.1f} to {100 * high:.1f}) exactly one candidate stands, comes first, and is "
        "no cause at all:"
    )
    yield ""
    yield "| world | wrong and confident | of | 95 % interval |"
    yield "| --- | --- | --- | --- |"
    for name, of_world in draws.items():
        some, n = pooled(of_world, "confident")
        if some:
            low, high = wilson((some, n))
            yield f"| {name} | {some} | {n} | {low:.2f} to {high:.2f} |"


def of_mistakes(draws: Draws) -> Iterator[str]:
    """What was said wrongly, most frequent first, for each world."""
    for name, of_world in draws.items():
        counts = Counter(wrong for one in of_world for wrong in one.wrong)
        told = "; ".join(f"{wrong} {k}x" for wrong, k in counts.most_common(6))
        if told:
            yield f"- {name} ({len(of_world)} draws): {told}"


def of_crashes(draws: Draws) -> Iterator[str]:
    """Each different traceback once, with the worlds in which it happened."""
    seen: dict[str, list[str]] = {}
    for name, of_world in draws.items():
        for one in of_world:
            if one.crash and name not in seen.setdefault(one.crash, []):
                seen[one.crash].append(name)
    for crash, names in seen.items():
        yield f"Crash in {', '.join(names)}:\n\n```\n{crash}```\n"


def _written(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.2f}"


def _seconds(draws: list[Draw]) -> float:
    return fmean(one.seconds for one in draws)


def _interval(draws: list[Draw]) -> str:
    tally = pooled(draws, "confident")
    low, high = wilson(tally)
    return f"{tally[0]} of {tally[1]}, {low:.3f} to {high:.3f}"
