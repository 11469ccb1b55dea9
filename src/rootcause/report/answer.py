"""The answer: its headline, two or three sentences, the ladder and the one picture."""

from __future__ import annotations

from collections.abc import Sequence

from rootcause.report import changing, numbers, pictures, plans, shown, together, trust
from rootcause.report.beside import (
    NAMED,
    few,
    mutual_rivals,
    names,
    screened,
    set_aside,
    unsettled,
    why_rivals,
)
from rootcause.report.groups import SEPARATING, crossing, fallen
from rootcause.report.ladder import ladder
from rootcause.report.parts import Picture, Reply, Span, Spans, plain
from rootcause.report.phrases import Words, called
from rootcause.report.sentences import (
    evidence,
    no_evidence,
    not_excluded,
    too_few,
)
from rootcause.results import Answer, Candidate, Investigation, Verdict

NOTHING = "Nothing recorded here explains it."
TESTED = (Verdict.STANDS, Verdict.UNDETERMINED, Verdict.SCREENED_OFF, Verdict.NO_EVIDENCE)


def reply(words: Words, investigation: Investigation) -> Reply:
    """The answer of an investigation, in decided words."""
    return Reply(
        kicker="The answer",
        headline=headline(words, investigation),
        says=says(words, investigation),
        ladder=ladder(investigation),
        picture=picture(words, investigation),
    )


def headline(words: Words, investigation: Investigation) -> str:
    """One sentence: what stands, which rivals, or nothing."""
    if investigation.answer is Answer.NOTHING:
        return _nothing_headline(words, investigation)
    if investigation.answer is Answer.TOO_FEW:
        these = words.these(investigation.n)
        return f"{numbers.capital(these)} are too few to say what causes it."
    if investigation.answer is Answer.UNDETERMINED:
        return _rivals_headline(words, investigation)
    standing = together.single(investigation, Verdict.STANDS)
    if not standing:
        return _only_together(words, investigation)
    said = _standing_headline(investigation, standing, _rivals_beside(words, investigation))
    return " ".join([said, *together.beside(words, investigation, standing)])


def _nothing_headline(words: Words, investigation: Investigation) -> str:
    """Nothing, unless the outcome changed at one moment: then that, and what changed with it."""
    changed, changes = changing.changed(words, investigation), investigation.changes
    if not changed:
        return NOTHING
    if changes is not None and changes.together:
        return f"{numbers.capital(changed)}."
    return f"{NOTHING.removesuffix('.')}, but {changed}."


def _only_together(words: Words, investigation: Investigation) -> str:
    """Pairs none of whose parts stands alone."""
    tested = len(together.single(investigation, *TESTED))
    first, *more = (
        together.both(words, investigation, one) for one in together.pairs(investigation)
    )
    others = "".join(f", and so do {one}" for one in more)
    return f"Of {numbers.count(tested)} candidates, {first} stand, but only together{others}."


def _standing_headline(
    investigation: Investigation, leaders: Sequence[Candidate], beside: str
) -> str:
    """Those that stand; `beside` says which rivals are left beside them."""
    standing = names(leaders)
    tested = len(together.single(investigation, *TESTED))
    if tested == 1:
        aside = few(names(investigation.having(Verdict.RESTATES)))
        if aside:
            only = f"{standing[0]} is the only candidate tested, and stands"
            return f"{numbers.capital(aside)} being set aside, {only}."
        return f"{numbers.capital(standing[0])}, the only candidate tested, stands."
    if len(standing) == 1:
        said = f"stands, and so does {beside}" if beside else "is the one that stands"
        return f"Of {numbers.count(tested)} candidates, {standing[0]} {said}."
    each = "each given the other" + ("s" if len(standing) > 2 else "")
    if len(standing) == tested == 2:
        return f"Both candidates stand, {each}: {few(standing)}."
    how_many = numbers.capital(numbers.in_words(len(standing)))
    said = f"{how_many} of {numbers.count(tested)} candidates stand, {each}: {few(standing)}."
    return f"{said} So does {beside}." if beside else said


def _rivals_beside(words: Words, investigation: Investigation) -> str:
    """Rivals of which one stands too, it can't be told which; empty if there are none."""
    mutual = mutual_rivals(investigation)
    if not mutual:
        return ""
    these = words.these(investigation.n)
    rivals = numbers.listed(names(mutual), "or")
    if len(mutual) > NAMED:
        rivals = f"one of {numbers.count(len(mutual))} rivals"
    return f"{rivals}: {these} cannot tell which"


def _rivals_headline(words: Words, investigation: Investigation) -> str:
    undetermined = investigation.having(Verdict.UNDETERMINED)
    rivals, these = names(undetermined), words.these(investigation.n)
    if left := plans.left(investigation.plan, undetermined):
        return left
    if len(rivals) == 1:
        return f"{numbers.capital(rivals[0])} may be it, but {these} cannot settle it."
    if len(rivals) > NAMED:
        left = f"{numbers.capital(numbers.in_words(len(rivals)))} rivals are left"
        return f"{left}, and {these} cannot tell which: {few(rivals)}."
    return f"{numbers.capital(numbers.listed(rivals, 'or'))}: {these} cannot tell which."


