"""What to try next: trials that tell the rivals apart, and what those made so far have shown.

levers (declared, in bins) -> shapes -> hypotheses (weighed by exact evidence) -> choosing (by
expected gain, in joint batches) -> planning (in order, with predictions and a forecast); learning
turns what the trials have shown into verdicts.
"""

from rootcause.trials.declaring import kinds_of, levers_asked, read_levers, read_trials
from rootcause.trials.learning import learned
from rootcause.trials.planning import plan
from rootcause.trials.swapping import judge_swaps, plan_swaps

__all__ = [
    "judge_swaps",
    "kinds_of",
    "learned",
    "levers_asked",
    "plan",
    "plan_swaps",
    "read_levers",
    "read_trials",
]
