"""How large an effect of a lever the trials leave possible, where they settled nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rootcause.association.binary_binary import Fourfold, risk_differences
from rootcause.association.two_groups import Groups, difference_of_means
from rootcause.results import EffectSize, Group, Possible
from rootcause.trials.evidence import Rates
from rootcause.trials.hypotheses import Look, foretells_more
from rootcause.trials.weighing import Weighed

Floats = NDArray[np.float64]
Rows = NDArray[np.bool_]

TOLD = 2  # levers, the foremost ones


def possible(weighed: Weighed) -> tuple[Possible, ...]:
    """What effects the trials leave possible, of the foremost levers.

    The trials in which a lever was set to where it foretold more, from what was seen before the
    first of them, beside those in which it was not: its settings were parted before anybody knew
    an answer, so the interval holds.

    Parameters
    ----------
    weighed
        What is known, with the trials made.
    """
    seen = weighed.hypotheses.look(weighed.seen, weighed.start)
    alone = [at for at in weighed.told if len(weighed.names[at]) == 1]
    found = [_of_lever(weighed, seen, at) for at in alone[:TOLD]]
    return tuple(one for one in found if one)


def _of_lever(weighed: Weighed, seen: Look, at: int) -> Possible | None:
    hypotheses, place = weighed.hypotheses, weighed.hypotheses.members[at][0]
    more = foretells_more(hypotheses, seen, place)[0, weighed.tried[:, place]]
    if more.all() or not more.any():
        return None
    answers = np.array([one.answer for one in weighed.made])
    binary = isinstance(hypotheses.outcome, Rates)
    return Possible(
        weighed.names[at][0],
        _group(answers[more], binary),
        _group(answers[~more], binary),
        _difference(answers, more, binary),
    )


def _group(answers: Floats, binary: bool) -> Group:
    if binary:
        return Group("", answers.size, happened=int(answers.sum()))
    return Group("", answers.size, median=float(np.median(answers)))


def _difference(answers: Floats, more: Rows, binary: bool) -> EffectSize:
    if not binary:
        return difference_of_means(Groups(answers[more], answers[~more]))
    counts = [
        np.array([one], dtype=np.float64)
        for rows in (more, ~more)
        for one in (answers[rows].sum(), rows.sum())
    ]
    return risk_differences(Fourfold(*counts))[0]
