"""What an engine does: it counts observations where they are, and draws some of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import pandas as pd

from rootcause.engine.scales import Scale
from rootcause.engine.statistics import Contingency, Facts, Moments

Tell = Callable[[float], None]  # hears which share of a pass over the observations is done


def untold(share: float) -> None:
    """Tell nobody."""


class Engine(Protocol):
    """Observations that are too many to hold, and what counts them."""

    @property
    def called(self) -> str:
        """What people call it, "DuckDB"."""

    @property
    def names(self) -> tuple[str, ...]:
        """Columns, in their order."""

    @property
    def n(self) -> int:
        """Rows."""

    def facts(self, names: Sequence[str]) -> Mapping[str, Facts]:
        """What each column holds."""

    def sample(
        self,
        names: Sequence[str],
        size: int,
        seed: int,
        *,
        outcome: Scale | None = None,
        place: float | None = None,
    ) -> pd.DataFrame:
        """Some rows at random without replacement, fewer where there are no more.

        The same seed draws the same rows of the same source. Of those alone whose outcome is at a
        place, if one is named. Columns have the types that `read_table` would give them.
        """

    def contingencies(
        self, outcome: Scale, candidates: Sequence[Scale], tell: Tell = untold
    ) -> list[Contingency]:
        """The outcome against each candidate, of the rows that have an outcome."""

    def moments(self, groups: Sequence[Sequence[str]]) -> list[Moments]:
        """Moments of each group of numeric columns, of the rows that have all of the group."""

    def close(self) -> None:
        """Leave nothing behind."""
