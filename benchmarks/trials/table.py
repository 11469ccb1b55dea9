"""Races as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from rootcause.trials.stopping import DOUBT, SHOWN
from trials.best import best
from trials.floor import least, least_measured, least_of_any, least_of_any_measured
from trials.race import PATIENCE, End, Run
from trials.rigs import (
    CAUSELESS,
    NO_FLOOR,
    SURE,
    SURELY,
    cause_in_drift,
    halved,
    measured,
    two_switches,
)

SHOWN_WRONGLY = 1 / 60  # of races in which no lever matters, at the most, by Ville's inequality
BEST = {two_switches: 12, halved: 18}  # rigs of two binary levers, and when their races are ended
RACES_BEST = 20
APART = 2  # spreads between the means of a measured outcome
WORDS = (
    (0.65, "7 in 10"),
    (0.75, "8 in 10"),
    (0.85, "9 in 10"),
    (0.925, "19 in 20"),
    (0.975, "nearly always"),
)
NEVER = 10**6
Races = Mapping[Callable, Mapping[str, Sequence[Run]]]


def of_races(found: Races) -> list[str]:
    """A row a rig: median and 90 % point of the trials until exactly the cause is told apart."""
    policies = list(next(iter(found.values())))
    heads = ["rig", *(f"{name}: median, p90" for name in policies)]
    heads += ["of random: median, mean", "of waiting"]
    lines = _heads(heads)
    for make, runs in found.items():
        told = {name: [run.apart for run in every] for name, every in runs.items()}
        cells = [_story(make), *(_trials(ends) for ends in told.values())]
        cells += [_shares(told), _share(told["plan"], told["waiting"])]
        lines.append(_line(cells))
    return lines


def of_shown(found: Races) -> list[str]:
    """The same until it is shown, and stands, beside the least that any rule could take."""
    heads = ["rig", "plan: median, p90", "best possible", "random: median, p90"]
    lines = _heads([*heads, "of random: median, mean"])
    for make, runs in found.items():
        shown = {name: [run.shown for run in every] for name, every in runs.items()}
        cells = [_story(make), _trials(shown["plan"]), _least(make, SHOWN_WRONGLY)]
        lines.append(_line([*cells, _trials(shown["random"]), _shares(shown)]))
    return lines


def of_errors(found: Races) -> list[str]:
    """A row a rig: races in which the answer was wrong, or there was none."""
    heads = ["rig", "races", "another told apart", "cause screened off", "another stands"]
    heads += ["told apart after 40: none", "random: another told apart", "random: another stands"]
    lines = _heads(heads)
    for make, runs in found.items():
        told, shown = ([run.apart for run in runs["plan"]], [run.shown for run in runs["plan"]])
        counts = [len(told), wrong(told), dropped(told), wrong(shown), unsettled(told)]
        counts += [
            wrong([getattr(run, end) for run in runs["random"]]) for end in ("apart", "shown")
        ]
        lines.append(_line([_story(make), *map(str, counts)]))
    return lines


def of_floors(_: Races) -> list[str]:
    """What nobody can fall short of, who knows every rate."""
    heads = ["right in", "told apart, by the odds of the plan", "stands, by the odds of the plan"]
    heads += [f"stands, by any rule wrong in 1 of {times}" for times in (60, 20, 8)]
    lines = _heads(heads)
    wrongly = (SHOWN_WRONGLY, 1 / 20, 1 / 8)
    for sure in (0.95, 0.9, 0.85, 0.75):
        pairs = [least(sure, doubt) for doubt in (DOUBT, SHOWN)]
        pairs += [_of_any(sure, None, one) for one in wrongly]
        lines.append(_line([f"{100 * sure:.0f} %", *(f"{mid}, {most}" for mid, most in pairs)]))
    pairs = [least_measured(APART, doubt) for doubt in (DOUBT, SHOWN)]
    pairs += [_of_any(0, APART, one) for one in wrongly]
    measured = f"measured, {APART} spreads apart"
    lines.append(_line([measured, *(f"{mid}, {most}" for mid, most in pairs)]))
    return lines


def of_best(found: Races) -> list[str]:
    """The plan beside the best that any policy could do, where that can be worked out exactly."""
    heads = ["rig", "ended after", "plan: mean", "best possible: mean", "random: mean"]
    heads += ["plan: told apart by then", "best possible", "random"]
    lines = _heads(heads)
    for make, horizon in BEST.items():
        runs = found.get(make)
        if runs is None:
            continue
        sure, seeds = SURE.get(make, SURELY), [run.seed for run in runs["plan"][:RACES_BEST]]
        bests = [best(make, sure, seed, horizon) for seed in seeds]
        far = [
            _until(runs["plan"], horizon),
            (
                np.mean([one.mean for one in bests]),
                np.mean([one.passed[horizon] for one in bests]),
            ),
            _until(runs["random"], horizon),
        ]
        cells = [f"{mean:.1f}" for mean, _ in far] + [f"{100 * share:.0f} %" for _, share in far]
        lines.append(_line([_story(make), str(horizon), *cells]))
    return lines


def _until(runs: Sequence[Run], horizon: int) -> tuple[float, float]:
    """Mean trials of the first races, ended at the horizon, and the share told apart by then."""
    ends = [run.apart for run in runs[:RACES_BEST]]
    took = [end.trials if end.right and end.trials <= horizon else horizon for end in ends]
    told = [end.right and end.trials <= horizon for end in ends]
    return float(np.mean(took)), float(np.mean(told))


def of_predictions(found: Races) -> list[str]:
    """How often a prediction in words came true, where its rival was the cause."""
    said = [one for run in _runs(found, numeric=False) for one in run.said]
    chance = np.array([max(one.value, 1 - one.value) for one in said])
    came = np.array([(one.came == 1) == (one.value > 0.5) for one in said])
    lines = _heads(["said", "predictions", "came true"])
    ends = [low for low, _ in WORDS[1:]] + [1.01]
    for (low, words), high in zip(WORDS, ends, strict=True):
        inside = (low <= chance) & (chance < high)
        if inside.any():
            lines.append(_line([words, str(inside.sum()), f"{100 * came[inside].mean():.0f} %"]))
    return lines


def of_numbers(found: Races) -> list[str]:
    """How often a measured outcome lay within what was foretold."""
    said = [one for run in _runs(found, numeric=True) for one in run.said]
    if not said:
        return []
    off = np.array([abs(one.came - one.value) / one.spread for one in said])
    return [
        f"Of {len(said)} ranges foretold for a measured outcome as holding 8 of 10, "
        f"{100 * np.mean(off <= 1.2816):.0f} % held."
    ]


def of_forecasts(found: Races) -> list[str]:
    """How often the number of trials lay within what was said before the first."""
    runs = [*_runs(found, numeric=False), *_runs(found, numeric=True)]
    held = [
        low <= run.apart.trials <= high
        for run in runs
        if run.forecast
        for low, high in [run.forecast]
    ]
    return [
        f"Of {len(held)} forecasts of how many trials would be needed, as a range for 8 of 10, "
        f"{100 * np.mean(held):.0f} % held."
    ]


def wrong(ends: Sequence[End]) -> int:
    """Races that ended with anything but the cause."""
    return sum(end.ended and not end.right for end in ends)


def dropped(ends: Sequence[End]) -> int:
    """Races that ended without the cause."""
    return sum(end.dropped for end in ends)


def unsettled(ends: Sequence[End]) -> int:
    """Races that did not end."""
    return sum(not end.ended for end in ends)


def needed(ends: Sequence[End], share: float) -> float:
    """Trials within which this share of races ended with exactly the cause; infinity if never."""
    trials = [end.trials if end.right else NEVER for end in ends]
    found = float(np.quantile(trials, share, method="inverted_cdf"))
    return found if found < NEVER else float("inf")


def _story(make: Callable) -> str:
    return str(make.__doc__).splitlines()[0]


def _trials(ends: Sequence[End]) -> str:
    told = (needed(ends, share) for share in (0.5, 0.9))
    return ", ".join("never" if one == float("inf") else f"{one:.0f}" for one in told)


def _share(planned: Sequence[End], random: Sequence[End]) -> str:
    share = needed(planned, 0.5) / needed(random, 0.5)
    return "-" if np.isnan(share) or not share else f"{share:.2f}".lstrip("0")


def _shares(ends: Mapping[str, Sequence[End]]) -> str:
    """Median and mean of the plan's trials as shares of random's; what did not end counts as 40."""
    if not any(end.right for end in ends["plan"]):
        return "-"
    plan, chance = (
        np.mean([end.trials if end.right else PATIENCE for end in ends[name]])
        for name in ("plan", "random")
    )
    return f"{_share(ends['plan'], ends['random'])}, {f'{plan / chance:.2f}'.lstrip('0')}"


def _least(make: Callable, wrong: float) -> str:
    if make in NO_FLOOR:
        return "-"
    apart = APART if make is measured else None
    mid, most = _of_any(SURE.get(make, SURELY), apart, wrong)
    return f"{mid}, {most}"


def _of_any(sure: float, apart: float | None, wrong: float) -> tuple[int, int]:
    if apart is None:
        return least_of_any(sure, wrong, 0.5), least_of_any(sure, wrong, 0.9)
    return least_of_any_measured(apart, wrong, 0.5), least_of_any_measured(apart, wrong, 0.9)


def _runs(found: Races, numeric: bool) -> list[Run]:
    """Planned races whose cause is one lever or two."""
    return [
        run
        for make, runs in found.items()
        if make not in (*CAUSELESS, cause_in_drift) and (make is measured) is numeric
        for run in runs["plan"]
    ]


def _heads(names: Sequence[str]) -> list[str]:
    return [_line(names), _line(["---", *["---:"] * (len(names) - 1)])]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
