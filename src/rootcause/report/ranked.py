"""A ranking for a terminal and for a notebook: what goes with the outcome, each measured alone."""

from __future__ import annotations

from html import escape

from rootcause.report import numbers, text
from rootcause.report.accounts import row_alone
from rootcause.report.notes import CORRECTIONS
from rootcause.report.parts import Row
from rootcause.report.phrases import called
from rootcause.results import Ranking, Verdict


def render(ranking: Ranking) -> str:
    """Tell a ranking in the columns of the terminal, at most 100, without colour."""
    shown = rows(ranking)
    left = sum(one.association is not None for one in ranking.candidates) - len(shown)
    blocks = [
        text.wrapped(lead(ranking)),
        "\n".join([*text.held(shown), *([f"and {numbers.count(left)} more"] if left else [])]),
        text.wrapped(untested(ranking), indent=text.GAP),
    ]
    return numbers.unbound("\n\n".join(block for block in blocks if block))


def as_html(ranking: Ranking) -> str:
    """The same with the table of all candidates, for a notebook."""
    return f"<p>{escape(lead(ranking))}</p>{ranking.to_frame().to_html(index=False)}"


def lead(ranking: Ranking) -> str:
    """How many go with the outcome, of how many, and what was not looked into."""
    outcome = called(ranking.outcome)
    if not ranking.family:
        return f"Nothing that was recorded could be tested against {outcome}."
    going = sum(one.verdict is Verdict.UNDETERMINED for one in ranking.candidates)
    told = (
        f"{numbers.several(ranking.family, 'candidate')} for {outcome}, each measured alone, best "
        f"first: {numbers.count(going) if going else 'none'} "
        f"{'goes' if going == 1 else 'go'} with it at {100 * ranking.alpha:g} % "
        f"({CORRECTIONS[ranking.correction]} over {numbers.several(ranking.family, 'test')})."
    )
    if not going:
        return told
    return f"{told} Whether one is only a proxy of another was not looked into: investigate does."


def rows(ranking: Ranking) -> list[Row]:
    """The best candidates, as many as a terminal shows."""
    tested = [(one, one.association) for one in ranking.candidates if one.association is not None]
    return [row_alone(called(one.variable), one, alone) for one, alone in tested[: text.MOST_ROWS]]


def untested(ranking: Ranking) -> str:
    """What could not be tested, and why."""
    left = [one for one in ranking.candidates if one.verdict is Verdict.NOT_TESTED]
    if not left:
        return ""
    told = [f"{called(one.variable)} ({one.reason})" for one in left[: text.MOST_ROWS]]
    more = [f"and {numbers.count(len(left) - len(told))} more"] if len(left) > len(told) else []
    return f"Not tested ({numbers.count(len(left))}): {'; '.join([*told, *more])}."
