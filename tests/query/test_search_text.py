from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.query.search_plan import Alternatives, match_all, match_phrase
from bot.query.tokens import index_text

TEXTS = (
    "工业和信息化领域数据安全行政处罚裁量指引（试行）",
    "人形机器人创新发展指导意见",
    "5G+工业互联网融合应用先导区",
    "数据要素",
    "安全 数据",
    "Guidelines on data security for carmakers",
    "The security of supply, and data about it",
)


@pytest.fixture
def index() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='porter unicode61 remove_diacritics 2')")
    connection.executemany(
        "INSERT INTO t(rowid, body) VALUES (?, ?)", [(n, index_text(t)) for n, t in enumerate(TEXTS)]
    )
    return connection


def plain(text: str) -> Alternatives:
    """Return one wanted thing in one wording."""
    return Alternatives(wordings=((text,),))


def find(index: sqlite3.Connection, match: str) -> list[int]:
    return [row[0] for row in index.execute("SELECT rowid FROM t WHERE t MATCH ? ORDER BY rowid", [match])]


@pytest.mark.parametrize(
    "wanted",
    ["数", "数据", "数据安全", "安全", "全", "机器人", "试", "行", "5G+工业互联网", "G", "工业互联网融合", "不在"],
)
def test_a_chinese_string_is_found_exactly_where_it_stands(index: sqlite3.Connection, wanted: str) -> None:
    """A string of one or more Han characters finds just the texts that hold it."""
    expected = [n for n, text in enumerate(TEXTS) if wanted in text] if wanted != "G" else []
    assert find(index, match_phrase(wanted)) == expected


def test_words_match_in_their_inflections(index: sqlite3.Connection) -> None:
    """English words are stemmed and need not be adjacent unless asked as a phrase."""
    words = (Alternatives(wordings=(("guideline",),)), Alternatives(wordings=(("carmaker",),)))
    assert find(index, match_all(words)) == [5]
    assert find(index, match_phrase("data security")) == [5]
    assert find(index, match_all((Alternatives(wordings=(("data", "security"),)),))) == [5, 6]


@settings(max_examples=300)
@given(st.text(max_size=60))
def test_every_string_makes_a_sound_expression(text: str) -> None:
    """No string of a person can break the match language."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(body)")
    for match in (
        match_phrase(text),
        match_all((Alternatives(wordings=((text, "a"),)), plain(text))),
    ):
        if match:
            connection.execute("SELECT * FROM t WHERE t MATCH ?", [match]).fetchall()
    connection.close()


@given(st.text(alphabet="数据安全工业部a1 （", min_size=1, max_size=20), st.integers(0, 19), st.integers(1, 6))
def test_every_chinese_part_of_a_text_is_found(text: str, start: int, length: int) -> None:
    """Any run of Han characters inside a text finds that text."""
    part = text[start : start + length].strip("a1 （")
    if not part or any(c in "a1 （" for c in part):
        return
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='porter unicode61')")
    connection.execute("INSERT INTO t VALUES (?)", [index_text(text)])
    assert connection.execute("SELECT count(*) FROM t WHERE t MATCH ?", [match_phrase(part)]).fetchone()[0] == 1
    connection.close()
