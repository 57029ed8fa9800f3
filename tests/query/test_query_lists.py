"""Named lists in the command language: what may stand in one, and what a filter that names one looks for."""

import pytest

from bot.errors import BadQueryError
from bot.names.records import NamedList
from bot.query.query import check_list, check_list_name, parse_query
from bot.query.query_record import describe_query, format_query
from tests.query_lexicon import LEXICON, TODAY

US = NamedList(id=3, name="us", owner="C1", filter='"solid state" topic:ai')
LISTED = LEXICON.with_lists((US, NamedList(id=4, name="US", owner="U1", filter="lathe")))


@pytest.mark.parametrize("name", ["us", "machine-tools", "我们", "a", "x.y", "2024"])
def test_a_name_is_one_word(name: str) -> None:
    """Letters and figures of any language, with signs inside."""
    assert check_list_name(name) == name


@pytest.mark.parametrize("name", ["", "P5", "l3", "-us", "us-", "a" * 41, "a,b", "<us>", "_"])
def test_what_is_no_name_is_refused(name: str) -> None:
    """Ids, signs at the ends and separators would make `list:` mean something else."""
    with pytest.raises(BadQueryError, match="cannot be the name"):
        check_list_name(name)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "would be empty"),
        ("-topic:ai", "no exclusions"),
        ("lathe -mill", "no exclusions"),
        ("topic:ai since:2023", "holds words, and names with ministry: mentions: company: topic:"),
        ("lathe limit:5", "holds words, and names"),
    ],
)
def test_a_list_holds_names_and_words(text: str, said: str) -> None:
    """Nothing, exclusions and other keys are refused in one line."""
    with pytest.raises(BadQueryError, match=said):
        check_list(parse_query(text, lexicon=LEXICON, today=TODAY))


def test_a_filter_keeps_the_id_and_says_the_name() -> None:
    """The first list of a name is meant, an id reaches the others, and the canonical text holds ids only."""
    query = parse_query("list:US -list:L4", lexicon=LISTED, today=TODAY)
    assert format_query(query, LISTED) == "list:L3 -list:L4"
    assert describe_query(query, LISTED) == ("on the list us", "not on the list US")
    again = parse_query("list:L3 -list:L4", lexicon=LISTED, today=TODAY)
    assert (again, again.listed, again.unlisted) == (query, query.listed, query.unlisted)
    assert describe_query(query, LEXICON) == ("on the list L3", "not on the list L4")
