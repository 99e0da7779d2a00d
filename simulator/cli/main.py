"""The command `kefu`: finds the command asked for and loads only that."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    import click


def main() -> None:
    """Runs the program and leaves with its exit code: 0 done, 1 a check or an exam failed, 2 usage or bad data."""
    _make_streams_utf8()
    words = sys.argv[1:]
    if words[:1] == ["read"] and not any(word.startswith("-") and word != "-" for word in words):
        # Other programs start `kefu read` for single lines: it does not wait for the command framework to load.
        # Nor for the collector, which would go through tables that stay anyway.
        gc.set_threshold(100_000)
        from simulator.cli.lines import read_lines

        sys.exit(_told(lambda: read_lines(words[1:])))
    from simulator.cli.commands import kefu

    run(kefu)


def _told(work: Callable[[], int]) -> int:
    """Returns the exit code of work that prints, also where its reader has gone away or the disk is full."""
    try:
        code = work()
        sys.stdout.flush()
    except OSError as error:
        return cannot_write(error)
    return code


def cannot_write(error: OSError) -> int:
    """Returns the exit code where standard output takes no more, after telling why; a reader that went away (`… | head`) is no fault.

    What is still to be written goes nowhere: Python would complain at its end.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return 0
    print(f"kefu: cannot write: {error.strerror}", file=sys.stderr)
    return 2


def run(command: click.Command) -> None:
    """Runs `command` so that what the user can mend is said in one line and never as a traceback."""
    from simulator.cli.failures import leave_kindly

    with leave_kindly():
        command(prog_name="kefu")


def _make_streams_utf8() -> None:
    # Windows consoles and a C locale would break Chinese text; a lone surrogate must not end the program either.
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    main()
