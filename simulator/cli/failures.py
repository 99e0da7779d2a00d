"""How commands end when something is wrong: one clear message on stderr and the right exit code."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from simulator.cli.main import silence
from simulator.problems import ContentError

FAILED = 1
UNUSABLE = 2
_CANNOT_WRITE = (errno.ENOSPC, errno.EDQUOT, errno.EIO) if hasattr(errno, "EDQUOT") else (errno.ENOSPC, errno.EIO)


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
    except BrokenPipeError:
        # The reader of our output went away (`kefu score … | head`): nothing is wrong, and nothing more can be said.
        silence()
        sys.exit(0)
    except OSError as error:
        if error.errno not in _CANNOT_WRITE:
            raise
        silence()
        click.echo(f"kefu: cannot write: {error.strerror}", err=True)
        sys.exit(UNUSABLE)
    except KeyboardInterrupt:
        sys.exit(130)
