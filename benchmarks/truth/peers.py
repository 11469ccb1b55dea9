"""What others would say of the same tables, each given every column in the form it takes."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
import pandas as pd
from scipy import stats

from truth.score import NOT_NAMED, STANDS, Method, Said
from truth.worlds import Values, World

ALPHA = 0.05
PC_COLUMNS = 40
MANY = 0.5  # share of different values from which a text column is an identifier or a remark


def prepared(world: World) -> tuple[dict[str, Values], Values]:
    """Candidates and outcome without gaps: numbers as floats, labels as objects.

    The time becomes hour, weekday and order; gaps are filled by the median or a level of their
    own; constants, identifiers and free text are left out, as an analyst would.
    """
    frame = world.frame.drop(columns=[*world.consequences, *filter(None, [world.unit])])
    outcome = _filled(frame.pop(world.outcome), "")
    columns: dict[str, Values] = {}
    for name in frame:
        column = frame[name]
        if name == world.time:
            columns[f"{name}: hour"] = column.dt.hour.to_numpy(float)
            columns[f"{name}: weekday"] = column.dt.day_name().to_numpy(object)
            columns[f"{name}: order"] = np.arange(len(column), dtype=float)
            continue
        columns[name] = _filled(column, world.kinds.get(name, ""))
        if 5 <= column.isna().sum() <= len(column) - 5:
            columns[f"{name}: missing"] = column.isna().to_numpy(float)
    return {name: one for name, one in columns.items() if _usable(one)}, outcome


def _filled(column: pd.Series, kind: str) -> Values:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy(float)
    values = column.dropna()
    flags = len(values) > 0 and values.map(lambda one: isinstance(one, bool | np.bool_)).all()
    numbers = pd.api.types.is_numeric_dtype(column) and kind != "nominal"
    if flags or numbers:
        as_numbers = column.astype(float)
        return as_numbers.fillna(as_numbers.median()).to_numpy()
    return column.astype(object).where(column.notna(), "(none)").astype(str).to_numpy(object)


def _usable(values: Values) -> bool:
    different = len(np.unique(values))
    return different > 1 and not (values.dtype == object and different > MANY * len(values))


def is_counted(outcome: Values) -> bool:
    """Whether the outcome is a class rather than an amount."""
    return outcome.dtype == object or len(np.unique(outcome)) == 2


def codes(values: Values) -> Values:
    """Integer codes of labels; numbers as they are."""
    return np.unique(values, return_inverse=True)[1].astype(float) if _labels(values) else values


def _labels(values: Values) -> bool:
    return values.dtype == object


def design(columns: dict[str, Values]) -> tuple[Values, list[str]]:
    """Standardised numbers and one column for each further level, with whose column each is."""
    blocks, owners = [], []
    for name, values in columns.items():
        if _labels(values):
            levels = np.unique(values)[1:]
            block = (values[:, None] == levels).astype(float)
        else:
            block = ((values - values.mean()) / values.std())[:, None]
        blocks.append(block)
        owners += [name] * block.shape[1]
    return np.hstack(blocks), owners


def by_pvalue(pvalues: dict[str, float]) -> Said:
    """Named are those that Benjamini-Hochberg rejects."""
    known = {name: 1.0 if np.isnan(p) else float(p) for name, p in pvalues.items()}
    order = sorted(known, key=known.__getitem__)
    adjusted = stats.false_discovery_control([known[name] for name in order])
    named = dict(zip(order, adjusted <= ALPHA, strict=True))
    return _said(order, named)


def by_score(scores: dict[str, float], floor: float) -> Said:
    """Named are those whose score lies above `floor`."""
    order = sorted(scores, key=lambda name: -scores[name])
    return _said(order, {name: scores[name] > floor for name in order})


def _said(order: list[str], named: dict[str, bool]) -> Said:
    verdicts = {name: STANDS if named[name] else NOT_NAMED for name in order}
    return Said(verdicts)


def _owned(values: Values, owners: list[str]) -> dict[str, float]:
    """The largest of each column's values."""
    found: dict[str, float] = {}
    for value, owner in zip(values, owners, strict=True):
        found[owner] = max(found.get(owner, 0.0), float(value))
    return found


def univariate(world: World) -> Said:
    """A scipy test for each column, by its kind, then Benjamini-Hochberg."""
    columns, outcome = prepared(world)
    return by_pvalue({name: _pvalue(values, outcome) for name, values in columns.items()})


def _pvalue(values: Values, outcome: Values) -> float:
    if is_counted(outcome) and (_labels(values) or len(np.unique(values)) == 2):
        return float(stats.chi2_contingency(pd.crosstab(values, outcome)).pvalue)
    if is_counted(outcome):
        return float(stats.kruskal(*(values[outcome == one] for one in np.unique(outcome))).pvalue)
    if _labels(values) or len(np.unique(values)) == 2:
        groups = [outcome[values == one] for one in np.unique(values)]
        return float(stats.kruskal(*groups).pvalue)
    return float(stats.spearmanr(values, outcome).pvalue)


