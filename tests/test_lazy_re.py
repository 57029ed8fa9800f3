from __future__ import annotations

import copy
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import bot
from bot import lazy_re

_FOR_LIBRARIES = {"lazy_re.py", "slack/access.py"}
"""Where patterns are compiled at once: here, and what Bolt asks for as a pattern."""


def test_a_lazy_pattern_answers_as_one_of_re() -> None:
    """Whatever a pattern can be asked has the answer of the compiled one."""
    lazy, eager = lazy_re.compile(r"(?P<year>\d{4})|x", re.IGNORECASE), re.compile(r"(?P<year>\d{4})|x", re.IGNORECASE)
    assert lazy.pattern == eager.pattern
    assert (lazy.flags, lazy.groups, lazy.groupindex) == (eager.flags, eager.groups, eager.groupindex)
    assert lazy.findall("X 2025") == eager.findall("X 2025")
    assert [found.span() for found in lazy.finditer("X 2025")] == [(0, 1), (2, 6)]
    assert lazy.sub("-", "x2025") == "--"
    assert lazy.subn("-", "x2025") == ("--", 2)
    assert lazy.split("a 2025 b") == eager.split("a 2025 b")
    for how in ("match", "fullmatch", "search"):
        assert str(getattr(lazy, how)("2025")) == str(getattr(eager, how)("2025"))


def test_bytes_are_searched_too() -> None:
    """A pattern of bytes is one of bytes."""
    assert lazy_re.compile(rb"a+").findall(b"aab") == [b"aa"]


def test_a_pattern_is_compiled_at_its_first_use() -> None:
    """Until then nothing is looked at, so that what is never asked costs nothing; then a wrong one is refused."""
    wrong = lazy_re.compile("(")
    with pytest.raises(re.error):
        wrong.search("")


def test_a_pattern_has_no_more_than_one_of_re() -> None:
    """What looks for a way to copy, pickle or show it finds none by guessing."""
    lazy = lazy_re.compile("a")
    assert not hasattr(lazy, "__html__")
    assert copy.copy(lazy).search("ba")


def test_every_pattern_of_the_program_is_sound() -> None:
    """All of them compile: a wrong one would be found only by whoever needs it first."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    lazy_re.compile_all()


def test_no_module_compiles_patterns_when_it_is_imported() -> None:
    """A pattern comes from ``lazy_re``, unless a library takes it."""
    eager = {name for name, text in _list_sources() if re.search(r"^import re$", text, re.MULTILINE)}
    assert {name for name, text in _list_sources() if name in eager and "re.compile(" in text} == _FOR_LIBRARIES


def test_no_module_takes_the_pattern_of_a_match_for_the_one_it_asked() -> None:
    """A match names the compiled pattern, which is another object: what is compared is ``pattern``, the text."""
    assert not [name for name, text in _list_sources() if re.search(r"\.re\b(?:\)|\s(?:is|in|not)\b|\s[!=]=)", text)]


def _list_sources() -> list[tuple[str, str]]:
    home = Path(bot.__path__[0])
    return [(path.relative_to(home).as_posix(), path.read_text("utf-8")) for path in sorted(home.rglob("*.py"))]
