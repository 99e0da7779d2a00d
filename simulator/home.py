"""Where a user's own files live: journals, marks, settings, the archive. Content is the library's; only what people made is here."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any


class HomeError(Exception):
    """The home directory cannot be used: which folder, and why."""

    def __init__(self, folder: Path, why: str) -> None:
        self.folder, self.why = folder, why
        super().__init__(f"cannot write to {folder}: {why}. Set KEFU_HOME to a folder that you can write to, or free some space")


def default_home() -> Path:
    """Returns $KEFU_HOME, else the user's data directory for this program."""
    told = os.environ.get("KEFU_HOME")
    if told:
        return Path(told).expanduser()
    import platformdirs

    return Path(platformdirs.user_data_dir("kefu-dojo", appauthor=False))


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's choices. `speed` is virtual seconds a real second in practice; exams always run at 1."""

    language: str = "zh"
    theme: str = "kefu-dark"
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Home:
    """The directory of one user and the places in it."""

    path: Path

    @property
    def sessions(self) -> Path:
        return self.path / "sessions"

    @property
    def exams(self) -> Path:
        return self.path / "exams"

    @property
    def archive(self) -> Path:
        return self.path / "results.sqlite"

    @property
    def reports(self) -> Path:
        return self.path / "reports"

    def make(self, folder: Path) -> Path:
        """Returns `folder`, made if it was missing and proved writable, so that a talk never starts that could not be kept."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder, prefix=".probe-") as probe:
                probe.write(b"x" * 4096)
                probe.flush()
                os.fsync(probe.fileno())
        except OSError as error:
            raise HomeError(folder, error.strerror or str(error)) from error
        return folder

    def settings(self, *, language: str = "zh") -> Settings:
        """Returns the saved settings; what is missing or spoilt falls back to the default, `language` for the language."""
        known = Settings(language=language)
        try:
            saved = json.loads((self.path / "settings.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return known
        return _valid(known, saved) if isinstance(saved, Mapping) else known

    def save_settings(self, settings: Settings) -> None:
        """Writes the settings in one step: a reader sees the old ones or the new ones, never half."""
        self.make(self.path)
        write_whole(self.path / "settings.json", json.dumps(asdict(settings), ensure_ascii=False, indent=1) + "\n")


def _valid(known: Settings, saved: Mapping[str, Any]) -> Settings:
    kept: dict[str, Any] = {}
    for item in fields(Settings):
        value, default = saved.get(item.name), getattr(known, item.name)
        if isinstance(default, float) and isinstance(value, int | float) and not isinstance(value, bool) and 0.1 <= value <= 60:
            kept[item.name] = float(value)
        elif isinstance(default, str) and isinstance(value, str):
            kept[item.name] = value
    if kept.get("language") not in ("zh", "en"):
        kept.pop("language", None)
    return replace(known, **kept)


def write_whole(path: Path, text: str) -> None:
    """Writes `text` to `path` by way of a temporary file, so that a full disk or a crash never leaves half a file."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
