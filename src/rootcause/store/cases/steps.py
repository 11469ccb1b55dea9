"""What people do with a case of a book beside observing: each call is one durable step."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from rootcause.case import actions, hypotheses, owners, statuses
from rootcause.case.handling import Status
from rootcause.case.records import ActionKind, Ground, Standing
from rootcause.errors import ArgumentError
from rootcause.store.book.moments import Moment
from rootcause.store.cases.stepping import Stepping

if TYPE_CHECKING:
    from rootcause.results import Confirmation


class CaseSteps(Stepping):
    """Whose a case is, how far it has come, what is supposed and what is done."""

    # Whose it is, and how far it has come.

    def hand_over(
        self, to: str, *, why: str = "", who: str | None = None, at: Moment = None
    ) -> None:
        """Give the case to its next owner."""
        self._take(partial(owners.hand_over, to=to, why=why), who=who, at=at)

    def escalate(self, to: str, *, why: str, who: str | None = None, at: Moment = None) -> None:
        """Call for more than the owner can do; the owner stays."""
        self._take(partial(owners.escalate, to=to, why=why), who=who, at=at)

    def set_due(
        self, due: str | date, *, why: str = "", who: str | None = None, at: Moment = None
    ) -> None:
        """Say by when the case is to be answered."""
        self._take(partial(owners.set_due, due=due, why=why), who=who, at=at)

    def prioritise(
        self, urgency: int, *, why: str, who: str | None = None, at: Moment = None
    ) -> None:
        """Set the priority, 0 to 9; every repeat of the complaint still adds one."""
        self._take(partial(owners.prioritise, urgency=urgency, why=why), who=who, at=at)

    def promise(
        self, what: str, *, due: str | date, who: str | None = None, at: Moment = None
    ) -> int:
        """Write down what is owed and by when; returns the number of the promise."""
        step = partial(owners.promise, what=what, due=due)
        return len(self._take(step, who=who, at=at).promises)

    def keep(
        self, number: int, *, note: str = "", who: str | None = None, at: Moment = None
    ) -> None:
        """Write down that a promise was kept."""
        self._take(partial(owners.keep, number=number, note=note), who=who, at=at)

    def triage(self, owner: str = "", *, who: str | None = None, at: Moment = None) -> None:
        """Take the case in hand; it needs an owner, who may be named here."""
        given = [partial(owners.hand_over, to=owner)] if owner else []
        move = partial(statuses.move, to=Status.TRIAGED)
        self._take(*given, move, who=who, at=at)

    def move(
        self, to: Status | str, *, why: str = "", who: str | None = None, at: Moment = None
    ) -> None:
        """Take the case along its path, or back, as far as the gates are open.

        Parameters
        ----------
        to
            "triaged" (needs an owner), "investigating" (an outcome), "cause found" (a supported
            hypothesis), "fixing" (an action with its criterion) or "verifying" (one that is done).
        why
            A reason; needed to open a case again that is over.
        """
        self._take(partial(statuses.move, to=to, why=why), who=who, at=at)

    def reopen(self, why: str, *, who: str | None = None, at: Moment = None) -> None:
        """Open the case again; those who were told have to be told anew."""
        self._take(partial(statuses.reopen, why=why), who=who, at=at)

    def park(
        self, until: str | date, *, why: str, who: str | None = None, at: Moment = None
    ) -> None:
        """Lay the case aside until a day, with a reason."""
        self._take(partial(statuses.park, until=until, why=why), who=who, at=at)

    def decline(self, why: str, *, by: str = "", who: str | None = None, at: Moment = None) -> None:
        """Decline the case; `by` is the person who answers for that, else whoever writes it."""
        self._take(partial(statuses.decline, why=why, by=by), who=who, at=at)

    def close(
        self,
        answer: str = "",
        *,
        unexplained: bool = False,
        why: str = "",
        who: str | None = None,
        at: Moment = None,
    ) -> None:
        """Close the case once everybody who complained was told and thanked.

        Parameters
        ----------
        answer
            What was found; else the confirmed or supported hypotheses say it.
        unexplained
            Closes it without a cause, which is honest; so does having nothing to say above.
        why
            Why it is closed although somebody was not told or thanked.
        """
        step = partial(statuses.close, answer=answer, unexplained=unexplained, why=why)
        self._take(step, who=who, at=at)

    # What is supposed, and what is done.

    def hypothesise(
        self,
        statement: str,
        *,
        predicts: str,
        candidate: str = "",
        who: str | None = None,
        at: Moment = None,
    ) -> int:
        """Write a hypothesis with what it predicts; returns its number.

        Parameters
        ----------
        statement
            What might be the cause.
        predicts
            What will be seen if it is, and would not be seen otherwise.
        candidate
            The variable it is about, if it is about one.
        """
        step = partial(
            hypotheses.hypothesise, statement=statement, predicts=predicts, candidate=candidate
        )
        return len(self._take(step, who=who, at=at).hypotheses)

    def judge(
        self,
        number: int,
        standing: Standing | str,
        *,
        because: str,
        ground: Ground | str = Ground.OBSERVATION,
        evidence: int = 0,
        who: str | None = None,
        at: Moment = None,
    ) -> None:
        """Say how far a hypothesis has come.

        Parameters
        ----------
        number
            Of the hypothesis.
        standing
            "supported", "confirmed", "refuted" or "open".
        because
            Why, in words.
        ground
            "observation", "trial", "inspection" or "effectiveness check"; observations alone
            can't confirm.
        evidence
            Number of the saved evidence it rests on; 0 for none.
        """
        step = partial(
            hypotheses.judge,
            number=number,
            standing=standing,
            because=because,
            ground=ground,
            evidence=evidence,
        )
        self._take(step, who=who, at=at)

    def act(
        self,
        what: str,
        *,
        kind: ActionKind | str = ActionKind.CORRECTIVE,
        criterion: str = "",
        hypothesis: int = 0,
        owner: str = "",
        due: str | date = "",
        check_due: str | date = "",
        who: str | None = None,
        at: Moment = None,
    ) -> int:
        """Agree on an action; returns its number.

        Parameters
        ----------
        what
            What is done.
        kind
            "containment", "corrective" or "preventive".
        criterion
            What will be seen if it works; needed unless it only limits the harm.
        hypothesis
            Number of the hypothesis it follows from; 0 for none.
        owner, due, check_due
            Who does it, by when, and by when it is checked.
        """
        step = partial(
            actions.act,
            what=what,
            kind=kind,
            criterion=criterion,
            hypothesis=hypothesis,
            owner=owner,
            due=due,
            check_due=check_due,
        )
        return len(self._take(step, who=who, at=at).actions)

    def finish(
        self, number: int, *, note: str = "", who: str | None = None, at: Moment = None
    ) -> None:
        """Say that an action is done."""
        self._take(partial(actions.finish, number=number, note=note), who=who, at=at)

    def check(
        self,
        number: int,
        found: str | Confirmation = "",
        *,
        passed: bool | None = None,
        who: str | None = None,
        at: Moment = None,
    ) -> None:
        """Hold what was found against an action's criterion; a failed check opens the case.

        Parameters
        ----------
        number
            Of the action.
        found
            What was seen, in words; or what `rootcause.confirm` gave, whose sentences are kept.
        passed
            Whether it works; left out where a confirmation decides that.
        """
        other = "" if isinstance(found, str) else found.case
        if other not in ("", self.id):
            raise ArgumentError(f"That confirmation is of case {other}, not of {self.id}.")
        step = partial(actions.check, number=number, passed=passed, found=found)
        self._take(step, who=who, at=at)
