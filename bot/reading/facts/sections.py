"""The sections of items that no printed name tells: by who acts under a heading, else in each item by itself."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.dates.printed_dates import find_printed_dates
from bot.model.briefing import SECTION_ORDER, Item, Section
from bot.names.lexicon import Lexicon
from bot.reading.document import ItemParts, number_items
from bot.reading.facts.issuers import tells_statistics
from bot.reading.facts.known_names import NameFinder
from bot.reading.facts.places import (
    CHINESE_CITIES,
    COUNTRIES,
    COUNTRIES_ZH,
    PROVINCES,
    PROVINCES_ZH,
)
from bot.reading.facts.sentences import split_sentences

_DAYS_AHEAD = re.compile(
    r"\b(?:upcoming|calendar|diary|diaries|agenda|dates|deadlines|outlook|ahead|coming|events|to\s(?:watch"
    r"|come|expect)"
    r"|what['’]?s\s(?:on|next)|next\s(?:week|month|steps)|horizon|save\sthe\sdate)\b|下[周月期]"
    r"|未来[一两]?[周月]|预告|日程|前瞻|展望|日历|截止|到期|关键日期|关注",
    re.IGNORECASE,
)
_NO_NEWS = re.compile(
    r"数据(?!局)|统计(?!局)|指[标数]|行情|综合|其[他它]|杂[记谈项]|人事|活动|\b(?:figures|numbers"
    r"|statistics|indicators|economy|macro"
    r"|miscellan\w+|misc|odds|sundr\w+|varia|visits?|appointments|personnel|people(?!['’])|events?)\b"
    r"|\bother(?:\s(?:news|items|matters))?\W*\Z",
    re.IGNORECASE,
)
"""Names a heading over figures, visits and people, or what is left over: nobody's act."""
_PLACE = "|".join(re.escape(place) for place in (*COUNTRIES, *PROVINCES, *CHINESE_CITIES) if place != "Beijing")
_PLACE_ZH = "|".join((*COUNTRIES_ZH, *PROVINCES_ZH))
_OFFICES = (
    r"commissions?|ministr(?:y|ies)|ministers?|parliament|council|governments?|departments?|congress|courts?|customs"
    r"|administrations?|authorit(?:y|ies)|regulators?|officials|prosecutors?|police|cabinet|premier|president"
    r"|governors?|mayors?|judges|law-?makers|legislat(?:ors|ure)|delegates|agenc(?:y|ies)|watchdogs?|central\sbank"
    r"|(?:development|trade|pilot)\szones?"
)
_PUBLIC_ACTOR = re.compile(
    rf"(?!(?:Under|After|With|From|Amid|Following|Despite|As|For)\s)(?:The\s)?(?:[\w’'-]+\s){{0,4}}?(?i:{_OFFICES})\b(?!\smembers?\b)"
    rf"|(?:{_PLACE_ZH})?[^，。；]{{0,8}}?(?:委员会|国常会|部门|中[美欧日韩英德法俄澳印]|政府|财政部|商务部|国会|议会|法院|海关|监管部门|总理|主席|[高新开发自贸]{{2}}区)"
)
"""Opens news of what an authority does that no list of bodies holds, at home or abroad."""
_PLACE_ACTS = re.compile(
    rf"(?:The\s)?(?:{_PLACE})(?:['’]s?)?\s(?:(?:and|,)\s(?:the\s)?(?:{_PLACE})\s)?(?=[a-z])|(?:{_PLACE_ZH})(?!\w*交易所|[一两多数]\w?家)"
)
"""Opens news of what a place does, as papers call its government ("Washington put ...").

Beijing is left out: it may be all of China."""
_VERB_BEHIND = re.compile(r"(?:\w+ed|will|put|hit|let|cut|set|has|is|bans|plans|wants|adds)\s|[对将向就把]")
_OBLIGED = re.compile(
    r"\b(?:must|(?:is|are|was|were|has\sbeen|have\sbeen|(?:will|to)\sbe)\s(?:required|obliged|told\sto|asked\sto|ordered|banned|barred|fined|allowed|exempted)"
    r"|needs?\sa\s(?:licen[cs]e|permit))\b"
)
"""Speaks of what somebody is made or allowed to do."""
_NORMS = re.compile(
    r"\b(?i:rules?|laws?|bill|regulations?|standards?|quotas?|subsid(?:y|ies|ise)|pilot\s(?:for\b|(?:program(?:me)?|scheme|zone)s?)"
    r"|export\s(?:controls?|licen[cs]es?)|licen[cs]es\sfor|(?:public|government)\sprocurement|prime\srate|catalogues?)\b|规定|办法|标准|关税|试点|补贴|贴息|立法|新规|门槛|准入|政策|碳市场|首付|利率"
)
"""Names what only a state sets or pays, whoever speaks of it."""
_MEASURES = re.compile(
    rf"{_NORMS.pattern}|\b(?i:tariffs?|duties|sanctions?|bans?|probes?|inquir(?:y|ies)|investigations?|fines?|anti-?trust|visas?|tax(?:es)?"
    r"|rebates?|list\sof|trial\sof)\b|调查|制裁|禁令|罚款|审查|税率|退税|许可|国标|限制|管制|签证|免签|集采|反垄断"
)
"""Names what a state does to companies."""
_BY_AUTHORITY = re.compile(
    r"\b(?:(?:is|are|was|were|be|been|being)\s(?:\w+ly\s)?(?!visited|toured|received|praised)\w+(?:ed|ld|en)|told|ordered|fined|summoned|called\sin|barred|banned"
    r"|penali[sz]ed|punished|warned|required|opened|published|issued|suspended)"
    rf"\sby\s(?:the\s)?(?:[\w’'-]+\s){{0,3}}?(?i:{_OFFICES}|\b[A-Z]{{3,6}})\b"
)
_SAYING = frozenset({"said", "says", "announced", "reported"})
_NEAR = 30
"""Characters in which a verb of a sentence's subject stands."""
_SORTS = frozenset({Section.POLICY_NEWS, Section.CORPORATE_NEWS})
_NEARLY_ALL = 0.8
_MOST = 0.5


