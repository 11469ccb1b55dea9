"""What came of one case of a batch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rootcause.report.summaries import Summary


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What came of one case of a batch.

    Attributes
    ----------
    source
        The case folder, or the id of a case in the book, as it was given.
    path
        Its report; None where it could not be read or investigated.
    summary
        The case and its answer in few words.
    fingerprint
        sha256 of the case and of what worked it out.
    page
        sha256 of the report.
    kept
        Whether the report was there already, of the same case by the same program.
    """

    source: str
    path: Path | None
    summary: Summary
    fingerprint: str = ""
    page: str = ""
    kept: bool = False

    @property
    def error(self) -> str:
        """Why there is no report; empty when there is one."""
        return "" if self.path else self.summary.detail
