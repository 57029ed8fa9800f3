import pytest

from bot.errors import BadQueryError
from bot.names.lexicon import Lexicon
from bot.query.keys import SEARCH_KEYS, Key, QueryTextError
from bot.query.query import MAX_CHARACTERS, MAX_TERMS, parse_query
from bot.query.query_record import describe_query, format_query
from tests.query_lexicon import LEXICON, TODAY


def _read(text: str) -> str:
    return format_query(parse_query(text, lexicon=LEXICON, today=TODAY), LEXICON)


def _refuse(text: str, keys: frozenset[Key] = SEARCH_KEYS) -> QueryTextError:
    with pytest.raises(QueryTextError) as caught:
        parse_query(text, lexicon=LEXICON, today=TODAY, keys=keys)
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("data security", "data security"),
        ("dummies: Autonomous vehicles", "dummies Autonomous vehicles"),
        ("关于：通知", "关于:通知"),
        ("09:00", "09:00"),
        ("GB/T 1234:2023", "GB/T 1234:2023"),
        ("see https://a.example/b:c?d=1", "see https://a.example/b:c?d=1"),
        ("foo:)", "foo"),
        ("(solar) [wind, tide] wind)", "solar wind tide wind"),
        ("(since:2023)", '"since:2023"'),
        ("f(x) (a)b", "f(x) (a)b"),
        ("5,000 stations,robots", "5,000 stations robots"),
        ("CJ-1000A foo-since:2023", "CJ-1000A foo-since:2023"),
        ("China - EU — trade", "China EU trade"),
        ("chips OR robots OR drones export", "chips OR robots OR drones export"),
    ],
)
def test_what_is_no_key_is_words(text: str, expected: str) -> None:
    """Colons after other than a true key, inside words and in addresses leave words; punctuation around them goes."""
    assert _read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"data security" law', '"data security" law'),
        ("“data security”", '"data security"'),
        ("「数据安全」 《网络安全法》", '"数据安全" "网络安全法"'),
        ("'solar power' ‘wind power’", '"solar power" "wind power"'),
        ("China's carmakers' plans", "China's carmakers' plans"),
        ("'it's open'", '"it\'s open"'),
        ('robots "open until the end', 'robots "open until the end"'),
        ("'open too", '"open too"'),
        ('"since:2023-11 -x"', '"since:2023-11 -x"'),
        ('a"b c"d', 'a "b c" d'),
    ],
)
def test_quotes_of_any_kind_group_and_make_words(text: str, expected: str) -> None:
    """Inside quotes all is words; an open quote closes at the end; an apostrophe is no quote."""
    assert _read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-robots", "-robots"),
        ('—"data security"', '-"data security"'),
        ("ministry:MIIT,-NDRC", "ministry:MIIT -ministry:NDRC"),
        ("company:Tesla -robots", "-robots company:Tesla"),
        ("-on:2023-11", "on:..2023-10-31,2023-12-01.."),
        ("-since:2023-11", "until:2023-10-31"),
        ("-until:2023-11", "since:2023-12-01"),
        ("-,x", "x"),
    ],
)
def test_a_dash_of_any_kind_excludes(text: str, expected: str) -> None:
    """A dash before a word, phrase, key or value excludes it."""
    assert _read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("company:China Mobile networks", 'networks company:"China Mobile"'),
        ("company:China Mobile Co., Ltd. networks", 'networks company:"China Mobile"'),
        ("company:Foo Bar Co., Ltd, Huawei", 'company:"Foo Bar Co., Ltd",Huawei'),
        ("ministry:Ministry of Finance tax", "tax ministry:MOF"),
        ("ministry:the State Council", "ministry:STATE_COUNCIL"),
        ("ministry:MIIT,NDRC robots", "robots ministry:MIIT,NDRC"),
        ("ministry:MIIT, since:2023", "ministry:MIIT since:2023-01-01"),
        ("ministry:工信部 数据", "数据 ministry:MIIT"),
        ("ministry:MIIT -joint:工信部", "ministry:MIIT -joint:MIIT"),
        ("MIIT joint: new rules", "MIIT joint new rules"),
        ('ministry:"MIIT" x', "x ministry:MIIT"),
        ('ministry:"Ministry of Tea","MIIT"', 'ministry:"Ministry of Tea",MIIT'),
        ("topic:数据安全,Artificial intelligence", "topic:data_security,ai"),
        ("list:Watch list", 'list:"Watch list"'),
        ("section:policy news chips", "chips section:policy_news"),
        ("type:action plans,通知", "type:action_plan,notice"),
        ("status:draft for comment", "status:draft_for_comment"),
        ("status:closed,in force", "status:comment_closed,in_force"),
    ],
)
def test_a_value_is_the_longest_known_name_or_runs_to_the_next_key(text: str, expected: str) -> None:
    """Known names leave the rest as words; commas and repeated keys mean any of, a legal suffix keeps its comma."""
    assert _read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("since:2023-11 robots", "robots since:2023-11-01"),
        ("since: 2023-11", "since:2023-11-01"),
        ("on:2023-11", "since:2023-11-01 until:2023-11-30"),
        ("on:Nov 5, 2023 robots", "robots on:2023-11-05"),
        ("on:2023-11-02,2023-11-14", "on:2023-11-02,2023-11-14"),
        ("on:..2022,2023..", ""),
        ("since:past 2 weeks", "since:2023-11-26"),
        ("since:2023-11 until:2023-11-10", "since:2023-11-01 until:2023-11-10"),
        ("since:2023-11,2023-12", "since:2023-11-01"),
        ("due:30d", "due:2023-12-10..2024-01-09"),
        ("due:2023-12-22", "due:2023-12-22"),
        ("learned:since yesterday", "learned:2023-12-09.."),
        ("effect:2023", "effect:2023-01-01..2023-12-31"),
        ("target:2025", "target:2025"),
        ("target:2035,2025-2027,2026", "target:2025..2027,2035"),
        ("asof:2023-11", "asof:2023-11-30"),
    ],
)
def test_dates_and_years_become_days(text: str, expected: str) -> None:
    """Dates include their ends; since, until and on restrict together; ``due:`` looks ahead."""
    assert _read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sort:due limit:20 share:yes export:csv", "sort:due limit:20 share:yes export:csv"),
        ("share:no limit:1", "limit:1"),
        ("every:week at:9am tz:Europe/Berlin", "every:weekly at:09:00 tz:Europe/Berlin"),
        ("at:12am", "at:00:00"),
        ("quiet:22:00-7:00 to:#policy", "quiet:22:00-07:00 to:#policy"),
        ("policy:P5,p7 -policy:9", "policy:P5,P7 -policy:P9"),
        ("policy: new rules", "policy new rules"),
        ("quiet:off,weekends", "quiet:weekends"),
        ("to:<#C123|policy>", "to:<#C123|policy>"),
    ],
)
def test_output_and_schedule_keys_have_one_normal_form(text: str, expected: str) -> None:
    """What says how an answer looks or when a digest goes out is checked and written in one way."""
    assert _read(text) == expected


