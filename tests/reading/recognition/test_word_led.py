"""Patterns led by words find what the bare patterns find."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path
from typing import Any

import pytest

from bot.reading import recognition
from bot.reading.recognition.word_led import WordLed, lower

DATA = Path(__file__).resolve().parents[2] / "data"
TEXTS = [
    *(
        path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(DATA.rglob("*"))
        if path.suffix in {".md", ".txt"}
    ),
    "Chip-makers and carmakers such as Alpha, Beta and _makers_ called Gamma, INCLUDING firms like Delta.",
    "İstanbul’s makers may publish new rules; they will not. It takes effect today.",
]
PARSER = importlib.import_module("re._parser")


def list_led() -> Iterator[tuple[str, WordLed]]:
    for module in pkgutil.iter_modules(recognition.__path__):
        found = vars(importlib.import_module(f"{recognition.__name__}.{module.name}"))
        yield from ((f"{module.name}.{name}", led) for name, led in found.items() if isinstance(led, WordLed))


LED = dict(list_led())


@pytest.mark.parametrize("name", LED)
def test_a_pattern_finds_the_same_with_its_words_as_without(name: str) -> None:
    """In whole texts and in each of their lines."""
    led = LED[name]
    for text in TEXTS:
        for piece in (text, *text.splitlines()):
            expected = [match.span() for match in led.pattern.finditer(piece)]
            assert [match.span() for match in led.finditer(piece)] == expected
            first = led.search(piece)
            assert (first.span() if first else None) == (expected[0] if expected else None)


@pytest.mark.parametrize("name", LED)
def test_every_beginning_of_a_pattern_is_one_of_its_words(name: str) -> None:
    """Whatever a pattern can match begins with one of its words, or with a longer word around it where it says so."""
    led = LED[name]
    pattern = led.pattern.pattern
    tokens = PARSER.parse(pattern.replace(r"\w*", "", 1) if led.inside else pattern, led.pattern.flags)
    beginnings = {"".join(letters).lower() for letters in list_beginnings(list(tokens))}
    assert beginnings
    for one in beginnings:
        assert one.startswith(led.words) or (led.inside and any(word in one for word in led.words)), one


def list_beginnings(tokens: list[Any]) -> Iterator[tuple[str, ...]]:
    """Give the letters with which what these tokens match can begin, as far as they are fixed."""
    for at, (code, value) in enumerate(tokens):
        rest = tokens[at + 1 :]
        match str(code):
            case "AT" | "ASSERT" | "ASSERT_NOT":
                continue
            case "LITERAL":
                yield from ((chr(value), *more) for more in list_beginnings(rest))
            case "IN" if all(str(kind) == "LITERAL" for kind, _ in value):
                yield from ((chr(one), *more) for (_, one), more in product(value, list(list_beginnings(rest))))
            case "BRANCH":
                for branch in value[1]:
                    yield from list_beginnings([*branch, *rest])
            case "SUBPATTERN":
                yield from list_beginnings([*value[-1], *rest])
            case "MAX_REPEAT" | "MIN_REPEAT" if value[1] == 1 or value[0]:
                yield from list_beginnings([*value[2], *(rest if value[:2] == (1, 1) else ())] if value[0] else rest)
                if not value[0]:
                    yield from list_beginnings([*value[2], *rest])
            case _:
                yield ()
        return
    yield ()


def test_lower_case_keeps_every_place() -> None:
    """A capital whose small letter is two characters counts as one."""
    assert [len(lower(text)) for text in ("İİ plan", "PLAN")] == [7, 4]
    assert lower("İ PLAN") == "i plan"
    assert list(islice(WordLed("plan", "plan", re.IGNORECASE).finditer("İ PLAN plan"), 3))[1].span() == (7, 11)
