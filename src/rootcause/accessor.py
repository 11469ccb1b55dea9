"""``df.rootcause``: the same calls, said from the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from rootcause.results import Investigation, Ranking


@pd.api.extensions.register_dataframe_accessor("rootcause")
class TableAccessor:
    """The observations in a `pandas.DataFrame`, ready to be investigated.

    Added to every DataFrame when pandas was imported before ``rootcause``; otherwise
    ``import rootcause.accessor`` adds it.

    >>> import pandas as pd
    >>> import rootcause.accessor
    >>> minutes = [2, 3, 2, 1, 3, 2, 4, 3, 9, 8, 11, 7, 10, 12, 9, 8]
    >>> trips = pd.DataFrame({"minutes": minutes, "no_start": [True] * 8 + [False] * 8})
    >>> trips.rootcause.investigate("no_start")["minutes"].verdict
    <Verdict.STANDS: 'stands'>
    """

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = table

    def investigate(self, outcome: str, **options: Any) -> Investigation:
        """Work out which candidate explains the outcome; options as in `rootcause.investigate`."""
        from rootcause.investigation import investigate

        return investigate(self._table, outcome, **options)

    def rank(self, outcome: str, **options: Any) -> Ranking:
        """Measure every candidate alone; options as in `rootcause.rank`."""
        from rootcause.ranking import rank

        return rank(self._table, outcome, **options)
