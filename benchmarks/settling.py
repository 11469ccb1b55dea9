"""What all observations may settle: how often a proxy, and how often a cause, is screened off.

OMP_NUM_THREADS=1 python benchmarks/settling.py [--rows 1000000] [--seeds 10] [--first 0]

Each story has a proxy and a cause of a million rows, counted together as an engine counts them and
judged by the rule that `investigate` uses. Where neither is the only cause, neither should be
screened off. Columns are put on bins laid by 20,000 of their rows. The next to last column is what
plain ranks say: the share of draws in which the proxy is significant beside the straight line and
the cube of the cause's ranks, and would be blamed.
"""

import argparse
import time
from collections.abc import Iterator

import numpy as np
from scipy import stats

from rootcause.association.within import left_within
from rootcause.engine.crossing import GIVEN, SCORED, TESTED, Crossed
from rootcause.investigation.settling import screens_off

DRAWN = 20_000
ALPHA = 0.05
CANDIDATES = 5  # with evidence, so that each is held against four

Values = np.ndarray
Story = tuple[str, Values, Values, Values]  # its name; outcome, proxy, cause


def happens(rng, log_odds):
    return (rng.random(log_odds.size) < 1 / (1 + np.exp(-log_odds))).astype(np.int64)


def goes_with(rng, values, r):
    return r * values + np.sqrt(1 - r**2) * rng.standard_normal(values.size)


def vanilla(rng, n) -> Iterator[Story]:
    """The car that hated vanilla, from what is seen at once to what hardly shows."""
    flavour = rng.random(n) < 0.4
    u = rng.random(n)
    minutes = np.where(flavour, 1 + 5 * u * u, 3 + 12 * u * u)
    for called, low, high in (
        ("", 0.02, 0.30),
        (", 3 % for 2 %", 0.02, 0.03),
        (", 2.2 % for 2 %", 0.02, 0.022),
        (", rare", 0.0005, 0.0020),
    ):
        failed = rng.random(n) < np.where(minutes < 4, high, low)
        yield f"vanilla{called}", failed.astype(np.int64), flavour * 1.0, minutes
        failed = rng.random(n) < np.where(flavour, high, low)
        yield f"mirrored{called}", failed.astype(np.int64), minutes, flavour * 1.0


def lines(rng, n) -> Iterator[Story]:
    """A cause that acts along a line, by its r and how rare the outcome is; a proxy by its r."""
    cause = rng.standard_normal(n)
    for called, base, slope in (
        ("r .01", 0.0, 0.02),
        ("r .03", 0.0, 0.06),
        ("r .3", 0.0, 0.7),
        ("1 in 1,000", -6.95, 0.3),
        ("1 in 1,000, strong", -7.4, 1.0),
    ):
        failed = happens(rng, base + slope * cause)
        for r in (0.3, 0.6, 0.9, 0.99, 0.999):
            yield f"{called}, proxy r {r}", failed, goes_with(rng, cause, r), cause


