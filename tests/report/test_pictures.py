"""The words of the figures."""

from dataclasses import replace

import made

from rootcause.report import phrases, pictures
from rootcause.report.numbers import NBSP


def picture(told, name):
    return pictures.of(phrases.words(told), told, told[name])


def test_headline_says_what_is_seen():
    expected = {
        "shop_minutes": "Of the 12 that failed, 11 had minutes in the shop under 4 min",
        "flavor": "Of the 12 that failed, 9 had flavour vanilla",
    }
    told = made.vanilla()
    for name, headline in expected.items():
        assert picture(told, name).headline.replace(NBSP, " ") == headline
    assert picture(made.rivals(), "camera").headline == "Of the 7 that restarted, all had camera A"


def test_headline_of_a_single_case():
    told = made.rivals()
    seen = told["camera"].association.contrast
    one = replace(seen, first=replace(seen.first, happened=1))
    words = phrases.words(told)
    shown = pictures.shown(words, told["camera"].variable, one)
    assert shown == "The one that restarted had camera A"


def test_kind_follows_the_candidate():
    told = made.vanilla()
    assert picture(told, "shop_minutes").kind == "observations"
    assert picture(told, "flavor").kind == "levels"
    assert picture(told, "receipt") is None


def test_alternative_text_has_the_counts():
    alt = picture(made.vanilla(), "flavor").alt.replace(NBSP, " ")
    assert alt.endswith("With vanilla, 9 of 14 failed; with the others, 3 of 27.")


def test_had():
    ate = made.yes_no("ice_cream", "01").variable
    assert pictures.had(ate, "yes") == "ice cream"
    assert pictures.had(ate, "no") == "no ice cream"
    lot = replace(ate, name="lot", levels=("lot A", "lot B"))
    assert pictures.had(lot, "lot A") == "lot A"
    assert pictures.had(lot, "others") == "another lot"
    assert pictures.had(lot, "others", "lot A") == "lot other than lot A"
    swabs = replace(ate, name="supplier of the swabs", levels=("supplier 1", "supplier 2"))
    assert pictures.had(swabs, "supplier 1") == "supplier 1"
    assert pictures.had(replace(swabs, levels=("of", "not")), "of") == "supplier of the swabs of"


def test_within_the_bands_of_the_one_that_stands():
    told = made.vanilla()
    words = phrases.words(told)
    given = pictures.within(words, told, told["flavor"], told["shop_minutes"])
    assert (given.kind, given.candidates, given.given, given.cut) == (
        "given",
        ("flavor",),
        "shop_minutes",
        4.0,
    )
    assert given.headline == "Flavour alone, and given minutes in the shop"


def test_one_that_stands_is_drawn_given_the_one_that_changes_its_sign():
    told = made.two_stand()
    first, second = told.candidates[:2]
    turned = replace(first.conditionals[0], given=(second.name,), effect=opposite(first))
    one = replace(first, given=(), conditionals=(turned,))
    drawn = pictures.alone_and_given(phrases.words(told), told, one)
    assert [(each.kind, each.given) for each in drawn][1:] == [("given", second.name)]


def opposite(candidate):
    effect = candidate.association.effect
    return replace(effect, value=-effect.value, low=-effect.high, high=-effect.low)


def test_no_combinations_of_fewer_than_two_labelled_rivals():
    told = made.rivals()
    words = phrases.words(told)
    assert pictures.combinations(words, told, told.candidates[:1]) is None


def test_alone_and_given_the_one_that_the_verdict_names():
    def kinds(told, name):
        found = pictures.alone_and_given(phrases.words(told), told, told[name])
        return [one.kind for one in found]

    assert kinds(made.vanilla(), "flavor") == ["levels", "given"]
    assert kinds(made.vanilla(), "shop_minutes") == ["observations"]
    assert kinds(made.rivals(), "camera") == ["levels", "combinations"]
    assert kinds(made.three_rivals(), "distance") == ["observations", "given"]
    assert kinds(made.numeric_outcome(), "press") == ["levels", "given"]
    assert kinds(made.vanilla(), "receipt") == []


def test_one_level_with_less_of_the_outcome_is_told_by_itself():
    told = made.vanilla()
    seen = told["flavor"].association.contrast
    turned = replace(
        seen,
        first=replace(seen.second, label="others"),
        second=replace(seen.first, label="vanilla", happened=1),
    )
    shown = pictures.shown(phrases.words(told), told["flavor"].variable, turned)
    assert shown.replace(NBSP, " ") == (
        "With flavour vanilla, 1 of 14 failed; with the others, 3 of 27"
    )


def test_marks_say_what_is_drawn():
    numeric = made.numeric_outcome()
    words = phrases.words(numeric)
    assert pictures.marks(words, numeric, ("press",), None) == (
        "One dot for each of 60 observations; a thick line is a median."
    )
    nominal = made.nominal_outcome()
    words = phrases.words(nominal)
    assert pictures.marks(words, nominal, ("resin",), None) == (
        "How many of 90 observations; a bar is the share of its row."
    )
