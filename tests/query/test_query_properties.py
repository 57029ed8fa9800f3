import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.errors import BadQueryError
from bot.names.lexicon import Lexicon
from bot.query.keys import Key, QueryTextError
from bot.query.query import MAX_CHARACTERS, parse_query
from bot.query.query_record import describe_query, format_query
from tests.query_lexicon import LEXICON, TODAY

EXAMPLES = 500
PIECES = st.sampled_from(
    [
        *(f"{key}:" for key in Key),
        *"-–—,，、;:：.?!()[]《》「」\"'“”‘’«»‹›„ \t\n\0１３ａ：－/\\<>@#*&",
        *["MIIT", "NFRA", "NFRA_FIRE", "state council", "Ministry of Finance", "China Mobile Co., Ltd.", "工信部"],
        *["Tesla", "data security", "数据安全", "robots", "CJ-1000A", "GB/T 1234:2023", "https://a.example/b:c?d=e"],
        *["2023", "2023-11", "last month", "30d", "Q4 2023", "10/25-11/28", "03/04/2023", "since Nov 2023", "last"],
        *["2023-11..", "..2023-11", "9999y", "0d", "B1", "B0", "yes", "csv", "notice", "open", "weekly", "at 09:00"],
        *["22:00-07:00", "Europe/Berlin", "#policy", "dummies: ", "foo:", "foo:bar", "since：", "x\u2028y", "\ud800"],
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=14).map("".join),
    st.lists(PIECES, max_size=10).map(" ".join),
    st.text(max_size=80),
)


@pytest.mark.no_cover
@settings(max_examples=EXAMPLES, deadline=None)
@given(text=TEXTS, bare=st.booleans())
@example(text="x" * (MAX_CHARACTERS + 1), bare=False)
@example(text="a " * 200, bare=False)
@example(text="foo:bar " * 100, bare=True)
def test_any_text_is_a_query_or_refused_in_one_line(text: str, bare: bool) -> None:
    """Whatever is typed gives a query whose canonical text means the same again, or one line that says what to do."""
    refused = None
    query = None
    try:
        query = parse_query(text, lexicon=LEXICON, today=TODAY, bare_cadence=bare)
    except BadQueryError as error:
        refused = error
    if query is None:
        assert refused is not None
        assert re.fullmatch(r"[^\n\r\0]+", str(refused))
        assert refused.hint
        words = refused.as_words if isinstance(refused, QueryTextError) else ""
        assert not words or parse_query(words, lexicon=LEXICON, today=TODAY).terms
        return
    canonical = format_query(query, LEXICON)
    assert parse_query(canonical, lexicon=LEXICON, today=TODAY) == query
    assert parse_query(canonical, lexicon=LEXICON, today=TODAY, bare_cadence=bare) == query
    assert format_query(parse_query(canonical, lexicon=LEXICON, today=TODAY), LEXICON) == canonical
    assert all(line.isprintable() and line for line in describe_query(query, LEXICON))
    assert describe_query(query, Lexicon()) is not None
