"""Is and is not: the closest good observation to each bad one, and what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Closest:
    """A bad observation and the good one that is most like it.

    Attributes
    ----------
    row, other
        Their places among the observations, from 0.
    distance
        Mean difference over the candidates known in both, 0 (alike) to 1.
    differs
        Names of the candidates in which they differ.
    """

    row: int
    other: int
    distance: float
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How often a candidate differs between bad observations and the good ones most like them.

    Attributes
    ----------
    name
        The candidate.
    differs, of
        In how many of the pairs that know it, it differs.
    usually, usually_of
        The same between good observations and the other good ones most like them.
    higher
        Of an ordered candidate, in how many of those that differ the bad one is the higher; of
        labels None.
    level, with_level
        Of labels, the one most frequent among the bad ones that differ, and in how many.
    """

    name: str
    differs: int
    of: int
    usually: int
    usually_of: int
    higher: int | None = None
    level: str = ""
    with_level: int = 0

    @property
    def excess(self) -> float:
        """Share that differs, above what is usual between good observations."""
        usual = self.usually / self.usually_of if self.usually_of else 0.0
        return self.differs / self.of - usual if self.of else 0.0


@dataclass(frozen=True, slots=True)
class IsIsNot:
    """What distinguishes the bad observations from the good ones that are most like them.

    Attributes
    ----------
    closest
        One for each bad observation that was looked at.
    differences
        One for each candidate, the one that differs most beyond what is usual first.
    bad, good
        Bad and good observations in all; of very many a random sample was looked at.
    """

    closest: tuple[Closest, ...]
    differences: tuple[Difference, ...]
    bad: int
    good: int

    def to_frame(self) -> pd.DataFrame:
        """What differs, counted over all bad observations.

        Returns
        -------
        pandas.DataFrame
            One row a candidate, the most telling first: ``candidate``, ``differs``, ``of``,
            ``usually``, ``usually_of``, ``excess``, ``higher``, ``level`` and ``with_level``.
        """
        from rootcause.report import comparing

        return comparing.frame(self)

    def pairs(self) -> pd.DataFrame:
        """Each bad observation with the good one that is most like it.

        Returns
        -------
        pandas.DataFrame
            One row a bad observation: ``row``, ``closest`` (places from 0), ``distance`` and
            ``differs`` (names joined by ", ").
        """
        from rootcause.report import comparing

        return comparing.pairs_frame(self)
