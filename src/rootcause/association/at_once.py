"""A look at all candidates at once: what each would add to what is given, but for a few details.

The score tests of `Conditional` for all candidates, given each of many sets, by products of
matrices. Left out are the exact tails where few events are expected, and a value that was not
recorded counts as the mean. So this look finds where a full test is worth its time, and the full
test decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import chdtrc, erfc, fdtrc

from rootcause.association.combining import TINY, cauchy_each, several, with_looks
from rootcause.association.conditional import Conditional
from rootcause.association.designs import over
from rootcause.association.null_models import (
    NullModel,
    is_copy,
    likeliest,
    normal_scores,
    rotations,
)
from rootcause.association.units import Units
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Rows = NDArray[np.bool_]
Places = NDArray[np.intp]

CHUNK = 8_000_000  # numbers held at once: columns tested times columns given
FITTED = 1_000_000  # numbers of the designs that are fitted at once
FAINT = 1e-4  # variation, of standardised columns, below which a direction is rounding
CLEAR = np.e * FAINT  # a determinant above which no direction is as faint as that


class AtOnce:
    """All candidates of one outcome side by side.

    Null hypothesis of each p-value: the outcome is independent of the candidate given those
    named. Assumes what `Conditional` does, and many observations. A candidate that is constant in
    each unit is not looked at: it gets 0, so that nobody passes it over.

    Parameters
    ----------
    conditional
        The outcome, and how it is tested.
    candidates
        Columns of the same observations.
    """

    def __init__(self, conditional: Conditional, candidates: Sequence[Column]) -> None:
        self._conditional = conditional
        on_units = conditional.dependence.constant_in_units
        self._unseen = np.array([on_units(one) for one in candidates], dtype=bool)
        seen = np.flatnonzero(~self._unseen)
        self._smooth, self._cuts = _blocks(conditional, candidates, seen)

    def given(self, given: Sequence[Column]) -> Floats:
        """P-value of each candidate given `given`, steps and windows too; shape (k,)."""
        rows = self._conditional.rows(*given)
        models = self._conditional.null_models(given, rows)
        every = np.array([self._all_views(model, rows) for model in models])
        return np.asarray(cauchy_each(every)[0])

    def given_each(self, sets: Sequence[Sequence[Column]]) -> Floats:
        """P-value of each candidate given each of several sets, by smooth views alone.

        Of binary and ordered outcomes. Models of what is given are fitted by maximum likelihood,
        but with units, where each is fitted for itself.

        Returns
        -------
        ndarray
            Shape (sets, k).
        """
        if self._conditional.dependence.units is not None:
            return np.array([self._given_within(given) for given in sets])
        found = np.empty((len(sets), self._unseen.size))
        for alike in _alike(self._conditional, sets):
            places, designs = zip(*alike, strict=True)
            nulls = _Nulls.fitted(self._conditional.outcome, np.stack(designs))
            found[list(places)] = self._by_smooth(nulls)
        return found

    def _given_within(self, given: Sequence[Column]) -> Floats:
        rows = self._conditional.rows(*given)
        (model,) = self._conditional.null_models(given, rows)
        pvalues: Floats = self._by_smooth(_Nulls.of(model, rows))[0]
        return pvalues

    def _all_views(self, model: NullModel, rows: Rows) -> Floats:
        nulls = _Nulls.of(model, rows)
        pvalues: Floats = self._by_smooth(nulls)[0]
        if model.linear and self._cuts:
            spread = self._by_smooth(_Nulls.of(model.of_distances(), rows))[0]
            pvalues = with_looks(pvalues, spread)
        for cut in self._cuts:
            told = cut.pvalues(nulls)[:, 0]
            pvalues[cut.owners] = with_looks(pvalues[cut.owners], told)
        return pvalues

    def _by_smooth(self, nulls: _Nulls) -> Floats:
        pvalues = np.ones((len(nulls.raw), self._unseen.size))
        pvalues[:, self._unseen] = 0.0
        if self._smooth:
            owners = np.concatenate([block.owners for block in self._smooth])
            order = np.argsort(owners, kind="stable")
            every = np.vstack([block.pvalues(nulls) for block in self._smooth])[order]
            names, starts = np.unique(owners[order], return_index=True)
            pvalues[:, names] = cauchy_each(every, starts).T
        return pvalues


@dataclass(frozen=True, slots=True)
class _Nulls:
    """Models of what is given side by side, on all rows: 0 where one was not fitted.

    Attributes
    ----------
    raw, weights
        Outcome less fitted value, and fitted variance, shape (nulls, n).
    basis
        Weighted bases of what is given, shape (m, n), all of the first model first.
    starts
        Where that of each model starts, shape (nulls,).
    left
        What `basis` still holds of the residuals, shape (m,).
    freedom
        Rows that are left when what is given is fitted, shape (nulls,); None where the variance
        is known.
    levels
        What makes the weighted means of units of columns, but for a factor, shape (n, units);
        only of one model, whose basis they follow.
    """

    raw: Singles
    weights: Singles
    basis: Singles
    starts: Places
    left: Floats
    freedom: Floats | None
    levels: csr_array | None = None

    @classmethod
    def of(cls, model: NullModel, rows: Rows) -> _Nulls:
        """One model, with the rows that it was fitted on."""
        weighted = model.basis * model.root_weights[:, None]
        raw, weights, basis = (
            over(one, rows).T.astype(np.float32)
            for one in (model.raw[:, None], model.root_weights[:, None] ** 2, weighted)
        )
        freedom = np.array([model.raw.size - model.spent]) if model.linear else None
        left, levels = model.basis.T @ model.residual, None
        if model.units is not None:
            levels = _levels(model.units, model.root_weights**2, rows)
            left = np.append(left, np.zeros(len(model.units)))
        return cls(raw, weights, basis, np.zeros(1, dtype=np.intp), left, freedom, levels)

    @classmethod
    def fitted(cls, outcome: Column, designs: Floats) -> _Nulls:
        """The outcome explained by each of several designs, shape (nulls, k, n), 0 in other rows.

        The first column of each is the intercept.
        """
        rows = designs[:, 0]
        linear = outcome.variable.kind is not Kind.BINARY
        if linear:
            expected, weights = np.zeros(rows.shape), rows
            values = np.stack([_scores(outcome.values, one > 0) for one in rows])
        else:
            values = np.nan_to_num(outcome.values)
            expected = likeliest(values, designs)
            weights = rows * expected * (1 - expected)
        weighted = designs * weights[:, None]
        turned = rotations(weighted @ designs.swapaxes(1, 2))[0].swapaxes(1, 2)
        raw = rows * (values - expected)
        basis, left = turned @ weighted, turned @ (designs @ raw[..., None])
        freedom = None
        if linear:
            raw = raw - (left.swapaxes(1, 2) @ basis)[:, 0]
            left = np.zeros(left.shape)
            freedom = rows.sum(axis=1) - turned.any(axis=2).sum(axis=1)
        starts = np.arange(len(designs)) * designs.shape[1]
        return cls(
            raw.astype(np.float32),
            weights.astype(np.float32),
            np.concatenate(basis).astype(np.float32),
            starts,
            left.ravel(),
            freedom,
        )

    @property
    def width(self) -> int:
        """Numbers for each column among its products."""
        levels = 0 if self.levels is None else self.levels.shape[1]
        return len(self.basis) + len(self.raw) + int(levels)

    @property
    def weight(self) -> Floats:
        """All weights of each model, shape (nulls,)."""
        return np.asarray(self.weights.sum(axis=1, dtype=np.float64))

    def products(self, columns: Singles) -> tuple[Floats, Floats, Floats]:
        """Columns, shape (d, k, n), with the bases and levels, the residuals and the weights.

        Shapes (d, k, m + units) and twice (d, k, nulls).
        """
        held = (columns @ self.basis.T).astype(np.float64)
        if self.levels is not None:
            levels = columns.reshape(-1, columns.shape[-1]) @ self.levels
            held = np.concatenate([held, levels.reshape(*held.shape[:-1], -1)], axis=-1)
        along = columns @ self.raw.T - self.summed(held * self.left)
        return held, along, (columns @ self.weights.T).astype(np.float64)

    def summed(self, products: Floats) -> Floats:
        """Sums, for each model, over the last axis, which is that of `basis`."""
        sums: Floats = np.add.reduceat(products, self.starts, axis=-1)
        return sums

    def tail(self, explained: Floats, df: Floats | int) -> Floats:
        """P-value of what is explained with so many degrees of freedom, shape (..., nulls)."""
        if self.freedom is None:
            one = np.ndim(df) == 0 and df == 1
            return np.asarray(erfc(np.sqrt(explained / 2)) if one else chdtrc(df, explained))
        freedom = np.maximum(self.freedom - df, 1)
        total = np.einsum("bn,bn->b", self.raw, self.raw, dtype=np.float64)
        ratio = explained / df / (np.maximum(total - explained, TINY) / freedom)
        return np.asarray(fdtrc(df, freedom, ratio))


@dataclass(frozen=True, slots=True)
class _Smooth:
    """Views of as many columns each, of mean 0, which are tested jointly.

    Attributes
    ----------
    owners
        Place of each view's candidate, shape (k,).
    columns
        Shape (d, k, n), 0 where not recorded.
    """

    owners: Places
    columns: Singles

    def pvalues(self, nulls: _Nulls) -> Floats:
        """P-value of each view, shape (k, nulls)."""
        parts = _parts(self.columns, nulls.width * len(self.columns) ** 2)
        return np.vstack([_joint(part, nulls) for part in parts])


@dataclass(frozen=True, slots=True)
class _Tenths:
    """Views that choose among steps and windows, which are sums of tenths.

    Attributes
    ----------
    owners
        Place of each view's candidate, shape (k,).
    columns
        One for each tenth, 1 inside; shape (10, k, n), 0 where not recorded.
    spans
        Steps and windows, as sums of tenths; shape (m, 10).
    """

    owners: Places
    columns: Singles
    spans: Floats

    def pvalues(self, nulls: _Nulls) -> Floats:
        """P-value of each view's best step or window, charged for the choice; shape (k, nulls)."""
        parts = _parts(self.columns, nulls.width * len(self.spans))
        return np.vstack([self._best(part, nulls) for part in parts])

    def _best(self, columns: Singles, nulls: _Nulls) -> Floats:
        sizes = columns.sum(axis=2, dtype=np.float64)
        shares = (self.spans @ sizes / sizes.sum(axis=0))[..., None]
        products = nulls.products(columns)
        inside = [np.tensordot(self.spans, one, 1) for one in products]
        every = [one.sum(axis=0) for one in products]
        held, along, sums = (some - shares * all_ for some, all_ in zip(inside, every, strict=True))
        squares = inside[2] * (1 - 2 * shares) + shares**2 * every[2]
        own = squares - nulls.summed(held**2)
        copies = is_copy(own, squares - sums**2 / nulls.weight)
        gains = np.where(copies, 0.0, along**2 / np.maximum(own, TINY)).max(axis=0)
        return several(nulls.tail(gains, 1), len(self.spans))


