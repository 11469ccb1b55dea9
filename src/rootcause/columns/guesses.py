"""What names and levels say about a column's kind: guesses, each of which can be declared away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


POSITIVE = _words(
    "yes y true t 1 + fail failed failure fails failing bad ill sick dead died error broken ng nok "
    "defect defective faulty positive pos present on crash crashed reject rejected scrap damaged "
    "leak leaking stopped late abnormal"
) | {"not ok"}
NEGATIVE = _words(
    "no n false f 0 - ok pass passed good normal never none negative neg absent off alive survived "
    "healthy well fine started success works working intact"
)
YES_ABROAD = _words("ja oui si sí sim да evet はい 是")
NO_ABROAD = _words("nein nee nej nei non não нет hayır いいえ 否")
PLAIN_YES = _words("yes y true t 1") | YES_ABROAD
PLAIN_NO = _words("no n false f 0") | NO_ABROAD

SCALES = (
    ("none", "very low", "low", "medium", "high", "very high"),
    ("none", "very low", "low", "moderate", "high", "very high"),
    ("very low", "low", "normal", "high", "very high"),
    ("none", "trace", "mild", "moderate", "severe", "very severe", "critical"),
    ("none", "slight", "some", "moderate", "heavy"),
    ("none", "light", "medium", "heavy"),
    ("none", "minor", "major", "critical"),
    ("never", "rarely", "sometimes", "often", "always"),
    ("tiny", "small", "medium", "large", "huge"),
    ("xxs", "xs", "s", "m", "l", "xl", "xxl"),
    ("very slow", "slow", "medium", "fast", "very fast"),
    ("cold", "cool", "warm", "hot"),
    ("very poor", "poor", "fair", "good", "very good", "excellent"),
    ("strongly disagree", "disagree", "neutral", "agree", "strongly agree"),
)

_LABEL_TOKENS = _words(
    "batch lot code zip postcode machine line model station operator supplier vendor part serial "
    "category cavity nozzle tool mould mold site plant clinic ward room shift variant"
)
_NUMBER_TOKENS = _words("id no nr num number code key")
_IDENTIFIER_TOKENS = _NUMBER_TOKENS - {"code"} | _words("serial uuid guid sn rowid")
_ORDER_TOKENS = _words("order run sequence seq trial step time day")
_DIGITS = re.compile(r"(\d{1,15})")
_PREFIX = re.compile(r"(\d{1,2})[_ .:)-]+(?=\D)")
_SQUARE = re.compile(r"(.*\S)\s*\[([^\[\]]{1,15})\]")
_ROUND = re.compile(r"(.*\S)\s*\(([^()]{1,15})\)")
_UNITS = _words(
    "s sec min h ms us d mm cm m km um nm in ft mi g kg mg t l ml bar mbar pa kpa mpa psi c f k "
    "v mv kv a ma w kw wh kwh hz khz mhz n nm rpm ppm db lx klx hpa kn j kj deg degc degf °c °f °"
)


@lru_cache(maxsize=1024)
def tokens(name: str) -> tuple[str, ...]:
    """Split a name into words: "FlightNumber" and "flight_number" are the same two."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return tuple(one.casefold() for one in re.split(r"[\W_]+", spaced) if one)


def says_label(name: str) -> bool:
    """Whether numbers under this name are labels: "batch", "machine no", but not "batch size"."""
    words = tokens(name)
    if len(words) > 1 and words[-1] in _NUMBER_TOKENS:
        return True
    return bool(words) and words[-1] in _LABEL_TOKENS


def says_identifier(name: str) -> bool:
    """Whether the name is that of an identifier: "id", "serial_number", "index"."""
    words = tokens(name)
    return bool(words) and (words[-1] in _IDENTIFIER_TOKENS or words in (("index",), ("#",)))


def says_order(name: str) -> bool:
    """Whether the name is that of an order in time, which may well matter: "run order"."""
    return not _ORDER_TOKENS.isdisjoint(tokens(name))


def split_unit(name: str) -> tuple[str, str]:
    """Label and unit of a name that ends in a unit in brackets: "pressure [bar]"."""
    square = _SQUARE.fullmatch(name)
    if square:
        return square[1], square[2].strip()
    found = _ROUND.fullmatch(name)
    if found and (found[2].strip().casefold() in _UNITS or re.search(r"[/°%µ]", found[2])):
        return found[1], found[2].strip()
    return "", ""


@lru_cache(maxsize=4096)  # columns side by side often have the same levels
def natural_key(word: str) -> tuple[tuple[int, float, str], ...]:
    """Sort key that puts "M2" before "M10"."""
    parts = _DIGITS.split(word.casefold())
    found = [(0, float(one), "") if one.isdecimal() else (1, 0.0, one) for one in parts if one]
    return (*found, (2, 0.0, word))


def folded(word: str) -> str:
    """Strip a level of its case and of a number put before it: "1_Yes" is "yes"."""
    return _PREFIX.sub("", word.strip(), count=1).casefold()


def meaning(word: str) -> str:
    """Fold a level and make every plain yes and no the same: "TRUE" and "1" are "yes"."""
    plain = folded(word)
    return "yes" if plain in PLAIN_YES else "no" if plain in PLAIN_NO else plain


def from_abroad(words: Sequence[str]) -> bool:
    """Whether these are a yes and a no of another language: "Ja" and "nein", "sí" and "no"."""
    plain = [folded(one) for one in words]
    abroad = any(one in YES_ABROAD or one in NO_ABROAD for one in plain)
    return abroad and {meaning(one) for one in words} == {"yes", "no"}


def order_of_two(levels: Sequence[str]) -> list[str]:
    """Sort two levels, the one a complaint would be about second."""
    ordered = sorted(levels, key=natural_key)
    first, second = map(folded, ordered)
    denied = negated(second) == first and first not in NEGATIVE
    turned = (
        denied
        or (first in POSITIVE and second not in POSITIVE)
        or (second in NEGATIVE and first not in NEGATIVE)
    )
    return ordered[::-1] if turned else ordered


def order_on_scale(levels: Sequence[str]) -> list[str] | None:
    """Order three or more levels if all are numbered or of one known scale, else None."""
    if not 3 <= len(levels) <= 20:
        return None
    prefixes = [_PREFIX.match(one) for one in levels]
    ranks = [int(one[1]) for one in prefixes if one]
    if len(set(ranks)) == len(levels) and min(ranks) <= 1 and max(ranks) <= len(levels) + 1:
        return sorted(levels, key=natural_key)
    words = {one.casefold().replace("_", " "): one for one in levels}
    for scale in SCALES:
        if len(words) == len(levels) and words.keys() <= set(scale):
            return [words[one] for one in scale if one in words]
    return None


def negated(happened: str) -> str:
    """Say that it did not happen: "not ill"; of "no start" simply "start"."""
    found = re.fullmatch(r"(?:no|not|non)[ -](.+)", happened, flags=re.IGNORECASE)
    return found[1] if found else f"not {happened}"


def alike(levels: Sequence[str]) -> list[str]:
    """Find levels that differ from another one only in case, of a few dozen levels at most."""
    folds = [one.casefold() for one in levels[:50]]
    if len(set(folds)) == len(folds):
        return []
    times = Counter(folds)
    return [one for one, fold in zip(levels, folds, strict=False) if times[fold] > 1]
