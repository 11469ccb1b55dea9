"""What swaps have shown, in words and as a table."""

from __future__ import annotations

from typing import Any

import pandas as pd
from markupsafe import escape

from rootcause.report import numbers, text
from rootcause.report.frames import ready
from rootcause.report.numbers import unbound
from rootcause.report.phrases import Words
from rootcause.results import Swap, SwapAnswer, Swaps


def sentences(found: Swaps) -> tuple[str, ...]:
    """The answer, then each part.

    Parameters
    ----------
    found
        What was found.
    """
    return (_answer(found), *(_part(found, one) for one in found.parts))


def _answer(found: Swaps) -> str:
    carry = [one.part for one in found.parts if one.answer is SwapAnswer.CARRIES]
    together = [one.part for one in found.parts if one.answer is SwapAnswer.TOGETHER]
    if len(carry) == 1:
        return f"The fault goes with {carry[0]}."
    if carry:
        return f"The fault goes with each of {numbers.listed(carry)}."
    if together:
        return f"The fault needs more than one part: {numbers.listed(together)}."
    return "Not shown yet which part carries the fault."


def _part(found: Swaps, one: Swap) -> str:
    """One part, counts before p."""
    if one.answer is SwapAnswer.NEVER:
        return f"{numbers.capital(one.part)}: never swapped alone, so nothing can be said of it."
    bad, good = found.units
    words = Words(found.outcome, {}, "trials")
    seen = "".join(span.text for span in words.happened(one.bad))
    return (
        f"{numbers.capital(one.part)}: with that of {bad}, {seen}; with that of {good}, "
        f"{words.short(one.good)}, all else being alike ({numbers.equals(one.pvalue)}; corrected "
        f"for {len(found.parts)} parts, {numbers.equals(one.pvalue_adjusted)}): "
        f"{one.answer.value}."
    )


def frame(found: Swaps) -> pd.DataFrame:
    """One row a part."""
    counted = bool(found.outcome.levels)
    what = "happened" if counted else "median"
    return pd.DataFrame(
        [
            {
                "part": one.part,
                "answer": one.answer.value,
                "n_bad": one.bad.n,
                f"{what}_bad": getattr(one.bad, what),
                "n_good": one.good.n,
                f"{what}_good": getattr(one.good, what),
                "pvalue": one.pvalue,
                "pvalue_adjusted": one.pvalue_adjusted,
            }
            for one in found.parts
        ]
    )


def as_dict(found: Swaps) -> dict[str, Any]:
    """Everything as plain numbers, strings and lists."""
    said: dict[str, Any] = {
        "findings": list(found.findings),
        "outcome": found.outcome.name,
        "units": list(found.units),
        "alpha": found.alpha,
        "parts": frame(found).to_dict("records"),
        "cautions": list(found.cautions),
    }
    plain: dict[str, Any] = ready(said)
    return plain


def text_of(found: Swaps) -> str:
    """Tell it in a terminal."""
    first, *rest = sentences(found)
    cautions = [f"{numbers.capital(one)}." for one in found.cautions]
    lines = [text.wrapped(one, indent=text.GAP) for one in (*rest, *cautions)]
    return unbound("\n\n".join([text.wrapped(first), "\n".join(lines)]))


def notebook(found: Swaps) -> str:
    """Return it as HTML that an untrusted notebook shows whole."""
    first, *rest = sentences(found)
    cautions = [f"{numbers.capital(one)}." for one in found.cautions]
    items = "".join(f"<li>{escape(one)}</li>" for one in rest)
    notes = "".join(
        f'<div style="font-size: 12px; opacity: 0.72">{escape(one)}</div>' for one in cautions
    )
    return (
        '<div style="max-width: 920px; font-size: 14px; line-height: 1.45">'
        f'<div style="font-size: 18px; font-weight: 600; margin: 4px 0">{escape(first)}</div>'
        f"<ul>{items}</ul>{notes}</div>"
    )
