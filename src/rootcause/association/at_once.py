"""A look at all candidates at once: what each would add to what is given, but for a few details.

The score tests of `Conditional` for all candidates, given each of many sets, by products of
matrices. Left out are the exact tails where few events are expected, and a value that was not
recorded counts as the mean. So this look finds where a full test is worth its time, and the full
test decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, erfc, fdtrc

from rootcause.association.combining import CLIP, SHARE, TINY, several
from rootcause.association.conditional import Conditional
from rootcause.association.null_models import NullModel, is_copy, likeliest, linear
from rootcause.variables import Column, Kind

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]
Places = NDArray[np.intp]

CHUNK = 8_000_000  # numbers held at once: columns tested times columns given
FAINT = 1e-4  # variation, of standardised columns, below which a direction is rounding


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
        every = np.array([self._all_views(_Nulls.of([(rows, one)])) for one in models])
        together: Floats = _cauchy(every)[0]
        return together

    def given_each(self, sets: Sequence[Sequence[Column]]) -> Floats:
        """P-value of each candidate given each of several sets, by smooth views alone.

        Of binary and ordered outcomes. Models of what is given are fitted by maximum likelihood.

        Returns
        -------
        ndarray
            Shape (sets, k).
        """
        return self._by_smooth(_Nulls.of([self._fitted(given) for given in sets]))

    def _fitted(self, given: Sequence[Column]) -> tuple[Rows, NullModel]:
        outcome, rows = self._conditional.outcome, self._conditional.rows(*given)
        fit = likeliest if outcome.variable.kind is Kind.BINARY else linear
        return rows, fit(outcome.values[rows], self._conditional.smooth_design(given, rows))

    def _all_views(self, nulls: _Nulls) -> Floats:
        pvalues = self._by_smooth(nulls)[0]
        if nulls.linear and self._cuts:
            pvalues = _with_look(pvalues, self._by_smooth(nulls.distances())[0])
        for block in self._cuts:
            pvalues[block.owners] = _with_look(pvalues[block.owners], block.best(nulls)[0])
        return np.asarray(pvalues)

    def _by_smooth(self, nulls: _Nulls) -> Floats:
        pvalues = np.ones((len(nulls.models), self._unseen.size))
        pvalues[:, self._unseen] = 0.0
        if self._smooth:
            owners = np.concatenate([block.owners for block in self._smooth])
            order = np.argsort(owners, kind="stable")
            every = np.hstack([block.together(nulls) for block in self._smooth])[:, order]
            names, starts = np.unique(owners[order], return_index=True)
            pvalues[:, names] = _cauchy(every.T, starts).T
        return pvalues


@dataclass(frozen=True, slots=True)
class _Nulls:
    """Models of what is given side by side, on all rows: 0 where one was not fitted.

    Attributes
    ----------
    raw, weights
        Outcome less fitted value, and fitted variance, shape (n, nulls).
    basis
        Weighted bases of what is given, shape (n, m), all of the first model first.
    starts
        Where that of each model starts, shape (nulls,).
    left
        What `basis` still holds of the residuals, shape (m,).
    linear
        Whether the variance is unknown.
    models
        The models with their rows.
    """

    raw: Floats
    weights: Floats
    basis: Floats
    starts: Places
    left: Floats
    linear: bool
    models: Sequence[tuple[Rows, NullModel]]

    @classmethod
    def of(cls, models: Sequence[tuple[Rows, NullModel]]) -> _Nulls:
        """Models, each with the rows that it was fitted on."""
        n = models[0][0].size
        sizes = [one.basis.shape[1] for _, one in models]
        starts = np.cumsum([0, *sizes[:-1]])
        raw, weights = np.zeros((n, len(models))), np.zeros((n, len(models)))
        basis = np.zeros((n, sum(sizes)))
        for place, (rows, one) in enumerate(models):
            raw[rows, place] = one.raw
            weights[rows, place] = one.root_weights**2
            at = slice(starts[place], starts[place] + sizes[place])
            basis[rows, at] = one.basis * one.root_weights[:, None]
        left = np.concatenate([one.basis.T @ one.residual for _, one in models])
        return cls(raw, weights, basis, starts, left, models[0][1].linear, models)

    def distances(self) -> _Nulls:
        """The same of how far the outcome lies from what was expected."""
        return _Nulls.of([(rows, linear(np.abs(m.raw), m.design)) for rows, m in self.models])

    def summed(self, products: Floats) -> Floats:
        """Sums, for each model, over the last axis, which is that of `basis`."""
        sums: Floats = np.add.reduceat(products, self.starts, axis=-1)
        return sums

    def tail(self, explained: Floats, df: Floats | int) -> Floats:
        """P-value of what is explained with so many degrees of freedom, shape (..., nulls)."""
        if not self.linear:
            one = np.ndim(df) == 0 and df == 1
            return np.asarray(erfc(np.sqrt(explained / 2)) if one else chdtrc(df, explained))
        sizes = np.array([one.basis.shape[1] for _, one in self.models])
        total = (self.raw**2).sum(axis=0)
        freedom = np.maximum([rows.sum() for rows, _ in self.models] - sizes - df, 1)
        ratio = explained / df / (np.maximum(total - explained, TINY) / freedom)
        return np.asarray(fdtrc(df, freedom, ratio))


@dataclass(frozen=True, slots=True)
class _Block:
    """Views of as many columns each, of several candidates.

    Attributes
    ----------
    owners
        Place of each view's candidate, shape (k,).
    columns
        Shape (d, k, n), of mean 0, and 0 where not recorded; single precision.
    choices
        Sums of a view's columns of which the best is charged for the choice, shape (c, d); None
        where columns are tested jointly.
    """

    owners: Places
    columns: NDArray[np.float32]
    choices: Floats | None = None

    def together(self, nulls: _Nulls) -> Floats:
        """P-value of each view, shape (nulls, k)."""
        return np.hstack([one._joint(nulls) for one in self._parts(nulls)])

    def best(self, nulls: _Nulls) -> Floats:
        """P-value of each view's best choice, charged for it, shape (nulls, k)."""
        return np.hstack([one._chosen(nulls) for one in self._parts(nulls)])

    def _parts(self, nulls: _Nulls) -> Iterator[_Block]:
        width = max(nulls.basis.shape[1] + len(nulls.models), 1) * len(self.columns) ** 2
        step = max(1, CHUNK // width)
        for start in range(0, self.owners.size, step):
            part = slice(start, start + step)
            yield replace(self, owners=self.owners[part], columns=self.columns[:, part])

    def _joint(self, nulls: _Nulls) -> Floats:
        along, room, spread = self._moments(nulls)
        at = np.arange(len(along))
        copies = is_copy(room[at, at], spread[at, at])
        size = np.sqrt(np.where(copies, 1.0, room[at, at]))
        along = np.where(copies, 0.0, along / size)
        if len(at) == 1:
            return np.where(copies[0], 1.0, nulls.tail(along[0] ** 2, 1)).T
        room = np.where(copies | copies[:, None], 0.0, room / size / size[:, None])
        sizes, directions = np.linalg.eigh(np.moveaxis(room, (0, 1), (-2, -1)))
        kept = sizes > FAINT
        turned = np.einsum("dkb,kbde->kbe", along, directions)
        explained = (turned**2 / np.where(kept, sizes, np.inf)).sum(axis=-1)
        df = kept.sum(axis=-1)
        return np.where(df > 0, nulls.tail(explained, np.maximum(df, 1)), 1.0).T

    def _chosen(self, nulls: _Nulls) -> Floats:
        along, room, spread = self._moments(nulls)
        choices = np.empty((0, len(along))) if self.choices is None else self.choices
        told = np.einsum("cd,dkb->ckb", choices, along) ** 2
        own, whole = (
            np.einsum("cd,dekb,ce->ckb", choices, one, choices, optimize=True)
            for one in (room, spread)
        )
        explained = np.where(is_copy(own, whole), 0.0, told / np.maximum(own, TINY)).max(axis=0)
        pvalues: Floats = several(nulls.tail(explained, 1), len(told))
        return pvalues.T

    def _moments(self, nulls: _Nulls) -> tuple[Floats, Floats, Floats]:
        """Scores (d, k, nulls), their variances and what these are without anything given.

        The latter two have the shape (d, d, k, nulls).
        """
        single, (d, k) = np.float32, self.columns.shape[:2]
        held = (self.columns @ nulls.basis.astype(single)).astype(np.float64)
        along = self.columns @ nulls.raw.astype(single) - nulls.summed(held * nulls.left)
        weights = nulls.weights.astype(single)
        means = (self.columns @ weights).astype(np.float64)
        room, spread = np.empty((2, d, d, k, len(nulls.models)))
        for i in range(d):
            for j in range(i + 1):
                whole = (self.columns[i] * self.columns[j]) @ weights
                room[i, j] = room[j, i] = whole - nulls.summed(held[i] * held[j])
                spread[i, j] = whole - means[i] * means[j] / nulls.weights.sum(axis=0)
                spread[j, i] = spread[i, j]
        return along, room, spread


def _blocks(
    conditional: Conditional, candidates: Sequence[Column], places: Places
) -> tuple[list[_Block], list[_Block]]:
    """Views that are smooth or levels, by how many columns they have; and those that cut."""
    rows = conditional.rows()
    smooth: dict[int, list[tuple[int, Floats]]] = {}
    cuts: list[tuple[int, Floats]] = []
    choices = None
    for place in places:
        present = conditional.rows(candidates[place])
        for view in conditional.views(candidates[place], rows):
            columns = np.where(present[:, None], view.columns - view.columns[present].mean(0), 0)
            if view.choices is None:
                smooth.setdefault(columns.shape[1], []).append((place, columns))
            else:
                cuts.append((place, columns))
                choices = view.choices
    return [_block(of) for of in smooth.values()], [_block(cuts, choices)] if cuts else []


def _block(views: Sequence[tuple[int, Floats]], choices: Floats | None = None) -> _Block:
    owners = np.array([place for place, _ in views])
    columns = np.empty((views[0][1].shape[1], len(views), len(views[0][1])), dtype=np.float32)
    for place, (_, view) in enumerate(views):
        columns[:, place] = view.T
    return _Block(owners, columns, choices)


def _cauchy(pvalues: Floats, starts: Places | None = None) -> Floats:
    """`combining.cauchy` of many: over the first axis, or over its stretches from `starts` on."""
    starts = np.zeros(1, dtype=np.intp) if starts is None else starts
    counts = np.diff(starts, append=len(pvalues))[:, None]
    least = np.minimum.reduceat(pvalues, starts, axis=0)
    told = 1 / np.tan(np.pi * np.clip(pvalues, TINY, CLIP))
    combined = np.arctan2(1, np.add.reduceat(told, starts, axis=0) / counts) / np.pi
    return np.where((counts == 1) | (least >= CLIP), least, combined)


def _with_look(pvalues: Floats, look: Floats) -> Floats:
    """`combining.with_looks` of many."""
    return np.minimum(1.0, np.minimum(pvalues / (1 - SHARE), look / SHARE))
