"""How many rows are drawn, so that what can be seen among them is known before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

LEAST = 20_000  # rows: as many as conditional tests look at of a table in memory
SEEN = 0.03  # correlation with the outcome that is to be seen
APART = 0.1  # standard deviations between a class and the rest that are to be seen
POWER = 0.9  # how often
A_CELL = 32  # bytes in memory of a cell that was drawn, what is worked out of it included
SHARE = 4  # of the memory, rows drawn may use one part in so many


@dataclass(frozen=True, slots=True)
class Sizing:
    """How finely the rows that are drawn have to show an association of a candidate alone.

    Attributes
    ----------
    candidates
        How many are tested: the level is corrected for them all (Bonferroni).
    alpha
        Level of the tests.
    room
        Bytes that the rows may use.
    """

    candidates: int
    alpha: float
    room: int

    @property
    def reach(self) -> float:
        """Standard errors that an effect has to be wide to be seen."""
        return float(ndtri(1 - self.alpha / (2 * max(self.candidates, 1))) + ndtri(POWER))

    @property
    def size(self) -> int:
        """Rows, so that a correlation of `SEEN` is seen; fewer where there is no room."""
        wanted = max(LEAST, int(np.ceil((self.reach / SEEN) ** 2)))
        fits = self.room // (SHARE * A_CELL * (self.candidates + 1))
        return max(min(wanted, fits), LEAST // 10)

    def of_class(self, rows: int) -> int:
        """Rows of one class among so many, so that `APART` is seen between it and the rest."""
        needed = (self.reach / APART) ** 2
        return int(np.ceil(needed / (1 - min(needed / max(rows, 1), 0.5))))
