"""Texts in prose, without headings, lists or days: what becomes an item, and what never does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.records.briefing import Section
from bot.reading.document import Block, BlockKind, Document, Span
from bot.reading.grammar.lines.placement import Place
from bot.reading.grammar.lines.reports import is_report
from bot.reading.grammar.parse import parse_reading
from tests.reading.grammar.grammar_blocks import read
from tests.reading.grammar.test_grammar_properties import assert_nothing_lost

SEALS = "MIIT has issued measures on seals for cranes, which oblige all ports to keep a book of what they lift."
DOCKS = "The crane maker Hubwerk plans to build a second dock in Ningbo and will spend two million euros on it there."
ROPES = "The Ministry of Transport asked port owners to list their ropes without further delay; it gave no date."
MORE = "Among other things, books have to be kept for five years and shown to whoever comes to inspect the yard."
INTRO = "This issue comes at a time when trade is slow and the weather over most of the coast is as grey as slate."
VIEW = "Nobody should be surprised that ropes are a matter of state. For years the question was how long they last."
OTHER_VIEW = "Neither view is quite right. What counts in the end is trust between those who lift and those who wait."
WE = "We should lift less than we do, and you know as well as I do why it is so."
HAN_VIEW = "缆绳问题早已不是技术问题，而是关系到整个港口的成本与安全，值得深思。"
LEGAL = "This letter is for members only and may not be passed on to third parties. No liability for its content."


def test_paragraphs_that_report_are_items() -> None:
    """Each paragraph that tells who did what is an item of `other`, dated by the document; others go on with it."""
    reading = read("# Harbour Notes", "5 March 2024", SEALS, MORE, DOCKS, "MOT fined a port.", ROPES, LEGAL)
    assert [(item.section, item.headline, item.summary, item.by_document) for item in reading.parts.items] == [
        (Section.OTHER, None, (SEALS, MORE), True),
        (Section.OTHER, None, (DOCKS,), True),
        (Section.OTHER, None, ("MOT fined a port.",), True),
        (Section.OTHER, None, (ROPES,), True),
    ]
    assert reading.placements[-1].place is Place.NOTE
    assert reading.parts.unread == ()


def test_reports_in_chinese_are_items() -> None:
    """Chinese paragraphs are measured by their signs and known by what is done in them."""
    notes = (
        "工业和信息化部印发起重机封条管理办法，要求各港口建立台账，并定期公布检查结果。",
        "起重机制造商海工重机计划在宁波建设第二座码头，未来三年将投入二十亿元。",
        "交通运输部要求港口企业尽快上报缆绳清单，但没有给出完成时限。",
    )
    items = read("# 港口产业简报", "2024年3月5日", *notes).parts.items
    assert [item.summary for item in items] == [(note,) for note in notes]
    assert all(item.by_document and item.section is Section.OTHER for item in items)


def test_a_day_of_its_own_dates_a_report() -> None:
    """A report that tells its day has that; only the others take the document's."""
    items = read("# Harbour Notes", "5 March 2024", f"On 3 March, {SEALS}", DOCKS).parts.items
    assert [(item.date_text, item.by_document) for item in items] == [("3 March", False), (None, True)]


@pytest.mark.parametrize(
    ("front", "notes", "title"),
    [
        (("# Why ropes matter", "By Ann Bow, 5 March 2024"), (VIEW, OTHER_VIEW), "Why ropes matter"),
        (("# Why ropes matter", "5 March 2024"), (VIEW, OTHER_VIEW, SEALS), "Why ropes matter"),
        (("Why ropes matter", "By Ann Bow"), (WE, VIEW), "Why ropes matter"),
        (("# MIIT tightens rules on seals", "5 March 2024"), (SEALS, MORE, DOCKS), "MIIT tightens rules on seals"),
        (("# Harbour Daily", "# MIIT tightens rules on seals"), (SEALS, DOCKS), "MIIT tightens rules on seals"),
        (("# 缆绳为何重要", "2024年3月5日"), (HAN_VIEW,), "缆绳为何重要"),
    ],
)  # fmt: skip
def test_an_essay_or_a_story_is_one_item(front: tuple[str, ...], notes: tuple[str, ...], title: str) -> None:
    """A text that argues, or whose title tells its news, is one item under its title."""
    (item,) = read(*front, *notes).parts.items
    assert (item.section, item.headline, item.by_document) == (Section.OTHER, title, True)
    assert item.summary == notes


