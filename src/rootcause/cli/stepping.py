"""``rootcause case``: the steps that people take with a case, each one call of an open case."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from rootcause.cli.booking import CaseCommand, tell_last
from rootcause.cli.commands import EXAMPLE, Group
from rootcause.errors import ArgumentError

if TYPE_CHECKING:
    from rootcause.store import OpenCase


class Step(NamedTuple):
    """A step: its name, what it says in help, its example, what it takes; what else it calls."""

    name: str
    help: str
    example: str
    takes: tuple[click.Parameter, ...] = ()
    calls: str = ""

    @property
    def method(self) -> str:
        """The method of an open case that it calls: mostly its name."""
        return self.calls or self.name.replace("-", "_")


def _words(name: str, metavar: str = "") -> click.Argument:
    return click.Argument([name], metavar=metavar or name.upper())


def _number(name: str) -> click.Argument:
    return click.Argument([name], type=click.IntRange(min=1), metavar="N")


def _said(name: str, help: str, metavar: str = "TEXT", **more: Any) -> click.Option:
    return click.Option([f"--{name.replace('_', '-')}", name], metavar=metavar, help=help, **more)


def _which(name: str, help: str, choices: tuple[str, ...], **more: Any) -> click.Option:
    return click.Option([f"--{name}"], type=click.Choice(choices), help=help, **more)


WHY = _said("why", "A reason, in words.")
NEEDED = _said("why", "The reason, in words.", required=True)
REPORTER = _said("reporter", "Which of them: 'reporter 2'; the first when left out.", "REPORTER")
DUE = _said("due", "By when.", "DATE", required=True)
NOTE = _said("note", "Anything else, in words.")
PERSON = (
    _said("name", "Who it is."),
    _said("salutation", "How to address them: Ms, Mr, Dr."),
    _said("address", "Where to reach them."),
)
STANDINGS = ("supported", "confirmed", "refuted", "open")
GROUNDS = ("observation", "trial", "inspection", "effectiveness check")
PURPOSES = ("acknowledgement", "ask", "news", "decision", "thanks", "reply", "complaint")
ACTIONS = ("containment", "corrective", "preventive")

STEPS = (
    # Whose it is, and how far it has come.
    Step(
        "triage",
        "Take a new case in hand; it needs an owner.",
        "rootcause case triage 2026-0001 --owner 'engineer 2'",
        (_said("owner", "Who takes it.", "NAME"),),
    ),
    Step(
        "hand-over",
        "Give the case to its next owner.",
        "rootcause case hand-over 2026-0001 'engineer 3' --why 'knows the fuel system'",
        (_words("to", "NAME"), WHY),
    ),
    Step(
        "escalate",
        "Call for more than the owner can do; the owner stays.",
        "rootcause case escalate 2026-0001 'head of service' --why 'three more letters'",
        (_words("to", "NAME"), NEEDED),
    ),
    Step(
        "move",
        "Take the case along: triaged, investigating, cause found, fixing, verifying.",
        "rootcause case move 2026-0001 investigating",
        (_words("to", "STATUS"), WHY),
    ),
    Step(
        "due",
        "Say by when the case is to be answered.",
        "rootcause case due 2026-0001 2026-08-17",
        (_words("due", "DATE"), WHY),
        "set_due",
    ),
    Step(
        "prioritise",
        "Set the priority, 0 to 9; every repeat of the complaint adds one.",
        "rootcause case prioritise 2026-0001 5 --why 'the brakes'",
        (click.Argument(["urgency"], type=click.IntRange(0, 9), metavar="0-9"), NEEDED),
    ),
    Step(
        "promise",
        "Write down what is owed, and by when.",
        "rootcause case promise 2026-0001 'Send the list of trips' --due 2026-06-01",
        (_words("what"), DUE),
    ),
    Step(
        "keep",
        "Say that a promise was kept.",
        "rootcause case keep 2026-0001 1",
        (_number("number"), NOTE),
    ),
    Step(
        "park",
        "Lay the case aside until a day.",
        "rootcause case park 2026-0001 2026-11-01 --why 'it only happens in frost'",
        (_words("until", "DATE"), NEEDED),
    ),
    Step(
        "decline",
        "Decline the case; a named person answers for that.",
        "rootcause case decline 2026-0001 --why 'not our car' --by 'head of service'",
        (NEEDED, _said("by", "Who answers for it; else who writes.", "NAME")),
    ),
    Step(
        "close",
        "Close the case once everybody who complained was told and thanked.",
        "rootcause case close 2026-0001 --answer 'Vapor lock after a short stop.'",
        (
            _said("answer", "What was found; else the hypotheses say it."),
            click.Option(["--unexplained"], is_flag=True, help="No cause was found: honest."),
            _said("why", "Why it is closed although somebody was not told or thanked."),
        ),
    ),
    Step(
        "reopen",
        "Open the case again; those who were told have to be told anew.",
        "rootcause case reopen 2026-0001 --why 'it happened again'",
        (NEEDED,),
    ),
    # What is recorded, supposed and done.
    Step(
        "declare",
        "Say what a variable is; what is not said now stays as it was.",
        "rootcause case declare 2026-0001 shop_minutes --kind numeric --unit min --range 1:15",
        (
            _words("name"),
            _said("kind", "Numeric, binary, nominal, ordinal or time.", "KIND"),
            _said("role", "The part it plays: outcome, candidate, consequence...", "ROLE"),
            _said("label", "What people call it."),
            _said("unit", "Of measurement.", "UNIT"),
            _said("levels", "Its levels, by commas, in their order.", "A,B,..."),
            _said("range", "Lowest and highest plausible value.", "LOW:HIGH"),
            click.Option(["--lever/--no-lever"], default=None, help="Whether a person can set it."),
            _said("happened", "Of the outcome, the word for it: failed."),
            _said("otherwise", "And for its absence: started."),
            _said("source", "Where its values come from."),
            NOTE,
        ),
    ),
    Step(
        "hypothesise",
        "Write a hypothesis with what it predicts, before it is tested.",
        "rootcause case hypothesise 2026-0001 'Vapor lock in a hot engine' \\\n"
        "      --predicts 'with a long stop it starts, whatever the flavour'",
        (
            _words("statement"),
            _said("predicts", "What will be seen if it is so, and not otherwise.", required=True),
            _said("candidate", "The variable that it is about.", "NAME"),
        ),
    ),
    Step(
        "judge",
        "Say how far a hypothesis has come; observation alone can't confirm.",
        "rootcause case judge 2026-0001 1 confirmed --ground trial --because 'started 6 of 6'",
        (
            _number("number"),
            click.Argument(["standing"], type=click.Choice(STANDINGS)),
            _said("because", "Why, in words.", required=True),
            _which("ground", "What it rests on.", GROUNDS),
            _said("evidence", "Number of the saved evidence.", "N", type=click.IntRange(min=1)),
        ),
    ),
    Step(
        "save",
        "Investigate, and keep the answer as evidence with its data, seed and versions.",
        "rootcause case save 2026-0001",
    ),
    Step(
        "act",
        "Agree on an action, with what will be seen if it works.",
        "rootcause case act 2026-0001 'Fit a heat shield' --criterion '30 short stops, no failure'",
        (
            _words("what"),
            _which("kind", "What it is for.", ACTIONS),
            _said("criterion", "What will be seen if it works."),
            _said("hypothesis", "Number of its hypothesis.", "N", type=click.IntRange(min=1)),
            _said("owner", "Who does it.", "NAME"),
            _said("due", "By when.", "DATE"),
            _said("check_due", "By when it is checked.", "DATE"),
        ),
    ),
    Step(
        "finish",
        "Say that an action is done.",
        "rootcause case finish 2026-0001 1",
        (_number("number"), NOTE),
    ),
    Step(
        "check",
        "Hold what was found against an action's criterion; a failed check opens the case.",
        "rootcause case check 2026-0001 1 --passed --found 'no failure in 34 short stops'",
        (
            _number("number"),
            click.Option(["--passed/--failed"], required=True, help="Whether it works."),
            _said("found", "What was found.", required=True),
        ),
    ),
    # What is said, and to whom.
    Step(
        "contact",
        "Write down an acknowledgement, ask, news, decision, thanks; or a reply, complaint.",
        "rootcause case contact 2026-0001 acknowledgement 'We have your letter' --channel letter",
        (
            click.Argument(["purpose"], type=click.Choice(PURPOSES), metavar="PURPOSE"),
            _words("words"),
            REPORTER,
            _said("channel", "How: letter, telephone...", "WORD"),
            _said("useful_until", "The day after which it is not sent any more.", "DATE"),
            click.Option(["--draft"], is_flag=True, help="It was not said yet."),
            _said("why", "Why they are asked once more than the budget allows."),
        ),
    ),
    Step(
        "say",
        "Say that a draft went out.",
        "rootcause case say 2026-0001 3",
        (_number("number"), WHY),
    ),
    Step(
        "voice",
        "Write down what a reporter expected, and what they experienced.",
        "rootcause case voice 2026-0001 --expected 'it starts' --experienced 'it does not'",
        (
            _said("expected", "In their words.", required=True),
            _said("experienced", "In their words.", required=True),
            REPORTER,
            _said("interaction", "When it happened.", "DATE"),
            _said("asked", "When they were asked.", "DATE"),
        ),
    ),
    Step(
        "allow-asks",
        "Set how often each reporter may be asked.",
        "rootcause case allow-asks 2026-0001 5 --why 'they offered to help'",
        (click.Argument(["asks"], type=click.IntRange(min=0), metavar="N"), NEEDED),
    ),
    Step(
        "add-reporter",
        "Add one more who complained of the same.",
        "rootcause case add-reporter 2026-0001 --name 'R. Grey' --salutation Ms",
        PERSON,
    ),
    Step(
        "correct-reporter",
        "Correct what is known of a reporter; the journal tells that, not what it was.",
        "rootcause case correct-reporter 2026-0001 'reporter 1' --salutation Ms",
        (_words("reporter"), *PERSON, WHY),
    ),
    Step(
        "erase-reporter",
        "Forget who a reporter is; the journal stays verifiable.",
        "rootcause case erase-reporter 2026-0001 'reporter 1' --why 'asked for it'",
        (_words("reporter"), WHY),
    ),
    # The cases beside it.
    Step(
        "link",
        "Link a case that is like this one.",
        "rootcause case link 2026-0001 2026-0007 --why 'the same pump'",
        (_words("other", "CASE"), NEEDED),
    ),
    Step(
        "merge",
        "Answer this complaint in another case from now on.",
        "rootcause case merge 2026-0007 2026-0001 --why 'the same owner wrote again'",
        (_words("into", "CASE"), NEEDED),
    ),
    Step(
        "unlink",
        "Take a link or a merger back.",
        "rootcause case unlink 2026-0001 2026-0007 --why 'another engine'",
        (_words("other", "CASE"), NEEDED),
    ),
    Step(
        "share",
        "Tell the cases beside this one what was found.",
        "rootcause case share 2026-0001",
        (click.Argument(["finding"], required=False, metavar="[FINDING]"),),
    ),
)


@click.group(
    cls=Group,
    name="case",
    epilog=EXAMPLE.format("rootcause case triage 2026-0001 --owner 'engineer 2'"),
)
def case_steps() -> None:
    """Take a step with a case: whose it is, what is supposed, done and said."""


def _command(step: Step) -> click.Command:
    moment = click.Option(["--at"], metavar="TIME", help="When it happened; else now.")
    asked = [*step.takes, *([] if step.method == "declare" else [moment])]
    return CaseCommand(
        step.name, params=asked, callback=_calling(step), help=step.help, example=step.example
    )


def _calling(step: Step) -> Callable[..., None]:
    def call(case: OpenCase, **said: Any) -> None:
        given = {name: value for name, value in said.items() if value is not None}
        positional = [given.pop(one.name) for one in _arguments(step) if one.name in given]
        getattr(case, step.method)(*positional, **_read(given))
        tell_last(case)

    return call


def _arguments(step: Step) -> list[click.Argument]:
    return [one for one in step.takes if isinstance(one, click.Argument)]


def _read(given: dict[str, Any]) -> dict[str, Any]:
    """Read what is typed as one word but is more: levels, and a range."""
    if "levels" in given:
        given["levels"] = [one.strip() for one in given["levels"].split(",")]
    if "range" in given:
        try:
            low, high = (float(one) for one in given["range"].split(":"))
        except ValueError:
            raise ArgumentError(f"{given['range']!r} is not LOW:HIGH, such as 1:15.") from None
        given["range"] = (low, high)
    return given


for step in STEPS:
    case_steps.add_command(_command(step))
