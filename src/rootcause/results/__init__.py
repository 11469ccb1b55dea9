"""Results: frozen, at full precision. Rounding and words belong to the report."""

from rootcause.results.associations import PAIR, Association, Contrast, EffectSize, Group
from rootcause.results.candidates import Candidate, InvestigatedCandidate, Ranking, Verdict
from rootcause.results.investigations import Answer, Finding, Investigation, Provenance

__all__ = [
    "PAIR",
    "Answer",
    "Association",
    "Candidate",
    "Contrast",
    "EffectSize",
    "Finding",
    "Group",
    "InvestigatedCandidate",
    "Investigation",
    "Provenance",
    "Ranking",
    "Verdict",
]