def heads_days_ahead(heading: str | None) -> bool:
    """Return whether a heading's words say that it is about days to come ("Coming up")."""
    return heading is not None and _DAYS_AHEAD.search(heading) is not None


def settle_sections(
    parts: Sequence[ItemParts], items: Sequence[Item], lexicon: Lexicon
) -> tuple[ItemParts, ...] | None:
    """Return the items in the sections that their headings are by who acts below them; None where no heading is one.

    That is where they part policy from company news, and do not merely name topics.
    """
    named = {part.section for part in parts} & _SORTS
    among = {Section.OTHER} if named == _SORTS else {Section.TOP, Section.OTHER}
    under: dict[str, Counter[Section]] = {}
    for part, item in zip(parts, items, strict=True):
        heading = part.part_text
        is_of_news = heading and not (heads_days_ahead(heading) or _NO_NEWS.search(heading))
        if part.section in among and is_of_news:
            under.setdefault(heading or "", Counter())[_sort(part, item)] += 1
    least = _MOST if named == {Section.CORPORATE_NEWS} else _NEARLY_ALL
    told = {text: sort for text, sorts in under.items() if (sort := _find_sort(sorts, least)) is not None}
    unsorted = [  # where somebody acts in most of the news: else it may be figures or dates
        text
        for text, sorts in under.items()
        if text not in told and sum(sorts[sort] for sort in _SORTS) * 2 > sorts.total()
    ]
    if not told or unsorted or named | set(told.values()) != _SORTS:
        return None
    topics = sum(
        bool(lexicon.find_topics(text) or lexicon.find_bodies(text) or find_printed_dates(text)) for text in told
    )
    if named != {Section.CORPORATE_NEWS} and topics * 2 > len(told):
        return None
    return number_items(
        replace(part, section=told.get(part.part_text or "", part.section)) if part.section in among else part
        for part in parts
    )


def _find_sort(sorts: Counter[Section], least: float) -> Section | None:
    """Return the sort of so large a share of the news under a heading, that of no sort left out of account."""
    known = sum(sorts[sort] for sort in _SORTS)
    best = max(sorted(_SORTS), key=lambda sort: sorts[sort])
    return best if known and sorts[best] >= known * least and known * 2 >= sorts.total() else None