def shapes(rng, n) -> Iterator[Story]:
    """Bends, steps, tails and labels, where bins hide most."""
    cause = rng.standard_normal(n)
    steep = happens(rng, -3 + 2.0 * (cause > 1))
    yield (
        "step, its label read wrongly nearby",
        steep,
        (goes_with(rng, cause, 0.995) > 1) * 1.0,
        cause,
    )
    yield (
        "step, its label read wrongly hard by",
        steep,
        (cause + 0.005 * rng.standard_normal(n) > 1) * 1.0,
        cause,
    )
    yield "step, near copy", steep, cause + 0.02 * rng.standard_normal(n), cause
    bowl = happens(rng, -3 + 0.5 * (np.abs(cause) > 1.5))
    yield "bowl", bowl, cause**2 + rng.standard_normal(n), cause
    waves = happens(rng, -2 + 0.3 * np.sin(6 * cause))
    yield "waves", waves, cause + 0.3 * rng.standard_normal(n), cause
    heavy = rng.standard_cauchy(n)
    tails = happens(rng, -3 + 0.3 * np.sign(heavy) * np.log1p(np.abs(heavy)))
    yield "heavy tails", tails, heavy + rng.standard_cauchy(n), heavy
    lot = rng.integers(0, 30, n)
    bad = rng.standard_normal(30) * 0.1
    by_lot = happens(rng, -2 + bad[lot])
    yield "30 lots, a reading", by_lot, bad[lot] + 0.3 * rng.standard_normal(n), lot * 1.0
    yield "30 lots, their six lines", by_lot, (lot // 5) * 1.0, lot * 1.0
    floor = np.floor(cause * 3)
    yield "a step of a number, the number read", happens(rng, -2 + 0.1 * floor), cause + 0.0, floor
    for slope in (0.02, 0.3):
        far = slope * cause + rng.standard_normal(n)
        for r in (0.6, 0.99):
            yield (
                f"numeric outcome, r {slope}, proxy r {r}",
                placed(far, SCORED)[0],
                goes_with(rng, cause, r),
                cause,
            )


def both(rng, n) -> Iterator[Story]:
    """Neither is the one cause: the second is named "cause", the weaker or the like."""
    for slope in (0.02, 0.1, 0.5):
        for r in (0.3, 0.7, 0.95):
            one = rng.standard_normal(n)
            two = goes_with(rng, one, r)
            yield f"two causes, {slope}, r {r}", happens(rng, slope * (one + two)), one, two
            yield (
                f"two causes 5 to 1, {slope}, r {r}",
                happens(rng, slope * (one + two / 5)),
                one,
                two,
            )
            hidden = happens(rng, 2 * slope * one)
            error = np.sqrt(1 / r - 1)
            yield (
                f"two readings, {slope}, r {r}",
                hidden,
                *(one + error * rng.standard_normal(n) for _ in range(2)),
            )
        yield f"copies, {slope}", happens(rng, slope * one), one, np.exp(one)


def placed(values: Values, most: int) -> tuple[Values, bool]:
    """Places of about equally many rows, and whether each is one value."""
    some = values[:DRAWN]
    known = np.unique(some)
    if known.size <= most:
        return np.searchsorted(known, values), True
    edges = np.unique(np.quantile(some, np.arange(1, most) / most))
    return np.searchsorted(edges, values, "right"), False


def counted(outcome: Values, one: Values, other: Values) -> Crossed:
    """Both beside the outcome."""
    (at, _), (within, exact) = placed(one, TESTED), placed(other, GIVEN)
    shape = outcome.max() + 1, at.max() + 1, within.max() + 1
    counts = np.bincount((outcome * shape[1] + at) * shape[2] + within, minlength=np.prod(shape))
    return Crossed(counts.reshape(shape), np.arange(shape[0], dtype=float)[:, None], exact)


def by_ranks(outcome: Values, one: Values, other: Values) -> bool:
    """Whether straight lines and cubes of ranks would blame the one."""
    ranks = [stats.rankdata(values) / values.size - 0.5 for values in (one, other)]
    held = np.stack([np.ones(one.size), ranks[1], ranks[1] ** 3 - 0.15 * ranks[1]])
    left = []
    for values in (outcome - outcome.mean(), ranks[0]):
        left.append(values - np.linalg.lstsq(held @ held.T, held @ values, rcond=None)[0] @ held)
    r = left[0] @ left[1] / np.sqrt((left[0] @ left[0]) * (left[1] @ left[1]) + 1e-300)
    return bool(abs(r) * np.sqrt(one.size) > 1.96)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--seeds", type=int, default=10)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--ranks", action="store_true", help="what plain ranks would say, too")
    given = asked.parse_args()
    found: dict[str, list[tuple[bool, bool, bool]]] = {}
    began = time.process_time()
    for seed in range(given.first, given.first + given.seeds):
        rng = np.random.default_rng(seed)
        for make in (vanilla, lines, shapes, both):
            for name, outcome, proxy, cause in make(rng, given.rows):
                forth = left_within(counted(outcome, proxy, cause))
                back = left_within(counted(outcome, cause, proxy))
                level = ALPHA / (CANDIDATES - 1)
                plain = given.ranks and by_ranks(outcome, proxy, cause)
                said = screens_off(forth, back, level), screens_off(back, forth, level), plain
                found.setdefault(f"{make.__name__}: {name}", []).append(said)
    print("| story | proxy screened off | cause screened off | blamed by plain ranks |")
    print("| --- | --- | --- | --- |")
    for name, said in found.items():
        shares = [f"{np.mean([one[k] for one in said]):.2f}" for k in range(3)]
        print(f"| {name} | {' | '.join(shares)} |")
    wrong = sum(one[1] for said in found.values() for one in said)
    wrong += sum(one[0] for name, said in found.items() if name.startswith("both") for one in said)
    total = sum(len(said) for said in found.values())
    spent = time.process_time() - began
    print(f"\nWrongly screened off: {wrong} of {total} tables; {spent:.0f} CPU s.")


if __name__ == "__main__":
    main()
