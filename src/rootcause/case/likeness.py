"""Cases like one another: which rare words their complaints share.

Each complaint is weighed by its words, a word counting the more the fewer complaints have it
(inverse document frequency, K. Spärck Jones, A statistical interpretation of term specificity,
Journal of Documentation 28, 1972), and two are compared by the cosine of the angle between them
(G. Salton, A. Wong, C. S. Yang, Communications of the ACM 18, 1975, 613-620). Words are cut to
five letters, so that "start", "starts" and "starting" are one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

STEM = 5
SHOWN = 6
Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two cases are.

    Attributes
    ----------
    id
        Of the other case.
    score
        Cosine of their words' weights: 0 for no word in common, 1 for the same words.
    shared
        The words that they share, the one that tells most first.
    """

    id: str
    score: float
    shared: tuple[str, ...]


def words_of(*texts: str) -> tuple[str, ...]:
    """The words of some texts, in small letters; numbers and one or two letters are none."""
    found = re.findall(r"[^\W\d_]{3,}", " ".join(texts).casefold())
    return tuple(found)


def alike(mine: Iterable[str], others: Mapping[str, Iterable[str]]) -> list[Likeness]:
    """Compare the words of one case with those of others, the most alike first.

    Parameters
    ----------
    mine
        Words of the case, as `words_of` gives them.
    others
        Words of the others, by their ids.

    Returns
    -------
    list of Likeness
        Of those that share a word.
    """
    own, theirs = list(mine), {name: list(words) for name, words in others.items()}
    rarity = _rarity([own, *theirs.values()])
    mine_weighed, spelled = _weighed(own, rarity), {_stem(word): word for word in reversed(own)}
    found = [
        _likeness(name, mine_weighed, _weighed(words, rarity), spelled)
        for name, words in theirs.items()
    ]
    return sorted((one for one in found if one.score > 0), key=lambda one: (-one.score, one.id))


def _rarity(texts: list[list[str]]) -> Weights:
    """Logarithm of one more than the number of texts, per text that has the word."""
    having = Counter(stem for words in texts for stem in {_stem(word) for word in words})
    return {stem: math.log((len(texts) + 1) / count) for stem, count in having.items()}


def _weighed(words: list[str], rarity: Weights) -> Weights:
    counts = Counter(map(_stem, words))
    raw = {stem: (1 + math.log(count)) * rarity[stem] for stem, count in counts.items()}
    length = math.sqrt(sum(weight**2 for weight in raw.values()))
    return {stem: weight / length for stem, weight in raw.items()} if length else {}


def _likeness(name: str, mine: Weights, other: Weights, spelled: Mapping[str, str]) -> Likeness:
    tells = {stem: mine[stem] * other[stem] for stem in mine.keys() & other.keys()}
    best = sorted(tells, key=lambda stem: (-tells[stem], stem))
    shared = tuple(spelled[stem] for stem in best if tells[stem] > 0)[:SHOWN]
    return Likeness(name, math.fsum(tells.values()), shared)


def _stem(word: str) -> str:
    return word[:STEM]
