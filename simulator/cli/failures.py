"""How commands end when something is wrong: one clear message on stderr and the right exit code."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from simulator.cli.main import cannot_write
from simulator.problems import ContentError

FAILED = 1
UNUSABLE = 2
_CANNOT_WRITE = (errno.ENOSPC, errno.EIO)
"""The disk is full, or the device is gone. Every other error of the system is a fault of ours and is shown as one."""


class Refused(click.ClickException):
    """Bad data or usage, said in one line."""

    exit_code = UNUSABLE


@contextmanager
def leave_kindly() -> Iterator[None]:
    """Turns errors that the user can mend into a message and exit code 2; anything else stays a fault of ours."""
    from simulator.home import HomeError

    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except ContentError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        sys.exit(UNUSABLE)
    except HomeError as error:
        click.echo(f"kefu: {error}", err=True)
        sys.exit(UNUSABLE)
    except OSError as error:
        if not isinstance(error, BrokenPipeError) and error.errno not in _CANNOT_WRITE:
            raise
        sys.exit(cannot_write(error))
    except KeyboardInterrupt:
        sys.exit(130)
