import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.query.query_record import Alternatives
from bot.query.search_plan import match_all, match_phrase
from bot.query.tokens import index_text, read_figure

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
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='unicode61 remove_diacritics 2')")
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


@pytest.mark.parametrize(
    "forms",
    [
        "pull pulls pulled pulling",
        "label labels labelled labelling labeled labeling",
        "make makes making",
        "authority authorities",
        "author authors",
        "gas gases",
        "NEV NEVs nev",
        "plan plans planned planning",
        "600,000 600000",
    ],
)
def test_the_forms_of_a_word_are_one_token(forms: str) -> None:
    """British and American, in either number, in every tense."""
    assert len({index_text(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "words",
    ["author authority", "custom customs", "security securities", "new news", "car care", "600 600,000", "plan plane"],
)
def test_other_words_are_other_tokens(words: str) -> None:
    """What merely begins alike is never taken for one."""
    one, other = words.split()
    assert index_text(one) != index_text(other)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("600000", "600000"),
        ("600,000", "600000"),
        ("0.6 million", "600000"),
        ("60万", "600000"),
        ("60万辆", "600000"),
        ("4bn", "4000000000"),
        ("1.5亿", "150000000"),
        ("2024", ""),
        ("999", ""),
        ("60万辆汽车", ""),
        ("about 600,000", ""),
    ],
)
def test_a_figure_is_one_however_it_is_written(text: str, value: str) -> None:
    """A year or a small number is a word; so is what stands inside other words."""
    assert read_figure(text) == value


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
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='unicode61')")
    connection.execute("INSERT INTO t VALUES (?)", [index_text(text)])
    assert connection.execute("SELECT count(*) FROM t WHERE t MATCH ?", [match_phrase(part)]).fetchone()[0] == 1
    connection.close()
