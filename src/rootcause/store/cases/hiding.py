"""Those who complained, called "reporter 1" wherever their name or address stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pandas.api.types import is_datetime64_any_dtype, is_numeric_dtype

from rootcause.case import Entry
from rootcause.case.records import Reporter

if TYPE_CHECKING:
    import pandas as pd

PROSE = (
    "words",
    "expected",
    "experienced",
    "statement",
    "predicts",
    "because",
    "action",
    "criterion",
    "found",
    "finding",
    "answer",
    "why",
)
"""Details of an entry that people write."""
Hide = Callable[[Any], Any]


def hiding(known: Sequence[Reporter]) -> Hide:
    """Make what hides some reporters in a text, and in lists and tables of texts.

    >>> hide = hiding([Reporter("reporter 1", "Ada Kim", "Ms")])
    >>> hide("Dear Ms Kim, ADA KIM!"), hide(["Kimono", 7])
    ('Dear Ms reporter 1, reporter 1!', ['Kimono', 7])
    """
    named = [(_naming(one), one.label) for one in known if one.name or one.address]

    def hide(said: Any) -> Any:
        if isinstance(said, str):
            for naming, label in named:
                said = naming.sub(label, said)
        elif isinstance(said, dict):
            said = {key: hide(value) for key, value in said.items()}
        elif isinstance(said, list):
            said = [hide(one) for one in said]
        return said

    return hide


def hidden_entries(entries: Sequence[Entry], hide: Hide) -> tuple[Entry, ...]:
    """Hide reporters in what people wrote in a journal."""
    return tuple(
        replace(
            one,
            what=hide(one.what),
            details={
                key: hide(said) if key in PROSE else said for key, said in one.details.items()
            },
        )
        for one in entries
    )


def places(
    hide: Hide, said: Sequence[str], entries: Sequence[Entry], frame: pd.DataFrame
) -> list[str]:
    """Say where those whom `hide` hides are named: what was said, the journal, observations."""
    hidden = hidden_entries(entries, hide)
    count = sum(one != other for one, other in zip(entries, hidden, strict=True))
    texts = (set(frame[name].dropna().map(str)) for name in frame if _is_text(frame[name]))
    found = {
        "the complaint": any(hide(one) != one for one in said),
        f"the journal ({count:,} {'entry' if count == 1 else 'entries'})": count > 0,
        "the observations": any(hide(one) != one for text in texts for one in text),
    }
    return [place for place, there in found.items() if there]


def _is_text(column: pd.Series) -> bool:
    """Whether a column may hold words."""
    return not (is_numeric_dtype(column.dtype) or is_datetime64_any_dtype(column.dtype))


def _naming(one: Reporter) -> re.Pattern[str]:
    """Match the name and the address, and the parts of the name as they are spelled.

    Parts of one or two letters, and small ones ("van"), are words of other texts too often.
    """
    whole = "|".join(re.escape(text) for text in (one.address, one.name) if text)
    parts = [part for part in re.findall(r"\w{3,}", one.name) if not part[0].islower()]
    return re.compile(rf"(?<!\w)(?:{'|'.join([f'(?i:{whole})', *parts])})(?!\w)")
