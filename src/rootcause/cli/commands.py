"""What every command has: an example in its help, errors in one sentence, ``--debug``."""

from __future__ import annotations

from typing import Any

import click

from rootcause.cli.output import printable
from rootcause.errors import ArgumentError, sentence

LONGEST = 200
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
            return self.run(ctx)
        try:
            return self.run(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except ArgumentError as error:
            raise click.UsageError(printable(str(error)), ctx) from error
        except Exception as error:
            raise click.ClickException(printable(sentence(error))) from error

    def run(self, ctx: click.Context) -> Any:
        """Call what the command is made of."""
        return super().invoke(ctx)


class Group(click.Group):
    """A group of such commands, told in the order in which they are needed."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order in which they were added."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each with its whole first sentence."""
        rows = [(name, one.get_short_help_str(LONGEST)) for name, one in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
