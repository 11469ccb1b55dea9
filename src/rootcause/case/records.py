"""What the entries of a journal tell of, each as it stands now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Standing(StrEnum):
    """How far a hypothesis has come; observations alone take it to supported at most."""

    OPEN = "open"
    SUPPORTED = "supported"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"


class Ground(StrEnum):
    """What a hypothesis is judged by."""

    OBSERVATION = "observation"
    TRIAL = "trial"
    INSPECTION = "inspection"
    CHECK = "effectiveness check"


class ActionKind(StrEnum):
    """What an action is for: to limit the harm, to remove the cause, to keep it from others."""

    CONTAINMENT = "containment"
    CORRECTIVE = "corrective"
    PREVENTIVE = "preventive"


class Purpose(StrEnum):
    """What a contact with a reporter was for; the last two came from them."""

    ACKNOWLEDGEMENT = "acknowledgement"
    ASK = "ask"
    NEWS = "news"
    DECISION = "decision"
    THANKS = "thanks"
    COMPLAINT = "complaint"
    REPLY = "reply"

    @property
    def incoming(self) -> bool:
        """Whether it came from the reporter."""
        return self in (Purpose.COMPLAINT, Purpose.REPLY)


class Relation(StrEnum):
    """What one case is to another."""

    SIMILAR = "similar"
    MERGED_INTO = "merged into"
    TOOK_IN = "took in"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One judgement of a hypothesis.

    Attributes
    ----------
    at, who
        When, and by whom.
    standing, ground, because
        Where it left the hypothesis, what it rests on, and why, in words.
    fingerprint
        sha256 of the observations it rests on; empty when it rests on none.
    afterwards
        Whether the hypothesis was written only after it was seen in these very observations.
    """

    at: str
    who: str
    standing: Standing
    ground: Ground
    because: str
    fingerprint: str = ""
    afterwards: bool = False


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """What might be the cause, and what would be seen if it were.

    Attributes
    ----------
    number
        1 for the first of the case.
    at, who
        When it was written, and by whom.
    statement, predicts
        The hypothesis, and what it predicts; written before any judgement.
    candidate
        The variable it is about; empty when it is about none.
    judgements
        Oldest first; none is ever taken back.
    """

    number: int
    at: str
    who: str
    statement: str
    predicts: str
    candidate: str = ""
    judgements: tuple[Judgement, ...] = ()

    @property
    def standing(self) -> Standing:
        """Where the last judgement left it."""
        return self.judgements[-1].standing if self.judgements else Standing.OPEN


@dataclass(frozen=True, slots=True)
class Check:
    """One look at whether an action worked: when, who, whether it passed, what was found."""

    at: str
    who: str
    passed: bool
    found: str


@dataclass(frozen=True, slots=True)
class Action:
    """Something done about the case.

    Attributes
    ----------
    number
        1 for the first of the case.
    at, who
        When it was agreed, and by whom.
    kind, what
        What it is for, and what is done.
    criterion
        What will be seen if it works; set before it is done.
    hypothesis
        Number of the hypothesis it follows from; 0 when from none.
    owner, due, check_due
        Who does it, by when, and by when it is checked (ISO dates); empty when not said.
    done
        When it was done: ISO 8601 with its zone; empty while it is not.
    checks
        Oldest first.
    """

    number: int
    at: str
    who: str
    kind: ActionKind
    what: str
    criterion: str = ""
    hypothesis: int = 0
    owner: str = ""
    due: str = ""
    check_due: str = ""
    done: str = ""
    checks: tuple[Check, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether its last check passed."""
        return bool(self.checks) and self.checks[-1].passed


@dataclass(frozen=True, slots=True)
class Contact:
    """One message to a reporter, or from one.

    Attributes
    ----------
    number
        1 for the first of the case.
    at, who
        When it was said (or drafted), and by whom.
    purpose, reporter, channel, words
        What for, with whom ("reporter 1"), by which way ("letter"), and what was said.
    useful_until
        An ISO date after which the message is shown, not sent; empty when it does not age.
    said
        False while it is a draft.
    why
        Why a reporter was asked once more than the budget allows; empty otherwise.
    """

    number: int
    at: str
    who: str
    purpose: Purpose
    reporter: str
    channel: str = ""
    words: str = ""
    useful_until: str = ""
    said: bool = True
    why: str = ""

    def stale(self, on: str) -> bool:
        """Whether on this ISO date it is too late to send it."""
        return bool(self.useful_until) and on > self.useful_until


@dataclass(frozen=True, slots=True)
class Voice:
    """What a reporter expected and what they experienced.

    Attributes
    ----------
    at, who
        When it was written down, and by whom.
    reporter, expected, experienced
        Whose voice, and their words.
    interaction, asked
        When it happened, and when they were asked: ISO 8601, a date or a moment; empty where not
        known.
    """

    at: str
    who: str
    reporter: str
    expected: str
    experienced: str
    interaction: str = ""
    asked: str = ""

    @property
    def lag(self) -> timedelta | None:
        """Time from what happened to being asked; memory fades. None where one is not known."""
        if not (self.interaction and self.asked):
            return None
        happened, asked = map(datetime.fromisoformat, (self.interaction, self.asked))
        if happened.tzinfo is None or asked.tzinfo is None:
            happened, asked = happened.replace(tzinfo=None), asked.replace(tzinfo=None)
        return asked - happened


@dataclass(frozen=True, slots=True)
class Link:
    """Another case: its id, what it is to this one, since when, by whom, and why."""

    at: str
    who: str
    other: str
    relation: Relation
    why: str


@dataclass(frozen=True, slots=True)
class Escalation:
    """One call for more: when, by whom, to whom, and why."""

    at: str
    who: str
    to: str
    why: str


@dataclass(frozen=True, slots=True)
class Promise:
    """Something owed: its number, since when, by whom, what, by when, and when it was kept."""

    number: int
    at: str
    who: str
    what: str
    due: str
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A trial that was proposed, as the evidence keeps it.

    Attributes
    ----------
    settings
        What to set each lever to.
    foretold
        What each rival foretold: the chance of a binary outcome, else its mean.
    unit
        On which unit; empty where none was declared.
    """

    settings: tuple[tuple[str, object], ...]
    foretold: tuple[tuple[str, float], ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """An investigation as it was saved, to be worked out again.

    Attributes
    ----------
    number
        1 for the first of the case.
    at, who
        When it was saved, and by whom.
    fingerprint, version, seed
        sha256 of the observations, the version of rootcause, and the seed (None where a
        generator was passed).
    answer
        The answer in one sentence.
    options
        What was asked for, as `rootcause.investigate` takes it.
    verdicts, pvalues
        By candidate.
    trials
        Those that were proposed then: `plan` of a trial that is made is the number of this.
    """

    number: int
    at: str
    who: str
    fingerprint: str
    version: str
    seed: int | None
    answer: str
    options: tuple[tuple[str, object], ...] = ()
    verdicts: tuple[tuple[str, str], ...] = ()
    pvalues: tuple[tuple[str, float], ...] = ()
    trials: tuple[Proposed, ...] = ()


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who complained; the only place that holds their name.

    Attributes
    ----------
    label
        What everything else calls them: "reporter 1".
    name, salutation, address
        Who they are ("Ms"), and how they are reached (a letter, mail or telephone address).
    """

    label: str
    name: str = ""
    salutation: str = ""
    address: str = ""

    @property
    def called(self) -> str:
        """How a letter addresses them."""
        return " ".join(filter(None, (self.salutation, self.name))) or self.label
