from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.queries.search_text import Alternatives, facet_token, find_printed, index_text, match_all, match_phrase

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
    """Give one wanted thing in one wording."""
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


def test_alternatives(index: sqlite3.Connection) -> None:
    """Any wording of a wanted thing is enough."""
    either = Alternatives(wordings=(("机器人",), ("carmakers",), ("机器人",)))
    assert find(index, match_all((either,))) == [1, 5]


def test_nothing_to_look_for_gives_no_expression() -> None:
    """Text without a letter or digit asks for nothing."""
    assert match_phrase("—…!") == ""
    assert match_all(()) == ""
    assert match_all((Alternatives(wordings=(("?",),)),)) == ""


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


def test_a_facet_is_one_token_that_stemming_leaves_alone() -> None:
    """The token of a record holds letters and digits only and ends in a digit."""
    assert facet_token("body", "NFRA_FIRE") == "gbbodynfrafire0"
    assert facet_token("company", "kws-saat") == "gbcompanykwsx2dxsaat0"


@pytest.mark.parametrize("word", ["word ", "数据 ", "ab数据 "])
def test_a_text_of_megabytes_is_indexed_as_a_short_one(word: str) -> None:
    """Parts are cut at spaces, where no token goes on; without any space it is one part."""
    many = word * 30_000
    assert index_text(many) == " ".join([index_text(word)] * 30_000)
    assert index_text("数" * 60_001) == " ".join(["数数"] * 60_000 + ["数"])


@pytest.mark.parametrize(
    ("text", "tokens", "printed"),
    [
        ("Grid-scale batteries pay.", "batteries", "batteries"),
        ("A grid-scale plant.", "grid scale", "grid-scale"),
        ("They said that AI pays.", "AI", "AI"),
        ("由工业和信息化部印发", "工业 业和 和信 信息 息化 化部", "工业和信息化部"),
        ("由工业和信息化部印发", "工业 业和 和信 信息 息化 化部 部", "工业和信息化部"),
        ("5G+工业互联网", "5G 工业 业互", "5G+工业互"),
        ("关于ＡＩ的通知", "AI", "AI"),
        ("Nothing of it", "grid", ""),
        ("Nothing", "", ""),
    ],
)
def test_tokens_are_given_as_the_text_prints_them(text: str, tokens: str, printed: str) -> None:
    """Stretches of the index lead back to the text: signs between words stay, pairs of characters become words."""
    assert find_printed(text, tokens) == printed


@given(st.text(alphabet="数据安全 aB3-（", min_size=1, max_size=12))
def test_each_token_of_a_text_is_printed_in_it(text: str) -> None:
    """Whatever the index holds of a text leads back to a stretch of it."""
    assert all(find_printed(text, token) == token for token in index_text(text).split())
