"""An investigation: a question is asked, the observations are read, candidates are judged, told.

`investigate` reads down one page; the stages stand beside it in the order in which data flow:
``asking`` (what the caller and the case say), ``reading`` (the observations as numbers),
``judging`` (every candidate with its verdict).
"""

from rootcause.investigation.investigating import investigate

__all__ = ["investigate"]
