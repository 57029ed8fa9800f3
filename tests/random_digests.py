"""Digests made up at random: any texts, counts, fates, deadlines and sources, composed by the code that posts."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from bot.digests.compose import Digest, DigestRule, DigestSource, compose_digest
from bot.model.deadlines import AnswerKind, DeadlineAnswer, DeadlineKey
from bot.model.digest import Decided, DigestItem, Fate
from tests.made_up_briefings import make_briefing, write_text

NOW = dt.datetime(2025, 4, 10, 12, tzinfo=dt.UTC)
_FATES = (Fate.INCLUDED, Fate.INCLUDED, Fate.INCLUDED, Fate.FILTERED, Fate.ALREADY_HAD, Fate.UNCERTAIN)
_COUNTS = (1, 2, 5, 12, 30, 60)


def make_digest(chance: random.Random) -> Digest:
    """Return a digest of one to three briefings."""
    items = [item for number in range(1, chance.choice((1, 1, 2, 3)) + 1) for item in _make_items(chance, number)]
    decided = [Decided(item=item, fate=chance.choice(_FATES), reason=write_text(chance)[:200]) for item in items]
    answers = {
        DeadlineKey(subject=item.shown_id, kind=deadline.kind, on=deadline.on): DeadlineAnswer(
            kind=chance.choice(tuple(AnswerKind)), by="U1", at=NOW
        )
        for item in items
        for deadline in item.item.deadlines
        if chance.random() < 0.3
    }
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
    digest = compose_digest(
        sources=sources,
        decided=decided,
        sentences={item.item_id: item.item.text for item in items},
        of=DigestRule(
            rule=chance.choice(("D3", None)),
            filter_words=tuple(write_text(chance) for _ in range(chance.choice((0, 1, 3)))),
            window=chance.choice((None, (dt.date(2025, 4, 1), dt.date(2025, 4, 10)))),
            answers=answers,
        ),
        issuers={},
        now=NOW,
    )
    return replace(digest, is_agenda=chance.random() < 0.2)


def _make_items(chance: random.Random, number: int) -> list[DigestItem]:
    briefing = make_briefing(chance, number, lambda: write_text(chance), items=chance.choice(_COUNTS))
    return [
        DigestItem(
            item_id=number * 1000 + at,
            version=1,
            item=item,
            policy_id=f"P{number * 1000 + at}" if item.policy else None,
            briefing_id=number,
            before=item if chance.random() < 0.2 else None,
        )
        for at, item in enumerate(briefing.items)
    ]
