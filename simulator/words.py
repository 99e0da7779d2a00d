"""The two languages of the interface: which one to use, and a table of texts in both."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping

LANGUAGES = ("zh", "en")


def preferred_language() -> str:
    """Returns `en` where the locale names a language other than Chinese, else `zh`: the trade's own language."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        told = os.environ.get(name, "")
        if told:
            break
    else:
        told = locale.getlocale()[0] or ""
    code = told.split(".")[0].split("_")[0].lower()
    return "zh" if code in ("", "c", "posix", "zh", "chinese") else "en"


def pick(text: Mapping[str, str] | str, lang: str) -> str:
    """Returns `text` in `lang`, else in Chinese, else in whatever there is; a plain string is the same in both."""
    if isinstance(text, str):
        return text
    return text.get(lang) or text.get("zh") or next(iter(text.values()), "")


class Words:
    """A table of interface texts: key -> (Chinese, English), filled with str.format."""

    def __init__(self, table: Mapping[str, tuple[str, str]], lang: str) -> None:
        self._table, self._column = table, LANGUAGES.index(lang)

    def __call__(self, key: str, **values: object) -> str:
        text = self._table[key][self._column]
        return text.format(**values) if values else text