def _sort(part: ItemParts, item: Item) -> Section:
    """Return of which sort an item is by itself: OTHER where nobody known acts."""
    if part.issuer_text:
        return Section.POLICY_NEWS if item.bodies else Section.CORPORATE_NEWS
    policy = item.policy
    titled = policy is not None and bool(policy.title_zh or policy.document_number or policy.title_en)
    if titled or item.issuing_bodies:
        return Section.POLICY_NEWS
    if item.acting_bodies and not tells_statistics(item.text):
        return Section.OTHER if _names_company(item) else Section.POLICY_NEWS
    if _names_company(item):
        return Section.CORPORATE_NEWS
    return Section.POLICY_NEWS if item.bodies else Section.OTHER


def _names_company(item: Item) -> bool:
    """Return whether the news names a company, not only the publisher's comment on it."""
    return any(company.quote not in (item.comment or "") for company in item.companies)


def place_by_actor(
    items: Sequence[Item], parts: Sequence[ItemParts], *, settled: bool, finder: NameFinder
) -> tuple[Item, ...]:
    """Return items by section and position; who acts tells the section of those that no printed heading places.

    What is about a document or what a body does, here or abroad, is policy news, else what is about a company is
    corporate news. ``settled`` tells that the headings over all parts have been looked at for their sections.
    """
    placed: list[tuple[int, Item]] = []
    for item, part in zip(items, parts, strict=True):
        headed = bool(part.heading_text or part.part_text)
        is_view = not (item.text or item.points)  # only the publisher's comment
        printed = part.is_placed or (settled and headed) or is_view or item.section is not Section.OTHER
        section = item.section if printed else _find_actor_section(item, finder, headed=headed)
        placed.append((part.order, replace(item, section=section)))
    counts: Counter[Section] = Counter()
    numbered: list[Item] = []
    for _, item in sorted(placed, key=lambda each: (SECTION_ORDER.index(each[1].section), each[0])):
        counts[item.section] += 1
        numbered.append(replace(item, position=counts[item.section]))
    return tuple(numbered)


def _find_actor_section(item: Item, finder: NameFinder, *, headed: bool) -> Section:
    sentence = next((each.text for each in split_sentences(item.text)), "")
    company = _find_company(item, sentence, finder)
    if company == 0 and _is_of_company(item, sentence):
        return Section.CORPORATE_NEWS
    heads = item.headline is not None and _find_company(item, item.headline, finder) == 0
    before = len(sentence) if company is None else company
    if item.policy or item.acting_bodies or (company == 0 and item.bodies and _OBLIGED.search(sentence)):
        return Section.POLICY_NEWS
    if not heads and (_opens_with_public_actor(sentence, before) or _tells_measure(sentence, company)):
        return Section.POLICY_NEWS
    if _names_company(item):
        return Section.CORPORATE_NEWS
    is_of_state = not headed and (
        _OBLIGED.search(sentence) or _NORMS.search(sentence) or _MEASURES.search(sentence[:_NEAR])
    )
    return Section.POLICY_NEWS if item.bodies or is_of_state else Section.OTHER


def _find_company(item: Item, text: str, finder: NameFinder) -> int | None:
    """Return where the first company of an item stands in one of its texts, under whichever name."""
    known = [name.start for name in finder.list_mentions(text) if name.companies]
    unknown = [text.find(company.name) for company in item.companies if company.company_id is None]
    return min((at for at in (*known, *unknown) if at >= 0), default=None) if item.companies else None


def _is_of_company(item: Item, sentence: str) -> bool:
    """Return whether news that opens with a company is neither a document nor what the company is made to do."""
    titled = item.policy is not None and (item.policy.title_en or item.policy.title_zh or item.policy.document_number)
    made_to = _OBLIGED.search(sentence) or _BY_AUTHORITY.search(sentence)
    return not titled and (not made_to or not _SAYING.isdisjoint(sentence[: 2 * _NEAR].split()))


def _tells_measure(sentence: str, company: int | None) -> bool:
    """Return whether a sentence that names companies is about what a state does to them or their like."""
    measure = company and (_MEASURES.search(sentence[:company]) or _OBLIGED.search(sentence))
    return bool(measure or _BY_AUTHORITY.search(sentence))


def _opens_with_public_actor(sentence: str, company: int) -> bool:
    """Return whether a government, a court or another authority opens the news, with no company before it."""
    parts = sentence[:company].replace("：", ": ").split(": ")
    if any(map(_PUBLIC_ACTOR.match, parts)):
        return True
    place = _PLACE_ACTS.match(sentence)
    return place is not None and (company == len(sentence) or _VERB_BEHIND.match(sentence, place.end()) is not None)
