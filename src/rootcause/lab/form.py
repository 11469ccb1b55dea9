"""A form for recording the observations of a case in JupyterLab."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from rootcause.errors import CaseError, RootcauseError, sentence
from rootcause.store.observations.by_hand import fault_of, typeable, value_of
from rootcause.store.observations.known import Known
from rootcause.variables import Kind, Role

try:
    import ipywidgets as widgets
except ImportError:
    raise RootcauseError(
        "The form needs ipywidgets, which is not installed here; pip install "
        "'rootcause[notebook]' brings it."
    ) from None

if TYPE_CHECKING:
    from rootcause.store import OpenCase

YES_NO = ("yes", "no")
MOST_SUGGESTED = 100
LONGEST_LAST = 60
NO_LATEX = str.maketrans("$\\", "\N{FULLWIDTH DOLLAR SIGN}\N{REVERSE SOLIDUS OPERATOR}")
RED = "var(--jp-error-color1, #b71c1c)"
GREY = "var(--jp-ui-font-color2, #616161)"


class Form:
    """The declared variables of a case as fields, and buttons to record and to investigate.

    Labels stay chosen from one observation to the next; measured numbers, the outcome and its
    consequences are entered anew.

    Parameters
    ----------
    case
        Of a book, open.
    who
        Who observes; by default as `OpenCase` says.
    """

    def __init__(self, case: OpenCase, *, who: str | None = None) -> None:
        self.case, self.who = case, who
        asked = [one for one in case.variables.values() if one.role is not Role.IGNORED]
        if not asked:
            raise CaseError(
                f"Case {case.id} knows no variables to ask for. Declare one first, as in "
                "declare('minutes', kind='numeric', unit='min')."
            )
        observed = case.observations
        self.fields = [Field(one, observed[one.name]) for one in asked]
        self.note = _laid_out(widgets.Text(), "Note, in words")
        self.trial = _laid_out(widgets.Checkbox(indent=False), "Trial: levers were set on purpose")
        self.sure = _laid_out(
            widgets.Checkbox(indent=False), "Sure: take what is not plausible as it is"
        )
        self.recorder = widgets.Button(description="Record", button_style="primary")
        self.investigator = widgets.Button(description="Investigate again")
        for button in (self.recorder, self.investigator):
            button.layout = {"width": "auto"}
        self.told, self.answer = widgets.HTML(), widgets.HTML()
        for entry in (self.sure, *(one.entry for one in self.fields)):
            entry.observe(self._check, names="value")
        self.recorder.on_click(self.record)
        self.investigator.on_click(self.investigate)
        self.box = widgets.VBox(
            [
                *(one.row for one in self.fields),
                *(self.note, self.trial, self.sure),
                widgets.Box([self.recorder, self.investigator], layout={"flex_flow": "row wrap"}),
                *(self.told, self.answer),
            ]
        )
        self._clear()

    def __repr__(self) -> str:
        return f"Form for {self.case!r}, shown by JupyterLab while its kernel runs"

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        """Give what JupyterLab shows it by."""
        return {**self.box._repr_mimebundle_(**kwargs), "text/plain": repr(self)}

    def record(self, _button: object = None) -> None:
        """Record what was entered; it is on the disk when this returns."""
        if self._entered() == self._cleared:
            self._tell("Nothing was entered yet.", RED)
            return
        faulty = [one for one in self.fields if one.check(sure=self.sure.value)]
        if faulty:
            faulty[0].entry.focus()
            self._tell("Not recorded: see beside the field.", RED)
            return
        try:
            number = self.case.observe(
                {one.known.name: value_of(one.text, one.known) for one in self.fields},
                who=self.who,
                note=self.note.value,
                trial=self.trial.value,
                sure=self.sure.value,
            )
        except Exception as error:
            self._tell(f"Not recorded. {sentence(error)}", RED)
            return
        self._tell(f"Observation {number} recorded.")
        self._clear()
        self.fields[0].entry.focus()

    def investigate(self, _button: object = None) -> None:
        """Work out the answer on all that is recorded, and show it below."""
        self._tell("Working it out…")
        try:
            self.answer.value = self.case.investigate()._repr_html_()
        except Exception as error:
            self._tell(sentence(error), RED)
            return
        self._tell("")

    def _clear(self) -> None:
        known = self.case.variables
        for one in self.fields:
            one.clear(known[one.known.name])
        self.note.value, self.trial.value, self.sure.value = "", False, False
        self._cleared = self._entered()

    def _entered(self) -> list[Any]:
        return [*(one.text for one in self.fields), self.note.value, self.trial.value]

    def _check(self, _change: object) -> None:
        for one in self.fields:
            one.check(sure=self.sure.value)

    def _tell(self, text: str, colour: str = "inherit") -> None:
        self.told.value = _colored(text, colour)


class Field:
    """One variable: where its value is chosen or typed, and what is to be said of that.

    Parameters
    ----------
    known
        The variable.
    seen
        What was observed of it.
    """

    def __init__(self, known: Known, seen: pd.Series[Any]) -> None:
        self.known = known
        seen = seen.dropna()
        choices = _choices(known, seen)
        self.choices = choices
        self.last = typeable(seen.iloc[-1]) if len(seen) else ""
        self.entry = _chooser(choices) if choices else _text_box(known, seen)
        _laid_out(self.entry, f"{known.label} ({known.unit})" if known.unit else known.label)
        self.said = widgets.HTML()
        self.row = widgets.HBox([self.entry, self.said], layout={"flex_flow": "row wrap"})

    @property
    def text(self) -> str:
        """The value, as it was chosen or typed."""
        return str(self.entry.value).strip()

    def check(self, *, sure: bool = False) -> bool:
        """Say beside the field what is wrong with its value, or else its last one."""
        fault = fault_of(self.text, self.known, sure=sure)
        if not fault and self.choices and self.text not in ("", *self.choices):
            fault = f"{self.known.name!r} is {' or '.join(self.choices)}, not {self.text[:40]!r}."
        last = self.last if len(self.last) <= LONGEST_LAST else f"{self.last[:LONGEST_LAST]}…"
        if fault:
            self.said.value = _colored(fault, RED)
        else:
            self.said.value = _colored(f"last {last}" if last else "", GREY)
        return bool(fault)

    def clear(self, known: Known) -> None:
        """Make ready for the next observation: a label of a candidate or a unit is kept."""
        self.known = known
        self.last = self.text or self.last
        kept = self.choices if known.role in (Role.CANDIDATE, Role.UNIT) else ()
        self.entry.value = self.last if self.last in kept else ""
        self.check()


def _choices(known: Known, seen: pd.Series[Any]) -> tuple[str, ...]:
    """Give the labels that are all there is to choose from; nothing where a value is typed."""
    if known.levels:
        return known.levels
    unseen = not len(seen) and not known.form
    if known.form == "true or false" or (known.kind is Kind.BINARY and unseen):
        return YES_NO
    boolean = len(seen) and all(typeable(one) in YES_NO for one in seen.unique())
    return YES_NO if boolean and known.form != "text" else ()


def _chooser(choices: tuple[str, ...]) -> Any:
    """Make a box that offers the labels; in a list, JupyterLab takes each key for a shortcut."""
    offered = " / ".join(choices)
    return widgets.Combobox(options=choices, placeholder=offered, continuous_update=False)


def _text_box(known: Known, seen: pd.Series[Any]) -> Any:
    """Make a box that suggests the labels seen so far, where there are any."""
    hint = {
        Kind.NUMERIC: "a number",
        Kind.TIME: "2026-03-02T09:00:00+01:00",
        None: "" if len(seen) else "a number, yes or no, or text",
    }.get(known.kind, "")
    told = {"placeholder": hint, "continuous_update": False}
    labels = [one for one in seen.unique()[:MOST_SUGGESTED] if isinstance(one, str)]
    return widgets.Combobox(options=labels, **told) if labels else widgets.Text(**told)


def _laid_out(entry: Any, label: str) -> Any:
    entry.description, entry.tooltip = label.translate(NO_LATEX), label
    entry.style.description_width = "min(16em, 50%)"
    wide = isinstance(entry, widgets.Checkbox)
    entry.layout = {"width": "46em" if wide else "32em", "max_width": "100%"}
    return entry


def _colored(text: str, colour: str) -> str:
    return f'<span role="status" style="color: {colour}">{escape(text)}</span>'
