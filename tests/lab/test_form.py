"""The form for JupyterLab, without JupyterLab: what it asks, refuses, keeps and records."""

import sys

import pytest

from rootcause.errors import CaseError, RootcauseError
from rootcause.store import new_case, open_book

HOSTILE = "<img src=x onerror=alert(1)> $x$ &amp;"


@pytest.fixture
def case(tmp_path):
    book = open_book(tmp_path / "cases.db", create=True)
    case = new_case(title="T", complaint="No!", outcome="no_start", book=book)
    case.declare("no_start", kind="binary")
    case.declare("flavour", kind="nominal", levels=["vanilla", "mint"], label="flavour bought")
    case.declare("minutes", kind="numeric", unit="min", range=(0, 60))
    return case


def fields(form):
    return {one.known.name: one for one in form.fields}


def entered(form, **values):
    for name, value in values.items():
        fields(form)[name].entry.value = value
    form.recorder.click()


def test_each_variable_is_asked_for_with_its_unit_and_levels(case):
    asked = fields(case.form())
    assert [one.entry.tooltip for one in asked.values()] == [
        "no_start",
        "flavour bought",
        "minutes (min)",
    ]
    assert asked["no_start"].entry.options == ("yes", "no")
    assert asked["flavour"].entry.options == ("vanilla", "mint")


def test_it_is_recorded_durably_with_who_and_why(case):
    form = case.form(who="Ann")
    form.note.value, form.trial.value = "hot day", True
    entered(form, no_start="yes", flavour="mint", minutes="1.6 min")
    assert "Observation 1 recorded." in form.told.value
    (row,) = case.observations.to_dict("records")
    assert (row["no_start"], row["flavour"], row["minutes"]) == (True, "mint", 1.6)
    (said,) = case.provenance[["who", "note", "trial"]].to_dict("records")
    assert said == {"who": "Ann", "note": "hot day", "trial": True}


def test_labels_stay_chosen_but_neither_numbers_nor_the_outcome(case):
    form = case.form()
    entered(form, no_start="yes", flavour="mint", minutes="1.6")
    for shown in (form, case.form()):
        assert {name: one.text for name, one in fields(shown).items()} == {
            "no_start": "",
            "flavour": "mint",
            "minutes": "",
        }
        assert ">last 1.6<" in fields(shown)["minutes"].said.value
    assert (form.note.value, form.trial.value, form.sure.value) == ("", False, False)


def test_recording_twice_in_a_row_records_once(case):
    form = case.form()
    entered(form, no_start="yes", flavour="mint")
    form.recorder.click()
    assert "Nothing was entered yet." in form.told.value
    assert len(case.observations) == 1


def test_what_is_wrong_is_said_beside_the_field(case):
    form = case.form()
    minutes = fields(form)["minutes"]
    minutes.entry.value = "soon"
    assert "&#x27;soon&#x27; is no number." in minutes.said.value
    entered(form, no_start="yes", minutes="99")
    assert "0 to 60 is plausible" in minutes.said.value
    assert "Not recorded: see beside the field." in form.told.value
    assert case.observations.empty
    form.sure.value = True
    assert "plausible" not in minutes.said.value
    form.recorder.click()
    assert case.observations["minutes"].tolist() == [99]


def test_what_is_neither_yes_nor_no_is_refused(case):
    form = case.form()
    entered(form, no_start="maybe")
    (said,) = [one.said.value for one in form.fields if one.known.name == "no_start"]
    assert "is yes or no, not &#x27;maybe&#x27;." in said
    assert case.observations.empty


def test_what_the_book_refuses_is_told_and_nothing_is_lost(case):
    form = case.form()
    form.note.value = "x" * 2_000_000
    entered(form, no_start="yes")
    assert "Not recorded. An observation has at most" in form.told.value
    assert fields(form)["no_start"].text == "yes"


def test_hostile_texts_stay_text(case):
    case.declare(HOSTILE, kind="nominal", levels=[HOSTILE, "b"])
    case.declare("text")
    case.observe({HOSTILE: HOSTILE, "text": HOSTILE, "no_start": True})
    form = case.form()
    asked = fields(form)
    assert asked["text"].entry.options == (HOSTILE,)
    entered(form, no_start="no", minutes=HOSTILE)
    form.investigator.click()
    shown = [form.told.value, form.answer.value, *(one.said.value for one in asked.values())]
    assert asked[HOSTILE].entry.description == HOSTILE.replace("$", "\N{FULLWIDTH DOLLAR SIGN}")
    assert not asked[HOSTILE].entry.description_allow_html
    assert [one for one in shown if "<img src=x" in one] == []


def test_first_values_say_what_a_variable_holds(tmp_path):
    book = open_book(tmp_path / "cases.db", create=True)
    case = new_case(title="T", complaint="No!", outcome="no_start", book=book)
    entered(case.form(), no_start="yes")
    (again,) = case.form().fields
    assert again.entry.options == ("yes", "no")


def test_labels_seen_are_suggested(case):
    case.observe(driver="Ann", no_start=True)
    assert fields(case.form())["driver"].entry.options == ("Ann",)


def test_the_answer_is_shown_again(case):
    for n in range(12):
        case.observe(no_start=n % 2 == 0, flavour="vanilla" if n % 2 == 0 else "mint", minutes=n)
    form = case.form()
    form.investigator.click()
    assert form.answer.value == case.investigate()._repr_html_()
    assert "<table" in form.answer.value


def test_what_cannot_be_investigated_is_told(case):
    form = case.form()
    form.investigator.click()
    assert "was recorded in none of 0 rows" in form.told.value
    assert form.answer.value == ""


def test_a_case_without_variables_says_what_to_do(tmp_path):
    book = open_book(tmp_path / "cases.db", create=True)
    with pytest.raises(CaseError, match="knows no variables to ask for"):
        new_case(title="T", complaint="No!", book=book).form()


def test_outside_jupyterlab_it_says_where_it_is_shown(case):
    form = case.form()
    assert form._repr_mimebundle_()["text/plain"] == repr(form)
    assert "shown by JupyterLab" in repr(form)


def test_without_ipywidgets_it_says_what_brings_them(case, monkeypatch):
    monkeypatch.delitem(sys.modules, "rootcause.lab.form", raising=False)
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(RootcauseError, match=r"needs ipywidgets.*'rootcause\[notebook\]'"):
        case.form()
