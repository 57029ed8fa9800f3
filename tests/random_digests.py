"""Digests as values: of given items, or made up at random with any texts, counts, deadlines and sources."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.digests.compose import Digest, DigestDeadline, DigestEntry, DigestSource, name_left_out
from bot.model.briefing import SECTION_ORDER
from bot.model.deadlines import DeadlineKey, beijing_day
from bot.model.post import DigestItem
from tests.made_up_briefings import make_briefing, write_text

NOW = dt.datetime(2025, 4, 10, 12, tzinfo=dt.UTC)
_COUNTS = (1, 2, 5, 12, 30, 60)


def compose(
    items: Sequence[DigestItem],
    sources: tuple[DigestSource, ...],
    *,
    rule: str | None = "D3",
    filter_words: tuple[str, ...] = (),
    left_out: Sequence[DigestItem] = (),
    window: tuple[dt.date, dt.date] | None = None,
    now: dt.datetime = NOW,
) -> Digest:
    """Return the digest of these items, in its order, with their deadlines from that day on."""
    in_order = sorted(items, key=lambda each: (SECTION_ORDER.index(each.item.section), each.item.position))
    entries = tuple(DigestEntry(item=item, sentence=item.item.text) for item in in_order)
    deadlines = {
        DeadlineKey(subject=entry.item.shown_id, kind=each.kind, on=each.on): (entry, each)
        for entry in entries
        for each in entry.item.item.deadlines
        if each.on >= beijing_day(now)
    }
    return Digest(
        sources=sources,
        rule=rule,
        filter_words=filter_words,
        deadlines=tuple(
            DigestDeadline(
                entry=deadlines[key][0],
                deadline=deadlines[key][1],
                days=(key.on - beijing_day(now)).days,
            )
            for key in sorted(deadlines)
        ),
        entries=entries,
        left_out=tuple(Counter(name_left_out(each.item) for each in left_out).most_common()),
        window=window,
        day=beijing_day(now),
    )


def make_digest(chance: random.Random) -> Digest:
    """Return a digest of one to three briefings."""
    items = [item for number in range(1, chance.choice((1, 1, 2, 3)) + 1) for item in _make_items(chance, number)]
    left_out = [item for item in items if chance.random() < 0.3]
    sources = tuple(
        DigestSource(
            briefing_id=number,
            name=write_text(chance),
            published_on=dt.date(2025, 4, 8),
            period_start=chance.choice((None, dt.date(2025, 3, 1))),
            period_end=dt.date(2025, 3, 31),
        )
        for number in sorted({item.briefing_id for item in items})
    )
    return compose(
        [item for item in items if item not in left_out],
        sources,
        rule=chance.choice(("D3", None)),
        filter_words=tuple(write_text(chance) for _ in range(chance.choice((0, 1, 3)))),
        left_out=left_out,
        window=chance.choice((None, (dt.date(2025, 4, 1), dt.date(2025, 4, 10)))),
    )


def _make_items(chance: random.Random, number: int) -> list[DigestItem]:
    briefing = make_briefing(chance, number, lambda: write_text(chance), items=chance.choice(_COUNTS))
    made = [
        DigestItem(
            item_id=number * 1000 + at,
            version=1,
            item=item,
            policy_id=f"P{number * 1000 + at}" if item.policy else None,
            briefing_id=number,
        )
        for at, item in enumerate(briefing.items)
    ]
    return [replace(each, before=replace(each, item_id=0)) if chance.random() < 0.2 else each for each in made]
