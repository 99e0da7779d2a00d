"""Options that several commands share."""

from __future__ import annotations

from typing import Any, TypeVar

import click
from click.core import ParameterSource

from simulator.words import preferred_language

F = TypeVar("F")


def language(function: F) -> F:
    """Adds --lang, which every command takes; the group's own --lang is the default, then the locale."""

    def chosen(ctx: click.Context, _param: click.Parameter, value: str | None) -> str:
        outer: Any = ctx.find_root().obj
        return value or (outer if isinstance(outer, str) else None) or preferred_language()

    option = click.option("--lang", type=click.Choice(["zh", "en"]), callback=chosen, help="Language of texts (default: by locale).")
    return option(function)  # type: ignore[type-var]


def as_json(function: F) -> F:
    """Adds --json: machine-readable output."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(function)  # type: ignore[type-var]


def asked_for(lang: str) -> str | None:
    """Returns the language if the user gave --lang, else None: the screens then use the saved choice."""
    ctx = click.get_current_context()
    told = ctx.get_parameter_source("lang") is ParameterSource.COMMANDLINE or isinstance(ctx.find_root().obj, str)
    return lang if told else None
