"""Names among the words of a command become its filter where each is known; other words are left alone."""

from __future__ import annotations

import pytest

from bot.domain.queries.named_words import lift_name
from bot.domain.queries.query import format_query, parse_query
from bot.domain.queries.query_keys import Key
from tests.domain.query_lexicon import LEXICON, TODAY


@pytest.mark.parametrize(
    ("key", "text", "lifted"),
    [
        (Key.COMPANY, "Huawei Co., Ltd.", "company:Huawei"),
        (Key.COMPANY, "the China Mobile Ltd -robots", '-robots company:"China Mobile"'),
        (Key.MINISTRY, "MIIT NDRC", "ministry:MIIT,NDRC"),
        (Key.MINISTRY, "工信部和财政部", "ministry:MIIT,MOF"),
        (Key.MINISTRY, "MIIT", "MIIT"),
        (Key.MINISTRY, "robots", "robots"),
        (Key.MINISTRY, "NFRA ministry:MIIT", "NFRA ministry:MIIT"),
    ],
)
def test_names_in_another_spelling_or_several_become_a_filter(key: Key, text: str, lifted: str) -> None:
    """The very name is found as a record by itself, so it stays a word; so does what nobody is called."""
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    assert format_query(lift_name(key, query, LEXICON), LEXICON) == lifted
