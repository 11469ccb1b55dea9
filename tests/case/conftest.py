import pytest

from rootcause.case.course import add_up
from rootcause.case.entries import Hand
from rootcause.case.handling import Handling


class Course:
    """A case on its way: `do` takes a step on a day, and keeps its entries."""

    def __init__(self, *reporters, owner=""):
        self.day = "2026-03-02"
        self.entries = []
        self.outcome = ""
        for reporter in reporters[:1]:
            self.entries.append(self.hand.writes("registered", "Registered.", reporter=reporter))
        if not reporters:
            self.entries.append(self.hand.writes("registered", "Registered.", owner=owner))

    @property
    def hand(self):
        return Hand("engineer 1", f"{self.day}T09:00:00+01:00")

    @property
    def handling(self):
        return add_up(self.entries, Handling(outcome=self.outcome))

    def do(self, step, *args, **options):
        written = step(self.handling, self.hand, *args, **options)
        self.entries += written if isinstance(written, tuple) else (written,)
        return self.handling

    @property
    def last(self):
        return self.entries[-1].what


@pytest.fixture
def course():
    """A case that reporter 1 complained of on 2 March 2026, nobody's yet."""
    return Course("reporter 1")
