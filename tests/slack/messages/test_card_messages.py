"""Bodies, companies, briefings, absences and errors as messages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.cli.text import render_message
from bot.domain.lexicon import FormerNames
from bot.domain.records.briefing import UnreadBlock
from bot.errors import BadQueryError, NotFoundError, NotOwnerError
from bot.slack.actions import MORE, SOURCE, Ask, parse_ask
from bot.slack.in_memory.local import find_buttons
from bot.slack.messages.answers import build_answer, build_help
from bot.slack.messages.errors import build_error, build_failure
from bot.slack.messages.frame import Frame, Pages, describe_held
from tests import builders as b
from tests.shown import ANSWERS, FRAME, list_labels, load, show

if TYPE_CHECKING:
    from bot.services.results import BriefingCard


def test_a_ministry_card_gives_names_succession_and_waiting_drafts() -> None:
    """The card says who the body is, what it issued alone and jointly, and what waits for answers."""
    shown = show(ANSWERS["ministry"])
    for part in (
        "工业和信息化部 · 工信部 · gongxinbu",
        "Since 2008 · before: MII 信息产业部",
        "issued 1 (0 alone, 1 joint) · named besides in 2 items",
        "Together with: NEA (1)",
        "Waiting for answers: P5 Safety rules for battery storage, comments until 22 Mar 2024",
        "/policy mentions:MIIT",
    ):
        assert part in shown
    closed = b.build_ministry_card(
        body=b.MII,
        predecessors=(),
        successors=(b.MIIT,),
        open_drafts=(),
        last_closed=b.build_policy_row(),
        with_bodies=(),
    )
    assert "Until 2008 · since then: MIIT 工业和信息化部" in show(closed)
    assert "none open · last closed P5, 22 Mar 2024" in show(closed)
    partners = tuple((f"BODY{number}", 1) for number in range(19))
    assert "BODY7 (1) and 11 more" in show(b.build_ministry_card(with_bodies=partners))
    assert "BODY6 (1) and BODY7 (1)\n" in show(b.build_ministry_card(with_bodies=partners[:8]))
    many = b.build_ministry_card(open_drafts=(b.build_policy_row(),) * 5, open_total=7)
    assert " and 2 more" in show(many)
    bare = b.build_ministry_card(body=replace(b.NEA, name_zh=""), predecessors=())
    assert "National Energy Administration" in show(bare)


def test_a_ministry_card_tells_names_that_are_no_longer_its_own() -> None:
    """A body that changed its name and stayed the same is shown by both, with the day where it is certain."""
    old = FormerNames(names=("NEO", "National Energy Office"), until="2013")
    renamed = replace(b.NEA, former_names=(old, FormerNames(names=("Energy & Power Bureau",))))
    shown = show(b.build_ministry_card(body=renamed, predecessors=()))
    assert "ormerly named: NEO, National Energy Office (until 2013), Energy & Power Bureau" in shown


def test_a_narrowed_list_says_to_what_and_that_nothing_matches() -> None:
    """The filter stands on each list that it narrows, and an empty one is called not in the corpus."""
    for built in (b.build_ministry_list, b.build_company_list, b.build_briefing_list):
        assert "Only what matches" not in show(built())
        assert "Only what matches: on the list us · since 1 Jan 2025" in show(
            built(understood=("on the list us", "since 1 Jan 2025"))
        )
    nothing = (
        b.build_ministry_list(total=0, counts=(), understood=("<b>",)),
        b.build_company_list(total=0, counts=(), understood=("<b>",)),
        b.build_briefing_list(total=0, rows=(), understood=("<b>",)),
    )
    for empty in nothing:
        assert show(empty).startswith("Not in the corpus. Nothing held matches.\nOnly what matches: <b>")
    told = show(b.build_company_list(understood=("“cranes”",), notes=("Read otherwise.",)))
    assert told.startswith("Read otherwise.\n1 company named in what matches, the most recent first")
    card = show(b.build_briefing_card(understood=("topic Energy",), total=1))
    assert "Only what matches: topic Energy (1 item)" in card
    bare = b.build_briefing_card(understood=("topic Energy",), total=0, rows=())
    assert "Not in the corpus. Nothing held matches.\nOnly what matches: topic Energy (0 items)" in show(bare)
    elsewhere = show(replace(bare, elsewhere="B2 Notes & News"))
    assert "Nothing in B1 matches. Held elsewhere: B2 Notes & News.\nOnly what matches" in elsewhere
    for narrowed in (b.build_ministry_card, b.build_company_card):
        assert "\nOnly what matches: since 1 Jan 2025\n" in show(narrowed(understood=("since 1 Jan 2025",)))
        assert "Only what matches" not in show(narrowed())


def test_an_empty_timeline_is_not_in_the_corpus() -> None:
    """It says so, names what is near, and never only counts to zero; events without a date are something."""
    empty = b.build_timeline(about="", rows=(), total=0, undated=0, nearest=("Huawei",), uncovered=True)
    shown = show(empty)
    assert "Not in the corpus. Nothing held matches. No briefing held covers these days" in shown
    assert "Did you mean Huawei?" in shown
    assert "Not in the corpus" not in show(replace(empty, undated=1))
    assert "Not in the corpus" not in show(b.build_timeline())


def test_several_names_are_not_called_one_of_several_meanings() -> None:
    """A choice between names says that they are several."""
    assert "can mean several. Which one?" in show(b.build_choice())
    assert "names several. Which one?" in show(replace(b.build_choice(), is_several=True))


def test_a_company_card_marks_claims_and_unlisted_names() -> None:
    """Claims are marked, news about a policy names it, and a company read from the text is called unconfirmed."""
    rows = (b.build_claim_row(), b.build_item_row())
    policies = (b.build_policy_row(),) * 5
    company = replace(b.HUAWEI, confirmed=False, aliases=(), country=None, name_zh=None)
    card = b.build_company_card(rows=rows, total=2, policies=policies, company=company, seen_with=())
    shown = show(replace(card, policies_total=6))
    assert "(claim, as reported, not checked · via" in shown
    assert "I2  20 Feb 2024 · about P5" in shown
    assert " and 1 more" in shown
    assert "unconfirmed: read from the text, not on our list" in shown
    assert "policies naming it: none" in show(ANSWERS["company"])
    assert "Seen with: Chery 1" in show(ANSWERS["company"])
    other = b.build_item_row(b.build_item(policy=None))
    assert "20 Feb 2024 · news" in show(b.build_company_card(rows=(other,)))
    listed = b.build_company_list(counts=(replace(b.build_company_list().counts[0], company=company),))
    assert "unconfirmed" in show(listed)


def test_a_briefing_card_lists_items_and_what_was_not_understood() -> None:
    """All items with their places, counts by section, deadlines, people, and the unread blocks."""
    shown = show(ANSWERS["briefing"])
    for part in (
        "B1 Harbour Notes, 5 Mar 2024",
        "Harbour Institute Harbour Notes · 5 Mar 2024 · covers 1 Feb – 29 Feb 2024",
        "1 top item · 0 policy news · 1 company news · 0 other news · unread 1",
        "By: An Author (author)",
        "Act by: P5 Safety rules for battery storage: Open for comment until 22 Mar 2024",
        "20 Feb 2024 · P5, MIIT with NEA · item 2, pp. 3–4  [Source]",
        "• p. 4, line 12: A stray table row",
    ):
        assert part in shown
    unread = tuple(UnreadBlock(page=None, line=None, text=f"row {n}") for n in range(7))
    row = b.build_briefing_row(period_start=None, period_end=None, counts=(("annex", 2),))
    bare = show(
        b.build_briefing_card(
            briefing=row, people=(), unread=unread, open_deadlines=(b.build_policy_row(),) * 5, open_total=6
        )
    )
    assert "period not stated" in bare
    assert "2 annex" in bare
    assert "• row 4" in bare
    assert "… 2 more" in bare
    assert " and 1 more" in bare
    assert "By:" not in bare
    assert "no open deadline" in show(b.build_briefing_card(open_deadlines=(), unread=()))


def test_a_long_briefing_turns_pages_without_losing_items() -> None:
    """Every item of a briefing is reached with More, whatever was trimmed."""
    rows = tuple(
        b.build_item_row(b.build_item(headline="A headline on storage " * 6), id=f"I{n}") for n in range(1, 61)
    )

    def card(offset: int) -> BriefingCard:
        return b.build_briefing_card(rows=rows[offset : offset + 8], total=60, offset=offset)

    seen: list[str] = []
    ask = Ask(command="briefing", text="B1")
    for _turn in range(10):
        blocks = load(build_answer(card(ask.offset), Frame(ask=ask)))
        buttons = list(find_buttons({"blocks": blocks}))
        seen += [each["value"] for each in buttons if each["action_id"] == SOURCE]
        more = [each for each in buttons if each["action_id"] == MORE]
        if not more:
            break
        ask = parse_ask(more[0]["value"])
    assert seen == [row.id for row in rows]


def test_not_in_the_corpus_names_what_is_held_and_the_nearest() -> None:
    """An absent name gets the period held, the newest briefing and the nearest names as buttons."""
    shown = show(ANSWERS["not held"])
    assert "Not in the corpus: company “Tesla”." in shown
    assert "Held: 1 briefing (1 Feb – 29 Feb 2024), newest 5 Mar 2024." in shown
    assert "Not in the corpus: company “Tesla”.\nDid you mean Telstar?\n[Telstar]\nHeld: 1 briefing" in shown
    assert "Nearest names: Telstar, Tesco" in show(b.build_not_held(nearest=("Telstar", "Tesco")))
    known = show(b.build_not_held(known_name="Tesla Motors", nearest=()))
    assert "“Tesla” (Tesla Motors). The name is known, but nothing held speaks of it." in known
    assert "company “Tesla”. The name is known" in show(b.build_not_held(known_name="Tesla"))
    narrowed = show(b.build_not_held(known_name="Tesla", filters=("topic Batteries", "since 1 Jan 2024")))
    assert "The name is known, but nothing held of it matches: topic Batteries · since 1 Jan 2024." in narrowed
    elsewhere = show(b.build_not_held(known_name="Tesla", filters=("in briefing B1",), elsewhere="B2 Notes"))
    assert elsewhere.startswith("Not in the briefing asked for: company “Tesla”.")
    assert "in briefing B1. Held elsewhere: B2 Notes.\n" in elsewhere
    in_words = show(b.build_not_held(words="Tesla", in_words=2))
    assert "Its words stand in 2 items, where they name no company that is known.\n[Search the words]" in in_words
    empty = show(b.build_not_held(kind="briefing", asked="", held=b.HELD_NONE, nearest=()))
    assert empty == "Not in the corpus: no briefing yet.\nHeld: no briefing yet."


def test_a_choice_runs_the_command_of_each_option() -> None:
    """Each meaning is a button that asks for it; what is no command is asked of the same command."""
    buttons = list(find_buttons({"blocks": load(build_answer(ANSWERS["choice"], FRAME))}))
    assert [parse_ask(each["value"]) for each in buttons] == [
        Ask(command="ministry", text="National Financial Regulatory Administration"),
        Ask(command="policy", text="what"),
    ]
    assert "which one" in show(ANSWERS["choice"]).casefold()
    assert list_labels(b.build_choice(options=())) == []


def test_held_says_what_it_knows() -> None:
    """Without period or date the line stays true."""
    assert describe_held(replace(b.HELD, period_start=None, period_end=None, newest_on=None)) == "held: 1 briefing"
    assert Pages(offset=8, shown=0, total=20, page_size=8).describe() == "none on this page, 20 in all"


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
    assert parse_ask(blocks[-1]["elements"][0]["value"]) == Ask(command="policy", text='"foo:bar"')
    error.as_words = "x" * 3000  # type: ignore[attr-defined]  # the same
    assert load(build_error(error, ask=Ask(command="policy")))[-1]["type"] == "context"


def test_failures_give_a_reference() -> None:
    """A fault of ours shows the reference of its line in the log and nothing else."""
    message = build_failure("ab12")
    assert "Something went wrong on our side (ref ab12)." in render_message({"blocks": load(message)})


def test_long_help_is_split() -> None:
    """Help longer than a block goes on in the next."""
    blocks = load(build_help("line of help\n" * 400))
    assert len(blocks) > 1
