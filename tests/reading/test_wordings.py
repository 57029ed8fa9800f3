"""What blocks, sentences and small documents say in many wordings: the cases are data, in ``tests/data/wordings``.

``blocks.toml``: a text in a format, and the blocks and furniture that it becomes (``h2`` is a heading of the second
level, ``l1`` an item of a list, ``t`` a row of a table, ``p`` a paragraph).
``items_*.toml``: what an item prints (its text, and where a case needs them its headline, points, comment, title,
issuer, date and section), and what is read of it, looking only at the fields that the case names.
``documents_*.toml``: a whole small document, and what is read of it, again only in the fields that are named.

``begins`` is how an item's text begins, ``unsure`` are the fields that a person is asked about, ``policy = false`` says
that the item is about no document, and an empty string stands for what is not there. The comment above a case says
what it is there for.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.config import find_data_folder
from bot.model.briefing import Briefing, Item
from bot.model.review import CERTAIN
from bot.names.reference import load_lexicon
from bot.reading.document import Block, BlockKind
from bot.reading.formats.source import read_document
from bot.reading.pipeline import read_briefing

WORDINGS = Path(__file__).resolve().parents[1] / "data" / "wordings"
LEXICON = load_lexicon(find_data_folder("reference"))
SECTIONS = {"policy_news": "Policy news", "corporate_news": "Corporate news", "top": "Top stories"}
NEXT_STORY = (
    "### 2. Ports count their cranes\n\n**At a glance:** The harbour offices count all cranes by summer.\n\n"
    "**Date:** March 13\n"
)
POLICY = ("title_en", "title_zh", "document_number", "document_type", "nature", "status")
OF_ITEM: dict[str, Callable[[Item], object]] = {
    "headline": lambda item: item.headline or "",
    "text": lambda item: item.text,
    "section": lambda item: str(item.section),
    "points": lambda item: list(item.points),
    "comment": lambda item: item.comment or "",
    "reported_on": lambda item: str(item.reported_on or ""),
    "issuing_bodies": lambda item: list(item.issuing_bodies),
    "bodies": lambda item: list(item.bodies),
    "acting_bodies": lambda item: list(item.acting_bodies),
    "companies": lambda item: [company.name for company in item.companies],
    "topics": lambda item: list(item.topics),
    "deadlines": lambda item: [f"{deadline.on} {deadline.kind}" for deadline in item.deadlines],
    "targets": lambda item: [target.year for target in item.targets],
    "figures": lambda item: [f"{figure.value} | {figure.unit}" for figure in item.figures],
    "references": lambda item: list(item.references),
    "links": lambda item: [link.label for link in item.links],
    "policy": lambda item: item.policy is not None,
    "unsure": lambda item: sorted({each.field for each in item.inferred if each.confidence < CERTAIN}),
}
OF_BRIEFING: dict[str, Callable[[Briefing], object]] = {
    "publisher": lambda briefing: briefing.publisher or "",
    "series": lambda briefing: briefing.series or "",
    "title": lambda briefing: briefing.title or "",
    "published_on": lambda briefing: str(briefing.published_on or ""),
    "period_start": lambda briefing: str(briefing.period_start or ""),
    "period_end": lambda briefing: str(briefing.period_end or ""),
    "people": lambda briefing: [f"{person.name}, {person.role}" for person in briefing.people],
    "unread": lambda briefing: [block.text for block in briefing.unread],
}
MARKS = {BlockKind.HEADING: "h", BlockKind.LIST_ITEM: "l", BlockKind.TABLE_ROW: "t", BlockKind.PARAGRAPH: "p"}


def list_cases(pattern: str) -> list[Any]:
    """Return the cases of the files of this pattern, each named by its file and its number there."""
    return [
        pytest.param(case, id=f"{path.stem} {number}")
        for path in sorted(WORDINGS.glob(pattern))
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["case"], start=1)
    ]


def describe_item(item: Item, names: list[str]) -> dict[str, object]:
    """Return these facts of an item as the cases write them."""
    facts: dict[str, object] = {}
    for name in names:
        if name == "begins":
            facts[name] = item.text
        elif name in POLICY:
            facts[name] = str(getattr(item.policy, name, "") or "")
        else:
            facts[name] = OF_ITEM[name](item)
    return facts


def check_item(item: Item, expected: dict[str, Any]) -> None:
    """Compare the facts that are named."""
    found = describe_item(item, list(expected))
    if "begins" in expected and item.text.startswith(expected["begins"]):
        found["begins"] = expected["begins"]
    assert found == expected


def write_item(case: dict[str, Any]) -> str:
    """Return a briefing of March 2024 with a dated bullet, or two stories where the item has more than a text."""
    day = case.get("date", "March 12")
    head = "# Harbour Notes\n\n20 March 2024 (reporting period: 15 February - 18 March 2024)\n\n"
    head += f"## {SECTIONS[case.get('section', 'policy_news')]}\n\n"
    if "headline" not in case:
        return f"{head}- *{day}:* {case['text']}\n"
    points = "".join(f"- {point}\n" for point in case.get("points", ())) + ("\n" if "points" in case else "")
    labels = {"Comment": case.get("comment"), "Article": case.get("article"), "Issuing body": case.get("issuer")}
    labelled = "".join(f"**{label}:** {text}\n\n" for label, text in labels.items() if text)
    story = f"### 1. {case['headline']}\n\n**At a glance:** {case['text']}\n\n{points}{labelled}**Date:** {day}\n"
    return f"{head}{story}\n{NEXT_STORY}"


def show(block: Block) -> str:
    """Return a block as the cases write it."""
    return f"{MARKS[block.kind]}{block.level or ''} {block.text}"


@pytest.mark.parametrize("case", list_cases("blocks.toml"))
def test_a_text_becomes_the_blocks_a_reader_sees(case: dict[str, Any]) -> None:
    """In the format that its ending or its signs tell."""
    document = read_document(case["text"].encode(), source_name=f"a.{case['format']}")
    assert [show(block) for block in document.blocks] == case["blocks"]
    assert [block.text for block in document.furniture] == case.get("furniture", [])


@pytest.mark.parametrize("case", list_cases("items_*.toml"))
def test_an_item_says_what_is_printed(case: dict[str, Any]) -> None:
    """Whatever the wording: issuers, titles, statuses, days, companies, topics, figures and targets."""
    briefing = read_briefing(write_item(case).encode(), source_name="a.md", lexicon=LEXICON)
    item, *others = briefing.items
    assert len(others) == ("headline" in case)
    check_item(item, case["read"])


@pytest.mark.parametrize("case", list_cases("documents_*.toml"))
def test_a_small_document_gives_its_records(case: dict[str, Any]) -> None:
    """Whatever the layout: items in their sections, the title page, people, and what is unread."""
    briefing = read_briefing(case["text"].encode(), source_name=case["name"], lexicon=LEXICON)
    assert len(briefing.items) == len(case["items"])
    for item, expected in zip(briefing.items, case["items"], strict=True):
        check_item(item, expected)
    named = {name: read(briefing) for name, read in OF_BRIEFING.items() if name in case}
    assert named == {name: case[name] for name in named}
