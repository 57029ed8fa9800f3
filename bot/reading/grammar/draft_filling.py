"""How a piece fills a draft: the slot that a label opened, else the summary, a credit, a date or a point of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from bot.model.briefing import Link, Section
from bot.model.ids import HAN, is_in_capitals
from bot.reading.document import BlockKind, Span
from bot.reading.grammar.item_draft import Form, ItemDraft
from bot.reading.grammar.layout.cited_sources import find_lone_sources, is_generic_label, is_source_name
from bot.reading.grammar.layout.credits import find_credit, find_kicker
from bot.reading.grammar.layout.day_lines import find_day_line
from bot.reading.grammar.layout.lead_ins import (
    find_bold_lead,
    find_dated_lead,
    find_dated_tail,
    find_dated_words,
    find_first_date,
    find_first_day,
    find_opening_weekday,
    find_told_date,
    is_date_line,
    is_title_line,
)
from bot.reading.grammar.layout.own_labels import part_value
from bot.reading.grammar.layout.piece_cuts import strip_tag
from bot.reading.grammar.layout.pieces import (
    Piece,
    clean_label,
    cut_spans,
    is_link_only,
    is_mostly_han,
    list_links,
    without_bullet,
)
from bot.reading.grammar.layout.running_acts import find_titled_lead
from bot.reading.grammar.layout.sight import Surroundings
from bot.reading.grammar.lines.furniture import leads_to_own_pages
from bot.reading.grammar.lines.headings import find_section, is_outlook
from bot.reading.grammar.lines.labels import Credit, LabelKind
from bot.reading.grammar.lines.printed_days import DATE
from bot.reading.grammar.lines.reports import is_closed

_BEHIND_DASH = re.compile(
    rf"(?:\s[–—-]\s|(?<=[。！？”）])\s*——\s*)(?P<who>[^–—()]{{2,40}}?)(?:,\s(?P<date>{DATE}))?\.?\s*\Z", re.IGNORECASE
)
_PRESS_ZH = re.compile(rf"[{HAN}]{{1,10}}(?:报|网|网站|社|新闻|公告|公众号|官网|电视台|周刊|在线|财经|客户端)")
_BRACKET_START = re.compile(r"\s*[(（《“\[]")
_BEHIND_CREDIT = re.compile(r"\s+[–—→]\s+(?=\S)|\s*[:：]\s+(?=\S)")
_LONGEST_CREDIT = 120
_BESIDE_LEAD = re.compile(r"[.:]?\s*[(（\[](?P<inner>[^()（）\[\]]{4,80})[)）\]]")
_REMARK = re.compile(
    r"(?<=\d)\s*\((?:dated|reported|published|released|issued|announced|signed|adopted)\b[^()]*\)\s*\Z"
)
"""What a line with the day adds of another one ("21 March 2022 (dated 29 January)")."""
_SECTION_TAG = re.compile(r"\s*【(?P<name>[^【】]{2,12})】\s*(?=\S)")
_TAGGED = frozenset({Section.POLICY_NEWS, Section.CORPORATE_NEWS})
"""The sections of which a tag may tell that its news belongs there, under headings that only name days or topics."""
_SHORT = 200
"""Stands between a section's topic and those that a line at the headline names."""
_LEAST_CODED = 3
_SOURCE_WORDS = 12
"""Words of a line that is nothing but links below a text."""
_NAME = re.compile(r"[\s*_]*(?P<words>[^:：\n]{2,40}?)\s*[:：]\s*")
_OURS = re.compile(r"\b(?:our|we|us)\b|我们|本[所刊社]", re.IGNORECASE)
_CODE = re.compile(
    r"\[?(?P<code>[A-Z]{1,6}[-–/ ](?:(?:19|20)?\d\d[-–/ .])?\d{1,4}[a-z]?"
    r"|(?:19|20)?\d\d[-/](?:\d{3,4}|1[3-9]|[2-9]\d)(?=\s?[·|:：—–]|\s-\s))"
    r"\]?(?:\s*[·|:：—–]\s*|\s+-\s+|(?P<gap>\s+)(?=[A-Z“\"《])|(?:\s\[[A-Z]+\])?\Z)"
)
"""What a house counts its records with, before a headline or alone ("DP-01", "2025-081 · Ropes", "CN-7 [NEW]")."""
_HAN_BEHIND = re.compile(rf"\s*[(（][^()]*[{HAN}].*\Z")
_DATE_BESIDE = re.compile(r"\s*[|,·–—-]\s*")
_CITED_LINE = re.compile(
    rf"[［\[（(]\s*(?P<source>(?:\d\d(?=[{HAN}]))?[^\d［］【】（）()\[\]]{{1,30}}?)[\s,，]+(?:(?:19|20)\d\d[-/.年])?(?P<month>0?[1-9]|1[0-2])[-/.月]"
    r"(?P<day>[0-3]?\d)日?\s*[］\]）)]"
)
"""A line below news in Chinese with where and when it stood ("［工信部网站 09-15］", "（工信部，09-15）")."""


