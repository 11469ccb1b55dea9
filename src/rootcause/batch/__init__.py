"""Many cases at once: a report each, an index of them all; unchanged ones are left as they are."""

from rootcause.batch.reports import BatchReport
from rootcause.batch.writing import INDEX, write_reports

__all__ = ["INDEX", "BatchReport", "write_reports"]
