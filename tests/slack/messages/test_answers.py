"""Every answer as a message: the answer first, cited, in plain words, with few buttons, and harmless."""

import datetime as dt
import json
from dataclasses import replace
from typing import Any, get_args

import pytest

from bot.answers.lookup import Answer
from bot.answers.rows import Page
from bot.cli.text import render_message
from bot.digests.accounts import LookBack
from bot.digests.rules import Rule
from bot.errors import BadQueryError, NotFoundError, NotOwnerError
from bot.model.briefing import Link
from bot.model.subscription import Schedule
from bot.query.query_record import Query, Term
from bot.query.related import Related
from bot.slack.actions import BACK, CITE, EDIT, EXPORT, FOLLOW, MORE, OPEN, SEND, SHARE, WRONG, Ask, parse_carried
from bot.slack.gate import build_window
from bot.slack.in_memory.local import find_buttons
from bot.slack.messages.answers import build_answer, build_names_view, list_subjects
from bot.slack.messages.forms import build_note_form, build_search_form, build_wrong_form
from bot.slack.messages.frame import Frame, build_error
from bot.slack.messages.subscriptions import build_preview
from tests import builders as b
from tests.block_rules import check_message, check_view
from tests.english import list_old_words, list_too_many
from tests.live_text import list_live
from tests.shown import ANSWERS, FRAME, list_labels, load, show

RULE = Rule(filter="robots", words=("“robots”", "evil|click"), schedule=Schedule(), channel="C1")
LOOK_BACK = LookBack(filter_words=(), schedule=Schedule(), since=b.NOW - dt.timedelta(days=90), until=b.NOW)


def test_each_kind_of_answer_has_a_sample() -> None:
    """A new kind of answer needs a message and a row here."""
    kinds = {kind.__name__ for kind in {*get_args(Answer), *Page.__subclasses__()} - {Page}}
    assert {type(answer).__name__ for answer in ANSWERS.values()} == kinds


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_is_in_plain_words_with_its_source_and_few_buttons(name: str) -> None:
    """None says what we no longer say; each has at most three buttons and a menu, and a text for the notification."""
    for frame in (FRAME, Frame(ask=FRAME.ask, shared_by="U1"), replace(FRAME, only_reads=True)):
        message = build_answer(ANSWERS[name], frame)
        payload = {"text": message.text, "blocks": json.loads(message.blocks)}
        assert check_message(payload) == []
        assert list_old_words(f"{message.text}\n{render_message(payload)}") == []
        assert list_too_many(payload) == []
        assert all(block.get("expand") for block in payload["blocks"] if block["type"] == "section")
    shown = show(ANSWERS[name])  # a question back and named lists state nothing, so they name no source
    assert name in {"choice", "list", "lists"} or "From 1 briefing" in shown or "5 Mar 2024" in shown