def says(words: Words, investigation: Investigation) -> Spans:
    """Two or three sentences under the headline."""
    told = {
        Answer.STANDS: _standing,
        Answer.UNDETERMINED: _rivals,
        Answer.NOTHING: _nothing,
        Answer.TOO_FEW: _too_few,
    }[investigation.answer]
    changed = changing.sentence(words, investigation)
    before = (Span(f"{changed} "),) if changed else ()
    spans = [*before, *told(words, investigation)]
    cautions = (*set_aside(words, investigation), *trust.brief(words, investigation))
    hung = [Span(one) for one in cautions]
    said = shown.sentence(investigation)
    for one in (*hung, *([Span(said, strong=True)] if said else [])):
        apart = bool(spans) and not spans[-1].text.endswith(" ")
        spans += [Span(" "), one] if apart else [one]
    return tuple(spans)


def _standing(words: Words, investigation: Investigation) -> Spans:
    standing = together.single(investigation, Verdict.STANDS)
    pairs = [
        one for one in together.pairs(investigation) if not together.turned(investigation, one)
    ]
    alone = len(standing) == 1
    spans: list[Span] = []
    for one in standing[:NAMED]:
        said = evidence(words, investigation, one)
        spans += _begun("" if alone else called(one.variable), said)
    for one in pairs[:NAMED]:
        both = f"{together.both(words, investigation, one)} together"
        only = len(pairs) == 1 and not standing
        spans += _begun("" if only else both, evidence(words, investigation, one))
    others = [
        *(not_excluded(words, one) for one in standing[:NAMED] if one.not_excluded),
        *screened(words, investigation),
        *unsettled(words, investigation),
    ]
    spans += [Span(f"{one} ") for one in others]
    return tuple(spans)


def _begun(subject: str, said: Spans) -> list[Span]:
    """A sentence of it, followed by a space."""
    if not said:
        return []
    if subject:
        return [Span(f"{numbers.capital(subject)}: "), *said, Span(". ")]
    first = Span(numbers.capital(said[0].text), said[0].hot, said[0].strong)
    return [first, *said[1:], Span(". ")]


def _rivals(words: Words, investigation: Investigation) -> Spans:
    rivals = investigation.having(Verdict.UNDETERMINED)
    told = investigation.plan.told_apart if investigation.plan else ()
    first = min(rivals, key=lambda one: one.name not in told)
    spans = _begun(called(first.variable), evidence(words, investigation, first))
    tried = plans.left(investigation.plan, rivals)
    why = "" if tried else f"{why_rivals(rivals, investigation.provenance.alpha)} "
    rest = len(investigation.having(Verdict.NO_EVIDENCE))
    others = f"The other {numbers.count(rest)} candidates show nothing. " if rest > 1 else ""
    return (*spans, Span(f"{why}{others}"))


def _nothing(words: Words, investigation: Investigation) -> Spans:
    tested = investigation.having(Verdict.NO_EVIDENCE)
    if not tested:
        return (Span("None of the columns could be tested. "),)
    closest, family = tested[0], investigation.provenance.family
    said = no_evidence(words, investigation, closest)
    if len(tested) == 1:
        return (Span(f"The only candidate tested shows nothing. {said}"),)
    none = "Neither of the" if len(tested) == 2 else "None of the"
    counted = f"{none} {numbers.count(len(tested))} candidates stands"
    tests = "" if family == len(tested) else f" ({numbers.count(family)} tests)"
    return (Span(f"{counted}{tests}. The closest is {_lowered(said, closest)}"),)


def _lowered(said: str, candidate: Candidate) -> str:
    """The same sentence within another: its subject as people call it, without a capital."""
    subject = called(candidate.variable)
    return subject + said.removeprefix(numbers.capital(subject))


def _too_few(words: Words, investigation: Investigation) -> Spans:
    tested = investigation.having(*TESTED)
    if not tested:
        return (Span("None of the columns could be tested."),)
    closest = tested[0]
    association = closest.association
    spans = _begun(
        f"The closest is {called(closest.variable)}", evidence(words, investigation, closest)
    )
    if association is None:
        return tuple(spans)
    provenance = investigation.provenance
    return (*spans, Span(too_few(words, association, provenance.alpha, provenance.family)))


def picture(words: Words, investigation: Investigation) -> Picture | None:
    """The one figure that convinces; None where there is nothing to draw."""
    tested = investigation.having(*TESTED)
    changed = changing.picture(words, investigation)
    if investigation.answer is Answer.NOTHING and changed is not None:
        return changed
    if not tested:
        return None
    if (pairs := together.pairs(investigation)) and not together.beside_one(investigation):
        return pictures.of_pair(words, investigation, pairs[0])
    if investigation.answer is Answer.UNDETERMINED:
        combined = pictures.combinations(
            words, investigation, investigation.having(Verdict.UNDETERMINED)
        )
        if combined is not None:
            return combined
    return pictures.of(words, investigation, tested[0], _ringed(investigation, tested[0]))


def _ringed(investigation: Investigation, leader: Candidate) -> tuple[int, ...]:
    off = fallen(investigation)
    crossed = None
    if off and leader.name == off[0].given[0]:
        crossed = crossing(investigation, leader, off[0])
    few = crossed is not None and len(crossed.separating) <= SEPARATING
    return crossed.separating if crossed and few else ()


def told(words: Words, investigation: Investigation) -> str:
    """The answer as one plain text."""
    return f"{headline(words, investigation)} {plain(says(words, investigation)).strip()}"
