"""Words that the index's stemmer takes for one are told apart by their beginnings."""

from __future__ import annotations

import sqlite3
from itertools import combinations

import pytest

from bot.domain.queries.word_roots import find_beginning, list_confounded, list_roots

CONFOUNDED = (
    ("generic", "general", "generate"),
    ("governance", "governments", "govern"),
    ("importance", "imports"),
    ("customs", "customers"),
    ("emergencies", "emerging"),
    ("organic", "organizations"),
    ("community", "communications"),
    ("engines", "engineering"),
    ("news", "new"),
    ("US", "used"),
    ("united", "units"),
)


@pytest.mark.parametrize("words", CONFOUNDED)
def test_words_of_other_meanings_have_other_roots(words: tuple[str, ...]) -> None:
    """Each of them has one root, and no two the same."""
    roots = [list_roots(word) for word in words]
    assert all(len(root) == 1 for root in roots)
    assert all(one != other for one, other in combinations(roots, 2))


@pytest.mark.parametrize("words", CONFOUNDED)
def test_the_stemmer_takes_them_for_one(words: tuple[str, ...]) -> None:
    """The list parts only what SQLite's stemmer confounds."""
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='porter unicode61')")
    index.executemany("INSERT INTO t VALUES (?)", [(word,) for word in words])
    found = {word: index.execute("SELECT count(*) FROM t WHERE t MATCH ?", [word]).fetchone()[0] for word in words}
    assert any(count > 1 for count in found.values()), found


@pytest.mark.parametrize(
    ("text", "roots"),
    [
        ("Emergency and emergencies", ("emergency",)),
        ("Generating generators, generally", ("generat", "general")),
        ("General\u3000Ｇｅｎｅｒｉｃ", ("general", "generic")),
        ("通用generic药", ("generic",)),
        ("the US, and us", ("us",)),
        ("USD, USB", ()),
        ("degenerate 数据", ()),
        ("securities and security", ("securities",)),
        ("", ()),
    ],
)
def test_a_text_has_the_roots_of_its_words(text: str, roots: tuple[str, ...]) -> None:
    """Forms of one word share a root; full-width letters read as their twins; what is inside a word counts for none."""
    assert list_roots(text) == roots


def test_longer_words_that_mean_something_else_are_told() -> None:
    """Those that begin with the whole of a shorter beginning; none for a word that is confounded with no other."""
    assert list_confounded("import") == ("importan",)
    assert list_confounded("emerg") == ("emergency", "emergencies")
    assert list_confounded("importan") == ()
    assert list_confounded("") == ()


@pytest.mark.parametrize(
    ("word", "beginning"), [("Generic", "generic"), ("emergencies", "emergencies"), ("us", "us"), ("robot", "")]
)
def test_a_word_is_told_by_its_beginning(word: str, beginning: str) -> None:
    """The longest that it begins with; none for a word that is confounded with no other."""
    assert find_beginning(word) == beginning