def test_a_clashing_abbreviation_keeps_all_bodies_and_says_so() -> None:
    """NFRA means two bodies: both are searched for, and the full name means one."""
    query = parse_query("ministry:NFRA", lexicon=LEXICON, today=TODAY)
    assert query.ministry.include == ("NFRA", "NFRA_FIRE")
    assert "National Fire and Rescue Administration" in query.notes[0]
    assert _read("ministry:NFRA") == 'ministry:"National Financial Regulatory Administration",NFRA_FIRE'


def test_an_unknown_key_lists_the_valid_ones_and_offers_words() -> None:
    """An unknown true key is refused with all valid keys, and the same text can be searched for as words."""
    error = _refuse("foo:bar robots since:2023")
    assert error.message == "“foo:” is not a key."
    assert all(f"{key}:" in error.hint for key in SEARCH_KEYS)
    assert error.as_words == '"foo:bar" robots "since:2023"'
    assert _read(error.as_words) == error.as_words


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("minsitry:MIIT", "ministry:"),
        ("type:mesures", "type:measures"),
        ("status:reapealed", "status:repealed"),
        ("deadline:30d", "due:"),
        ("from:2023", "since:"),
        ('foo:"bar"', "Keys are"),
    ],
)
def test_an_unknown_key_suggests_the_likeliest(text: str, meant: str) -> None:
    """A misspelt or neighbouring word leads to the key that was meant."""
    assert meant in _refuse(text).hint.partition("?")[0]


def test_a_key_of_another_command_says_where_it_works() -> None:
    """Schedule keys belong to subscriptions; a key may be switched off."""
    assert "/digest subscribe" in _refuse("every:daily").message
    assert "another command" in _refuse("sort:due", keys=frozenset({Key.SINCE})).message


