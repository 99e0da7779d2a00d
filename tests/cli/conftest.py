"""Runs the commands in this process, with what they print on either stream."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from simulator.cli.commands import kefu


@pytest.fixture
def run() -> Callable[..., Result]:
    """Returns a function that runs `kefu WORDS…` and gives back exit code, stdout and stderr."""

    def call(*words: str | Path, typed: str | bytes | None = None) -> Result:
        return CliRunner().invoke(kefu, [str(word) for word in words], input=typed)

    return call


GOOD = """\
亲,您好,欢迎光临!请问您是自己穿还是送人呢?
理解您想买得划算,这款是加厚抓绒的,一分钱一分货,价格确实不能再低了,请您谅解
我帮您申请送一双袜子,随货一起发,您看可以吗
好的亲,喜欢的话您直接拍下就可以,现在有现货
谢谢您的支持!跟您核对一下收货地址,请您看看对不对
"""
RUDE = """\
嗯
爱买不买
嫌贵就别买
你有病吧
"""


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """Returns a file of replies of a kind agent."""
    path = tmp_path / "good.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def rude(tmp_path: Path) -> Path:
    """Returns a file of replies of a rude agent."""
    path = tmp_path / "rude.txt"
    path.write_text(RUDE, encoding="utf-8")
    return path
