"""The answer: its headline, two or three sentences, the ladder and the one picture."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rootcause.report import changing, numbers, pictures, shown, trust
from rootcause.report.groups import SEPARATING, crossing, fallen
from rootcause.report.ladder import ladder
from rootcause.report.parts import Picture, Reply, Span, Spans, plain
from rootcause.report.phrases import Words, called
from rootcause.report.sentences import (
    evidence,
    left_open,
    may_add,
    never_varied,
    no_evidence,
    not_excluded,
    reversal,
    seen_together,
    too_few,
    too_little,
)
from rootcause.results import Answer, Candidate, Investigation, Verdict

NOTHING = "Nothing recorded here explains it."
NAMED = 3
"""Of more candidates than this only the first few are named in a sentence."""

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
    return _standing_headline(investigation, _rivals_beside(words, investigation))


def _nothing_headline(words: Words, investigation: Investigation) -> str:
    """Nothing, unless the outcome changed at one moment: then that, and what changed with it."""
    changed, changes = changing.changed(words, investigation), investigation.changes
    if not changed:
        return NOTHING
    if changes is not None and changes.together:
        return f"{numbers.capital(changed)}."
    return f"{NOTHING.removesuffix('.')}, but {changed}."


def _standing_headline(investigation: Investigation, beside: str) -> str:
    """Those that stand; `beside` says which rivals are left beside them."""
    standing = names(investigation.having(Verdict.STANDS))
    tested = len(investigation.having(*TESTED))
    if tested == 1:
        return f"{numbers.capital(standing[0])}, the only candidate tested, stands."
    if len(standing) == 1:
        said = f"stands, and so does {beside}" if beside else "is the one that stands"
        return f"Of {numbers.count(tested)} candidates, {standing[0]} {said}."
    each = "each given the other" + ("s" if len(standing) > 2 else "")
    if len(standing) == tested == 2:
        return f"Both candidates stand, {each}: {_few(standing)}."
    how_many = numbers.capital(numbers.in_words(len(standing)))
    said = f"{how_many} of {numbers.count(tested)} candidates stand, {each}: {_few(standing)}."
    return f"{said} So does {beside}." if beside else said


def _rivals_beside(words: Words, investigation: Investigation) -> str:
    """Rivals of which one stands too, it can't be told which; empty if there are none."""
    left = investigation.having(Verdict.UNDETERMINED)
    given = {one.name: one.given for one in left}
    mutual = [one for one in left if any(one.name in given.get(other, ()) for other in one.given)]
    if not mutual:
        return ""
    these = words.these(investigation.n)
    rivals = numbers.listed(names(mutual), "or")
    if len(mutual) > NAMED:
        rivals = f"one of {numbers.count(len(mutual))} rivals"
    return f"{rivals}: {these} cannot tell which"


def _rivals_headline(words: Words, investigation: Investigation) -> str:
    rivals = names(investigation.having(Verdict.UNDETERMINED))
    these = words.these(investigation.n)
    if investigation.plan and investigation.plan.ruled_out:
        return f"Trials speak against {numbers.listed(rivals)}: something not recorded may do it."
    if len(rivals) == 1:
        return f"{numbers.capital(rivals[0])} may be it, but {these} cannot settle it."
    if len(rivals) > NAMED:
        return f"{numbers.count(len(rivals))} rivals are left: {these} cannot tell which."
    return f"{numbers.capital(numbers.listed(rivals, 'or'))}: {these} cannot tell which."


def names(candidates: Sequence[Candidate]) -> list[str]:
    """What people call these candidates."""
    return [called(one.variable) for one in candidates]


def _few(called_so: list[str]) -> str:
    if len(called_so) <= NAMED + 1:
        return numbers.listed(called_so)
    return numbers.listed([*called_so[:NAMED], f"{len(called_so) - NAMED} more"])


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
    hung = [Span(one) for one in trust.short(words, investigation)]
    said = shown.sentence(investigation)
    for one in (*hung, *([Span(said, strong=True)] if said else [])):
        apart = bool(spans) and not spans[-1].text.endswith(" ")
        spans += [Span(" "), one] if apart else [one]
    return tuple(spans)


def _standing(words: Words, investigation: Investigation) -> Spans:
    standing = investigation.having(Verdict.STANDS)
    alone = len(standing) == 1
    spans: list[Span] = []
    for one in standing[:NAMED]:
        said = evidence(words, investigation, one)
        spans += _begun("" if alone else called(one.variable), said)
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