@pytest.mark.parametrize("title", ["Why Beijing will not save its rope makers", "MIIT tightens rules on seals"])
def test_the_title_of_one_text_is_the_briefings(title: str) -> None:
    """It is told as the headline, so it is no unread line, with or without a look of its own."""
    for front in (title, f"# {title}", f"**{title}**"):
        parts = read(front, "By Ann Bow", "5 March 2024", VIEW, OTHER_VIEW).parts
        assert (parts.title, [item.headline for item in parts.items], parts.unread) == (title, [title], ())


def test_paragraphs_that_lean_on_reports_do_not_make_an_essay() -> None:
    """Two items with a paragraph more each are two items, unless somebody signs the text under a title of its own."""
    notes = (
        SEALS,
        "The measures replace those of six years ago, which had no fines and were read by nobody.",
        DOCKS,
        MORE,
    )
    assert [item.summary for item in read("# Harbour Notes", "5 March 2024", *notes).parts.items] == [
        notes[:2],
        notes[2:],
    ]
    assert len(read("# Harbour Notes", "By Ann Bow, 5 March 2024", *notes).parts.items) == len(notes) // 2
    (item,) = read("# Ropes and seals", "By Ann Bow, 5 March 2024", *notes).parts.items
    assert (item.headline, item.summary) == ("Ropes and seals", notes)


def test_a_source_below_a_report_is_its_own() -> None:
    """A labelled source among the paragraphs belongs to the one above and makes no structure."""
    items = read(
        "# Harbour Notes", "5 March 2024", SEALS, "Source: Harbour Mail", DOCKS, "Source: Crane Post"
    ).parts.items
    assert [(item.summary, item.source_labels) for item in items] == [
        ((SEALS,), ("Harbour Mail",)),
        ((DOCKS,), ("Crane Post",)),
    ]


def test_lines_above_the_paragraphs_are_headlines() -> None:
    """Short lines in plain type above paragraph after paragraph head them; the first line stays the title."""
    notes = ("Seals", SEALS, MORE, "Docks", DOCKS)
    parts = read("Harbour Notes", "5 March 2024", *notes).parts
    assert [(item.headline, item.summary) for item in parts.items] == [("Seals", (SEALS, MORE)), ("Docks", (DOCKS,))]
    parts = read("Seals and docks", SEALS, "Docks", DOCKS, "Ropes", ROPES).parts
    assert [(item.headline, item.summary) for item in parts.items] == [("Docks", (DOCKS,)), ("Ropes", (ROPES,))]


def test_bold_words_open_items() -> None:
    """Paragraphs that open with bold words are items of their own."""
    items = read("# Harbour Notes", "5 March 2024", f"**Seals.** {VIEW}", f"**Ropes.** {OTHER_VIEW}").parts.items
    assert [item.heading_text for item in items] == ["Seals", "Ropes"]


def test_a_letter_around_reports_is_none_of_them() -> None:
    """Salutation, foreword, sign-off and what follows it are no part of an item."""
    reading = read(
        "Harbour Notes", "January 2024", "Dear readers,", INTRO, SEALS, DOCKS, "Best regards,", "Ann Bow",
        "Harbour Office", LEGAL,
    )  # fmt: skip
    assert [item.summary for item in reading.parts.items] == [(SEALS,), (DOCKS,)]
    assert (reading.parts.series, reading.parts.publisher) == ("Harbour Notes", None)
    assert [block.text for block in reading.parts.unread] == [INTRO]


