"""Results: frozen, at full precision. Rounding and words belong to the report."""

from rootcause.results.associations import IN_ALL, PAIR, Association, EffectSize
from rootcause.results.candidates import Candidate, InvestigatedCandidate, Ranking, Verdict
from rootcause.results.changes import Change, Changes, Coincidence
from rootcause.results.confirmations import (
    CleanRun,
    Confirmation,
    Criterion,
    FixAnswer,
    Period,
)
from rootcause.results.contrasts import ABOVE, BETWEEN, POOLED, Contrast, Group, between, hours
from rootcause.results.differences import Closest, Difference, IsIsNot
from rootcause.results.doubts import Hinge, Residue, Reversal, Unrecorded
from rootcause.results.investigations import Answer, Finding, Investigation, Provenance
from rootcause.results.plans import Comparison, Inseparable, Needed, Plan, Possible
from rootcause.results.swaps import Swap, SwapAnswer, Swaps
from rootcause.results.trials import Lever, Prediction, Rival, Trial

__all__ = [
    "ABOVE",
    "BETWEEN",
    "IN_ALL",
    "PAIR",
    "POOLED",
    "Answer",
    "Association",
    "Candidate",
    "Change",
    "Changes",
    "CleanRun",
    "Closest",
    "Coincidence",
    "Comparison",
    "Confirmation",
    "Contrast",
    "Criterion",
    "Difference",
    "EffectSize",
    "Finding",
    "FixAnswer",
    "Group",
    "Hinge",
    "Inseparable",
    "InvestigatedCandidate",
    "Investigation",
    "IsIsNot",
    "Lever",
    "Needed",
    "Period",
    "Plan",
    "Possible",
    "Prediction",
    "Provenance",
    "Ranking",
    "Residue",
    "Reversal",
    "Rival",
    "Swap",
    "SwapAnswer",
    "Swaps",
    "Trial",
    "Unrecorded",
    "Verdict",
    "between",
    "hours",
]
