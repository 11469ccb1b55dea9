"""Investigations made by hand, for the tests of the report: p-values are written down.

``ALL`` maps a short name to a function that makes one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from rootcause.case import Case, Entry
from rootcause.results import (
    Answer,
    Association,
    Candidate,
    Contrast,
    EffectSize,
    Group,
    Investigation,
    Provenance,
    Verdict,
)
from rootcause.variables import Column, Kind, Role, Variable

MINUTES = [
    *(9.7, 7.6, 6.1, 7.1, 6.1, 1.6, 6.2, 1.9, 1.3, 5.3, 2.8, 1.6, 8.1, 7.2, 9.6, 1.9, 5.1, 10.1),
    *(2.7, 3.4, 11.9, 2.5, 6.0, 6.0, 11.0, 9.2, 7.8, 6.7, 1.9, 11.0, 10.2, 4.6, 2.0, 1.2, 9.4),
    *(2.4, 7.5, 9.0, 5.0, 11.8, 4.9),
]
FLAVOURS = {"v": "vanilla", "c": "chocolate", "s": "strawberry", "p": "pistachio"}
FLAVOUR = [FLAVOURS[one] for one in "svpssccvvvvcpspvcpvvcvsspspcvsppvvpvpvccc"]
QUEUE = [int(one) for one in "61040041310025601631411346230631001141654"]
HUMIDITY = [
    *(40, 63, 72, 83, 62, 66, 48, 69, 86, 49, 65, 73, 67, 83, 47, 44, 42, 80, 59, 86, 36, 89, 89),
    *(47, 36, 43, 53, 74, 90, 61, 44, 48, 36, 45, 60, 37, 78, 90, 88, 58, 70),
]
FAILED = "00000101001100010011011000001000010100000"
RESTARTED = "000010111100000000100001"
CAMERA = "BBABACAAAAABCBCCCBABCBCA"
FLASH = {"A": "xenon", "B": "LED", "C": "none"}
SUPPLY = [
    *(5.16, 5.03, 4.95, 4.98, 4.95, 5.02, 5.02, 5.11, 4.97, 5.04, 5.04, 5.04, 5.02, 5.16, 5.04),
    *(5.05, 5.09, 5.06, 5.14, 4.99, 5.04, 5.02, 5.05, 5.09),
]
HOSTILE = "<script>alert(1)</script> | `=cmd()` [x](javascript:alert(1))"


def numbers(name: str, values: Sequence[float], **words: str) -> Column:
    """A numeric column."""
    return Column(Variable(name, Kind.NUMERIC, **words), np.array(values, dtype=float))


def labels(
    name: str,
    values: Sequence[str],
    levels: Sequence[str] = (),
    kind: Kind | None = None,
    **words: str,
) -> Column:
    """A binary, nominal or ordinal column."""
    values = [str(one) for one in values]
    levels = tuple(levels) or tuple(sorted(set(values)))
    kind = kind or (Kind.BINARY if len(levels) == 2 else Kind.NOMINAL)
    codes = [levels.index(one) if one else np.nan for one in values]
    return Column(Variable(name, kind, levels=levels, **words), np.array(codes, dtype=float))


def yes_no(name: str, bits: str, **words: str) -> Column:
    """A binary column from ones and zeros."""
    return labels(name, ["yes" if one == "1" else "no" for one in bits], ("no", "yes"), **words)


def as_outcome(column: Column) -> Column:
    """The same column, in the part of the outcome."""
    return Column(replace(column.variable, role=Role.OUTCOME), column.values)


def group(outcome: Column, rows: np.ndarray, label: str, wanted: int = 1) -> Group:
    """Those rows of the outcome, counted or with their median."""
    seen = outcome.values[rows & outcome.present]
    if outcome.variable.kind in (Kind.NUMERIC, Kind.ORDINAL):
        return Group(label, len(seen), median=float(np.median(seen)))
    return Group(label, len(seen), happened=int((seen == wanted).sum()))


def contrast(
    outcome: Column,
    candidate: Column,
    at: float | str,
    outcome_level: str = "",
    fitted: bool = True,
) -> Contrast:
    """Two groups: below and from a cut, or one level against the others."""
    wanted = outcome.variable.levels.index(outcome_level) if outcome_level else 1
    if isinstance(at, str):
        levels = candidate.variable.levels
        inside = candidate.values == levels.index(at)
        other = "others" if len(levels) > 2 else next(one for one in levels if one != at)
        first, second = (inside, at), (~inside & candidate.present, other)
    else:
        first = candidate.values < at, f"under {at:g}"
        second = candidate.values >= at, f"{at:g} or more"
    sides = [group(outcome, rows, label, wanted) for rows, label in (first, second)]
    if sides[0].happened is not None:
        sides.sort(key=lambda side: -(side.happened or 0) / max(side.n, 1))
    numeric = not isinstance(at, str)
    return Contrast(
        sides[0], sides[1], float(at) if numeric else None, numeric and fitted, outcome_level
    )


MEASURES = {
    (Kind.BINARY, Kind.NUMERIC): ("Brunner-Munzel", "probability of superiority"),
    (Kind.BINARY, Kind.ORDINAL): ("Brunner-Munzel", "probability of superiority"),
    (Kind.BINARY, Kind.BINARY): ("Fisher exact", "risk difference"),
    (Kind.BINARY, Kind.NOMINAL): ("chi-square", "Cramér's V"),
    (Kind.NOMINAL, Kind.NOMINAL): ("chi-square", "Cramér's V"),
    (Kind.NOMINAL, Kind.BINARY): ("chi-square", "Cramér's V"),
    (Kind.NOMINAL, Kind.NUMERIC): ("Kruskal-Wallis", "epsilon-squared"),
    (Kind.NUMERIC, Kind.NUMERIC): ("Spearman", "rho"),
    (Kind.NUMERIC, Kind.BINARY): ("Brunner-Munzel", "probability of superiority"),
    (Kind.NUMERIC, Kind.NOMINAL): ("Kruskal-Wallis", "epsilon-squared"),
    (Kind.ORDINAL, Kind.BINARY): ("Brunner-Munzel", "probability of superiority"),
    (Kind.ORDINAL, Kind.NOMINAL): ("Kruskal-Wallis", "epsilon-squared"),
}


def association(
    outcome: Column,
    candidate: Column,
    pvalue: float,
    on_axis: tuple[float, float, float],
    at: float | str | None = None,
    *,
    given: tuple[str, ...] = (),
    outcome_level: str = "",
    **words: object,
) -> Association:
    """One association; the effect size is written on the common axis."""
    measure, effect = MEASURES[outcome.variable.kind, candidate.variable.kind]
    null = 0.5 if effect == "probability of superiority" else 0.0
    value, low, high = ((one + 1) / 2 if null else one for one in on_axis)
    used = int((outcome.present & candidate.present).sum())
    level = at if isinstance(at, str) and effect == "Cramér's V" else ""
    return Association(
        outcome=outcome.name,
        candidate=candidate.name,
        measure=measure,
        statistic=3.21,
        pvalue=pvalue,
        n=used,
        n_missing=len(outcome.values) - used,
        effect=EffectSize(effect, value, low, high, level=level, null=null),
        method="permutation" if null else "exact",
        given=given,
        contrast=None if at is None else contrast(outcome, candidate, at, outcome_level),
        **words,  # type: ignore[arg-type]
    )


def untested(name: str, kind: Kind, why: str, **words: str) -> Candidate:
    """A candidate from which nothing can be worked out."""
    return Candidate(Variable(name, kind, not_tested=why, **words), Verdict.NOT_TESTED, reason=why)


def investigation(
    outcome: Column,
    candidates: Sequence[Candidate],
    columns: Sequence[Column],
    answer: Answer,
    **words: object,
) -> Investigation:
    """Candidates ranked in the order given, with the observations as a table."""
    ranked = tuple(replace(one, rank=rank) for rank, one in enumerate(candidates, 1))
    every = (outcome, *columns)
    tested = sum(one.association is not None for one in ranked)
    observations = pd.DataFrame(
        {
            one.name: [
                None if np.isnan(value) else one.variable.levels[int(value)] for value in one.values
            ]
            if one.variable.levels
            else one.values
            for one in every
        }
    )
    return Investigation(
        outcome=outcome.variable,
        candidates=ranked,
        answer=answer,
        provenance=Provenance(
            fingerprint="9f3c51ab07de4410" * 4,
            seed=0,
            versions={"rootcause": "0.1.0", "Python": "3.11", "numpy": "2.4.0", "scipy": "1.17.0"},
            family=tested,
            correction="fdr_bh",
            alpha=0.05,
            permutations=9999,
            screened=10**9,
            pairs=0,
        ),
        columns={one.name: one for one in every},
        observations=observations,
        n=int(outcome.present.sum()),
        n_missing=int((~outcome.present).sum()),
        **words,  # type: ignore[arg-type]
    )


def trips() -> tuple[Column, Column, Column, Column, Column]:
    """The outcome, minutes, queue, flavour and humidity of 41 trips."""
    return (
        as_outcome(
            labels(
                "no_start",
                ["true" if one == "1" else "false" for one in FAILED],
                ("false", "true"),
                label="start after the shop",
                happened="failed",
                otherwise="started",
            )
        ),
        numbers("shop_minutes", MINUTES, label="minutes in the shop", unit="min"),
        numbers("queue", QUEUE, label="people queueing"),
        labels("flavor", FLAVOUR, label="flavour"),
        numbers("humidity", HUMIDITY, unit="%"),
    )


def car(outcome: Column, columns: Sequence[Column]) -> Case:
    """The case of the car that hated vanilla."""
    every = (outcome, *columns)
    return Case(
        id="VC-0007",
        title="The car will not start after buying vanilla ice cream",
        complaint="When I bring vanilla the car will not start; with any other flavour it does.",
        variables={one.name: one.variable for one in every},
        observations=pd.DataFrame({one.name: one.values for one in every}),
        observation_word="trips",
        reporter="reporter 1",
        owner="service engineer 2",
        status="investigating",
        opened="2026-03-02",
        source="Simulated: a short stop leaves the fuel system too hot to start.",
        simulated=True,
        entries=(
            Entry("2026-03-02T09:00:00+01:00", "desk 1", "Complaint registered."),
            Entry("2026-03-04T11:30:00+01:00", "service engineer 2", "Acknowledged to reporter 1."),
            Entry(
                "2026-05-06T08:00:00+02:00", "service engineer 2", "Tell reporter 1.", "2026-05-15"
            ),
        ),
    )


def vanilla() -> Investigation:
    """One stands, flavour is screened off by it, humidity shows nothing."""
    outcome, minutes, queue, flavor, humidity = trips()
    alone = association(outcome, minutes, 4e-5, (-0.87, -0.96, -0.60), 4.0)
    given_flavor = association(outcome, minutes, 0.002, (-0.8, -0.95, -0.4), given=("flavor",))
    given_queue = association(outcome, minutes, 0.0006, (-0.82, -0.95, -0.5), given=("queue",))
    sweet = association(outcome, flavor, 0.003, (0.52, 0.27, 0.80), "vanilla")
    sweet_given = association(outcome, flavor, 0.63, (0.06, 0.0, 0.19), given=("shop_minutes",))
    waiting = association(outcome, queue, 0.0004, (-0.70, -0.86, -0.41), 2.0)
    waiting_given = association(outcome, queue, 0.18, (-0.08, -0.19, 0.16), given=("shop_minutes",))
    damp = association(outcome, humidity, 0.21, (0.25, -0.17, 0.59), 62.0)
    month = labels("bought_at: weekday", ["Mon" if i % 7 == 0 else "other" for i in range(41)])
    month = Column(replace(month.variable, derived_from="bought_at"), month.values)
    day = association(outcome, month, 0.71, (0.0, -0.32, 0.37), "Mon")
    off = Verdict.SCREENED_OFF
    rows = [
        Candidate(
            minutes.variable,
            Verdict.STANDS,
            alone,
            0.0002,
            conditionals=(given_flavor, given_queue),
            detectable=0.5,
        ),
        Candidate(queue.variable, off, waiting, 0.001, ("shop_minutes",), (waiting_given,), 0.5),
        Candidate(flavor.variable, off, sweet, 0.005, ("shop_minutes",), (sweet_given,), 0.44),
        Candidate(humidity.variable, Verdict.NO_EVIDENCE, damp, 0.263, detectable=0.49),
        Candidate(month.variable, Verdict.NO_EVIDENCE, day, 0.71, detectable=0.38),
        untested("note", Kind.NOMINAL, "free text", label="driver’s note"),
        untested("receipt", Kind.NOMINAL, "an identifier: a different value on every row"),
    ]
    columns = (minutes, queue, flavor, humidity, month)
    case = car(outcome, columns)
    return investigation(outcome, rows, columns, Answer.STANDS, case=case)


def without_case() -> Investigation:
    """The same table without a case: no labels, no words of the outcome."""
    told = vanilla()
    bare = {
        name: replace(column.variable, label="", unit="", happened="", otherwise="")
        for name, column in told.columns.items()
    }
    rows = tuple(replace(one, variable=bare.get(one.name, one.variable)) for one in told.candidates)
    columns = {name: Column(bare[name], column.values) for name, column in told.columns.items()}
    return replace(told, outcome=bare["no_start"], candidates=rows, columns=columns, case=None)


def two_stand() -> Investigation:
    """Belt temperature and glue lot stand, each given the other; a consequence was set aside."""
    rng = np.random.default_rng(7)
    heat = np.round(rng.normal(62, 6, 120), 1)
    lots = rng.choice(["lot A", "lot B", "lot C"], 120)
    loose = rng.random(120) < 0.05 + 0.4 * (heat > 65) + 0.45 * (lots == "lot C")
    outcome = as_outcome(
        labels(
            "lid_loose",
            ["yes" if one else "no" for one in loose],
            ("no", "yes"),
            label="lid",
            happened="came off",
            otherwise="held",
        )
    )
    belt = numbers("belt_temp", heat, label="belt temperature", unit="°C")
    lot = labels("glue_lot", list(lots), label="glue lot")
    shift = labels("shift", list(rng.choice(["day", "night"], 120)))
    warm = association(outcome, belt, 3e-6, (0.52, 0.33, 0.68), 65.0)
    warm_given = association(outcome, belt, 8e-6, (0.5, 0.3, 0.66), given=("glue_lot",))
    glue = association(outcome, lot, 2e-5, (0.41, 0.24, 0.58), "lot C")
    glue_given = association(outcome, lot, 4e-5, (0.39, 0.2, 0.55), given=("belt_temp",))
    crew = association(outcome, shift, 0.44, (0.07, -0.1, 0.24), "night")
    stands = Verdict.STANDS
    rows = [
        Candidate(belt.variable, stands, warm, 9e-6, (), (warm_given,), 0.28),
        Candidate(lot.variable, stands, glue, 3e-5, (), (glue_given,), 0.26),
        Candidate(shift.variable, Verdict.NO_EVIDENCE, crew, 0.44, detectable=0.25),
        Candidate(
            Variable("scrap_cost", Kind.NUMERIC, label="scrap cost", unit="€"),
            Verdict.RESTATES,
            reason="it is above 0 exactly when the lid came off",
        ),
    ]
    columns = (belt, lot, shift)
    return investigation(outcome, rows, columns, Answer.STANDS, consequences=("refund",))


def rivals() -> Investigation:
    """Camera and flash always changed together: undetermined."""
    outcome = as_outcome(
        yes_no("restarted", RESTARTED, label="restart", happened="restarted", otherwise="ran on")
    )
    camera = labels("camera", list(CAMERA))
    flash = labels("flash", [FLASH[one] for one in CAMERA], ("none", "LED", "xenon"))
    supply = numbers("supply", SUPPLY, label="supply voltage", unit="V")
    seen = association(outcome, camera, 0.0003, (0.79, 0.51, 0.98), "A")
    nowhere = (float("nan"),) * 3
    stuck = association(outcome, camera, float("nan"), nowhere, given=("flash",))
    lit = association(outcome, flash, 0.0003, (0.79, 0.57, 0.98), "xenon")
    stuck_too = association(outcome, flash, float("nan"), nowhere, given=("camera",))
    volts = association(outcome, supply, 0.86, (0.0, -0.55, 0.55), 5.04)
    open_ = Verdict.UNDETERMINED
    rows = [
        Candidate(camera.variable, open_, seen, 0.0005, ("flash",), (stuck,), 0.6),
        Candidate(flash.variable, open_, lit, 0.0005, ("camera",), (stuck_too,), 0.6),
        Candidate(supply.variable, Verdict.NO_EVIDENCE, volts, 0.86, detectable=0.62),
    ]
    return investigation(outcome, rows, (camera, flash, supply), Answer.UNDETERMINED)


def three_rivals() -> Investigation:
    """As `rivals`, with the distance to the board as a third."""
    two = rivals()
    camera, flash = two.candidates[:2]
    outcome = Column(two.outcome, two.columns["restarted"].values)
    metres = [dict(A=30.0, B=80.0, C=85.0)[one] + i % 7 for i, one in enumerate(CAMERA)]
    distance = numbers("distance", metres, unit="cm")
    near = association(outcome, distance, 0.003, (-0.81, -0.95, -0.36), 50.0)
    near_given = association(outcome, distance, 0.59, (-0.3, -0.9, 0.7), given=("flash",))
    rows = [
        replace(camera, given=("flash", "distance")),
        replace(flash, given=("camera", "distance")),
        Candidate(
            distance.variable,
            Verdict.UNDETERMINED,
            near,
            0.004,
            ("camera", "flash"),
            (near_given,),
            0.6,
        ),
        two.candidates[2],
    ]
    columns = (*(two.columns[name] for name in ("camera", "flash", "supply")), distance)
    return investigation(outcome, rows, columns, Answer.UNDETERMINED)


def nothing() -> Investigation:
    """Nothing recorded explains the failures; humidity comes closest."""
    outcome, _, _, _, humidity = trips()
    rng = np.random.default_rng(3)
    fuel = numbers("fuel", np.round(rng.uniform(5, 99, 41)), label="fuel level", unit="%")
    lights = labels("lights", list(rng.choice(["on", "off"], 41)), label="headlights")
    damp = association(outcome, humidity, 0.02, (0.40, 0.05, 0.66), 62.0)
    tank = association(outcome, fuel, 0.75, (-0.07, -0.47, 0.35), 57.0)
    lit = association(outcome, lights, 0.73, (0.07, -0.19, 0.34), "on")
    rows = [
        Candidate(humidity.variable, Verdict.NO_EVIDENCE, damp, 0.06, detectable=0.49),
        Candidate(lights.variable, Verdict.NO_EVIDENCE, lit, 0.75, detectable=0.38),
        Candidate(fuel.variable, Verdict.NO_EVIDENCE, tank, 0.75, detectable=0.5),
    ]
    return investigation(outcome, rows, (humidity, lights, fuel), Answer.NOTHING)


def too_few() -> Investigation:
    """Four observations, 3 of 3 against 0 of 1: nothing can be rejected."""
    outcome = as_outcome(yes_no("leaks", "1110", happened="leaked", otherwise="held"))
    seal = labels("seal", ["old", "old", "old", "new"])
    seen = association(outcome, seal, 0.25, (1.0, -0.03, 1.0), "old", resolution=0.25)
    rows = [Candidate(seal.variable, Verdict.NO_EVIDENCE, seen, 0.25)]
    return investigation(outcome, rows, (seal,), Answer.TOO_FEW)


def numeric_outcome() -> Investigation:
    """Bond strength goes with curing time; the press is screened off; the line reverses."""
    rng = np.random.default_rng(11)
    hours = np.round(rng.uniform(2, 30, 60), 1)
    press = np.where(hours + rng.normal(0, 5, 60) > 16, "new", "old")
    force = np.round(40 + 1.5 * hours + rng.normal(0, 6, 60), 1)
    outcome = as_outcome(numbers("strength", force, label="bond strength", unit="N"))
    cure = numbers("cure_hours", hours, label="curing time", unit="h")
    machine = labels("press", list(press))
    line = labels("line", list(rng.choice(["line 1", "line 2"], 60)))
    curing = association(outcome, cure, 1e-9, (0.82, 0.71, 0.89), 15.0)
    curing_given = association(outcome, cure, 2e-8, (0.74, 0.6, 0.84), given=("press",))
    pressed = association(outcome, machine, 2e-5, (0.66, 0.42, 0.82), "new")
    pressed_given = association(outcome, machine, 0.41, (0.05, -0.12, 0.19), given=("cure_hours",))
    lined = association(outcome, line, 0.02, (0.3, 0.05, 0.52), "line 1")
    lined_given = association(outcome, line, 0.03, (-0.2, -0.38, -0.02), given=("cure_hours",))
    rows = [
        Candidate(cure.variable, Verdict.STANDS, curing, 3e-9, (), (curing_given,), 0.35),
        Candidate(
            machine.variable,
            Verdict.SCREENED_OFF,
            pressed,
            3e-5,
            ("cure_hours",),
            (pressed_given,),
            0.4,
        ),
        Candidate(
            line.variable, Verdict.SCREENED_OFF, lined, 0.03, ("cure_hours",), (lined_given,), 0.4
        ),
    ]
    return investigation(outcome, rows, (cure, machine, line), Answer.STANDS)


def nominal_outcome() -> Investigation:
    """The kind of defect (none, crack, bubble) goes with the resin."""
    rng = np.random.default_rng(5)
    resin = rng.choice(["R1", "R2", "R3"], 90)
    kind = np.where(
        resin == "R2",
        rng.choice(["none", "crack", "bubble"], 90, p=[0.4, 0.1, 0.5]),
        rng.choice(["none", "crack", "bubble"], 90, p=[0.8, 0.1, 0.1]),
    )
    outcome = as_outcome(labels("defect", list(kind), ("none", "crack", "bubble")))
    material = labels("resin", list(resin))
    mould = labels("mould", list(rng.choice(["M1", "M2"], 90)))
    found = association(outcome, material, 0.0004, (0.34, 0.18, 0.5), "R2", outcome_level="bubble")
    shape = association(outcome, mould, 0.4, (0.0, 0.0, 0.2), "M1", outcome_level="crack")
    rows = [
        Candidate(material.variable, Verdict.STANDS, found, 0.0008, detectable=0.3),
        Candidate(mould.variable, Verdict.NO_EVIDENCE, shape, 0.4, detectable=0.3),
    ]
    return investigation(outcome, rows, (material, mould), Answer.STANDS)


def hostile() -> Investigation:
    """As `vanilla`, with markup, formulas and scripts in every name and text."""
    told = vanilla()
    evil = replace(told.candidates[0].variable, label=HOSTILE, unit="<b>", name="shop_minutes")
    rows = (replace(told.candidates[0], variable=evil), *told.candidates[1:])
    columns = dict(told.columns)
    columns["shop_minutes"] = Column(evil, columns["shop_minutes"].values)
    case = told.case
    if case is not None:
        case = replace(case, title=HOSTILE, complaint=f"Hi\n# head\n{HOSTILE}", owner="a|b")
    return replace(told, candidates=rows, columns=columns, case=case)


ALL = {
    "vanilla": vanilla,
    "without case": without_case,
    "two stand": two_stand,
    "rivals": rivals,
    "three rivals": three_rivals,
    "nothing": nothing,
    "too few": too_few,
    "numeric outcome": numeric_outcome,
    "nominal outcome": nominal_outcome,
    "hostile": hostile,
}
