"""Cases: one complaint each, everything learned about it, and what a next step needs.

``file`` holds the whole case, ``entries`` its journal, ``records`` what the entries tell of
(hypotheses, actions, contacts, links ...), ``handling`` where all of that leaves the case.
One file a concern says what is allowed: ``statuses``, ``hypotheses``, ``actions``, ``contacts``,
``owners``, ``links``; each step is a function that takes the handling and returns the entry to
write, or refuses with one sentence; what it is told is described where people call it, by the
method of its name of an open case. ``course`` adds the entries up again.
"""

from rootcause.case.entries import Entry
from rootcause.case.file import OBSERVED_AT, Case

__all__ = ["OBSERVED_AT", "Case", "Entry"]