@pytest.mark.parametrize(
    ("name", "changes", "shown"),
    [
        (
            "policy list",
            {},
            (
                "Storage makers get a draft rulebook\n电池储能安全规定\n"
                "⏳ Comment by Fri 22 Mar · 12 days left · MIIT with NEA · draft provisions · 20 Feb 2024 · P5\n"
                "  | The draft sets size limits for battery stations."
            ),
        ),
        ("policy list", {}, "\nAll from Harbour Institute Harbour Notes, 5 Mar 2024\n"),
        ("policy list", {"total": 900, "is_cut": True}, "more than 900 results, the first 900 listed"),
        ("policy list", {"total": 900, "total_items": 4000, "is_cut": True}, "4,000 results, the first 900 listed"),
        ("targets", {}, "• 2025 By 2025 every station has a fire plan."),
        ("nothing", {}, "No results for"),
        ("nothing", {"nearest": ("Battery",)}, "Battery isn't mentioned in your briefings. Your latest is from"),
        ("nothing", {"query_text": "company:Tesla"}, "Tesla isn't mentioned in your briefings. Your latest is from"),
        ("nothing", {"near": (b.build_policy_row(),)}, "No exact match. Closest:\n\nStorage makers get"),
        ("nothing open", {}, "Nothing open for comment. Your latest is from 5 Mar"),
        ("nothing open", {"asked_on": dt.date(2024, 4, 1)}, "\n~Comments closed 22 Mar 2024~ · MIIT".replace("~", "")),
        ("policy", {}, "Storage makers get a draft rulebook\n⏳ Comment by Fri 22 Mar · 12 days left (Beijing time)"),
        ("policy", {}, "Issuers: MIIT 工业和信息化部\nNEA 国家能源局"),
        ("policy", {}, "Safety rules for battery storage\n电池储能安全规定"),
        ("policy", {}, "Harbour Institute's comment (opinion)\nThe fire rule may prove hard"),
        ("policy", {}, "\nP5 · Harbour Institute Harbour Notes, 5 Mar 2024, item 2, pp. 3–4 · our reading"),
        (
            "policy",
            {"rows": (b.build_item_row(b.build_item(text="Long. " * 99)),)},
            "Long.\n  | … 2 points  [Full",
        ),
        ("claim", {}, "Reported by Daily, unverified"),
        ("ministry", {}, "MIIT, Ministry of Industry and Information Technology 工业和信息化部: 1 policy"),
        ("ministries", {}, "Ministry or body  中文  Issued  Named in"),
        ("companies", {}, "Company  中文  Stories  Latest\nHuawei  华为  1"),
        ("briefing", {}, "Not understood, kept as it is:"),
        ("timeline", {}, "22 Mar 2024 comments close: Storage makers get a draft rulebook"),
        ("not held", {}, "Tesla isn't mentioned in your briefings. Your latest is from 5 Mar 2024, so anything newer"),
        ("not held", {}, "Did you mean Telstar?  [Telstar]\n"),
        ("not held", {"filters": ("until 2020",)}, "Nothing about Tesla matches until 2020. Your latest is from"),
        (
            "not held",
            {"in_words": 2},
            "2 items have these words, but I know no company of that name.  [Search the words",
        ),
    ],
)
def test_an_answer_in_words(name: str, changes: dict[str, Any], shown: str) -> None:
    """The answer comes first, what is not there is not spoken of, and ids come last."""
    assert shown in show(replace(ANSWERS[name], **changes))


@pytest.mark.parametrize("name", [name for name, answer in ANSWERS.items() if hasattr(answer, "coverage")])
def test_where_no_briefing_is_seen_that_is_the_whole_answer(name: str) -> None:
    """How the first one comes, unless licences hide those that there are; nothing to follow, share or refine."""
    sample: Any = ANSWERS[name]
    for is_narrowed, shown in ((False, "You have no briefings yet. An admin"), (True, "None of the briefings may be")):
        answer = replace(sample, coverage=replace(b.HELD_NONE, is_narrowed=is_narrowed))
        assert show(answer).startswith(shown)
        assert len(show(answer).splitlines()) == 1
        assert ("/ingest" in show(answer)) is not is_narrowed
        assert list_labels(answer) == []


@pytest.mark.parametrize(
    ("offset", "total", "labels"),
    [(0, 2, []), (0, 20, ["More"]), (8, 20, ["Back", "More"]), (18, 20, ["Back"])],
)
def test_paging_offers_only_pages_that_exist(offset: int, total: int, labels: list[str]) -> None:
    """Back and More stand only where there is something."""
    answers: list[Answer] = [
        b.build_ministry_list(offset=offset, total=total, counts=b.build_ministry_list().counts[:1] * 2),
        b.build_company_list(offset=offset, total=total, counts=b.build_company_list().counts * 2),
        b.build_briefing_list(offset=offset, total=total, rows=b.build_briefing_list().rows * 2),
        b.build_ministry_card(offset=offset, total=total, rows=(b.build_policy_row(),) * 2),
        b.build_company_card(offset=offset, total=total, rows=(b.build_claim_row(),) * 2),
    ]
    for answer in answers:
        shown = [label for label in list_labels(answer) if label in {"Back", "More"}]
        assert shown == labels
        assert (f"{offset + 1}–{offset + 2} of {total}" in show(answer)) is (total > 2)


