"""Numbers as people read them: rounding happens here and nowhere else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime

NBSP = "\u00a0"
MINUS = "\u2212"
DAGGER = "†"
UNKNOWN = "–"

LOWEST_P = 0.0001
"""Smaller p-values are written "< .0001"."""

ONE_P = 0.994
"""Larger p-values are written "1"."""

NEAR_LEVEL = (0.045, 0.055)
"""Between these a third decimal is written, so that no p seems to be on the other side of .05."""

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
ENOUGH_DIGITS = 4


def probability(p: float, bound: bool = False) -> str:
    """Write a p-value: ".63", ".003", "< .0001", "1"; with `bound`, as "≤ .0005".

    Parameters
    ----------
    p
        The p-value; NaN gives "–".
    bound
        Whether it is only known to be no larger (as few permutations can't give less): what is
        written is not smaller than it.
    """
    if math.isnan(p):
        return UNKNOWN
    if p < LOWEST_P:
        return f"<{NBSP}.0001"
    if not bound:
        return _digits(p)
    places = 10 ** _decimals(p)
    return f"≤{NBSP}{_digits(math.ceil(round(p * places, 6)) / places)}"


def _digits(p: float) -> str:
    return "1" if p > ONE_P else f"{p:.{_decimals(p)}f}"[1:]


def _decimals(p: float) -> int:
    if NEAR_LEVEL[0] <= p < NEAR_LEVEL[1]:
        return 3
    if p >= 0.01:
        return 2
    return max(2, -math.floor(math.log10(float(f"{p:.0e}"))))


def equals(p: float, bound: bool = False) -> str:
    """Write "p = .63", "p < .0001" or "p ≤ .0005", without a place for a line break."""
    written = probability(p, bound)
    sign = "" if written[0] in "<≤" else f"={NBSP}"
    return f"p{NBSP}{sign}{written}"


def effect(value: float) -> str:
    """Write an effect size: two decimals, no leading zero, a true minus, never minus zero."""
    if math.isnan(value):
        return UNKNOWN
    written = f"{abs(value):.2f}"
    if float(written) == 0:
        return "0"
    if float(written) == 1:
        written = "1"
    return (MINUS if value < 0 else "") + written.removeprefix("0")


def interval(low: float, high: float) -> str:
    """Write an interval: "−.96 to −.60"; empty when an end isn't known."""
    if math.isnan(low) or math.isnan(high):
        return ""
    return f"{effect(low)} to {effect(high)}"


def of(part: int, whole: int) -> str:
    """Write "11 of 13" without a place for a line break."""
    return f"{count(part)}{NBSP}of{NBSP}{count(whole)}"


def count(n: int) -> str:
    """Write a count in digits: "41", "6,366"."""
    return f"{n:,}"


def several(n: int, thing: str) -> str:
    """Write a count with what is counted: "1 case", "1,000 cases"."""
    return f"{count(n)} {thing}{'' if n == 1 else 's'}"


def in_words(n: int) -> str:
    """Write a small count as a word: "two"; from eleven on in digits."""
    return WORDS[n] if n < len(WORDS) else count(n)


def amount(value: float, unit: str = "") -> str:
    """Write a quantity in the unit it was recorded in, with no more digits than are of use.

    >>> amount(54.5, "cm").replace(NBSP, " ")
    '54.5 cm'
    >>> amount(-3.14159)
    '−3.142'
    """
    if math.isnan(value):
        return UNKNOWN
    written = _quantity(abs(value))
    sign = MINUS if value < 0 and written != "0" else ""
    return sign + written + (NBSP + unit if unit else "")


def _quantity(value: float) -> str:
    if value == 0:
        return "0"
    if not 1e-6 <= value < 1e15:
        return f"{value:.3g}"
    decimals = max(0, ENOUGH_DIGITS - 1 - math.floor(math.log10(value)))
    written = f"{value:.{decimals}f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def points(share: float) -> str:
    """Write a difference of shares as "38 percentage points"."""
    return f"{round(100 * abs(share))}{NBSP}percentage points"


def percent(share: float) -> str:
    """Write a level or a share as "5 %"."""
    return f"{100 * share:g}{NBSP}%"


def share(of_all: float) -> str:
    """Write a share of observations in whole percent; never 0 or 100 % where it is not so."""
    written = f"{100 * of_all:.0f}"
    if written == "0" and of_all > 0:
        written = f"<{NBSP}1"
    if written == "100" and of_all < 1:
        written = f">{NBSP}99"
    return f"{written}{NBSP}%"


def to_one(odds: float) -> str:
    """Write odds of at least one: "1.4 to 1", "12 to 1", "more than 1,000 to 1"."""
    if odds > 1000:
        return f"more than {count(1000)} to 1"
    return f"{odds:.2g} to 1" if odds < 10 else f"{count(round(odds))} to 1"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Join words: "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def capital(text: str) -> str:
    """Begin a sentence with it: an ordinary first word gets a capital, "pH" stays."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.islower() else text


def unbound(text: str) -> str:
    """Write ordinary spaces, as programs and terminals want them."""
    return text.replace(NBSP, " ")


def day(iso: str) -> str:
    """Write the day of an ISO date or time as "2 March 2026"; anything else stays as it is."""
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{at.day}{NBSP}{MONTHS[at.month - 1]}{NBSP}{at.year}"
