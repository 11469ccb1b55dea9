"""The parts of a report, as decided words: a renderer only dresses them."""

from __future__ import annotations

from dataclasses import dataclass

from rootcause.results import Verdict


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text.

    Attributes
    ----------
    text
        Plain text, never markup; may hold hostile characters.
    hot
        Whether it counts how often the outcome happened, and so takes the accent.
    strong
        Whether it is set in bold.
    """

    text: str
    hot: bool = False
    strong: bool = False


Spans = tuple[Span, ...]


def plain(spans: Spans) -> str:
    """The text of the spans, joined."""
    return "".join(span.text for span in spans)


@dataclass(frozen=True, slots=True)
class Masthead:
    """The first line: ``left`` (id, status, owner) and ``right`` (opened when)."""

    left: tuple[str, ...]
    right: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """What was said: the title, the words themselves (unedited), and who said them when."""

    title: str
    words: str
    said: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the ladder: its name, where it stands in words, and whether it was reached."""

    name: str
    text: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure that is called for, with its words.

    Attributes
    ----------
    kind
        "observations" (an ordered candidate, one dot an observation), "levels" (labels, a row a
        level), "combinations" (rivals, a row a combination), "given" (alone, then within bands),
        "predictions" (of the plan, a row a trial), "settings" (two levers as a plane) or "changed"
        (the outcome in time).
    candidates
        Names of the columns it shows, the most important first.
    given
        For "given": the name of the column within whose bands the candidate is shown.
    headline, note, alt
        What it shows, what a mark is, and both for those who can't see it.
    cut
        Where an ordered candidate is cut, in its unit; for "given", where the bands meet.
    ringed, rings
        Positions (0 the first) of the observations to ring, and what the rings mean; both are left
        out where the table they point to is not shown.
    """

    kind: str
    candidates: tuple[str, ...]
    headline: str
    note: str
    alt: str
    given: str = ""
    cut: float | None = None
    ringed: tuple[int, ...] = ()
    rings: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer: kicker, headline, two or three sentences, the ladder and one picture."""

    kicker: str
    headline: str
    says: Spans
    ladder: tuple[Step, ...]
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Side:
    """One group of a contrast: ``count`` ("11 of 13") before ``label`` ("under 4 min")."""

    count: str
    label: str
    hot: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """An interval on the common axis from -1 to 1: where its dot, left and right ends are."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate in the table of evidence, every number already written out.

    Attributes
    ----------
    name, label
        Column name, and what people call it.
    scale
        Name of the effect size, in a table that has more than one.
    derived
        Whether it carries the dagger.
    sides
        The two groups, or none.
    cautions
        Small print for this row, whole sentences.
    effect, interval
        "−.87" and "−.96 to −.60"; empty where not worked out.
    line, line_given
        What to draw: alone, and given those named in the verdict (dashed).
    never_varied
        True where nothing can be said of it given the other: dashed over the whole axis.
    pvalue, adjusted, pvalue_given, n
        Written out; empty where there is none, "–" where it can't be worked out.
    reason
        For rows without numbers: why. When not empty, it takes the place of every number.
    """

    name: str
    label: str
    derived: bool = False
    sides: tuple[Side, ...] = ()
    cautions: tuple[str, ...] = ()
    effect: str = ""
    interval: str = ""
    line: Line | None = None
    line_given: Line | None = None
    never_varied: bool = False
    pvalue: str = ""
    adjusted: str = ""
    pvalue_given: str = ""
    n: str = ""
    reason: str = ""
    scale: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """The rows with one verdict.

    Attributes
    ----------
    verdict, glyph
        The verdict, and the name of its glyph: "stands", "undetermined", "screened", "none" or
        "not".
    title, meaning
        "Stands (1)", and what the word means.
    rows
        Best first; of very many without evidence only the first.
    left_out
        How many more there are.
    """

    verdict: Verdict
    glyph: str
    title: str
    meaning: str
    rows: tuple[Row, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """The table of evidence.

    Attributes
    ----------
    kicker, heading, lead
        The section, its finding, and one sentence on what the table holds.
    seen_head, given_head
        Heads of the columns that depend on the case: "failed, of how many" and "p given minutes
        in the shop". `given_head` is empty when no row has a conditional p, and the column is
        then left out.
    bands
        A group of rows for each verdict.
    note
        What the scale is, which measures were used, how p was corrected, what was missable.
    brief
        The part of it that is needed where nothing is drawn: correction, missable, derived.
    """

    kicker: str
    heading: str
    lead: str
    seen_head: str
    given_head: str
    bands: tuple[Band, ...]
    note: str
    brief: str


@dataclass(frozen=True, slots=True)
class Account:
    """Everything known of one candidate.

    Attributes
    ----------
    title, verdict, glyph, meaning
        What people call it, its verdict with the name of its glyph, and what the word means.
    sentence
        What is to be said of it, statistics in brackets.
    rows
        Its association alone, then given each set of others: the `label` says which.
    cautions
        What to keep in mind, whole sentences.
    facts
        Terms and what is said of them: its kind, how it was read, what was recorded.
    pictures
        Its observations; then alone and given the one that its verdict names.
    """

    title: str
    verdict: Verdict
    glyph: str
    meaning: str
    sentence: str
    rows: tuple[Row, ...]
    cautions: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A plain table: caption, heads (`numeric` ones right-aligned), rows of spans, and a note."""

    caption: str
    heads: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[Spans, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of text: kicker, heading (the finding), paragraphs, pictures, tables and items.

    `items` are pairs of a term and what is said of it ("2 March 2026", "Complaint registered.").
    """

    kicker: str
    heading: str
    paragraphs: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    items: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report of one investigation, top to bottom.

    Sections that have nothing to say are None; `order` names those between the evidence and the
    working as they are read. `observations` is meant for a fold
    (``<details>``); its caption is the summary ("All 41 observations").
    """

    title: str
    masthead: Masthead | None
    complaint: Complaint | None
    answer: Reply
    evidence: Evidence
    others: Section | None
    trying: Section | None
    done: Section | None
    working: Section
    observations: Table
    footer: str
    changing: Section | None = None
    comparing: Section | None = None
    trust: Section | None = None
    order: tuple[str, ...] = ("others", "trying", "done")

    @property
    def sections(self) -> tuple[tuple[str, Section], ...]:
        """Those between the evidence and the working that have something to say, by name."""
        named = [(name, getattr(self, name)) for name in self.order]
        return tuple((name, section) for name, section in named if section)

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """Every picture once, in the order in which they are read."""
        shown = [*(section for _, section in self.sections), self.working]
        asked = [self.answer.picture, *(one for part in shown for one in part.pictures)]
        return tuple(dict.fromkeys(picture for picture in asked if picture))
