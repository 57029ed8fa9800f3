from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BadQueryError
from bot.model.ids import IdKind
from bot.query.query_record import describe_query, format_query
from bot.slack.arguments import Request, find_document_number, parse_request
from bot.slack.commands import COMMANDS
from tests.query_lexicon import LEXICON, TODAY

NAMES = [command.name for command in COMMANDS]


def _parse(command: str, text: str) -> Request:
    return parse_request(command, text, lexicon=LEXICON, today=TODAY)


def _filters(request: Request) -> str:
    return format_query(request.query, LEXICON)


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("P5 since:2023-01", "policy:P5 since:2023-01-01"),
        ("timeline P5 since:2023-01", "policy:P5 since:2023-01-01"),
        ("due asof:2023-03-01", "due:2023-03-01.. asof:2023-03-01 sort:due"),
        ("due 30d asof:2023-03-01", "due:2023-03-01..2023-03-31 asof:2023-03-01 sort:due"),
        ("due until 2023-04 asof:2023-03-01", "due:2023-03-01..2023-04-30 asof:2023-03-01 sort:due"),
        ("due 30d asof:yesterday", "due:2023-12-09..2024-01-08 asof:2023-12-09 sort:due"),
    ],
)
def test_ids_take_filters_and_days_count_from_the_day_asked_for(text: str, filters: str) -> None:
    """``asof:`` answers as on that day, so what is counted is counted from it."""
    assert _filters(_parse("policy", text)) == filters


@pytest.mark.parametrize(
    ("command", "action"),
    [("policy", "search"), ("ministry", "list"), ("company", "list"), ("briefing", "latest"), ("digest", "list")],
)
@pytest.mark.parametrize("text", ["", "   ", "\t\n"])
def test_a_bare_command_does_the_most_useful_thing(command: str, action: str, text: str) -> None:
    """Without text each command has its own answer, without filters."""
    request = _parse(command, text)
    assert (request.action, _filters(request), request.notes) == (action, "", ())


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("due", "due:2023-12-10.. sort:due"),
        ("due 30d", "due:2023-12-10..2024-01-09 sort:due"),
        ("DUE next month", "due:2024-01-01..2024-01-31 sort:due"),
        ("due by 22 Dec robots", "robots due:2023-12-10..2023-12-22 sort:due"),
        ("due until 2022", "due:..2022-12-31 sort:due"),
        ("due ministry:MIIT", "ministry:MIIT due:2023-12-10.. sort:due"),
        ("due -ministry: MIIT sort:date", "-ministry:MIIT due:2023-12-10.. sort:date"),
        ("due 2w ministry:MIIT sort:date", "ministry:MIIT due:2023-12-10..2023-12-24 sort:date"),
        ("due due:30d", "due:2023-12-10..2024-01-09 sort:due"),
        ("due soon", "due:2023-12-10.. sort:due"),
        ("due none", "due:none sort:due"),
        ("due due:none", "due:none sort:due"),
    ],
)
def test_due_is_a_subcommand_with_a_range_or_keys(text: str, filters: str) -> None:
    """``due X`` is ``due:X sort:due``; alone it asks for all deadlines ahead."""
    request = _parse("policy", text)
    assert (request.action, _filters(request), request.notes) == ("due", filters, ())


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("targets 2025", "target:2025"),
        ("targets by 2025 robots", "robots target:2025"),
        ("targets 2025..2030", "target:2025..2030"),
        ("targets for 2025", "target:2025"),
        ("targets", "target:2013..2052"),
        ("targets topic:ai", "topic:ai target:2013..2052"),
        ("targets target:2030", "target:2030"),
    ],
)
def test_targets_is_a_subcommand_with_a_year_or_keys(text: str, filters: str) -> None:
    """``targets Y`` is ``target:Y``; alone it asks for goals of any year."""
    request = _parse("policy", text)
    assert (request.action, _filters(request)) == ("targets", filters)


