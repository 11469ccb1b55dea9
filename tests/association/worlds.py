"""Columns to test with: every kind, in every awkward form, independent unless said."""

import numpy as np

from rootcause.variables import Column, Kind, Variable

LABELS = tuple(f"level {i}" for i in range(100))
SHARES = {"": 0.5, "rare": 0.1, "2%": 0.02}
NUMBERS = {
    "": lambda rng, n: rng.normal(size=n),
    "ties": lambda rng, n: np.round(rng.normal(size=n)),
    "heavy": lambda rng, n: rng.standard_cauchy(n),
    "skew": lambda rng, n: np.exp(2 * rng.normal(size=n)),
    "zeros": lambda rng, n: np.where(rng.random(n) < 0.9, 0, rng.random(n)),
    "hours": lambda rng, n: rng.uniform(0, 24, n),
}
WAYS = {  # to make values that are hard to sort and count out of ordinary ones
    "without ties": lambda x: x,
    "with ties": lambda x: np.round(x, 1),
    "of both signs and zeros": lambda x: np.where(np.abs(x) < 0.2, -0.0, np.round(5 * x)),
    "very small": lambda x: x * 1e-170,
    "very large": lambda x: x * 1e200,
    "a last digit apart": lambda x: 1 + np.round(2 * x) * np.finfo(float).eps,
}
OUTCOMES = (
    (Kind.BINARY, ""),
    (Kind.BINARY, "rare"),
    (Kind.BINARY, "2%"),
    (Kind.NOMINAL, ""),
    (Kind.NOMINAL, "skew"),
    (Kind.ORDINAL, ""),
    (Kind.ORDINAL, "skew"),
    (Kind.NUMERIC, ""),
    (Kind.NUMERIC, "ties"),
    (Kind.NUMERIC, "heavy"),
    (Kind.NUMERIC, "skew"),
    (Kind.NUMERIC, "zeros"),
)
CANDIDATES = (
    (Kind.BINARY, ""),
    (Kind.BINARY, "rare"),
    (Kind.BINARY, "2%"),
    (Kind.NOMINAL, ""),
    (Kind.NOMINAL, "sparse"),
    (Kind.NOMINAL, "skew"),
    (Kind.NOMINAL, "weekdays"),
    (Kind.NOMINAL, "months"),
    (Kind.ORDINAL, ""),
    (Kind.ORDINAL, "skew"),
    (Kind.NUMERIC, ""),
    (Kind.NUMERIC, "ties"),
    (Kind.NUMERIC, "heavy"),
    (Kind.NUMERIC, "skew"),
    (Kind.NUMERIC, "zeros"),
    (Kind.NUMERIC, "hours"),
)


def column(kind, values, name="c", levels=None):
    """A column of these values; NaN is missing."""
    default = {Kind.NUMERIC: (), Kind.BINARY: ("no", "yes")}.get(kind, LABELS)
    variable = Variable(name, kind, levels=default if levels is None else levels)
    return Column(variable, np.asarray(values, dtype=float))


def drawn(kind, form, n, rng, name="c"):
    """A column of noise of this kind and form."""
    drawn = column(kind, _values(kind, form, n, rng), name)
    if form != "hours":
        return drawn
    return Column(Variable(name, kind, unit="h", period=24.0), drawn.values)


def _values(kind, form, n, rng):
    if kind is Kind.BINARY:
        return rng.random(n) < SHARES[form]
    if kind is Kind.ORDINAL:
        return rng.choice(4, n, p=[0.6, 0.25, 0.1, 0.05] if form == "skew" else None)
    if kind is Kind.NOMINAL:
        sparse = max(4, n // 3) if n < 180 else 60
        levels = {"sparse": sparse, "weekdays": 7, "months": 12}.get(form, 4)
        return rng.choice(levels, n, p=[0.7, 0.2, 0.07, 0.03] if form == "skew" else None)
    return NUMBERS[form](rng, n)
