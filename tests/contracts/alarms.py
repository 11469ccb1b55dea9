"""When a null candidate is blamed too often, by its p-values over many draws."""

import numpy as np
from scipy import stats

LEVELS = (0.1, 0.05, 0.01)


def too_often(found, false_alarm):
    """Candidates rejected more often than a valid test would, with the level and the counts.

    `false_alarm` is the chance of one cell to be among them, were its test exactly at its level.
    """
    return [
        (name, level, int(np.sum(np.array(pvalues) <= level)), len(pvalues))
        for name, pvalues in found.items()
        for level in LEVELS
        if np.sum(np.array(pvalues) <= level) > stats.binom.isf(false_alarm, len(pvalues), level)
    ]
