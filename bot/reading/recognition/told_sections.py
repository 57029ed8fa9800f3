"""Told sections: what headings with words of the publisher's own part a briefing in, told by who acts under each.

Where nearly all news under each heading of the highest kind is of one sort, the acts of bodies or what companies did,
and both sorts are there, the headings are sections of policy and of company news. Beside sections of one sort with
known names only one can be, of the other sort; beside those of both each is what it tells ("Drafts" beside "New laws").
Headings that mostly name topics, bodies or days part nothing, whatever stands below them, but where company news has a
section of its own: then what bodies did under the others is policy news.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.model.briefing import Item, Section
from bot.names.lexicon import Lexicon
from bot.reading.grammar.layout.lead_ins import find_first_date
from bot.reading.grammar.lines.headings import tells_days_ahead
from bot.reading.parts import ItemParts, number_items
from bot.reading.recognition.issuance import tells_statistics

_FIGURES = re.compile(
    r"数据(?!局)|统计(?!局)|指[标数]|行情|\b(?:figures|numbers|statistics|indicators|economy|macro)\b(?!.*\bpolic)",
    re.IGNORECASE,
)
"""Names a heading over statistics and the state of the economy, which are nobody's act."""
_SUNDRY = re.compile(
    r"\b(?:miscellan(?:eous|y|ea)|misc|odds and ends|sundr(?:y|ies)|varia|visits?|appointments|people(?!['’])|events?|"
    r"sonstiges|vermischtes|divers|varios)\b|\bother(?: (?:news|items|matters))?\W*\Z|"
    r"综合|其[他它]|杂[记谈项]|人事|会议活动",
    re.IGNORECASE,
)
"""Names a heading over what is left over, and over visits and people."""
_OPEN = frozenset({Section.TOP, Section.OTHER})
_SORTS = (Section.POLICY_NEWS, Section.CORPORATE_NEWS)
_NEARLY_ALL = 5
_LEAST = 2


def settle_sections(
    parts: Sequence[ItemParts], items: Sequence[Item], lexicon: Lexicon
) -> tuple[ItemParts, ...] | None:
    """Return the items in the sections that their headings are, in order; None where no heading is one."""
    named = {part.section for part in parts if part.section in _SORTS}
    among = {Section.OTHER} if len(named) == len(_SORTS) else _OPEN
    under: dict[str, Counter[Section]] = {}
    for part, item in zip(parts, items, strict=True):
        if part.part_text and part.section in among:
            under.setdefault(part.part_text, Counter())[_sort(part, item)] += 1
    if named == {Section.CORPORATE_NEWS} and (topics := _list_topics_of_policy(under)):
        return _place(parts, dict.fromkeys(topics, Section.POLICY_NEWS), among)
    single = {text: sorts for text, sorts in under.items() if sorts.total() == 1 and _names_news(text)}
    under = {text: sorts for text, sorts in under.items() if _names_news(text) and _count_known(sorts) >= _LEAST}
    sections = {text: told for text, sorts in under.items() if (told := _find_sort(sorts)) is not None}
    if among is not _OPEN:  # a heading over one piece of news is what others are
        sections |= {text: sort for text, sorts in single.items() for sort in sorts if sort in sections.values()}
    else:
        if len(sections) < len(under) or named | set(sections.values()) != set(_SORTS):
            return None
        sections = {text: sort for text, sort in sections.items() if sort not in named}
        if named and len(sections) != 1:
            return None
    if not sections or sum(_names_no_section(text, lexicon) for text in sections) * 2 > len(sections):
        return None
    return _place(parts, sections, among)


def _place(
    parts: Sequence[ItemParts], sections: dict[str, Section], among: frozenset[Section] | set[Section]
) -> tuple[ItemParts, ...]:
    """Return the items with those of such sections in the ones that their headings are."""
    return number_items(
        replace(part, section=sections.get(part.part_text or "", part.section)) if part.section in among else part
        for part in parts
    )


def _list_topics_of_policy(under: dict[str, Counter[Section]]) -> tuple[str, ...]:
    """Return the headings, whatever they name, over acts of bodies in a briefing that sets company news apart."""
    news = {text: sorts for text, sorts in under.items() if _names_news(text)}
    told = Counter[Section]()
    for sorts in news.values():
        told.update(sorts)
    if told[Section.POLICY_NEWS] < _LEAST or told[Section.CORPORATE_NEWS] * _NEARLY_ALL > told[Section.POLICY_NEWS]:
        return ()
    return tuple(text for text, sorts in news.items() if sorts[Section.POLICY_NEWS] * 2 > sorts.total())


def _sort(part: ItemParts, item: Item) -> Section:
    """Get of which sort an item is by itself: OTHER where nobody known acts, or a body does something to a company."""
    if part.issuer_text:
        return Section.POLICY_NEWS if item.bodies else Section.CORPORATE_NEWS
    policy = item.policy
    titled = policy is not None and bool(policy.title_zh or policy.document_number or policy.title_en)
    if titled or item.issuing_bodies:
        return Section.POLICY_NEWS
    if item.acting_bodies and not tells_statistics(item.text):
        return Section.OTHER if item.companies else Section.POLICY_NEWS
    if item.companies:
        return Section.CORPORATE_NEWS
    return Section.POLICY_NEWS if item.bodies else Section.OTHER


def _names_news(text: str) -> bool:
    """Whether a heading stands over news, not over days to come, figures or what is left over."""
    return not (tells_days_ahead(text) or _FIGURES.search(text) or _SUNDRY.search(text))


def _count_known(sorts: Counter[Section]) -> int:
    return sum(sorts[sort] for sort in _SORTS)


def _find_sort(sorts: Counter[Section]) -> Section | None:
    """Return the sort that nearly all news under a heading is of, others that are of none left out of account."""
    known = {sort: sorts[sort] for sort in _SORTS}
    best = max(known, key=known.__getitem__)
    other = sum(known.values()) - known[best]
    clear = known[best] >= _LEAST and other * _NEARLY_ALL <= known[best] and sorts[Section.OTHER] <= known[best]
    return best if clear else None


def _names_no_section(text: str, lexicon: Lexicon) -> bool:
    """Whether a heading names a topic, a body or a day."""
    return bool(lexicon.find_topics(text) or lexicon.find_bodies(text)) or find_first_date(text) is not None
