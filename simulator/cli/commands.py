"""The commands by name. Each lives in a module of its own, which is imported when the command is asked for."""

from __future__ import annotations

import importlib

import click

from simulator import __version__

MODULES = {
    "check": "proves that content is right: schema, references, examples, transcripts",
    "exam": "a graded exam, in the terminal or from a file of replies",
    "graph": "a buyer's state machine as Mermaid or DOT",
    "new": "a valid file to start from",
    "play": "one conversation, in the workbench or from a file of replies",
    "read": "prints how lines are understood, one JSON object a line",
    "report": "the debrief of a finished conversation as text",
    "results": "results of exams, as a list, CSV or JSON",
    "schema": "the JSON Schema of a content kind",
    "score": "scores transcripts",
    "test": "measures the reading on a file of labelled lines",
}


class Commands(click.Group):
    """A group that imports `simulator.cli.<name>` only when that command runs or its help is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        found = getattr(importlib.import_module(f"simulator.cli.{cmd_name}"), "command", None)
        return found if isinstance(found, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, MODULES[name]) for name in self.list_commands(ctx)])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        from simulator.problems import did_you_mean

        if args and not args[0].startswith("-") and args[0] not in MODULES:
            ctx.fail(f"there is no command {args[0]!r}; {did_you_mean(args[0], MODULES)}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", message="kefu %(version)s")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of the interface (default: saved choice, else by locale).")
@click.pass_context
def kefu(ctx: click.Context, lang: str | None) -> None:
    """Kefu Dojo: practise customer service against scripted buyers, and see why each point was won or lost.

    Without a command it opens the home screen.
    """
    ctx.obj = lang
    if ctx.invoked_subcommand is None:
        from simulator.cli.screen import open_home

        open_home(lang)
