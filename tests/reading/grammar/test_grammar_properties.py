"""Nothing is lost: whatever the blocks are, each of them is accounted for, and so is each of its words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.document import Block, BlockKind, Document, Span
from bot.reading.grammar.lines.labels import find_label
from bot.reading.grammar.lines.placement import Place
from bot.reading.grammar.parse import parse_reading

if TYPE_CHECKING:
    from bot.reading.grammar.parse import Reading
    from bot.reading.parts import BriefingParts

pytestmark = pytest.mark.no_cover
PHRASES = (
    "", "At a glance:", "Summary", "Acme comment:", "Article:", "Issuing body:", "Date:",
    "Date: 5 March 2024", "Source:", "Document number:", "Policy news", "Corporate news",
    "NOTEWORTHY", "Top 5", "CONTENTS", "AUTHORS", "Editors:", "PUBLISHER", "Published by: Acme",
    "1. Ports", "2) Cranes", "October 26:", "5 March 2024", "3月5日：", "(5 March 2024)", "Imprint",
    "Tel.: 1 555", "© Acme Ltd", "..... 3", "(Link)", "(MIIT notice, Reuters)", "Ann Berg",
    "Head of Ports, Acme", "| Date | Title", "工业和信息化部关于印发某某办法的通知", "工信部〔2024〕1号",
    "MARCH 6, 2024 (REPORTING PERIOD: 1 - 29 FEBRUARY)", "\n", " | ", "By ", "港口管理局", "各单位：",
    "2024年5月20日", "发布机构：", "当前位置：首页", "Coming up", "About this brief", "Edited by Ann Berg", "A sample",
    "Contact:", "Week of 5 March 2024", "\n>> Ropes", "[Ports] Ropes get names\n", "#1 Ropes get names\n",
    "2/5 Winches go on\n", "a) Ropes get names", "5 March | MIIT | Ropes get names\n", "(MIIT, 5 March)",
    "\nMIIT, 5 March 2024", "March: ",
    "🏭 Ropes get names\n", "*Ropes get names*\n", "Headline: Ropes", "Story 1: Ropes get names\n",
)  # fmt: skip
TOLD_IN_FIELDS = frozenset({Place.PEOPLE, Place.TITLE_PAGE, Place.IMPRINT, Place.NOTE, Place.TOPIC_HEADING})
NEWS = re.compile(r"Dock(word\d+x) fell by")
WORD = re.compile(r"word\d+x")


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Give documents of blocks that mix the grammar's own phrases with words that occur once."""
    blocks: list[Block] = []
    count = 0
    for _ in range(draw(st.integers(0, 25))):
        spans: list[Span] = []
        for _ in range(draw(st.integers(0, 4))):
            phrase = draw(st.sampled_from(PHRASES))
            count += 1
            text = draw(
                st.sampled_from(
                    (
                        phrase,
                        f"{phrase} word{count}x",
                        f"word{count}x {phrase} ",
                        f"Word word{count}x. ",
                        f" Dockword{count}x fell by 120 yuan. ",
                    )
                )
            )
            spans.append(
                Span(
                    text=text,
                    bold=draw(st.booleans()),
                    italic=draw(st.booleans()),
                    link=draw(st.sampled_from((None, None, None, "#", "", "https://example.org/a"))),
                )
            )
        page = draw(st.sampled_from((None, 1, 2)))
        blocks.append(
            Block(
                kind=draw(st.sampled_from(tuple(BlockKind))),
                spans=tuple(spans),
                level=draw(st.integers(0, 4)),
                page=page,
                last_page=page,
                line=draw(st.sampled_from((None, 3))),
            )
        )
    return Document(source_name="x", media_type="text/plain", sha256="0", blocks=tuple(blocks))


def without_label(text: str) -> str:
    """Give the text after the words of its label, which no item repeats."""
    label = find_label(text)
    return text[label.end :] if label else text


def assert_nothing_lost(document: Document, reading: Reading) -> None:
    placed: dict[int, set[str]] = {}
    for placement in reading.placements:
        placed.setdefault(placement.block, set()).update(WORD.findall(placement.text))
    assert sorted(placed) == list(range(len(document.blocks)))
    assert all(set(WORD.findall(block.text)) == placed[i] for i, block in enumerate(document.blocks))
    told = set(WORD.findall(repr(reading.parts.items)))
    wanted = {w for p in reading.placements if p.place is Place.ITEM for w in WORD.findall(without_label(p.text))}
    assert wanted <= told
    unread = [p.text for p in reading.placements if p.place is Place.UNREAD]
    assert unread == [u.text for u in reading.parts.unread]
    news = {w for p in reading.placements if p.place in TOLD_IN_FIELDS for w in NEWS.findall(p.text)}
    assert news <= set(WORD.findall(repr(reading.parts)))


def assert_counted(parts: BriefingParts) -> None:
    order = ["top", "policy_news", "corporate_news", "other"]
    assert [order.index(item.section) for item in parts.items] == sorted(
        order.index(item.section) for item in parts.items
    )
    for section in order:
        assert [item.position for item in parts.items if item.section == section] == list(
            range(1, 1 + sum(item.section == section for item in parts.items))
        )


@pytest.mark.no_cover
@settings(max_examples=400, deadline=None)
@given(documents())
def test_nothing_is_lost(document: Document) -> None:
    """Each block has its places in order, an item keeps each word of its pieces, each unread piece is listed.

    Positions run from 1 within each section, and sections keep the order of the export.
    """
    reading = parse_reading(document)
    assert_nothing_lost(document, reading)
    assert_counted(reading.parts)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=12), st.sampled_from(tuple(BlockKind)))
def test_any_text_is_read(texts: list[str], kind: BlockKind) -> None:
    """No text makes the grammar fail."""
    blocks = tuple(Block(kind=kind, spans=(Span(text=text),), level=1) for text in texts)
    document = Document(source_name="x", media_type="text/plain", sha256="0", blocks=blocks)
    reading = parse_reading(document)
    assert {p.block for p in reading.placements} == set(range(len(texts)))


NOTES = ("Date: x", "1. Ports", "5 March: One (MIIT notice)", "(" * 10, "Ann Berg", "Acme comment: x", ". " * 7)
SIGNS = ("a ", "(", "Acme ", ". ", "\n", "1.", "5 March ", "港", "| ", "Date: ", "A comment: ")


@pytest.mark.no_cover
@pytest.mark.parametrize("kind", BlockKind)
def test_thousands_of_blocks_are_read(kind: BlockKind) -> None:
    """Of every form, in one go."""
    blocks = tuple(Block(kind=kind, spans=(Span(text=text),), level=1) for text in NOTES * (2000 // len(NOTES)))
    document = Document(source_name="x", media_type="text/plain", sha256="0", blocks=blocks)
    assert_nothing_lost(document, parse_reading(document))


@pytest.mark.parametrize("sign", SIGNS)
def test_a_block_of_a_hundred_thousand_characters_is_read(sign: str) -> None:
    """Whatever sign it repeats."""
    block = Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=sign * (100_000 // len(sign))),))
    document = Document(source_name="x", media_type="text/plain", sha256="0", blocks=(block,))
    assert {p.block for p in parse_reading(document).placements} == {0}
