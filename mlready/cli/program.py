"""The program around the commands: finds the one that is asked for, and turns whatever goes wrong into one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from mlready import __version__
from mlready.cli.terminal import columns, emit

INTERRUPTED = 130
COMMANDS = ("scan", "explain", "rules")


class Program(click.Group):
    """Commands by name, each imported from its own module when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS:
            from mlready.config import instead

            path = " (to scan it: `mlready scan`)" if os.path.exists(args[0]) else ""
            raise click.UsageError(f"unknown command {instead(args[0], COMMANDS)}{path}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command; an interrupt ends it quietly, before click prints an empty line."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise click.exceptions.Exit(INTERRUPTED) from None

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"mlready.cli.{cmd_name}").command
        return command


_SETTINGS = {
    "help_option_names": ["-h", "--help"],
    "terminal_width": columns(sys.stdout),  # click would load shutil to find out
}


@click.command(cls=Program, context_settings=_SETTINGS, no_args_is_help=False)
@click.version_option(__version__, message="mlready %(version)s")
def program() -> None:
    """Find what will break in production, what repaying it costs, and what to do first.

    Exit status: 0 fine, 1 findings or a gate missed, 2 it could not be done.
    """


def run(arguments: Sequence[str]) -> int:
    """The exit status of one command; errors are told in one line on stderr."""
    for stream in ("stdout", "stderr"):
        if getattr(sys, stream) is None:  # closed by whoever started the program
            setattr(sys, stream, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for as long as it runs
    if not arguments:
        return refuse("no command given; try `mlready scan .` or `mlready --help`")
    try:
        status = program.main(list(arguments), prog_name="mlready", standalone_mode=False)
    except click.exceptions.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        return refuse(error.format_message())
    except Exception as error:
        return _bug(error)
    return status if isinstance(status, int) else 0


def refuse(message: str) -> int:
    """Say in one line why it could not be done."""
    from mlready.output.sanitise import line

    emit(f"mlready: error: {' '.join(line(message).split())}\n", sys.stderr)
    return 2


def _bug(error: Exception) -> int:
    if os.environ.get("MLREADY_DEBUG") == "1":
        import traceback

        emit("".join(traceback.format_exception(error)), sys.stderr)
    text = " ".join(str(error).split())[:200]
    text = f"{type(error).__name__}{': ' if text else ''}{text}"
    return refuse(f"{text}; this is a bug in mlready (MLREADY_DEBUG=1 shows where)")
