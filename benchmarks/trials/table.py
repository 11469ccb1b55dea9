"""Races as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from trials.race import Run

WORDS = ((0.65, "7 in 10"), (0.75, "8 in 10"), (0.85, "9 in 10"), (0.925, "19 in 20 or more"))
NEVER = 10**6
Races = Mapping[Callable, Mapping[str, Sequence[Run]]]


def of_races(found: Races) -> list[str]:
    """A row a rig: median and 90 % point of the trials needed, and how it went wrong."""
    policies = list(next(iter(found.values())))
    heads = ["rig", *(f"{name}: median, p90" for name in policies)]
    heads += ["plan: wrong", "cause dropped", "not settled", "random: wrong"]
    lines = [_line(heads), _line(["---", *["---:"] * (len(heads) - 1)])]
    for make, runs in found.items():
        cells = [make.__doc__.splitlines()[0]]
        cells += [_trials(runs[name]) for name in policies]
        cells += [str(count(runs["plan"])) for count in (wrong, dropped, unsettled)]
        lines.append(_line([*cells, str(wrong(runs["random"]))]))
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
        low <= run.trials <= high for run in runs if run.forecast for low, high in [run.forecast]
    ]
    return [
        f"Of {len(held)} forecasts of how many trials would be needed, as a range for 8 of 10, "
        f"{100 * np.mean(held):.0f} % held."
    ]


def wrong(runs: Sequence[Run]) -> int:
    """Races that ended with anything but the cause."""
    return sum(run.ended and not run.right for run in runs)


def dropped(runs: Sequence[Run]) -> int:
    """Races that ended without the cause."""
    return sum(run.dropped for run in runs)


def unsettled(runs: Sequence[Run]) -> int:
    """Races that did not end."""
    return sum(not run.ended for run in runs)


def needed(runs: Sequence[Run], share: float) -> float:
    """Trials within which this share of races ended with exactly the cause; infinity if never."""
    trials = [run.trials if run.right else NEVER for run in runs]
    found = float(np.quantile(trials, share, method="inverted_cdf"))
    return found if found < NEVER else float("inf")


def _trials(runs: Sequence[Run]) -> str:
    told = (needed(runs, share) for share in (0.5, 0.9))
    return ", ".join("never" if one == float("inf") else f"{one:.0f}" for one in told)


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
