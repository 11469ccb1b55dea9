"""What is said to those who complained: asks cost goodwill, news and thanks do not.

Nothing here sends anything; a contact is written down when a person has made it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rootcause.case.entries import Entry, Hand
from rootcause.case.handling import Handling, numbered, put
from rootcause.case.records import Contact, Purpose, Voice
from rootcause.case.said import checked_day, checked_moment, checked_text, chosen, ended
from rootcause.errors import ArgumentError, CaseError, did_you_mean

DID = {
    Purpose.ACKNOWLEDGEMENT: "Acknowledged the complaint to {}",
    Purpose.ASK: "Asked {}",
    Purpose.NEWS: "Gave news to {}",
    Purpose.DECISION: "Told {} what was decided",
    Purpose.THANKS: "Thanked {}",
    Purpose.COMPLAINT: "{} complained again",
    Purpose.REPLY: "{} replied",
}


def contact(
    handling: Handling,
    hand: Hand,
    purpose: Purpose | str,
    words: str = "",
    *,
    reporter: str = "",
    channel: str = "",
    useful_until: str | date = "",
    draft: bool = False,
    why: str = "",
) -> Entry:
    """Write down what was said to a reporter, or by one; or a draft of it."""
    to = chosen(Purpose, purpose, "purpose")
    whom = _reporter(handling, reporter)
    until = checked_day(useful_until, "useful_until") if useful_until else ""
    if draft and to.incoming:
        raise ArgumentError(f"A {to} comes from the reporter, so there is no draft of it.")
    if not draft:
        _refuse_stale(until, hand.day, "The message")
        _refuse_beyond_budget(handling, to, whom, why)
    did = DID[to].format(whom)
    what = f"Drafted for {whom} ({to})" if draft else did[:1].upper() + did[1:]
    return hand.writes(
        "contacted",
        f"{what}{f' by {channel}' if channel else ''}.",
        purpose=str(to),
        reporter=whom,
        channel=channel,
        words=words.strip(),
        useful_until=until,
        draft=draft,
        why=why.strip() if to is Purpose.ASK else "",
    )


def say(handling: Handling, hand: Hand, number: int, *, why: str = "") -> Entry:
    """Write down that a draft was said; refused when it is past its useful date."""
    drafted = numbered(handling.contacts, number, "contact")
    if drafted.said:
        raise CaseError(f"Contact {number} was said on {drafted.at[:10]} already.")
    _refuse_stale(drafted.useful_until, hand.day, f"Draft {number}")
    _refuse_beyond_budget(handling, drafted.purpose, drafted.reporter, why)
    did = DID[drafted.purpose].format(drafted.reporter)
    by = f" by {drafted.channel}" if drafted.channel else ""
    return hand.writes("said", f"{did}{by}.", contact=number, why=why.strip())


def asks_left(handling: Handling, reporter: str) -> int:
    """How often a reporter may still be asked without giving a reason."""
    asked = sum(
        one.said and one.purpose is Purpose.ASK and one.reporter == reporter
        for one in handling.contacts
    )
    return max(0, handling.asks - asked)


def allow_asks(handling: Handling, hand: Hand, asks: int, *, why: str) -> Entry:
    """Set how often each reporter may be asked."""
    if isinstance(asks, bool) or not isinstance(asks, int) or asks < 0:
        raise ArgumentError(f"asks is a whole number from 0 up, not {asks!r}.")
    why = checked_text(why, "why", "why the budget changes")
    what = f"Each reporter may be asked {asks} times, not {handling.asks}: {ended(why)}"
    return hand.writes("budgeted", what, asks=asks, why=why)


def voice(
    handling: Handling,
    hand: Hand,
    *,
    expected: str,
    experienced: str,
    reporter: str = "",
    interaction: str | date = "",
    asked: str | date = "",
) -> Entry:
    """Write down what a reporter expected and what they experienced."""
    whom = _reporter(handling, reporter)
    expected = checked_text(expected, "expected", "what the reporter expected")
    experienced = checked_text(experienced, "experienced", "what the reporter experienced")
    happened, heard = (
        checked_moment(moment, name) if moment else ""
        for moment, name in ((interaction, "interaction"), (asked, "asked"))
    )
    lag = Voice("", "", whom, expected, experienced, happened, heard).lag
    later = "" if lag is None else f" Asked {_later(lag.days)}."
    return hand.writes(
        "voiced",
        f"{whom.capitalize()} expected: {ended(expected)} Experienced: {ended(experienced)}{later}",
        reporter=whom,
        expected=expected,
        experienced=experienced,
        interaction=happened,
        asked=heard,
    )


def _later(days: int) -> str:
    if days < 1:
        return "within a day"
    return "a day later" if days == 1 else f"{days} days later"


def _reporter(handling: Handling, said: str) -> str:
    known = handling.reporters
    if not said:
        return known[0] if known else "the reporter"
    if known and said not in known:
        raise CaseError(f"The case has no {said!r}.{did_you_mean(said, known)}")
    return said


def _refuse_stale(useful_until: str, today: str, what: str) -> None:
    if useful_until and today > useful_until:
        raise CaseError(
            f"{what} was useful until {useful_until}; it is shown, not sent. Write a new one."
        )


def _refuse_beyond_budget(handling: Handling, purpose: Purpose, reporter: str, why: str) -> None:
    if purpose is Purpose.ASK and not why.strip() and not asks_left(handling, reporter):
        times = "once" if handling.asks == 1 else f"{handling.asks} times"
        raise CaseError(
            f"{reporter.capitalize()} may be asked {times} in this case and was; who is asked too "
            "often says what gets rid of the caller. Ask someone else, or give a reason (why)."
        )


# What an entry adds.


def contacted(handling: Handling, entry: Entry) -> Handling:
    """Take in a contact or a draft; a complaint that comes again raises the priority."""
    said = entry.details
    purpose = Purpose(said["purpose"])
    texts = ("channel", "words", "useful_until", "why")
    new = Contact(
        number=len(handling.contacts) + 1,
        at=entry.at,
        who=entry.who,
        purpose=purpose,
        reporter=said["reporter"],
        said=not said.get("draft", False),
        **{name: said.get(name, "") for name in texts},
    )
    return replace(
        handling,
        contacts=(*handling.contacts, new),
        repeats=handling.repeats + (purpose is Purpose.COMPLAINT),
    )


def said(handling: Handling, entry: Entry) -> Handling:
    """Take in that a draft was said."""
    drafted = numbered(handling.contacts, entry.details["contact"], "contact")
    why = entry.details.get("why", "")
    changed = replace(drafted, said=True, at=entry.at, who=entry.who, why=why)
    return replace(handling, contacts=put(handling.contacts, changed))


def budgeted(handling: Handling, entry: Entry) -> Handling:
    """Take in another budget of asks."""
    return replace(handling, asks=entry.details["asks"])


def voiced(handling: Handling, entry: Entry) -> Handling:
    """Take in what a reporter expected and experienced."""
    texts = ("reporter", "expected", "experienced", "interaction", "asked")
    words = {name: entry.details.get(name, "") for name in texts}
    return replace(handling, voices=(*handling.voices, Voice(entry.at, entry.who, **words)))