@pytest.mark.parametrize(
    "notes",
    [
        ("Dear friends,", "5 March 2024", "We are glad to see you soon at our feast on the quay with songs.", VIEW),
        ("# Terms of use", "Last updated 5 March 2024", VIEW, OTHER_VIEW),
        ("# Foreword", "5 March 2024", VIEW, OTHER_VIEW),
        ("# Harbour Daily", VIEW, OTHER_VIEW),
        ("# Harbour Daily", SEALS),
        (VIEW, OTHER_VIEW),
        ("# 404 Not found", SEALS, DOCKS),
        ("# Harbour Daily", "We use cookies to show you what fits you, and our partners store what they learn of it.",
         "Harbour Daily has updated its privacy policy, which tells what is kept and for how long it is kept there.",
         "You can change your choice at any time at the foot of this page, where the imprint stands as well."),
        ("# Portal", "The owner of this website has banned visits that come from the network you are in now.",
         "Hubwerk protected this site from an attack. What was done triggered the lock that guards it day and night."),
        ("# Portal", "[MIIT has issued measures on seals for cranes that all ports have to keep.]{https://a.example}",
         "[Hubwerk plans to build a second dock in Ningbo that it will pay for itself.]{https://b.example}"),
    ],
)  # fmt: skip
def test_what_reports_nothing_is_no_item(notes: tuple[str, ...]) -> None:
    """Letters, terms, forewords, pages to sign in or of errors, and texts that nothing dates give no item."""
    assert read(*notes).parts.items == ()


def test_a_document_with_structure_keeps_its_undated_paragraphs_where_they_were() -> None:
    """One heading, bullet, section or dated lead among the paragraphs, and they are read as before."""
    for inside in (
        "- 3 March: MOT lists docks.",
        "## Ropes",
        "3 March: MOT lists docks.",
        "| 3 March | MOT lists docks",
    ):
        parts = read("# Harbour Notes", "5 March 2024", SEALS, inside, DOCKS).parts
        assert SEALS in [block.text for block in parts.unread]
        assert not any(item.by_document for item in parts.items)


def test_what_stands_behind_the_text_is_read_as_ever() -> None:
    """Editors and imprint under headings of their own end the text."""
    parts = read("# Harbour Notes", "5 March 2024", SEALS, DOCKS, "## Editors", "Ann Bow", "## Imprint", LEGAL).parts
    assert [person.name for person in parts.people] == ["Ann Bow"]
    assert [item.summary for item in parts.items] == [(SEALS,), (DOCKS,)]


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        (SEALS, True), (DOCKS, True), (ROPES, True), ("Tesla opened a plant in Shanghai. (Reuters)", True),
        ("China's exports rose by 5 percent in January.", True), ("交通运输部印发港口封条办法。", True),
        ("“We will lift more,” Hubwerk said on Monday.", True),
        ("The central bank cut the reserve ratio of all lenders.", True),
        ("The crane maker opened a yard.", True), ("The ministry has issued a list.", False),
        ("The list of docks was issued by the MOT.", True), ("Please note that MIIT issued rules.", False),
        (MORE, False), (INTRO, False), (VIEW, False), (OTHER_VIEW, False), ("MIIT has issued", False),
        ("We at Hubwerk have opened a dock.", False), ("European firms would do well to prepare.", False),
        ("It said that MIIT issued rules.", False), ("我们发布了新的网站。", False), ("港口很大，天气很好。", False),
        ("Hubwerk has changed the password of all its users.", False),
    ],
)  # fmt: skip
def test_a_report_names_who_acts_before_the_act(text: str, *, reports: bool) -> None:
    """A name or a subject of few words stands before the verb, in a sentence that addresses nobody."""
    assert is_report(text) is reports


