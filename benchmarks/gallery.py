"""The gallery: what the tool says today of every case in data/, beside what is true.

    python benchmarks/gallery.py [--page docs/gallery.md] [--reports docs/reports]

Writes the page, and with --reports also a report for each case and their index. A case's
``[expected]`` says what an honest answer is at its number of observations, ``[truth.wrong]`` where
today's answer is another, and why. tests/test_gallery.py holds both to what the tool says.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import rootcause as rc

ROOT = Path(__file__).parents[1]
FOLDERS = sorted(path.parent for path in (ROOT / "data").glob("*/case.toml"))
ABSENT = "not found"
MEANS = {
    "right": "the answer is the one that an honest investigator would give",
    "partly": "what comes first is a cause or on the way from it, but something else is amiss",
    "wrong": "something else comes first, or the cause was missed",
}
HEAD = """\
# The gallery

Odd complaints whose cause is known. Some come with the figures of the time; most are simulated, so
that the truth can be declared. Their stories, mechanisms, figures and seeds were set down before
the tool saw them, and none was changed to please it. What an honest answer is follows from the
truth, but for candidates about which so few observations can't tell even a test made for the true
mechanism: of those it is `no evidence` or `undetermined`. Where the tool is wrong, this page says
so and why. It is generated: `python benchmarks/gallery.py`.
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A case of the gallery and today's answer."""

    case: rc.Case
    investigation: rc.Investigation

    @property
    def verdicts(self) -> dict[str, str]:
        return {one.name: one.verdict.value for one in self.investigation.candidates}

    @property
    def disagreements(self) -> dict[str, tuple[str, str]]:
        """What was expected and what is said, of each candidate of which it isn't the same."""
        truth, verdicts = self.case.truth, self.verdicts
        innocent = [*truth.get("proxies", ()), *truth.get("nulls", ())]
        blamed = [name for name in innocent if verdicts.get(name) == "stands"]
        wanted = dict.fromkeys(blamed, "not to stand") | dict(self.case.expected)
        said = {name: verdicts.get(name, ABSENT) for name in wanted}
        return {
            name: (wanted[name], said[name])
            for name in wanted
            if name in blamed or wanted[name] != said[name]
        }

    @property
    def mark(self) -> str:
        """Right, partly or wrong, as `MEANS` says."""
        if not self.disagreements:
            return "right"
        truth, first = self.case.truth, self.investigation.candidates[0]
        causes = {*truth["cause"], *truth.get("mediators", ())}
        return "partly" if first.name in causes and first.verdict == "stands" else "wrong"


def show(folder: Path) -> Shown:
    case = rc.read_case(folder)
    return Shown(case, case.investigate())


def page(gallery: list[Shown]) -> str:
    """The page in Markdown."""
    return "\n".join([HEAD, *_overview(gallery), *(line for one in gallery for line in _one(one))])


def _overview(gallery: list[Shown]) -> Iterator[str]:
    counts = Counter(one.mark for one in gallery)
    said = ", ".join(f"{counts[mark]} {mark}" for mark in MEANS)
    yield f"Of {len(gallery)} cases: **{said}**.\n"
    yield from (f"- *{mark}*: {means}." for mark, means in MEANS.items())
    yield "\nAll reports, with their figures, are in [the index](reports/index.html).\n"
    yield "| case | the complaint | observations | today |"
    yield "| --- | --- | ---: | --- |"
    for one in gallery:
        case = one.case
        kind = "simulated" if case.simulated else "real"
        n = f"{len(case.observations)} {kind}"
        yield f"| [{case.id}](#{case.id}) | {_cell(case.title)} | {n} | {one.mark} |"
    yield ""


def _one(shown: Shown) -> Iterator[str]:
    case = shown.case
    yield f'\n<a id="{case.id}"></a>\n\n## {case.title}\n'
    yield f"> {' '.join(case.complaint.split())}\n"
    if "trap" in case.truth:
        yield f"**The trap.** {case.truth['trap']}\n"
    yield f"**The truth.** {_truth(case)}\n"
    yield f"**The tool, today.** {_answer(shown)} ([its report](reports/{case.id}.html))\n"
    yield f"**{shown.mark.capitalize()}.** {_why(shown)}\n"
    yield from _table(shown)
    yield f"*Source.* {case.source}\n"


def _truth(case: rc.Case) -> str:
    parts = [f"Cause: {_listed(case, case.truth['cause'])}."]
    if case.truth.get("mediators"):
        parts.append(f"By way of: {_listed(case, case.truth['mediators'])}.")
    return " ".join([*parts, case.truth.get("note", "")]).strip()


def _listed(case: rc.Case, names: list[str]) -> str:
    return ", ".join(case.variables[one].called if one in case.variables else one for one in names)


def _answer(shown: Shown) -> str:
    """Its headline and the sentences below it, as the terminal has them."""
    headline, sentences, *_ = str(shown.investigation).split("\n\n")
    return " ".join(f"{headline} {sentences}".split())


def _why(shown: Shown) -> str:
    if shown.mark == "right":
        return "Every verdict below is the one expected, and nothing innocent stands."
    reasons = shown.case.truth.get("wrong", {})
    said = [f"`{name}`: {reasons.get(name, 'not explained yet.')}" for name in shown.disagreements]
    return " ".join(said)


def _table(shown: Shown) -> Iterator[str]:
    wanted = dict(shown.case.expected)
    wanted |= {name: want for name, (want, _) in shown.disagreements.items() if name not in wanted}
    yield "| candidate | an honest answer | today's |"
    yield "| --- | --- | --- |"
    for name, want in wanted.items():
        said = shown.verdicts.get(name, ABSENT)
        said = f"**{said}**" if name in shown.disagreements else said
        yield f"| `{name}` | {want} | {said} |"
    yield ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "gallery.md")
    parser.add_argument("--reports", type=Path, help="folder for the reports and their index")
    asked = parser.parse_args()
    asked.page.parent.mkdir(parents=True, exist_ok=True)
    asked.page.write_text(page([show(folder) for folder in FOLDERS]), encoding="utf-8")
    if asked.reports:
        rc.write_reports([str(folder) for folder in FOLDERS], str(asked.reports))


if __name__ == "__main__":
    main()