@pytest.mark.parametrize(
    ("text", "message", "words"),
    [
        ("... - ,", "There is nothing to search for in “... - ,”.", ""),
        ('"?"', 'There is nothing to search for in “"?"”.', ""),
        ("type:blue", "“type:blue” isn't possible.", '"type:blue"'),
        ("limit:101", "“limit:101” isn't possible.", '"limit:101"'),
        ("briefing:P1", "“briefing:P1” isn't possible.", '"briefing:P1"'),
        ("target:2030..2025", "“target:2030..2025” isn't possible.", '"target:2030..2025"'),
        ("at:noon", "“at:noon” isn't possible.", '"at:noon"'),
        ("quiet:22:00-22:00", "“quiet:22:00-22:00” isn't possible.", '"quiet:22:00-22:00"'),
        ("tz:1/2", "“tz:1/2” isn't possible.", '"tz:1/2"'),
        ("to:a/b", "“to:a/b” isn't possible.", '"to:a/b"'),
        ("since:last", "since: “last” needs a unit.", '"since:last"'),
        ("since:", "“since:” has no value.", '"since:"'),
        ('company:""', "“company:” has no value.", '"company:"'),
        ("company:·", "“company:” has no value.", '"company:·"'),
        ("until:2023..", "until: The last day is missing.", '"until:2023.."'),
        ("asof:2023..", "asof: The last day is missing.", '"asof:2023.."'),
        ("-limit:5", "“limit:” cannot be excluded.", '"-limit:5"'),
    ],
)
def test_a_bad_value_is_refused_with_what_works(text: str, message: str, words: str) -> None:
    """The refusal names the value, says what works, and offers the text as words."""
    error = _refuse(text, keys=frozenset(Key))
    assert error.message.endswith(message)
    assert error.hint
    assert not words or error.as_words == words


def test_length_and_number_of_words_are_bounded() -> None:
    """A text or a list of words that is too long is refused, not cut."""
    with pytest.raises(BadQueryError, match="too long: 3001"):
        parse_query("x" * (MAX_CHARACTERS + 1), lexicon=LEXICON, today=TODAY)
    with pytest.raises(BadQueryError, match="61 words"):
        parse_query("a " * (MAX_TERMS + 1), lexicon=LEXICON, today=TODAY)
    assert len(parse_query("a " * MAX_TERMS, lexicon=LEXICON, today=TODAY).terms) == MAX_TERMS


def test_a_query_is_described_in_words() -> None:
    """Each filter is said in words, exclusions and open sides too."""
    text = (
        '"data security" -taxi ministry:MIIT,NDRC,State Council mentions:MOF -company:Huawei topic:ai type:action plan '
        "status:open,closed section:top briefing:B1 list:Mine since:2023-11 due:30d effect:2023 learned:yesterday"
        " target:2025..2027,2030 asof:2023-12-10 company:Tesla"
    )
    query = parse_query(text, lexicon=LEXICON, today=TODAY)
    assert describe_query(query, LEXICON) == (
        "“data security”",
        "issued by MIIT, NDRC or State Council",
        "naming MOF",
        "about the company Tesla",
        "topic Artificial intelligence",
        "kind of document: action plan",
        "status: open for comment or comments closed",
        "section: top",
        "in briefing B1",
        "on the list Mine",
        "since 1 Nov 2023",
        "learned on 9 Dec 2023",
        "due 10 Dec 2023 – 9 Jan 2024",
        "taking effect in 2023",
        "goals for 2025–2027, 2030",
        "as on 10 Dec 2023",
        "without “taxi”",
        "not about the company Huawei",
    )
    assert "deadlines in the next 30 days, counted when it posts" in describe_query(query, LEXICON, moving=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-on:2023-11", "until 31 Oct 2023 or since 1 Dec 2023"),
        ("status:in force", "status: in force"),
        ("joint:MIIT", "issued jointly by MIIT"),
        ("joint:MIIT,NDRC", "issued jointly by MIIT and NDRC"),
        ("-joint:MIIT", "not issued jointly by MIIT"),
        ("joint:4", "issued jointly by 4 bodies"),
        ("joint:MIIT,NDRC,12", "issued jointly by MIIT, NDRC and 12 bodies"),
        ("-joint:4,MIIT", "not issued jointly by 4 bodies or MIIT"),
    ],
)
def test_single_filters_are_described(text: str, expected: str) -> None:
    """Open ranges and gaps read as sentences."""
    assert describe_query(parse_query(text, lexicon=LEXICON, today=TODAY), Lexicon()) == (expected,)