PARTS = st.sampled_from(
    (
        SEALS,
        MORE,
        DOCKS,
        INTRO,
        VIEW,
        OTHER_VIEW,
        LEGAL,
        "Seals",
        "5 March 2024",
        "By Ann Bow",
        "Dear readers,",
        "Best regards,",
        "工业和信息化部印发起重机封条管理办法，要求各港口建立台账，并定期公布检查结果。",
    )
)


@pytest.mark.no_cover
@settings(max_examples=300, deadline=None)
@given(parts=st.lists(st.tuples(PARTS, st.booleans()), max_size=9), titled=st.booleans())
def test_nothing_of_a_text_in_prose_is_lost(parts: list[tuple[str, bool]], titled: bool) -> None:
    """Whatever paragraphs follow each other, each is accounted for and an item keeps each word of its own."""
    blocks = [
        Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=text), Span(text=f" word{i}x" if worded else "")))
        for i, (text, worded) in enumerate(parts)
    ]
    if titled:
        blocks.insert(0, Block(kind=BlockKind.HEADING, level=1, spans=(Span(text="Harbour Notes"),)))
    document = Document(source_name="x", media_type="text/plain", sha256="0", blocks=tuple(blocks))
    assert_nothing_lost(document, parse_reading(document))


PLAN = "The Ministry of Transport has put out a plan for ropes, which all ports have to hang up before the summer."
FIRST = "Ropes from abroad come first, and the ports that lift most boxes get theirs before the small ones do."


def test_a_page_of_one_story_under_the_menu_of_its_site() -> None:
    """The title is its headline; the menu, the way from home and stories like it are no news and nobody's name."""
    title = "China's MOT to expand national rope market to include ports"
    parts = read(
        "| Login Start Your Free Trial",
        "< Latest port news",
        "You are here: Home > Port news > Latest > MOT...",
        f"# {title}",
        "Thursday, 27 March 2025 09:48:50 (GMT+3) | Shanghai",
        PLAN,
        FIRST,
        "### Similar articles",
        "- [Cranes get dearer in Ningbo]{}\n27 Mar | Cranes",
        "- [Boxes get dearer in Dalian]{}\n25 Mar | Boxes",
    ).parts
    (item,) = parts.items
    assert item.headline == title
    assert [text for text in item.summary if "ropes" in text.lower()] == [PLAN, FIRST]
    assert parts.publisher is None


def test_a_story_with_one_heading_of_its_own_stays_whole_under_a_headline() -> None:
    """A title that tells news is that of one text."""
    title = "China Seeks Feedback on Plan to Hang Up Ropes in Ports"
    told = f"On 9 May 2024, {PLAN[0].lower()}{PLAN[1:]}"
    notes = (
        "### Key goals",
        "The plan has two steps:",
        "- Step one, for ropes of any kind.",
        "- Step two, with boxes.",
    )
    (item,) = read(f"# {title}", "Published: May 9, 2024 20:47", "Source: PMM", told, *notes).parts.items
    assert item.headline == title


def test_a_sentence_that_only_announces_the_news_is_none() -> None:
    """It is a note on the publication."""
    reading = read("# Port Weekly", "19 December 2025", "This past week, we covered the following issues.", PLAN, FIRST)
    assert Place.NOTE in [placement.place for placement in reading.placements]
    assert all("covered" not in text for item in reading.parts.items for text in item.summary)


def test_a_story_happened_on_the_day_with_which_its_second_paragraph_opens() -> None:
    """Where its first prints none and it has a headline."""
    told = ("SAMR and two others set nine limits for ropes, which all shops in the land have to keep.", PLAN)
    dated = "On March 5, 2024, SAMR issued the limits and a list of methods by which shops find out what they need."
    notes = ("## New limits for ropes", told[0], dated, "## A plan for ropes", PLAN, FIRST)
    assert [item.date_text for item in read("# Rope Notes", *notes).parts.items] == ["March 5, 2024", None]
