"""What of a filter an item matches, in words: whatever the index finds, it says by what."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.domain.lexicon import Body, NamedList
from bot.domain.queries.query import parse_query
from bot.services.answering.lookup import Lookup
from bot.services.posting.reasons import list_reasons
from bot.store.items import list_items, set_policy
from bot.store.merges import insert_policy
from bot.store.policies import refresh_policy
from tests.corpus import LEXICON, make_briefing, make_company_item, make_policy_item, store_briefing
from tests.empty_store import open_empty
from tests.posting import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.store.database import Store

POLICY = replace(
    make_policy_item(
        1,
        "MIIT, in Chinese 工业和信息化部, opens rules on labelling grid-battery systems (工信部联科〔2024〕9号).",
        closes_on=dt.date(2024, 3, 20),
    ),
    bodies=("MIIT", "STATE_COUNCIL"),
)
NEWS = make_company_item(1, "BYD says that a new cell plant runs.")
LISTS = (NamedList(id=1, name="us", owner="C1", filter="company:BYD batteries"),)
NAMES = replace(
    LEXICON.with_lists(LISTS),
    bodies=(
        Body(id="MIIT", name_en="Ministry of Industry", name_zh="工业和信息化部", names_zh=("工信部",)),
        Body(id="STATE_COUNCIL", name_en="State Council", name_zh="国务院"),
    ),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path: Path = tmp_path_factory.mktemp("reasons") / "g.db"
    opened = open_empty(path)
    with opened.write() as db:
        store_briefing(db, make_briefing(items=(POLICY, NEWS)), now=NOW)
        number = insert_policy(db)
        set_policy(db, 1, number)
        refresh_policy(db, number)
    yield opened
    opened.close()


def explain(store: Store, text: str, item: int, *, now: dt.datetime = NOW) -> tuple[str, ...] | None:
    """Give the reasons of an item, or None where the filter does not find it."""
    lookup = Lookup(store, NAMES)
    lexicon = NAMES
    query = parse_query(text, lexicon=lexicon, today=now.date())
    with store.read() as db:
        found = {row.id for row in lookup.matching_items_in(db, query, now=now, briefing=1)}
        return list_reasons(db, list_items(db, [item])[0], query, lexicon) if f"I{item}" in found else None


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("", ()),
        ("ministry:MIIT", ("issued by MIIT",)),
        ("mentions:MIIT", ("names MIIT",)),
        ("status:draft_for_comment", ("status draft for comment until 2024-03-20",)),
        ("since:2024-01", ("dated 2024-02-20",)),
        ("learned:2024-03", ("learned 2024-03-10",)),
        ("-topic:robotics -robot", ("without “robot”", "not topic Robotics")),
        ("labels", ("“labelling”",)),
        ("headline doubts", ("“Headline”", "“doubt”")),
        ("系统", None),
        ("联科", ("“联科”",)),
        ("工信部", ("issued by MIIT", "“工信部”", "“MIIT”", "“工业和信息化部”")),
        ("国务院", ("names State Council",)),
        ("list:us", ("on the list us: “battery”",)),
    ],
)
def test_what_of_a_policy_matched(store: Store, text: str, reasons: tuple[str, ...] | None) -> None:
    """Each key and word that an item answers to is named: words as it prints them, by whatever form they were found."""
    assert explain(store, text, 1) == reasons


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("company:BYD", ("names BYD",)),
        ("BYD", ("names BYD", "“BYD”")),
        ("list:us", ("on the list us: names BYD",)),
        ("status:issued", None),
    ],
)
def test_what_of_news_matched(store: Store, text: str, reasons: tuple[str, ...] | None) -> None:
    """Company news answers to companies, alone or on a list, and has no status."""
    assert explain(store, text, 2) == reasons
