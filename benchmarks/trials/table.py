"""Races as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from rootcause.trials.stopping import DOUBT, SHOWN
from trials.floor import least, least_measured
from trials.race import PATIENCE, End, Run

SURE = (0.95, 0.9, 0.85, 0.75)  # share of answers that come as the cause foretells
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
    """A row a rig: median and 90 % point of the trials until exactly the cause stands."""
    policies = list(next(iter(found.values())))
    heads = ["rig", *(f"{name}: median, p90" for name in policies)]
    heads += ["of random: median, mean", "of waiting", "plan, until shown: median, p90"]
    lines = [_line(heads), _line(["---", *["---:"] * (len(heads) - 1)])]
    for make, runs in found.items():
        stands = {name: [run.apart for run in every] for name, every in runs.items()}
        cells = [_story(make), *(_trials(ends) for ends in stands.values())]
        shares = (
            _share(stands["plan"], stands["random"]),
            _of_mean(stands["plan"], stands["random"]),
        )
        cells += [", ".join(shares), _share(stands["plan"], stands["waiting"])]
        lines.append(_line([*cells, _trials([run.shown for run in runs["plan"]])]))
    return lines


def of_errors(found: Races) -> list[str]:
    """A row a rig: races in which the answer was wrong, or there was none."""
    heads = ["rig", "plan, stands: wrong", "plan, shown: wrong", "cause dropped", "none after 40"]
    heads += ["random, stands: wrong", "random, shown: wrong"]
    lines = [_line(heads), _line(["---", *["---:"] * (len(heads) - 1)])]
    for make, runs in found.items():
        stands, shown = ([run.apart for run in runs["plan"]], [run.shown for run in runs["plan"]])
        counts = wrong(stands), wrong(shown), dropped(stands), unsettled(stands)
        chance = [wrong([run.apart for run in runs["random"]])]
        chance += [wrong([run.shown for run in runs["random"]])]
        lines.append(_line([_story(make), *map(str, (*counts, *chance))]))
    return lines


def of_floors(_: Races) -> list[str]:
    """What nobody can fall short of, from a test that knows every rate."""
    heads = [
        "right in",
        "stands: median, p90",
        "shown: median, p90",
        "only one rival known to be it",
    ]
    lines = [_line(heads), _line(["---", *["---:"] * (len(heads) - 1)])]
    for sure in SURE:
        pairs = [least(sure, doubt) for doubt in (DOUBT, SHOWN, 0.5)]
        lines.append(_line([f"{100 * sure:.0f} %", *(f"{mid}, {most}" for mid, most in pairs)]))
    pairs = [least_measured(APART, doubt) for doubt in (DOUBT, SHOWN, 0.5)]
    measured = f"measured, {APART} spreads apart"
    lines.append(_line([measured, *(f"{mid}, {most}" for mid, most in pairs)]))
    return lines


def of_predictions(found: Races) -> list[str]:
    """How often a prediction in words came true, where its rival was the cause."""
    said = [one for run in _runs(found, numeric=False) for one in run.said]
    chance = np.array([max(one.value, 1 - one.value) for one in said])
    came = np.array([(one.came == 1) == (one.value > 0.5) for one in said])
    lines = [_line(["said", "predictions", "came true"]), _line(["---", "---:", "---:"])]
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


def _of_mean(planned: Sequence[End], random: Sequence[End]) -> str:
    """Mean of the trials made, as a share of random's; those that did not end count as 40."""
    if not any(end.right for end in planned):
        return "-"
    plan, chance = (
        np.mean([end.trials if end.right else PATIENCE for end in ends])
        for ends in (planned, random)
    )
    return f"{plan / chance:.2f}".lstrip("0")


def _runs(found: Races, numeric: bool) -> list[Run]:
    """Planned races whose cause is one lever or two."""
    return [
        run
        for make, runs in found.items()
        if make.__name__ not in ("nothing", "unrecorded")
        and (make.__name__ == "measured") is numeric
        for run in runs["plan"]
    ]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
