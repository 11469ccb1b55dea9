"""What every command has: an example in its help, errors in one sentence, ``--debug``."""

from __future__ import annotations

from typing import Any

import click

from rootcause.cli.output import printable
from rootcause.errors import ArgumentError, sentence

EXAMPLE = "\b\nExample:\n  {}"


class Command(click.Command):
    """A command whose every error is one sentence on stderr, unless --debug asks for more."""

    def __init__(self, name: str | None, *, example: str, **kwargs: Any) -> None:
        super().__init__(name, epilog=EXAMPLE.format(example), **kwargs)
        self.params.append(
            click.Option(["--debug"], is_flag=True, help="Show the traceback of an error.")
        )

    def invoke(self, ctx: click.Context) -> Any:
        """Run it, with errors turned into sentences and exit codes."""
        ctx.obj = ctx.params.pop("debug") or ctx.obj
        if ctx.obj:
            return super().invoke(ctx)
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except ArgumentError as error:
            raise click.UsageError(printable(str(error)), ctx) from error
        except Exception as error:
            raise click.ClickException(printable(sentence(error))) from error


class Group(click.Group):
    """A group of such commands."""

    command_class = Command