def settle_draft(draft: ItemDraft) -> None:
    """Take what only a whole item tells: the first day of news to come, and the day behind its words."""
    if draft.date_text is None and is_outlook(draft.heading_text):
        draft.date_text = find_first_date(" ".join((draft.headline or "", *draft.summary)))
    draft.take_day_behind()
    if draft.form is Form.STORY and not draft.source_labels:
        cite_behind_dash(draft)


def mark_part(finished: Sequence[ItemDraft], draft: ItemDraft | None, part_text: str | None) -> None:
    """Say of the items that are new under which heading they stand, where no section is named above."""
    for each in chain((draft,) if draft else (), reversed(finished)):
        if each.part_text is not None:
            break
        each.part_text = part_text or ""


def settle_all(drafts: Sequence[ItemDraft]) -> None:
    """Take what only all items tell: the codes that a house counts them with, and sections that tags name."""
    _drop_codes(drafts)
    _part_by_tags(drafts)


def _drop_codes(drafts: Sequence[ItemDraft]) -> None:
    """Leave away the codes of records before headlines, from three on; a code alone gives way to the title."""
    coded = [(draft, code) for draft in drafts if draft.headline and (code := _CODE.match(draft.headline))]
    if len(coded) < _LEAST_CODED or len({code["code"] for _, code in coded}) < len(coded):
        return
    series = {code["code"].rstrip("0123456789abcdefghijklmnopqrstuvwxyz") for _, code in coded}
    if len(series) > 1 and any(code["gap"] for _, code in coded):
        return  # "COVID-19 rules", "MIIT-2025 plan"
    for draft, code in coded:
        rest = (draft.headline or "")[code.end() :]
        title = _HAN_BEHIND.sub("", draft.article[0]).strip() if draft.article else ""
        draft.headline = rest or title or draft.headline


def _part_by_tags(drafts: Iterable[ItemDraft]) -> None:
    """Put news without a section into that which their tags name ("【企业】..."), where most tags name one."""
    free = [draft for draft in drafts if draft.form is Form.BRIEF and draft.section is Section.OTHER and draft.summary]
    tagged = [(draft, tag) for draft in free if (tag := _SECTION_TAG.match(draft.summary[0]))]
    named = [(draft, tag.end(), find_section(tag["name"])) for draft, tag in tagged]
    told = [(draft, end, section) for draft, end, section in named if section in _TAGGED]
    for draft, end, section in told if len(told) * 2 > len(tagged) else ():
        draft.section, draft.summary[0] = section or draft.section, draft.summary[0][end:]


def place_in_story(draft: ItemDraft, piece: Piece, *, points: bool) -> bool:
    """Put a piece, one of the ``points`` or a paragraph, where the draft waits for it; False where it is none of it."""
    labelled = bool(draft.labels)
    may_cite = not labelled or (not points and is_link_only(piece.spans))
    slot = draft.slot
    if slot in {"date", "source", "number", "issuer", "article"} and _may_fill(draft, piece, slot):
        fill_slot(draft, piece.spans)
    elif slot == LabelKind.COMMENT and draft.comment and (sources := _find_sources(piece, points=points)):
        draft.add_sources(sources)
    elif slot == LabelKind.COMMENT:
        draft.add_comment(without_bullet(piece).spans if points else piece.spans)
    elif draft.summary and may_cite and (sources := _find_sources(piece, points=points)):
        draft.add_sources(sources)
    elif slot == LabelKind.SUMMARY or not (draft.summary or draft.points):
        draft.slot = LabelKind.SUMMARY.value
        _add_to_summary(draft, piece, points=points, cited=LabelKind.SOURCE not in draft.labels)
    else:
        return False
    draft.add_block(piece.source)
    return True


def _find_sources(piece: Piece, *, points: bool) -> tuple[Span, ...] | None:
    """Return the sources that a line of its own names below a text: a few words that are nothing but links, too."""
    few = not points and is_link_only(piece.spans) and len(piece.text.split()) <= _SOURCE_WORDS
    tells = is_closed(piece.text) or any(map(str.isdigit, piece.text))  # a document's number, say
    tells = tells or leads_to_own_pages(piece.text)
    return tuple(piece.spans) if few and not tells else find_lone_sources(piece.spans)