@pytest.mark.parametrize(
    ("command", "text", "filters"),
    [
        ("policy", "due diligence", "due diligence"),
        ("policy", "due date: of rules", "due date of rules"),
        ("policy", "help me", "help me"),
        ("briefing", "list of rules", "list of rules"),
        ("briefing", "latest news", "latest news"),
        ("ministry", "list all", "list all"),
    ],
)
def test_a_first_word_whose_rest_does_not_fit_is_a_search_word(command: str, text: str, filters: str) -> None:
    """What is no subcommand with its arguments is searched for, and the answer says so and how else to write it."""
    request = _parse(command, text)
    word = text.split(maxsplit=1)[0]
    assert (request.action, _filters(request)) == ("search", filters)
    assert request.notes[0].startswith(f"“{word}” was read as a search word. Type /{command} and ")


@pytest.mark.parametrize("command", NAMES)
@pytest.mark.parametrize(
    ("text", "opened"),
    [
        ("P5", (IdKind.POLICY, 5)),
        (" p5 ", (IdKind.POLICY, 5)),
        ("Ｉ１２", (IdKind.ITEM, 12)),
        ("B1", (IdKind.BRIEFING, 1)),
        ("D3", (IdKind.SUBSCRIPTION, 3)),
        ("open P5", (IdKind.POLICY, 5)),
        ("please give me the item I12!", (IdKind.ITEM, 12)),
        ("查看B1", (IdKind.BRIEFING, 1)),
    ],
)
def test_a_bare_id_opens_the_thing_everywhere(command: str, text: str, opened: tuple[IdKind, int]) -> None:
    """An id alone is opened by every command, with a word that says so or without."""
    request = _parse(command, text)
    assert (request.action, request.id) == ("open", opened)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("工信部联通装〔2023〕217号", "工信部联通装〔2023〕217号"),
        ("工信部联通装﹝2023﹞217号", "工信部联通装〔2023〕217号"),
        ("工信部联通装【2023】217号", "工信部联通装〔2023〕217号"),
        ("工信部联通装[2023]217号", "工信部联通装〔2023〕217号"),
        ("工信部联通装（2023） 217 号", "工信部联通装〔2023〕217号"),
        ("《国办发〔2023〕8号》", "国办发〔2023〕8号"),
        ("［２０２３］217号", "〔2023〕217号"),
        ("国务院令第764号", "国务院令第764号"),
        ("公告2023年第50号", "公告2023年第50号"),
        ("GB/T 1234:2023", None),
        ("数据安全", None),
        ("2023", None),
        ("工" * 90, None),
        ("", None),
    ],
)
def test_a_document_number_is_known_in_any_brackets(text: str, number: str | None) -> None:
    """A 文号 alone opens the document, written with 〔〕."""
    assert find_document_number(text) == number
    if number:
        request = _parse("ministry", text)
        assert (request.action, request.document_number) == ("open", number)


@pytest.mark.parametrize(
    ("command", "text", "filters"),
    [
        ("ministry", "MIIT since:2023-11", "MIIT since:2023-11-01"),
        ("ministry", "NFRA", "NFRA"),
        ("company", "Huawei", "Huawei"),
        ("company", "Tesla", "Tesla"),
        ("company", "company:Huawei Tesla Inc", "Tesla Inc company:Huawei"),
        ("company", "since:2023", "since:2023-01-01"),
        ("briefing", "Q4 2023", "Q4 2023"),
        ("briefing", "Weekly Q4", "Weekly Q4"),
        ("briefing", '"2023"', '"2023"'),
        ("briefing", "-2023", "-2023"),
        ("briefing", "2023 since:2023-11", "2023 since:2023-11-01"),
    ],
)
def test_words_name_what_the_command_is_about(command: str, text: str, filters: str) -> None:
    """What has no key stays words, which are read as a question; keys are filters."""
    request = _parse(command, text)
    assert (request.action, _filters(request), request.argument) == ("search", filters, text)