def _parts(columns: Singles, numbers: int) -> Iterator[Singles]:
    """Columns, shape (d, k, n), of some candidates at a time, each of which takes so many."""
    step = max(1, CHUNK // numbers)
    for at in range(0, columns.shape[1], step):
        yield columns[:, at : at + step]


def _levels(units: Units, weights: Floats, rows: Rows) -> csr_array:
    """What turns columns, shape (k, n), into their parts along each unit, shape (k, units)."""
    lengths = np.sqrt(units.sums(weights))[units.codes]
    shares = (weights / lengths).astype(np.float32)
    places = np.flatnonzero(rows), units.codes
    return csr_array((shares, places), shape=(rows.size, len(units)))


def _joint(columns: Singles, nulls: _Nulls) -> Floats:
    """P-value of views, their columns of shape (d, k, n) tested jointly; shape (k, nulls)."""
    held, along, sums = nulls.products(columns)
    room = np.empty((len(columns), *along.shape))
    spread = np.empty(along.shape)
    for i in range(len(columns)):
        for j in range(i + 1):
            whole = (columns[i] * columns[j]) @ nulls.weights.T
            room[i, j] = room[j, i] = whole - nulls.summed(held[i] * held[j])
        spread[i] = whole - sums[i] ** 2 / nulls.weight
    at = np.arange(len(columns))
    copies = is_copy(room[at, at], spread)
    size = np.sqrt(np.where(copies, 1.0, room[at, at]))
    along = np.where(copies, 0.0, along / size)
    if len(at) == 1:
        return np.where(copies[0], 1.0, nulls.tail(along[0] ** 2, 1))
    room = np.where(copies | copies[:, None], 0.0, room / size / size[:, None])
    explained, df = _explained(np.moveaxis(along, 0, -1), np.moveaxis(room, (0, 1), (-2, -1)))
    return np.where(df > 0, nulls.tail(explained, np.maximum(df, 1)), 1.0)


def _explained(along: Floats, room: Floats) -> tuple[Floats, Places]:
    """What columns explain in the directions that are not faint, and how many these are.

    Of standardised columns, shapes (..., d) and (..., d, d). Where the determinant shows that none
    is faint they need not be told apart: by the means of the other eigenvalues, whose sum is at
    most d, the least one is at least the determinant / e.
    """
    clear = np.linalg.det(room) > CLEAR
    explained, df = np.empty(clear.shape), np.full(clear.shape, along.shape[-1])
    solved = np.linalg.solve(room[clear], along[clear][..., None])[..., 0]
    explained[clear] = np.einsum("nd,nd->n", along[clear], solved)
    sizes, directions = np.linalg.eigh(room[~clear])
    kept = sizes > FAINT
    turned = np.einsum("nd,nde->ne", along[~clear], directions)
    explained[~clear] = (turned**2 / np.where(kept, sizes, np.inf)).sum(axis=-1)
    df[~clear] = kept.sum(axis=-1)
    return explained, df


def _blocks(
    conditional: Conditional, candidates: Sequence[Column], places: Places
) -> tuple[list[_Smooth], list[_Tenths]]:
    """Views that are smooth or levels, by how many columns they have; and those that cut."""
    rows = conditional.rows()
    smooth: dict[int, list[tuple[int, Floats]]] = {}
    cuts: dict[int, tuple[Floats, list[tuple[int, Floats]]]] = {}
    for place in places:
        present = conditional.rows(candidates[place])
        for view in conditional.views(candidates[place], rows):
            columns = view.columns.T
            if view.choices is None:
                means = columns.sum(axis=1, keepdims=True) / max(present.sum(), 1)
                smooth.setdefault(len(columns), []).append((place, columns - means * present))
            else:
                alike = cuts.setdefault(len(view.choices), (view.choices, []))
                alike[1].append((place, columns))
    tenths = [_Tenths(*_stacked(views), spans) for spans, views in cuts.values()]
    return [_Smooth(*_stacked(views)) for views in smooth.values()], tenths


def _stacked(views: Sequence[tuple[int, Floats]]) -> tuple[Places, Singles]:
    columns = np.empty((len(views[0][1]), len(views), views[0][1].shape[1]), dtype=np.float32)
    for place, (_, view) in enumerate(views):
        columns[:, place] = view
    return np.array([owner for owner, _ in views]), columns


def _alike(
    conditional: Conditional, sets: Sequence[Sequence[Column]]
) -> Iterator[list[tuple[int, Floats]]]:
    """Some sets at a time whose designs are as wide: their places, and designs of shape (k, n).

    Designs are 0 in rows in which one of those given was not recorded.
    """
    waiting: dict[int, list[tuple[int, Floats]]] = {}
    for place, given in enumerate(sets):
        rows = conditional.rows(*given)
        design = over(conditional.smooth_design(given, rows), rows).T
        alike = waiting.setdefault(len(design), [])
        alike.append((place, design))
        if len(alike) * design.size > FITTED:
            yield waiting.pop(len(design))
    yield from waiting.values()


def _scores(values: Floats, rows: Rows) -> Floats:
    """Normal scores of the values in the kept rows, 0 in others."""
    return over(normal_scores(values[rows])[:, None], rows)[:, 0]