def screened(words: Words, investigation: Investigation) -> list[str]:
    """Who is screened off by whom, or turned round, one sentence for each set that does it."""
    off = investigation.having(Verdict.SCREENED_OFF)
    by_whom: dict[tuple[str, ...], list[Candidate]] = {}
    turned: dict[tuple[str, ...], dict[str, float]] = {}
    for one in off:
        back = reversal(one)
        if back is None or back.given != one.given:
            by_whom.setdefault(one.given, []).append(one)
        if back is not None:
            turned.setdefault(back.given, {})[called(one.variable)] = back.pvalue
    return [
        *(_screened(words, investigation, *pair) for pair in by_whom.items()),
        *(_turned(words, *pair) for pair in turned.items()),
    ]


def _turned(words: Words, given: tuple[str, ...], turned: dict[str, float]) -> str:
    """Say a reversal."""
    point = "points" if len(turned) == 1 else "point"
    subject = numbers.capital(_few(list(turned)))
    said = _pvalues(list(turned.values()), most=True)
    return f"{subject} {point} the other way given {words.names(given)}{said}."


def _screened(
    words: Words, investigation: Investigation, given: tuple[str, ...], off: list[Candidate]
) -> str:
    these, by = seen_together(words, investigation), words.names(given)
    said = _pvalues([one.pvalue_given for one in off if not math.isnan(one.pvalue_given)])
    if len(off) == 1:
        subject = f"{numbers.capital(called(off[0].variable))} is screened off"
        return f"{subject}: given {by} it adds nothing {these} can show{said}."
    subject = f"{numbers.capital(_few(names(off)))} are screened off"
    return f"{subject}: given {by} they add nothing {these} can show{said}."


def _pvalues(given: list[float], most: bool = False) -> str:
    """Some p-values in brackets: each of a few, else the smallest or the largest."""
    if not given:
        return ""
    if len(given) > NAMED:
        least, greatest = numbers.equals(min(given)), numbers.equals(max(given))
        return f" ({f'{greatest} or less' if most else f'{least} or more'})"
    first = numbers.equals(given[0])
    return f" ({numbers.listed([first, *map(numbers.probability, given[1:])])})"


def unsettled(words: Words, investigation: Investigation) -> list[str]:
    """Those left undetermined beside something that stands, a sentence for each set given."""
    alike: dict[tuple[object, ...], list[Candidate]] = {}
    for one in investigation.having(Verdict.UNDETERMINED):
        alone = one.name if one.residue else ""
        why = one.given, one.late, alone, may_add(one, investigation), one.on_a_scale
        alike.setdefault(why, []).append(one)
    return [_unsettled(words, investigation, left) for left in alike.values()]


def _unsettled(words: Words, investigation: Investigation, left: list[Candidate]) -> str:
    """Why candidates that are undetermined for the same reason are so."""
    first, subject = left[0], numbers.capital(_few(names(left)))
    if len(left) == 1:
        return f"{subject} is undetermined: {left_open(words, first, investigation)}."
    given = words.names(first.given)
    if first.late:
        return f"{subject} look like consequences: the outcome stands between them and {given}."
    known = [one.pvalue_given for one in left if not math.isnan(one.pvalue_given)]
    if may_add(first, investigation):
        least = too_little(first, investigation)
        said = f"they may still add something{_pvalues(known, most=True)}, but {least}"
    else:
        said = f"they are not shown to add anything, nor to add nothing{_pvalues(known)}"
    return f"{subject} are undetermined: given {given} {said}."


def _rivals(words: Words, investigation: Investigation) -> Spans:
    rivals = investigation.having(Verdict.UNDETERMINED)
    first = rivals[0]
    spans = _begun(called(first.variable), evidence(words, investigation, first))
    ruled_out = investigation.plan is not None and investigation.plan.ruled_out
    why = "" if ruled_out else f"{_why_rivals(rivals, investigation.provenance.alpha)} "
    rest = len(investigation.having(Verdict.NO_EVIDENCE))
    others = f"The other {numbers.count(rest)} candidates show nothing. " if rest > 1 else ""
    return (*spans, Span(f"{why}{others}"))


def _why_rivals(rivals: Sequence[Candidate], alpha: float) -> str:
    if len(rivals) == 1:
        return "It is not shown to stand, nor shown to be nothing."
    given = "the other" if len(rivals) == 2 else "the others"
    if all(never_varied(one) for one in rivals):
        none = "neither" if len(rivals) == 2 else "none"
        return f"They always changed together, so {none} can be tested given {given}."
    adding = [one for one in rivals if one.pvalue_given <= alpha]
    if not adding:
        return f"Given {given}, none is shown to add anything, nor shown to be nothing."
    still = "still adds" if len(adding) == 1 else "still add"
    subject = f"{_few(names(adding))} {still}" if len(adding) < len(rivals) else "each still adds"
    said = _pvalues([one.pvalue_given for one in adding])
    return (
        f"Given {given}, {subject} something{said}, "
        "but none accounts for it clearly better than the rest."
    )


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
