"""The user's home: settings survive, spoilt ones fall back, and an unusable place is said before a talk starts."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator.desk import Desk
from simulator.home import Home, HomeError, Settings, write_whole


def test_settings_come_back_as_saved(tmp_path: Path) -> None:
    home = Home(tmp_path / "new")
    chosen = Settings(language="en", theme="kefu-light", speed=2.0)
    home.save_settings(chosen)
    assert home.settings() == chosen


@pytest.mark.parametrize(
    "spoilt",
    ["", "[]", "{", '{"language": "fr", "speed": 0}', '{"speed": true, "theme": 3}', '{"speed": 1e999}', "\x00\x01"],
)
def test_spoilt_settings_fall_back_to_the_defaults(tmp_path: Path, spoilt: str) -> None:
    (tmp_path / "settings.json").write_text(spoilt, encoding="utf-8")
    assert Home(tmp_path).settings() == Settings()


def test_a_place_that_cannot_be_made_is_named_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(HomeError, match="KEFU_HOME"):
        Home(tmp_path / "file" / "home").make(tmp_path / "file" / "home")


def test_a_failed_write_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.json"
    write_whole(path, "old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["settings.json"]


def test_a_sitting_whose_record_was_never_written_is_among_the_results_all_the_same(tmp_path: Path) -> None:
    desk = Desk(home=Home(tmp_path / "home"), lang="zh")
    sitting = desk.start("haggler_last_piece", seed=3)
    sitting.finish()
    before = desk.progress()
    (desk.home.sessions / f"{sitting.session_id}.marks.json").unlink()
    assert desk.progress() == before
    assert [one.session for one in before.finished] == [sitting.session_id]