def test_buttons_carry_the_question() -> None:
    """Share asks the same again; More asks from the next row on; Open asks for the thing; Follow has the filter."""
    answer = b.build_policy_list(total=20, offset=8)
    frame = Frame(ask=Ask(command="policy", text="battery", offset=8))
    asks = [
        (each["action_id"], parse_carried(each["value"], Ask))
        for each in find_buttons({"blocks": load(build_answer(answer, frame))})
    ]
    same = Ask(command="policy", text="battery", offset=8)
    assert asks == [
        (EDIT, same),
        (f"{OPEN}.1", Ask(command="policy", text="P5")),
        (f"{OPEN}.1", Ask(command="policy", text="I7")),
        (BACK, Ask(command="policy", text="battery", offset=0)),
        (MORE, Ask(command="policy", text="battery", offset=10)),
        (FOLLOW, Ask(command="digest", text="battery")),
        *((action, same) for action in (SHARE, CITE, EXPORT, WRONG, SEND)),
    ]


def test_windows_show_a_source_whole_and_a_body_with_its_history() -> None:
    """And a mistake in any row of an answer can be reported."""
    source = build_window(build_answer(b.build_item_card(), FRAME), "Source")
    shown = render_message(source)
    for part in (
        "It also asks owners to report fires within a day.",
        "• Cells are tested every two years",
        "Comments close 22 Mar 2024: “Comments run to 22 March.”",
        "20 Feb 2024 (the year follows from the period)",
        "MIIT notice (no link in the source) · Wire story https://news.example.org/a?b=1&c=2 (news.example.org)",
    ):
        assert part in shown
    names = build_names_view(b.build_ministry_card())
    assert "Before: MII, Ministry of Information Industry 信息产业部 (until 2008)" in render_message(names)
    subjects = list_subjects(b.build_policy_list())
    assert [subject for subject, _ in subjects] == ["P5", "I7"]
    for view in (source, names, build_wrong_form(subjects), build_wrong_form(subjects[:1])):
        assert check_view(view) == []
        assert list_old_words(render_message(view)) == []


def test_a_bar_in_a_label_or_an_address_hides_nothing_in_windows() -> None:
    """A label cannot end a link before its address, and an address with a bar in it is not linked."""
    links = (
        Link(label="evil|click", url="https://news.example.org/a"),
        Link(label="evil|click", url="https://news.example.org/a|https://evil.example"),
        Link(label="https://bank.example|x", url=None),
    )
    item = b.build_item(headline="evil|click", links=links)
    card = b.build_item_card(row=b.build_item_row(item, sentence="evil|click"))
    frame = replace(FRAME, ask=Ask(command="policy", text="evil|click"), notes=("evil|click",))
    offered = Related(label="evil|click", of="robots", term="evil|click")
    views = [
        build_window(build_answer(card, frame), "evil|click"),
        build_wrong_form([("P5", "evil|click"), ("P6", "<https://evil.example|bank>")]),
        build_note_form("evil|click", b.LEXICON),
        build_search_form(Query(terms=(Term(text="evil|click"),)), b.LEXICON),
        build_window(build_preview(RULE, LOOK_BACK, offer=Ask(command="digest"), related=[offered]), "x"),
    ]
    for view in views:
        assert check_view(view) == []
        assert list_live(view, hosts=frozenset({"news.example.org"})) == []
    assert "evil¦click (address not shown)" in render_message(views[0])


def test_errors_name_the_thing_and_what_to_do() -> None:
    """A refusal shows message and hint, escaped, and offers to search as words where it can."""
    message = build_error(NotFoundError("No <b>.", hint="Try P5."))
    assert message.text == "No &lt;b&gt;. Try P5."
    assert render_message({"blocks": load(message)}) == "⚠ No <b>.\nTry P5."
    assert render_message({"blocks": load(build_error(NotFoundError("No.")))}) == "⚠ No."
    owned = build_error(NotOwnerError("<!here> D1 is <@U1>'s, not <@U2>'s.", owner="U1"))
    assert load(owned)[0]["text"]["text"] == "⚠ &lt;!here&gt; D1 is <@U1>'s, not &lt;@U2&gt;'s."
    error = BadQueryError("Unknown key.", hint="Keys: since.")
    error.as_words = '"foo:bar"'  # type: ignore[attr-defined]  # set by whoever knows how the text reads as words
    blocks = load(build_error(error, ask=Ask(command="policy", text="foo:bar")))
    assert parse_carried(blocks[-1]["elements"][0]["value"], Ask) == Ask(command="policy", text='"foo:bar"')
    error.as_words = "x" * 3000  # type: ignore[attr-defined]  # the same
    assert load(build_error(error, ask=Ask(command="policy")))[-1]["type"] == "context"
