"""What a terminal shows."""

from dataclasses import replace

import made
import pytest

from rootcause.report import text
from rootcause.report.phrases import called

VANILLA = """\
Of 5 candidates, minutes in the shop is the one that stands.

Under 4 min, 11 of 13 failed; at 4 or more, 1 of 28 (p < .0001; corrected for 5 tests, p = .0002).
People queueing and flavour are screened off: given minutes in the shop they add nothing these 41
trips can show (p = .18 and .63). Not yet shown: no trial has been made.

5 candidates over 41 trips, best first. 12 failed.
                         effect  95 % interval        p  corrected  p given   n
Stands (1)
  minutes in the shop      −.87   −.96 to −.60  < .0001      .0002           41
    failed, of how many: 11 of 13 (under 4 min), 1 of 28 (4 or more)
Screened off (2)
  people queueing          −.70   −.86 to −.41    .0004       .001      .18  41
    failed, of how many: 11 of 20 (under 2), 1 of 21 (2 or more)
  flavour                   .52     .27 to .80     .003       .005      .63  41
    failed, of how many: 9 of 14 (vanilla), 3 of 27 (others)
No evidence (2)
  humidity                  .25    −.17 to .59      .21        .26           41
  weekday (bought at) †       0    −.32 to .37      .71        .71           41

Not tested (2): driver’s note (free text); receipt (an identifier: a different value on every row).

Minutes in the shop: The line at 4 min was drawn on these same trips, so this contrast flatters; p
  and effect size do not use it.
Corrected p: Benjamini–Hochberg over all 5 tests. “No evidence” is not “no effect”: 41 trips would
have shown an effect size of .38 to .49 (80 % power); smaller ones may be missed. † derived from
bought_at."""


def test_vanilla_word_by_word():
    assert repr(made.vanilla()) == VANILLA


@pytest.mark.parametrize("name", made.ALL)
def test_fits_a_terminal(name):
    lines = repr(made.ALL[name]()).splitlines()
    assert max(map(text.width, lines)) <= 100
    assert not any(line != line.rstrip() for line in lines)


def test_many_rows_are_counted():
    told = made.vanilla()
    humidity = told["humidity"]
    many = tuple(
        replace(humidity, variable=replace(humidity.variable, name=f"h{i}")) for i in range(40)
    )
    lines = repr(replace(told, candidates=(*told.candidates[:1], *many))).splitlines()
    assert sum(line.startswith("  h") for line in lines) == text.MOST_ROWS - 1
    assert "and 29 more" in lines


def test_terminal_is_not_driven_by_names():
    told = made.vanilla()
    evil = replace(told.candidates[0].variable, label="red \x1b[31m\x07 a\nb \u202etxt")
    shown = repr(replace(told, candidates=(replace(told.candidates[0], variable=evil),)))
    assert not any(ord(one) < 32 and one != "\n" for one in shown)
    assert "\u202e" not in shown
    assert "  red [31m a b txt  " in shown


def test_wide_characters_keep_the_columns():
    told = made.vanilla()
    wide = replace(told.candidates[0].variable, label="店にいた時間")
    shown = repr(
        replace(told, candidates=(replace(told.candidates[0], variable=wide), *told.candidates[1:]))
    )
    first, second = (
        next(line for line in shown.splitlines() if line.startswith(f"  {name}"))
        for name in ("店", "humidity")
    )
    assert text.width(first) == text.width(second)


def test_huge_names_are_cut_in_the_table():
    told = made.vanilla()
    huge = replace(told.candidates[0].variable, label="x" * 5000)
    shown = repr(replace(told, candidates=(replace(told.candidates[0], variable=huge),)))
    assert max(map(len, shown.splitlines())) <= 100
    assert "  " + "x" * (text.NAME_WIDTH - 1) + "…" in shown


FLAVOUR = """\
Flavour is screened off: with vanilla, 9 of 14 failed; with the others, 3 of 27 (p = .003;
corrected for 5 tests, p = .005), but given minutes in the shop it adds nothing these 41 trips can
show (p = .63).

                           effect size       95 % interval     p  corrected   n
alone                      Cramér's V   .52     .27 to .80  .003       .005  41
given minutes in the shop  Cramér's V   .06       0 to .19   .63             41

verdict              screened off (associated alone; adds nothing that can be seen given another)
column               flavor
kind                 nominal, 4 levels
recorded             41 trips, none missing
failed, of how many  vanilla 9 of 14; chocolate 2 of 9; strawberry 1 of 8; pistachio 0 of 10
measure              chi-square; p is exact"""


def test_one_candidate_word_by_word():
    assert repr(made.vanilla()["flavor"]) == FLAVOUR


@pytest.mark.parametrize("name", made.ALL)
def test_one_candidate_fits_a_terminal(name):
    told = made.ALL[name]()
    for one in told.candidates:
        lines = repr(told[one.name]).splitlines()
        assert max(map(text.width, lines)) <= 100
        assert not any(line != line.rstrip() for line in lines)


@pytest.mark.parametrize("label", ["red \x1b[31m\x07 a\nb \u202etxt", "x" * 5000, "店" * 60])
def test_one_candidate_does_not_drive_the_terminal(label):
    told = made.vanilla()
    evil = replace(told.candidates[0].variable, label=label, unit="\x1b[0m", note=label)
    column = replace(told.columns["shop_minutes"], variable=evil)
    told = replace(
        told,
        candidates=(replace(told.candidates[0], variable=evil), *told.candidates[1:]),
        columns={**told.columns, "shop_minutes": column},
    )
    for name in ("shop_minutes", "flavor"):
        shown = repr(told[name])
        assert not any(ord(one) < 32 and one != "\n" for one in shown)
        assert "\u202e" not in shown
        table = [line for line in shown.splitlines() if line.startswith(("alone", "given"))]
        assert len({text.width(line) for line in table}) == 1
        assert text.width(table[0]) <= 100


def test_a_caution_of_several_candidates_is_said_once():
    told = made.two_stand()
    same = tuple(replace(one, cautions=("Rows resemble each other.",)) for one in told.candidates)
    said = text.render(replace(told, candidates=same))
    first, second = (called(one.variable) for one in told.candidates[:2])
    assert said.count("Rows resemble each other.") == 1
    assert f"{first.capitalize()} and {second}: Rows resemble each other." in said


@pytest.mark.parametrize("name", sorted({*made.ALL} - {"hostile"}))
@pytest.mark.parametrize("columns", [80, 200])
def test_lines_fit_the_terminal_and_every_word_is_kept(name, columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    words = text.render(made.ALL[name]()).split()
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = text.render(made.ALL[name]())
    assert max(map(text.width, shown.splitlines())) < min(columns, 100)
    assert sorted(shown.split()) == sorted(words)


def test_one_candidate_fits_the_terminal_too(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    shown = repr(made.vanilla()["flavor"])
    assert max(map(text.width, shown.splitlines())) < 80