@pytest.mark.parametrize(
    ("text", "action", "filters"),
    [
        ("subscribe", "subscribe", ""),
        ("subscribe ministry:MIIT weekly at 9:00", "subscribe", "ministry:MIIT every:weekly at:09:00"),
        ("subscribe robots every:daily tz:Europe/Berlin", "subscribe", "robots every:daily tz:Europe/Berlin"),
        ("preview", "preview", ""),
        ("preview topic:ai", "preview", "topic:ai"),
        ("robots daily", "preview", "robots every:daily"),
        ("list robots", "preview", "list robots"),
    ],
)
def test_a_subscription_is_a_filter_and_a_cadence(text: str, action: str, filters: str) -> None:
    """``/digest`` understands schedule keys and a bare cadence; words alone are a preview, and it says so."""
    request = _parse("digest", text)
    assert (request.action, _filters(request)) == (action, filters)
    assert bool(request.notes) is not text.startswith(("subscribe", "preview"))


@pytest.mark.parametrize("text", ["pause", "resume P3", "unsubscribe robots"])
def test_a_change_without_an_id_is_refused_with_the_usage(text: str) -> None:
    """Nothing is paused or ended by a guess."""
    with pytest.raises(BadQueryError, match=r"needs the id of a subscription, and nothing else\. Type /digest \w+ D3"):
        parse_request("digest", text, lexicon=LEXICON, today=TODAY)


@pytest.mark.parametrize(
    ("text", "action", "filters"),
    [
        ("follow topic:ai", "subscribe", "topic:ai"),
        ("stop d2", "unsubscribe", ""),
        ("unfollow D2", "unsubscribe", ""),
        ("mute D2", "pause", ""),
        ("unmute D2", "resume", ""),
        ("edit D2 at 10:00", "change", "at:10:00"),
    ],
)
def test_other_words_for_a_subcommand_do_the_same(text: str, action: str, filters: str) -> None:
    """As other bots call it, before an id or a filter."""
    request = _parse("digest", text)
    assert (request.action, _filters(request)) == (action, filters)


def test_a_subscription_is_set_up_in_its_channel() -> None:
    """A channel named before the filter is where to go."""
    with pytest.raises(BadQueryError) as refused:
        _parse("digest", "subscribe #general robots")
    assert str(refused.value) == (
        "Subscriptions are set up in the channel itself. Go to #general and type /digest subscribe robots."
    )


@pytest.mark.parametrize("text", ["pause D2 until 1 May", "unsubscribe D2 please"])
def test_what_follows_an_id_is_not_dropped(text: str) -> None:
    """A pause has no end by itself, and says so."""
    with pytest.raises(BadQueryError, match=r"needs the id of a subscription, and nothing else"):
        parse_request("digest", text, lexicon=LEXICON, today=TODAY)


@pytest.mark.parametrize("text", ["set standards", "why robots", "stop lending", '"follow" robots', "remove robots"])
def test_what_may_be_words_to_search_for_stays_so(text: str) -> None:
    """Such a word before others is looked for, as it is in every other command."""
    request = _parse("digest", text)
    assert (request.action, request.argument) == ("preview", text)
    assert _parse("policy", "follow robots").action == "search"


@pytest.mark.parametrize(
    ("command", "example"), [(c.name, example) for c in COMMANDS if c.has_keys for example in c.examples]
)
def test_every_example_of_the_help_is_understood_without_remark(command: str, example: str) -> None:
    """What the help shows works as it stands."""
    request = _parse(command, example)
    assert request.notes == ()
    assert request.ids or request.name or describe_query(request.query, LEXICON)


WORDS = "due ,targets ,help,list,subscribe ,preview ,pause ,P5,D3,share:yes,30d,2025,foo:,since:,2023,&amp;,&lt;"
SIGNS = '号,〔,〕,工信部,第1号, ,",-,weekly,\0'
PIECES = st.sampled_from([*NAMES, *WORDS.split(","), *SIGNS.split(",")])


@pytest.mark.no_cover
@settings(max_examples=500, deadline=None)
@given(command=st.sampled_from(NAMES), text=st.text(max_size=40) | st.lists(PIECES, max_size=9).map("".join))
def test_any_text_is_a_request_or_refused(command: str, text: str) -> None:
    """Whatever follows a command gives a request of that command, or a refusal in one line."""
    refusal = ""
    request = None
    try:
        request = _parse(command, text)
    except BadQueryError as error:
        refusal = str(error)
    assert re.fullmatch(r"[^\n\r\0]*", refusal)
    assert refusal or (request is not None and request.command == command)
