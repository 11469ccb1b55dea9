"""All that ranked columns in two groups are judged by: each is laid out once for all of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from rootcause.association import bases, lyings, tenths
from rootcause.association.bases import FACTS, Bases
from rootcause.association.curves import Floats
from rootcause.association.laid import Laid, for_each
from rootcause.association.lyings import Lyings
from rootcause.association.tallies import Tally
from rootcause.association.tenths import TENTHS


class Facts(NamedTuple):
    """Of many tallies.

    Attributes
    ----------
    curves
        What the bounded curves of their ranks sum to.
    tenths
        Rows of each tenth, and those of them in the upper group, shape (2, TENTHS, p).
    lyings
        How the upper group lies to the lower.
    """

    curves: Bases
    tenths: Floats
    lyings: Lyings


def facts_of(tallies: Sequence[Tally]) -> Facts:
    """Of tallies with both groups; what was worked out of one before is kept with it."""
    fresh = [one for one in tallies if one.facts is None]
    if fresh:
        for one, facts in zip(fresh, for_each(fresh, _facts).T, strict=True):
            one.facts = facts
    found = np.array([one.facts for one in tallies]).T
    curves, rest = found[:FACTS], found[FACTS:]
    in_tenths, lying = rest[: 2 * TENTHS], rest[2 * TENTHS :]
    return Facts(Bases.of(curves), in_tenths.reshape(2, TENTHS, -1), Lyings.of(lying))


def _facts(laid: Laid) -> Floats:
    return np.concatenate([one.of_laid(laid) for one in (bases, tenths, lyings)])