def _add_to_summary(draft: ItemDraft, piece: Piece, *, points: bool, cited: bool) -> None:
    if points:
        draft.add_point(without_bullet(piece).spans, cited=cited)
        return
    if not draft.summary and not draft.article and is_title_line(piece.text):
        draft.add_article(piece.spans)
        return
    lone = _CITED_LINE.fullmatch(piece.text) if draft.summary else None
    if lone is not None:
        draft.add_sources((Span(text=lone["source"]),))
        draft.date_text = draft.date_text or f"{int(lone['month'])}月{int(lone['day'])}日"
        return
    opens = not any(map(is_closed, draft.summary)) and len(draft.summary) <= 1
    if opens and draft.date_text is None and draft.labels <= {LabelKind.ARTICLE}:
        credit = find_kicker(piece.text) or (None if draft.summary else find_day_line(piece.text))
        if credit is not None:
            add_credit(draft, credit, piece.spans)
            return
        led = find_bold_lead(piece) if not draft.summary else None
        credit = find_day_line(led, needs_year=False) if led else None
        if led and credit is not None:
            add_credit(draft, credit, ())
            draft.add_summary(cut_spans(piece.spans, _end_of(piece, led)), cited=cited)
            return
        lead = None if draft.summary and not is_date_line(piece.text) else find_dated_lead(piece)
        if lead is not None:
            draft.date_text = lead.date_text
            beside = _DATE_BESIDE.sub("", piece.raw[lead.start :], count=1).strip()
            if beside or piece.raw[lead.start :].strip():
                draft.add_summary(cut_spans(piece.spans, lead.start), cited=cited)
            return
    draft.add_summary(piece.spans, cited=cited)
    if draft.date_text is None and not draft.labels and len(draft.summary) == 1:
        draft.date_text = find_told_date(draft.summary[0])


def _end_of(piece: Piece, words: str) -> int:
    """Return the offset behind words that a piece opens with, and the sign that ends them."""
    end = piece.raw.find(words) + len(words)
    return end + len(piece.raw[end:]) - len(piece.raw[end:].lstrip(" .:：–—-"))


def _may_fill(draft: ItemDraft, piece: Piece, slot: str) -> bool:
    if slot == LabelKind.ARTICLE:
        text = piece.text
        empty = not draft.article
        return (
            empty
            or is_link_only(piece.spans)
            or is_generic_label(clean_label(text))
            or (len(text) <= 2 * _SHORT and _may_be_title(text))
        )
    if slot == LabelKind.ISSUER:
        return not draft.issuers or piece.kind is BlockKind.LIST_ITEM
    if slot == LabelKind.DATE:
        return draft.date_text is None and len(piece.text) <= _SHORT
    if slot == LabelKind.NUMBER:
        return not draft.numbers and len(piece.text) <= _SHORT
    return not draft.source_labels or is_link_only(piece.spans) or piece.kind is BlockKind.LIST_ITEM


def _may_be_title(text: str) -> bool:
    """Whether a line may go on with a title in its other tongue: no sentence in Chinese does."""
    return (is_mostly_han(text) and "。" not in text) or _BRACKET_START.match(text) is not None


def fill_slot(draft: ItemDraft, spans: tuple[Span, ...]) -> None:
    """Add words to the slot that the last label opened."""
    text = " ".join("".join(span.text for span in spans).split())
    mixed = part_value(text) if draft.slot in {LabelKind.DATE, LabelKind.ISSUER} else None
    if mixed is not None:
        _fill_mixed(draft, mixed, text)
        draft.links.extend(list_links(spans))
    elif draft.slot == LabelKind.SUMMARY:
        draft.add_summary(spans, cited=draft.form is Form.BRIEF)
    elif draft.slot == LabelKind.COMMENT:
        draft.add_comment(spans)
    elif draft.slot == LabelKind.ARTICLE:
        draft.add_article(spans)
    elif draft.slot == LabelKind.ISSUER:
        draft.add_issuer(spans)
    elif draft.slot == LabelKind.SOURCE:
        draft.add_sources(spans)
    elif draft.slot == LabelKind.NUMBER:
        draft.numbers.append(text)
        draft.links.extend(list_links(spans))
    else:
        text = _REMARK.sub("", text)
        draft.date_text = f"{draft.date_text} {text}" if draft.date_text else text
        draft.links.extend(list_links(spans))


def _fill_mixed(draft: ItemDraft, mixed: Credit, text: str) -> None:
    """Add what a value in parts gives of day, offices and numbers; words beside them are kept as they stand."""
    draft.date_text = draft.date_text or mixed.date_text
    draft.issuers.extend(mixed.issuers if draft.slot == LabelKind.ISSUER or not draft.issuers else ())
    draft.numbers.extend(mixed.numbers)
    if mixed.topics:
        draft.terms.append(f"{draft.slot.capitalize()}: {text}")


