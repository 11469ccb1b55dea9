"""What an engine does: it counts observations where they are, and draws some of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import pandas as pd

from rootcause.engine.scales import Scale, Together
from rootcause.engine.statistics import Contingency, Facts, Moments

Tell = Callable[[float], None]  # hears which share of a pass over the observations is done


def untold(share: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some observations, by where they are on a scale: all where none is named.

    Attributes
    ----------
    scale, places
        Those alone that are at one of these places of the scale.
    also
        They have to be in this group, too; None for no other.
    """

    scale: Scale | None = None
    places: tuple[float, ...] = ()
    also: Group | None = None

    @property
    def columns(self) -> set[str]:
        """Those that say who is in it."""
        own = {self.scale.column} if self.scale else set()
        return own | (self.also.columns if self.also else set())


ALL = Group()


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
        self, names: Sequence[str], size: int, seed: int, among: Group = ALL
    ) -> pd.DataFrame:
        """Some rows of a group at random without replacement, fewer where there are no more.

        The same seed draws the same rows of the same source. Columns have the types that
        `read_table` would give them.
        """

    def contingencies(
        self, outcome: Scale, candidates: Sequence[Scale | Together], tell: Tell = untold
    ) -> list[Contingency]:
        """The outcome against each candidate, of the rows that have an outcome."""

    def moments(self, wanted: Sequence[tuple[Sequence[str], Group]]) -> list[Moments]:
        """Moments of columns of numbers together, each of the rows of a group that have them."""

    def close(self) -> None:
        """Leave nothing behind."""