def all_in(world: World) -> Said:
    """One regression on everything (logistic, multinomial or least squares), then its p-values."""
    import statsmodels.api as sm

    columns, outcome = prepared(world)
    matrix, owners = design(columns)
    if matrix.shape[1] + 2 >= len(outcome):
        return by_pvalue(dict.fromkeys(columns, 1.0))
    matrix = sm.add_constant(matrix, has_constant="add")
    y = codes(outcome)
    if not is_counted(outcome):
        model = sm.OLS(y, matrix).fit()
    elif len(np.unique(y)) == 2:
        model = sm.Logit(y == y.max(), matrix).fit(disp=0)
    else:
        model = sm.MNLogit(y, matrix).fit(disp=0)
    pvalues = np.nan_to_num(np.asarray(model.pvalues).reshape(matrix.shape[1], -1), nan=1.0)
    smallest = np.minimum(1, pvalues.min(axis=1)[1:] * pvalues.shape[1])
    levels = {name: owners.count(name) for name in columns}
    best = _owned(1 - smallest, owners)
    return by_pvalue({name: min(1.0, (1 - best[name]) * levels[name]) for name in columns})


def lasso(world: World) -> Said:
    """L1 regression, its penalty cross-validated; named is what keeps a coefficient."""
    from sklearn.linear_model import LassoCV, LogisticRegressionCV

    columns, outcome = prepared(world)
    matrix, owners = design(columns)
    if is_counted(outcome):
        folds = max(2, min(5, int(np.unique(outcome, return_counts=True)[1].min())))
        model = LogisticRegressionCV(
            Cs=8, cv=folds, l1_ratios=(1.0,), solver="saga", tol=1e-2, max_iter=300,
            use_legacy_attributes=False, scoring="neg_log_loss",
        )  # fmt: skip
    else:
        model = LassoCV(cv=5)
    sizes = np.abs(np.atleast_2d(model.fit(matrix, codes(outcome)).coef_)).max(axis=0)
    return by_score(_owned(sizes, owners), 1e-6)


def forest(world: World) -> Said:
    """Random forest importance; named is what beats the best of as many shuffled columns."""
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

    columns, outcome = prepared(world)
    own = np.column_stack([codes(values) for values in columns.values()])
    matrix = np.hstack([own, np.random.default_rng(0).permuted(own, axis=0)])
    kind = RandomForestClassifier if is_counted(outcome) else RandomForestRegressor
    model = kind(100, min_samples_leaf=3, max_features="sqrt", random_state=0)
    scores = model.fit(matrix, codes(outcome)).feature_importances_
    floor = float(scores[own.shape[1] :].max())
    return by_score(dict(zip(columns, scores[: own.shape[1]], strict=True)), floor)


def mutual_information(world: World) -> Said:
    """Mutual information by neighbours; named is what beats the best of shuffled columns."""
    from sklearn.feature_selection import mutual_info_classif, mutual_info_regression

    columns, outcome = prepared(world)
    own = np.column_stack([codes(values) for values in columns.values()])
    matrix = np.hstack([own, np.random.default_rng(0).permuted(own, axis=0)])
    labels = np.array([_labels(values) for values in columns.values()] * 2)
    work = mutual_info_classif if is_counted(outcome) else mutual_info_regression
    scores = work(matrix, codes(outcome), discrete_features=labels, random_state=0)
    floor = float(scores[own.shape[1] :].max())
    return by_score(dict(zip(columns, scores[: own.shape[1]], strict=True)), floor)


def pc(world: World) -> Said:
    """PC with Fisher's z on codes; named are the outcome's neighbours that may come before it.

    Of a wide table it gets only the columns that correlate most with the outcome, since its time
    grows beyond all bounds.
    """
    from causallearn.search.ConstraintBased.PC import pc as search

    columns, outcome = prepared(world)
    data = np.column_stack([*(codes(values) for values in columns.values()), codes(outcome)])
    data = data + 1e-9 * np.random.default_rng(0).normal(size=data.shape) * data.std(axis=0)
    scores = np.nan_to_num(np.abs(np.corrcoef(data.T)[-1, :-1]))
    kept = np.argsort(-scores)[:PC_COLUMNS]
    graph = search(data[:, [*kept, -1]], ALPHA, "fisherz", show_progress=False).G.graph
    to, back = graph[-1, :-1], graph[:-1, -1]
    adjacent, after = (to != 0) | (back != 0), (to == -1) & (back == 1)
    scores[kept] += 2.0 * adjacent - 2.0 * after
    return by_score(dict(zip(columns, scores, strict=True)), 2.0)


NEEDS: dict[str, tuple[str, Callable[[World], Said]]] = {
    "scipy tests + BH": ("scipy", univariate),
    "all-in regression": ("statsmodels", all_in),
    "L1": ("sklearn", lasso),
    "random forest": ("sklearn", forest),
    "mutual information": ("sklearn", mutual_information),
    "PC": ("causallearn", pc),
}


def installed() -> dict[str, Method]:
    """Methods whose package is there."""
    return {name: method for name, (package, method) in NEEDS.items() if find_spec(package)}


def absent() -> list[str]:
    """Methods whose package is not."""
    return [name for name, (package, _) in NEEDS.items() if not find_spec(package)]
