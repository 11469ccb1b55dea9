"""What an outcome must be, and the words for it."""

from __future__ import annotations

from dataclasses import replace

from rootcause.columns import guesses
from rootcause.errors import VariableError
from rootcause.variables import Column, Kind, Variable

MOST_LEVELS = 20


def refuse(column: Column) -> None:
    """Raise where an outcome is nothing that could be explained."""
    name, variable = column.name, column.variable
    present = column.values[column.present]
    if len(present) < 2:
        recorded = f"{len(present) or 'none'} of {len(column.values)} rows"
        raise VariableError(
            f"The outcome {name!r} was recorded in {recorded}; it takes at least two."
        )
    if variable.not_tested.startswith("constant"):
        raise VariableError(
            f"The outcome {name!r} is {variable.not_tested.replace('constant: ', '')}: "
            "there is nothing to explain. Observe also when it is otherwise."
        )
    if variable.kind is Kind.TIME:
        raise VariableError(
            f"The outcome {name!r} is a time, which can't be explained as it is. "
            "Make a number of it (a delay in minutes) or a yes or no (too late)."
        )
    chosen = variable.kind is Kind.NUMERIC and not guesses.says_identifier(name)
    if variable.not_tested and not chosen and variable.kind is not Kind.BINARY:
        raise VariableError(f"The outcome {name!r} can't be explained: {variable.not_tested}.")
    if variable.kind is Kind.NOMINAL and len(variable.levels) > MOST_LEVELS:
        raise VariableError(
            f"The outcome {name!r} has {len(variable.levels)} levels, and at most "
            f"{MOST_LEVELS} can be explained. Put them into fewer groups."
        )


def with_words(variable: Variable) -> Variable:
    """Fill in the words for what happened and what did not, of a binary outcome."""
    if variable.kind is not Kind.BINARY:
        return variable
    otherwise, happened = variable.levels
    if guesses.folded(happened) in guesses.PLAIN_YES:
        happened = variable.called
        otherwise = guesses.negated(happened)
    return replace(
        variable,
        happened=variable.happened or happened,
        otherwise=variable.otherwise or otherwise,
    )