def add_credit(draft: ItemDraft, credit: Credit, spans: tuple[Span, ...]) -> None:
    """Add what a line credits; in company news capitals name a topic, and nobody issues."""
    of_company = draft.section is Section.CORPORATE_NEWS
    links = list_links(spans)
    named = () if links or not credit.is_of_fields else credit.sources
    draft.links.extend((*links, *(Link(label=source, url=None) for source in named)))
    draft.issuers.extend(() if of_company else credit.issuers)
    for topic in (*credit.topics, *(credit.issuers if of_company else ())):
        draft.add_topic(topic)
    draft.numbers.extend(credit.numbers)
    draft.article.extend(credit.titles)
    draft.terms.extend(credit.terms)
    draft.source_labels.extend(credit.sources)
    draft.date_text = credit.date_text


def add_named(draft: ItemDraft, piece: Piece) -> None:
    """Add a line under a name of the house's own: its view where the name says "our" or the like, else a term."""
    name = _NAME.match(piece.raw)
    if name is not None and _OURS.search(name["words"]) and is_closed(piece.text):
        draft.add_comment(cut_spans(piece.spans, name.end()))
    else:
        draft.add_term(piece.spans)
    draft.add_block(piece.source)


def opens_with_date(piece: Piece) -> bool:
    """Whether a paragraph opens with the day that it tells."""
    told = find_told_date(piece.text)
    return told is not None and told in piece.text[: len(told) + 8]


def read_lead_in(draft: ItemDraft) -> None:
    """Take title, issuers and date out of a lead-in that names them in brackets."""
    found = find_titled_lead(draft.summary[0]) if draft.summary and draft.date_text is None else None
    if found is not None:
        draft.article.append(found.title)
        draft.issuers.append(found.issuer_text)
        draft.date_text, draft.summary[0] = found.date_text, found.text


def find_opening_credit(piece: Piece, *, of_company: bool = False) -> tuple[int, Credit] | None:
    """Return where the news starts behind a credit that it opens with ("MIIT | 3 May — ..."), and what this credits.

    In news ``of_company`` a name with small letters is whose news it is, and capitals alone are a topic.
    """
    sign = _BEHIND_CREDIT.search(piece.raw, 0, _LONGEST_CREDIT)
    told = piece.raw[: sign.start()] if sign else ""
    credit = find_credit(told) if told.count("(") == told.count(")") else None
    if sign is None or credit is None or (of_company and not all(map(is_in_capitals, credit.issuers))):
        return None
    return sign.end(), credit


def cite_behind_dash(draft: ItemDraft) -> None:
    """Take the source that closes an item behind a dash, with or without its day ("... – Reuters, 11 Feb")."""
    last = draft.summary[-1] if draft.summary else ""
    behind = _BEHIND_DASH.search(last) if any(map(last.__contains__, "–—-")) else None
    if behind is None or not (is_source_name(behind["who"]) or _PRESS_ZH.fullmatch(behind["who"].strip())):
        return
    draft.summary[-1] = draft.summary[-1][: behind.start()]
    draft.source_labels.append(behind["who"].strip())
    draft.links.append(Link(label=behind["who"].strip(), url=None))
    draft.date_text = draft.date_text or behind["date"]


def date_by_lead(draft: ItemDraft, body: Piece) -> None:
    """Take day and source in brackets behind bold words that an item opens with ("**Ropes** (AFP, 5 May)")."""
    words = find_bold_lead(body) if draft.date_text is None else None
    beside = _BESIDE_LEAD.match(body.raw, body.raw.find(words) + len(words)) if words else None
    credit = find_day_line(beside["inner"], needs_year=False) if beside else None
    if credit is not None:
        draft.date_text = credit.date_text
        draft.source_labels.extend(credit.sources)


def date_brief(draft: ItemDraft, body: Piece, around: Surroundings) -> None:
    """Date an item of one piece by the words it opens or closes with, else by what stands around it or it tells."""
    worded = find_dated_words(draft.summary[0]) if draft.summary and draft.date_text is None else None
    if worded is not None:
        draft.date_text, draft.summary[0] = worded
    date_by_lead(draft, body)
    tail = find_dated_tail(draft.summary[-1]) if draft.date_text is None and draft.summary else None
    if tail is not None:
        draft.date_text = tail.date_text
        draft.summary[-1] = draft.summary[-1][: tail.end].rstrip()
    if draft.date_text is None:
        told = strip_tag(draft.summary[0]) if draft.summary else ""
        first = find_first_day(told) if around.by_day and not find_opening_weekday(told) else None
        draft.date_text = around.date_text or find_told_date(told) or first or draft.find_day_of_source()
