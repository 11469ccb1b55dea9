"""Plans made by hand, for the tests of their words: nothing here is worked out."""

from dataclasses import replace

from rootcause.results import (
    Comparison,
    Inseparable,
    Lever,
    Needed,
    Plan,
    Prediction,
    Rival,
    Trial,
)
from rootcause.variables import Kind, Variable

MINUTES = Lever(
    Variable("shop_minutes", Kind.NUMERIC, label="minutes in the shop", unit="min"), 1, 15
)
FLAVOUR = Lever(
    Variable("flavour", Kind.NOMINAL, levels=("chocolate", "vanilla")),
    levels=("chocolate", "vanilla"),
)
FAILED = Variable(
    "no_start", Kind.BINARY, levels=("no", "yes"), happened="failed", otherwise="started"
)
BOTH = ("shop_minutes", "flavour")


def trial(minutes, flavour, *chances, **more):
    names = (("shop_minutes",), ("flavour",), BOTH)
    said = tuple(Prediction(name, one) for name, one in zip(names, chances, strict=False))
    return Trial({"shop_minutes": minutes, "flavour": flavour}, said, gain=0.5, **more)


def plan() -> Plan:
    """Two trials that exchange what went together."""
    return Plan(
        FAILED,
        (MINUTES, FLAVOUR),
        trials=(trial(8.0, "vanilla", 0.08, 0.81, 0.5), trial(2.0, "chocolate", 0.96, 0.18, 0.4)),
        rivals=(
            Rival(("shop_minutes",), 0.6),
            Rival(("flavour",), 0.2),
            Rival(BOTH, 0.1),
        ),
        needed=Needed(5, 4, 17, 40),
        unrecorded=0.1,
        things="trips",
    )


def tried() -> Plan:
    """Three trials were made, all as the minutes had foretold."""
    made = (
        trial(8.0, "vanilla", 0.08, 0.81, row=20, answer=0.0),
        trial(2.0, "chocolate", 0.94, 0.2, row=21, answer=1.0),
        trial(9.0, "vanilla", 0.1, 0.7, row=22, answer=0.0),
    )
    told = plan()
    rivals = (replace(told.rivals[0], agreed=3), replace(told.rivals[1], contradicted=3))
    return replace(told, made=made, rivals=rivals)


def shown() -> Plan:
    """They have settled it."""
    return replace(
        tried(),
        trials=(),
        needed=None,
        told_apart=("shop_minutes",),
        shown=("shop_minutes",),
        why_none="The trials settled it.",
    )


def stuck() -> Plan:
    """Nothing separates the rivals, and nothing has evidence."""
    return replace(
        plan(),
        inseparable=(
            Inseparable(("a", "b"), ("heat", "load"), "neither is a lever", 4, 40),
            Inseparable(("a", "c"), ("heat", "damp"), "forbidden together", 0, 40),
        ),
        comparison=Comparison("shop_minutes", (2.0, 14.0), 49, 0.3, 0.8),
    )


def measured() -> Plan:
    """The outcome is a force."""
    force = Variable("force", Kind.NUMERIC, unit="N")
    said = (
        Prediction(("shop_minutes",), 70.74, 2.4),
        Prediction(("flavour",), 79.62, 0.31),
    )
    trials = (Trial({"shop_minutes": 2.0, "flavour": "chocolate"}, said, gain=0.4),)
    return replace(plan(), outcome=force, trials=trials, rivals=plan().rivals[:2])
