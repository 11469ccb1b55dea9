"""The page of the site that shows the scores, and says by which command they were made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from truth import table
from truth.table import Draws


def page(draws: Mapping[str, Draws], command: str) -> Iterator[str]:
    """The page in Markdown, line by line."""
    ours = draws["rootcause"]
    tables = sum(len(of_world) for of_world in ours.values())
    yield "# Simulated worlds"
    yield ""
    yield (
        f"{len(ours)} small worlds whose causes are known, {tables} tables. Each world has its "
        "story in `benchmarks/truth`, where the parts that columns play and the marks are "
        "explained too. Everything below was written by"
    )
    yield ""
    yield f"    {command}"
    yield ""
    yield "## Wrong and confident"
    yield ""
    yield from table.of_confidence(ours)
    yield ""
    yield "## In the mean over worlds"
    yield ""
    yield from table.of_methods(draws)
    yield ""
    yield "## World by world"
    yield ""
    yield from table.of_worlds(ours)
    yield ""
    yield "What was said wrongly, most frequent first:"
    yield ""
    yield from table.of_mistakes(ours)
