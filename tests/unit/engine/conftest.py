"""A small world for the engine: a persona, a shop, a scenario, and a reading that understands `#act` and `=80` instead of Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from simulator import conversation, proofs
from simulator.actions import ActionRefused
from simulator.conversation import Cast
from simulator.journal import MemoryJournal
from simulator.library import Library
from simulator.machine import BuyerMachine
from simulator.persona import Persona, read_persona
from simulator.problems import Problems
from simulator.reading.marks import ActMark, Amount, AskMark, Reading
from simulator.scenario import read_scenario
from simulator.session import Session, header_of
from simulator.shop import read_shop
from simulator.vocabulary import vocabulary
from simulator.yamlfile import parse

PERSONA = """
format: 1
persona: tester
name: {zh: 试验买家, en: Tester}
about: 只为测试
mood: {patience: 60..80, trust: 50}
typing: {think: 1s..3s, chars_per_second: 3..6}
sample: {item: {list_price: 100, floor_price: 80}}
starts: opens
states:
  opens:
    asked: 价格能不能便宜
    says: ["{item.title}能便宜点不", [老板, 最低多少], "{item.list_price}太贵了"]
    asks: discount
    moves:
      - id: caved
        when: {act: grant_discount, below: item.floor_price}
        to: greedy
        mood: {trust: -5}
        heard: {moves: ["#grant_discount =70"], stays: ["#grant_discount =90"]}
      - id: granted
        when: {act: grant_discount}
        to: pays
        heard: {moves: ["#grant_discount =90"]}
      - id: refused
        when: {act: refuse_discount}
        says: [再少点嘛, 别这样, 帮帮忙]
        mood: {patience: -15}
        heard: {moves: ["#refuse_discount"]}
      - id: repriced
        when: {action: change_price, at_least: item.floor_price}
        to: pays
      - id: boss_agreed
        when: {event: supervisor_replied, args: {approves: true}}
        to: pays
    unanswered: {says: [我问的是价格], mood: {patience: -10}, at_most: 2, then: left}
    silence:
      - {after: 60s, says: ["人呢?", "在吗?"], mood: {patience: -5}}
      - {after: 180s, to: left}
  greedy:
    says: [那再便宜10块, 再少点我就拍]
    asks: discount
    moves:
      - id: refused
        when: {act: refuse_discount}
        to: pays
        heard: {moves: ["#refuse_discount"]}
    unanswered: {says: ["{asked}呢"], at_most: 1, then: left}
    silence: [{after: 90s, to: left}]
  pays:
    says: [好 我拍了, 拍好了]
    does: [place_order, pay]
    moves:
      - id: checked
        when: {act: confirm_address}
        to: bought
        heard: {moves: ["#confirm_address"]}
    silence: [{after: 300s, to: bought}]
always:
  - {id: storms, when: {mood: patience <= 20}, to: left, says: [算了]}
  - {id: rude, when: {act: insult}, to: left, says: [你骂谁], heard: {moves: ["#insult"]}}
  - {id: hold, when: {act: ask_to_wait}, says: [好 快点], waits: 120s, heard: {moves: ["#ask_to_wait"]}}
confused: {says: ["什么意思?我问的是{asked}", 没看懂], mood: {patience: -5}, at_most: 2, then: left}
endings:
  bought: {name: 买了, good: true, says: [谢谢]}
  left: {name: 走了, good: false}
"""

SHOP = """
format: 1
shop: corner
name: 街角小店
policies: {invoice: true, couriers: [中通]}
items:
  mug: {title: 杯子, list_price: 100, floor_price: 80, stock: 5}
coupons: [{id: five, name: 五元券, off: 5, over: 50}]
"""

SCENARIO = """
format: 1
scenario: a_mug
name: 卖杯子
level: 1
shop: corner
item: mug
persona: tester
buyer: {nick: 小满}
order: {address: 杭州}
briefing: 卖一个杯子
supervisor: {after: 30s, approves: true, price: 75, says: 可以}
time: {limit: 30m}
"""


def fake_read(text: str, **_: Any) -> Reading:
    """Reads `#act`, `?ask` and `=80` (yuan)."""
    return Reading(
        text=text,
        normal=text,
        acts=tuple(ActMark(found[1], found.span()) for found in re.finditer(r"#(\w+)", text)),
        asks=tuple(AskMark(found[1], found.span()) for found in re.finditer(r"\?(\w+)", text)),
        amounts=tuple(Amount("price", int(found[1]) * 100, found.span()) for found in re.finditer(r"=(\d+)", text)),
    )


@pytest.fixture(autouse=True)
def _reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "read", fake_read)
    monkeypatch.setattr(proofs, "read", fake_read)


def persona_of(text: str) -> Persona:
    problems = Problems()
    persona = read_persona(parse(dedent(text)), vocabulary(), problems)
    problems.raise_if_any()
    assert persona
    return persona


def cast_of(persona: str = PERSONA, scenario: str = SCENARIO, shop: str = SHOP) -> Cast:
    problems = Problems()
    found_shop = read_shop(parse(shop), vocabulary(), problems)
    found_scenario = read_scenario(parse(scenario), vocabulary(), problems)
    problems.raise_if_any()
    assert found_shop
    assert found_scenario
    return Cast(found_scenario, found_shop, BuyerMachine(persona_of(persona)))


Step = tuple[float, str] | tuple[float, str, dict[str, Any]]
"""(at, text), or (at, "!action", args)."""


def play(cast: Cast | Sequence[Cast], steps: Iterable[Step], *, seed: int = 1, until: float = 0.0, every: float = 0.0) -> Session:
    """Returns a sitting in which the steps were taken, but what the order refuses, and time went on to `until`, looked at `every` so
    many seconds."""
    casts = [cast] if isinstance(cast, Cast) else cast
    session = Session(casts, seed, MemoryJournal(header_of(casts, id="s1", seed=seed, started="2026-03-02T10:00:00+08:00")))

    def go_to(at: float) -> None:
        while every and session.now + every < at:
            session.advance(session.now + every)
        session.advance(at)

    for step in steps:
        go_to(step[0])
        if step[1].startswith("!"):
            with suppress(ActionRefused):
                session.act("c1", step[1][1:], step[2] if len(step) > 2 else {})
        else:
            session.reply("c1", step[1])
    go_to(until)
    return session


@pytest.fixture(scope="session")
def cast() -> Cast:
    return cast_of()


@pytest.fixture
def make_cast() -> Callable[..., Cast]:
    return cast_of


@pytest.fixture
def make_persona() -> Callable[[str], Persona]:
    return persona_of


@pytest.fixture
def player() -> Callable[..., Session]:
    return play


@pytest.fixture
def world(tmp_path: Path) -> Path:
    """A root with one persona, shop and scenario."""
    root = tmp_path / "world"
    for name, text in (
        ("personas/tester.yaml", PERSONA),
        ("scenarios/shops/corner.yaml", SHOP),
        ("scenarios/a_mug/scenario.yaml", SCENARIO),
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of parsed files for all tests, since the program's own rules are the same for each."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def load(cache: Path) -> Callable[[Path], Library]:
    return lambda root: Library.load([root], cache=cache)
