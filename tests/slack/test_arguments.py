import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import find_data_folder
from bot.errors import BadQueryError
from bot.model.ids import IdKind
from bot.query.query_record import describe_query, format_query
from bot.query.questions import Asked, read_question
from bot.query.wording import load_wording
from bot.slack.arguments import Request, parse_request
from bot.slack.commands import COMMANDS
from tests.query_lexicon import LEXICON, TODAY

WORDING = load_wording(find_data_folder("reference"))
NAMES = [command.name for command in COMMANDS]


def _parse(command: str, text: str) -> Request:
    return parse_request(command, text, lexicon=LEXICON, today=TODAY)


def _filters(request: Request) -> str:
    return format_query(request.query, LEXICON)


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
        ("due ministry:MIIT", "ministry:MIIT due:2023-12-10.. sort:due"),
        ("due 2w ministry:MIIT sort:date", "ministry:MIIT due:2023-12-10..2023-12-24 sort:date"),
        ("due soon", "due:2023-12-10.. sort:due"),
        ("due none", "due:none sort:due"),
    ],
)
def test_due_has_a_range_or_keys(text: str, filters: str) -> None:
    """``due X`` is ``due:X sort:due``; alone it asks for all deadlines ahead."""
    request = _parse("policy", text)
    question = read_question(request.query, lexicon=LEXICON, wording=WORDING, today=TODAY)
    assert (format_query(question.query, LEXICON), request.notes) == (filters, ())
    assert request.action == "due" or question.asked is Asked.DUE


@pytest.mark.parametrize(
    ("command", "text", "filters"),
    [
        ("policy", "due diligence", "due diligence"),
        ("policy", "due date: of rules", "due date of rules"),
        ("policy", "help me", "help me"),
        ("briefing", "list of rules", "list of rules"),
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
        ("P5?", (IdKind.POLICY, 5)),
    ],
)
def test_a_bare_id_opens_the_thing_everywhere(command: str, text: str, opened: tuple[IdKind, int]) -> None:
    """An id alone is opened by every command."""
    request = _parse(command, text)
    assert (request.action, request.id) == ("open", opened)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("工信部联通装〔2023〕217号", "工信部联通装〔2023〕217号"),
        ("工信部联通装[2023]217号", "工信部联通装〔2023〕217号"),
        ("工信部联通装（2023） 217 号", "工信部联通装〔2023〕217号"),
        ("《国办发〔2023〕8号》", "国办发〔2023〕8号"),
        ("国务院令第764号", "国务院令第764号"),
        ("GB/T 1234:2023", None),
        ("数据安全", None),
        ("2023", None),
        ("工" * 90, None),
        ("国发〔2023〕1号和国发〔2023〕2号", None),
    ],
)
def test_a_document_number_is_known_in_any_brackets(text: str, number: str | None) -> None:
    """A 文号 alone opens the document, written with 〔〕."""
    request = _parse("ministry", text)
    assert (request.action, request.document_number) == ("open" if number else "search", number)


@pytest.mark.parametrize(
    ("command", "example"), [(c.name, example) for c in COMMANDS if c.keys for example in c.examples]
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
