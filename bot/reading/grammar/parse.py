"""The grammar: from a Document's blocks to a briefing's parts, and the account of where each block went."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from bot.dates.printed_dates import find_day_first, find_printed_dates, is_in_figures, parse_printed_date, word_date
from bot.dates.printed_periods import parse_printed_period
from bot.model.briefing import Inference, Person, Section, UnreadBlock
from bot.model.ids import fold
from bot.reading.document import (
    SITE_MARK,
    Block,
    BlockKind,
    BriefingParts,
    Document,
    ItemParts,
    Place,
    Placement,
    number_items,
)
from bot.reading.grammar.foot import list_holders
from bot.reading.grammar.item_draft import Form, ItemDraft
from bot.reading.grammar.layout.beside_lines import read_beside_lines, read_eyebrows
from bot.reading.grammar.layout.credits import (
    part_credit_lines,
    read_closing_credits,
    read_credit_heads,
    read_issued_lines,
)
from bot.reading.grammar.layout.day_lines import (
    read_clock_times,
    read_day_columns,
    read_day_lines,
    read_stamps,
    read_story_marks,
)
from bot.reading.grammar.layout.document_lines import read_document_lines
from bot.reading.grammar.layout.enumerated import (
    find_part_counters,
    read_counted_points,
    read_counters,
    read_enumerated,
    read_heads,
)
from bot.reading.grammar.layout.field_words import read_field_words, read_status_signs
from bot.reading.grammar.layout.headlines import (
    read_bracketed_heads,
    read_marked_views,
    read_nested_heads,
    read_outlines,
    read_plain_run_ins,
)
from bot.reading.grammar.layout.lead_ins import names_office
from bot.reading.grammar.layout.line_forms import read_line_forms, read_marked_lines
from bot.reading.grammar.layout.piece_cuts import read_tagged_news, split_pieces
from bot.reading.grammar.layout.pieces import Piece
from bot.reading.grammar.layout.plain_heads import HEADLINE_LEVEL, read_bare_heads
from bot.reading.grammar.layout.record_lines import (
    read_fact_tables,
    read_head_parts,
    read_head_rows,
    read_headed_fields,
    read_masthead,
    read_twin_labels,
)
from bot.reading.grammar.layout.running_acts import read_running_acts, read_short_leads
from bot.reading.grammar.layout.sections import count_told_headlines, find_own_parts
from bot.reading.grammar.layout.skeleton import find_openings, read_skeleton
from bot.reading.grammar.lines.furniture import (
    addresses_issue,
    is_end_sign,
    is_greeting,
    is_imprint,
    is_motto,
    list_sentences,
    mostly_addresses_issue,
    reads_as_news,
    tells_beyond_issue,
    tells_quantity,
)
from bot.reading.grammar.lines.headings import find_hint, find_number
from bot.reading.grammar.lines.imprint import find_place_end, is_credit, list_credited, list_signing, list_told_people
from bot.reading.grammar.lines.labels import explains_form, is_editors_note
from bot.reading.grammar.lines.printed_days import DATE
from bot.reading.grammar.lines.reports import is_closed, is_salutation
from bot.reading.grammar.lines.signature import list_bodies_signing
from bot.reading.grammar.lines.title_line import is_title_date, split_title_line, tells_period
from bot.reading.grammar.lines.title_names import is_series_name
from bot.reading.grammar.lines.title_page import (
    TitlePage,
    greets_readers,
    list_sentence_dates,
    list_title_lines,
    list_told_lines,
    parse_title_page,
    tells_own_period,
)
from bot.reading.grammar.notice import Notice, complete_government, find_host, find_notice, split_notice_head
from bot.reading.grammar.outlook import Outlook, look_over
from bot.reading.grammar.prose import find_prose, tells_news
from bot.reading.grammar.walk import Walk

# The account: what counts as placed without being told in an item must stand in a field or be plain furniture.

_MARKS = re.compile(r"[^\w%]+")
_SENT = re.compile(
    r"\b(?:published|issued|released|sent(?:\s+(?:out|to\s+(?:\w+\s+){0,2}[a-z]+))?|closed|completed|dated)\s+(?:on\s+)?(?:\w+day,?\s+)?\Z",
    re.IGNORECASE,
)
_ANY_YEAR = 2000
_FRONT_NUMBERS = re.compile(
    r"\b(?:issue|no|nr|vol(?:ume)?|edition|number|week|cw|kw)\b\.?\s*[#:]?\s*\d+(?:\s*[/-]\s*\d+)*", re.IGNORECASE
)

_SUBJECT = re.compile(r"\s*[:：]\s*[^.\n]{2,120}\Z")
_SUBJECT_ZH = re.compile(r"\s*(?:(?:19|20)\d\d\s*年?)?\s*(?:总?第\s*)?\d{1,4}\s*期\s*[:：|｜—–-]+[^。]{2,80}")
"""What stands behind a series' name in a mail's subject: its number, and the topics that its news tell."""
_HAPPENED = re.compile(r"\b(?:it|they|he|she|who)\s+\w+(?<!\bis)(?<!\bare)\b|\b(?:19|20)\d\d\b", re.IGNORECASE)
"""Tells what somebody did, or a year, where a sentence goes on with one named before."""

_PRICE = re.compile(
    r"\b(?:cover |newsstand )?price\s?:?\s?\S{0,6}\d[\d.,]*|(?:定价|售价|零售价)\s*[:：]\s*\S{0,3}\d[\d.]*元?",
    re.IGNORECASE,
)
"""What an issue costs, on its title page."""


def settle_places(
    pieces: Sequence[Piece], places: Sequence[Place], parts: BriefingParts, *, has_title: bool
) -> tuple[Place, ...]:
    """Return each piece's place, ``UNREAD`` for those whose words would otherwise be told nowhere.

    ``has_title`` tells that the document has a title page with news after it.
    """
    fields = sorted(filter(None, (parts.publisher, parts.series, *(p.name for p in parts.people))), key=len)[::-1]
    topics = {item.heading_text for item in parts.items if item.heading_text}
    topics |= {item.date_text for item in parts.items if item.date_text}
    headlines = {fold(item.headline) for item in parts.items if item.headline}
    kept: list[Place] = []
    above = ""
    for piece, placed in zip(pieces, places, strict=True):
        told, place = True, placed
        if place in {Place.UNREAD, Place.TITLE_PAGE} and fold(piece.text) in headlines:
            place = Place.TITLE_PAGE
        elif place is Place.TITLE_PAGE:
            told = _is_title_told(piece, fields, has_title=has_title)
        elif place is Place.PEOPLE:
            rest = _without(piece.raw, fields)
            told = is_motto(rest) or is_imprint(rest) or is_credit(piece.raw) or bool(list_told_lines(piece.text))
        elif place is Place.NOTE:
            told = (
                is_imprint(_without(piece.raw, fields))
                or greets_readers(piece.text)
                or bool(list_told_lines(piece.text))
                or tells_own_period(piece.text)
            )
            told = told or (is_salutation(above) and _opens_letter(piece.text)) or is_editors_note(piece.raw)
            told = told or explains_form(piece.text)
        elif place is Place.IMPRINT:
            told = is_imprint(_without(piece.raw, fields)) or is_imprint(piece.text[find_place_end(piece.text) :])
            told = told or is_end_sign(piece.text) or addresses_issue(piece.text) or _is_of_house(piece.raw, fields)
            told = told or mostly_addresses_issue(piece.text)
        elif place is Place.UNREAD and Place.ITEM not in kept and explains_form(piece.text):
            place = Place.NOTE  # behind the contents
        elif place is Place.TOPIC_HEADING:
            number = find_number(piece.raw)
            words = piece.raw[number.end :] if number else piece.text
            told = is_motto(piece.text) or any(_holds(topic, words) for topic in topics)
        above = piece.text
        kept.append(place if told else Place.UNREAD)
    return tuple(kept)


def _is_of_house(raw: str, fields: Sequence[str]) -> bool:
    """Whether a paragraph at the end names the house or the series in all it tells to have happened, and no amount."""
    told = [sentence for sentence in list_sentences(raw) if tells_beyond_issue(sentence) and _HAPPENED.search(sentence)]
    named = _without(raw, fields) != raw and all(_without(sentence, fields) != sentence for sentence in told)
    return named and not tells_quantity(raw)


def _opens_letter(text: str) -> bool:
    """Whether a paragraph below a salutation tells no day, and no news but what its sentences say to the readers."""
    plain = all(is_greeting(sentence) or not reads_as_news(sentence) for sentence in list_sentences(text))
    return plain and not find_printed_dates(text, default_year=_ANY_YEAR)


def _is_title_told(piece: Piece, fields: Sequence[str], *, has_title: bool) -> bool:
    """Whether the words of a title page's piece stand in its fields, or are a short line beside a real title."""
    told_days = list_sentence_dates(piece.text) or list_told_lines(piece.text)
    if (told_days and not tells_quantity(piece.text)) or tells_period(piece.text):
        return True
    rest = _without(piece.raw, fields)
    if piece.is_heading and rest != piece.raw and (_SUBJECT_ZH.fullmatch(rest.lstrip("\n")) or _SUBJECT.match(rest)):
        return True
    for start, end, _ in reversed(find_printed_dates(rest, default_year=_ANY_YEAR)):
        rest = f"{_SENT.sub('', rest[:start])} 0 {rest[end:]}"
    folded = {fold(name) for name in fields}
    split = [(line, split_title_line(line)) for line in piece.lines()]
    names = [name for _, found in split for name in found.names]
    dated = all(found.issue_texts for _, found in split)  # and nothing else that is a name
    bare = (line for line, found in split if not (found.names or found.issue_texts))
    left = (sentence for part in rest.split("\n") for sentence in list_sentences(part) if is_closed(sentence))
    told = all(fold(name) in folded for name in names) and not any(map(reads_as_news, (*bare, *left)))
    if not is_motto(_FRONT_NUMBERS.sub("\n", rest)):
        return told and (bool(names) or dated) and not tells_quantity(_PRICE.sub("", rest))
    return has_title or told


def _holds(topic: str, text: str) -> bool:
    return fold(_MARKS.sub(" ", text)).strip() in fold(_MARKS.sub(" ", topic))


def _without(text: str, fields: Sequence[str]) -> str:
    """Return a text without the words of these fields."""
    for words in fields:
        text = re.sub(re.escape(words), "\n", text, flags=re.IGNORECASE)
    return text


# Days around the news: the day and the period of an issue that no line of its title gives, from sentences about it.

_AROUND = frozenset({Place.UNREAD, Place.NOTE, Place.TITLE_PAGE, Place.PEOPLE, Place.IMPRINT, Place.NAVIGATION})
_AHEAD = _AROUND | {Place.CONTENTS, Place.BLANK}
_AROUND_NEWS, _TOLD_AHEAD = 0.6, 0.85
_SPAN = re.compile(rf"(?i:{DATE}(?:\s*(?:to|until|through|and|[-–—~～]|至|到)\s*{DATE})?)")
_FOOT = frozenset({Place.IMPRINT, Place.PEOPLE, Place.NOTE})
_PUBLISHED = re.compile(
    rf"\b(?:published|issued|released|sent(?: out)?)(?: on)?:?\s(?P<day>(?i:{DATE}))"
    rf"|(?:出版|发布|印发|编印)(?:日期|时间)[:：]\s*(?P<zh>(?i:{DATE}))"
)
_LONGEST, _LATEST = dt.timedelta(days=100), dt.timedelta(days=31)


def guess_issue_day(page: TitlePage, outlook: Outlook, places: tuple[Place, ...]) -> TitlePage:
    """Return a title page without a day with the last one that stands with its year around the news, as a guess."""
    around = (piece for piece, place in zip(outlook.pieces, places, strict=True) if place in _AROUND)
    days = [(day, text[start:end]) for text in _list_told(around) for start, end, day in find_printed_dates(text)]
    if not days:
        return page
    day, quote = max(days)
    reason = "no date of issue is printed as such; the last day that stands around the news"
    return replace(
        page, published_on=day, inferred=(*page.inferred, _infer("published_on", str(day), _AROUND_NEWS, reason, quote))
    )


def find_published_day(page: TitlePage, outlook: Outlook, places: tuple[Place, ...]) -> TitlePage:
    """Return a title page without a day with the one on which, an imprint says, the issue was published."""
    if page.published_on is not None:
        return page
    told = (piece.text for piece, place in zip(outlook.pieces, places, strict=True) if place in _FOOT)
    said = (match["day"] or match["zh"] for text in told for match in _PUBLISHED.finditer(text))
    days = {found[0] for text in said if (found := parse_printed_date(text)) and not found[1]}
    return replace(page, published_on=next(iter(days))) if len(days) == 1 else page


def find_period_ahead(page: TitlePage, outlook: Outlook, places: tuple[Place, ...]) -> TitlePage:
    """Return a title page without a period with the one span of days that sentences before the news tell, inferred.

    It ends by the day of issue, at most a month before, and is no longer than a quarter.
    """
    issued = page.published_on
    if issued is None or page.period_start is not None:
        return page
    ahead = takewhile(lambda pair: pair[1] in _AHEAD, zip(outlook.pieces, places, strict=True))
    quotes = [span[0] for text in _list_told(piece for piece, _ in ahead) for span in _SPAN.finditer(text)]
    told = [(days, quote) for quote in quotes if (days := parse_printed_period(quote, default_year=issued.year))]
    spans = {days: quote for days, quote in told if days[0] < days[1]}
    if len(spans) != 1:
        return page
    (start, end), quote = next(iter(spans.items()))
    if not (end <= issued <= end + _LATEST and end - start <= _LONGEST):
        return page
    reason = "no period is printed as such; the one span of days told before the news"
    inferred = _infer("period", f"{start} to {end}", _TOLD_AHEAD, reason, quote)
    return replace(page, period_start=start, period_end=end, inferred=(*page.inferred, inferred))


def _list_told(pieces: Iterable[Piece]) -> list[str]:
    """Return the sentences of pieces but those with quantities, which news have."""
    return [text for piece in pieces for text in list_sentences(piece.text) if not tells_quantity(text)]


def _infer(name: str, value: str, confidence: float, reason: str, quote: str) -> Inference:
    return Inference(field=name, value=value, confidence=confidence, reason=reason, quote=quote)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """A document's parts, and where each of its pieces went: one placement at least for every block, in order."""

    parts: BriefingParts
    placements: tuple[Placement, ...]


_BY_MAIL = 0.85
_PUT_UP = re.compile(
    r"(?:\A|(?<=[\s\d|｜]))(?:(?:信息|文章|稿件)?来源|发布(?:时间|日期))\s*[:：]"
    r"|\A(?:source|published|posted|updated)(?: on)?\s*:",
    re.IGNORECASE,
)
_FIRST_PIECES = 12
_OPEN = frozenset({Section.TOP, Section.OTHER})
_LEAST_TOPICS = 2
_COLON = re.compile(r"[:：]")
"""Stands before what an issue is about in the name of it (\"Letter 3: New rules\")."""
_LEAST_DAYS = 2
_LEAST_TOLD = 3
_ATTACHMENTS = re.compile(r"\s*附件?[:：]")
"""Heads the list of what is attached to a notice, which makes no points of it."""


def parse_parts(document: Document) -> BriefingParts:
    """Return the briefing's parts: every block ends in an item, a field, named furniture or ``unread``."""
    return parse_reading(document).parts


def parse_reading(document: Document) -> Reading:
    """Get the briefing's parts together with the account of every block; never fails, in time linear in the blocks."""
    pieces = read_story_marks(read_fact_tables(split_pieces(document.blocks)))
    pieces = read_clock_times(read_day_columns(read_stamps(pieces)))
    pieces = read_short_leads(read_masthead(pieces), document)
    opening = find_openings(pieces) | find_own_parts(pieces) | find_part_counters(pieces)
    openings = [pieces[at] for at in sorted(opening)]
    pieces = _mark_forms(tuple(piece for at, piece in enumerate(pieces) if at not in opening))
    blocks = document.blocks
    pieces = read_status_signs(pieces, blocks)
    heads = frozenset(i for i, piece in enumerate(pieces) if _was_made_head(piece, blocks[piece.block]))
    outlook = look_over(pieces, heads=heads)
    parted = split_notice_head(pieces)
    notice = find_notice(parted, is_briefing=_is_briefing(outlook))
    pieces = parted if notice else pieces
    framed = tuple(block.text for block in document.furniture)
    parts, places = _parse_notice(pieces, notice, framed=framed) if notice else _parse_briefing(document, outlook)
    placements = [Placement(block=p.block, place=place, text=p.text) for p, place in zip(pieces, places, strict=True)]
    placements.extend(Placement(block=piece.block, place=Place.NOTE, text=piece.text) for piece in openings)
    with_text = {piece.block for piece in (*pieces, *openings)}
    placements.extend(
        Placement(block=i, place=Place.TOPIC_HEADING if _has_words(block) else Place.BLANK, text=block.text.strip())
        for i, block in enumerate(document.blocks)
        if i not in with_text
    )
    return Reading(parts=parts, placements=tuple(sorted(placements, key=lambda placement: placement.block)))


def _has_words(block: Block) -> bool:
    return any(map(str.isalnum, block.text))


def _was_made_head(piece: Piece, block: Block) -> bool:
    """Whether the passes over the pieces, and not the source alone, told that a piece is a heading over news."""
    raised = piece.source is not block and piece.level == HEADLINE_LEVEL
    return piece.is_heading and (block.kind is not BlockKind.HEADING or raised)


def _mark_forms(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the pieces with headlines, lists and days that signs, lines or their place set off as what they are."""
    pieces = read_closing_credits(
        read_issued_lines(
            read_beside_lines(read_field_words(read_document_lines(read_credit_heads(part_credit_lines(pieces)))))
        )
    )
    pieces = read_nested_heads(read_eyebrows(read_skeleton(read_outlines(read_head_rows(read_running_acts(pieces))))))
    pieces = read_bracketed_heads(read_bare_heads(read_headed_fields(read_twin_labels(pieces))))
    pieces = read_head_parts(read_marked_lines(read_marked_views(read_counters(pieces))))
    pieces = read_line_forms(read_counted_points(read_tagged_news(pieces)))
    return read_heads(read_enumerated(read_plain_run_ins(read_day_lines(pieces))))


def _is_briefing(outlook: Outlook) -> bool:
    """Whether the document has sections, summary labels, headings of days or headlines, so that it is no single notice.

    Below a colon such words are the value of a field ("分类：" over "产业政策").
    """
    after_field = [False, *(piece.text.endswith((":", "：")) for piece in outlook.pieces)]
    sections = {
        sight.section
        for sight, is_value in zip(outlook.sights, after_field, strict=False)
        if sight.section is not None and not is_value
    }
    by_day = outlook.date_headings >= _LEAST_DAYS
    told = count_told_headlines(outlook.pieces, outlook.sights) >= _LEAST_TOLD
    return outlook.has_summary_labels or by_day or told or bool(sections - {Section.OTHER})


def _parse_briefing(document: Document, outlook: Outlook) -> tuple[BriefingParts, tuple[Place, ...]]:
    walk = Walk(outlook=outlook, prose=find_prose(outlook, is_dated=document.sent_on is not None))
    places = walk.run()
    items = walk.shelf.list_parts()
    day_first = find_day_first(_list_dated_texts(outlook, items))
    running = tuple(block.text for block in document.furniture)
    sent = (document.sent_on.isoformat(),) if document.sent_on else ()
    page = parse_title_page(
        _list_front(walk, document),
        imprint=_list_houses(walk, places),
        running=running,
        dates=(*(item.date_text for item in items if item.date_text), *sent),
        day_first=day_first,
    )
    page = find_published_day(page, outlook, places)
    if not (page.published_on or page.period_start or document.sent_on):
        page = guess_issue_day(page, outlook, places)
    page = find_period_ahead(page, outlook, places)
    leads = any(sight.section is Section.TOP for sight in outlook.sights)
    page, items = _as_story(page, items if leads else _as_named(items, page), outlook.pieces)
    items, open_dates = _word_dates(items, page, day_first=day_first)
    parts = BriefingParts(
        publisher=page.publisher,
        series=page.series,
        title=page.title or walk.prose.title,
        published_on=page.published_on or document.sent_on,
        period_start=page.period_start,
        period_end=page.period_end,
        inferred=(*page.inferred, *_infer_sending(page, document)),
        people=_list_people(walk, places, running),
        items=items,
        day_first=day_first,
    )
    has_title = bool(walk.front.headings or page.published_on or page.period_start) and bool(items)
    places = settle_places(outlook.pieces, places, parts, has_title=has_title)
    unread = tuple(_unread(piece) for piece, place in zip(outlook.pieces, places, strict=True) if place is Place.UNREAD)
    return replace(parts, unread=(*unread, *open_dates)), places


def _as_named(items: tuple[ItemParts, ...], page: TitlePage) -> tuple[ItemParts, ...]:
    """Return news that no section holds as what the publication's name says it is: no lead items under two topics.

    Records of documents, and news under topics that hold what offices issued, are policy news too, where most of it is
    such and no section of policy stands beside.
    """
    name = page.series or page.title or ""
    hint, titled = find_hint(name), find_hint(_COLON.split(name)[0])
    section = hint.section if hint and hint.section is Section.POLICY_NEWS else None
    free = [item for item in items if item.section in _OPEN]
    acts = [item for item in free if _tells_act(item)]
    unnamed = titled == hint and all(item.section is not section for item in items)
    if section and unnamed and len(acts) * 2 > len(free) and len(acts) > 1:
        acted = {_topic_of(item) for item in acts}
        return number_items(
            replace(item, section=section)
            if item.section in _OPEN and _topic_of(item) in acted and (_tells_act(item) or not item.issuer_text)
            else item
            for item in items
        )
    topics = {item.heading_text for item in items if item.section is Section.TOP}
    if len(topics) < _LEAST_TOPICS or None in topics:
        return items
    return number_items(
        replace(item, section=section or Section.OTHER) if item.section is Section.TOP else item for item in items
    )


def _tells_act(item: ItemParts) -> bool:
    """Whether an item is the record of a document, or under a topic what an office issued: a firm issues none."""
    return bool(item.article_text or (item.issuer_text and _topic_of(item) and names_office(item.issuer_text)))


def _topic_of(item: ItemParts) -> str | None:
    return item.part_text or item.heading_text


def _as_story(
    page: TitlePage, items: tuple[ItemParts, ...], pieces: tuple[Piece, ...]
) -> tuple[TitlePage, tuple[ItemParts, ...]]:
    """Return the title to the one piece of news of a page that says when it was put up, or whose title tells news."""
    if len(items) != 1 or items[0].headline or not page.series:
        return page, items
    put_up = any(_PUT_UP.search(piece.text) for piece in pieces[:_FIRST_PIECES]) and not is_series_name(page.series)
    if not (put_up or tells_news(page.series)):
        return page, items
    return replace(page, series=None, title=page.series), (replace(items[0], headline=page.series),)


def _list_houses(walk: Walk, places: tuple[Place, ...]) -> tuple[str, ...]:
    """Return whose names the imprint has: houses, and people that are no authors here, before those who are."""
    names = (*walk.imprint_names, *list_holders(walk.outlook.pieces, places))
    authors = {fold(person.name) for person in walk.people}
    return tuple(sorted(names, key=lambda name: fold(name) in authors))


def _list_people(walk: Walk, places: tuple[Place, ...], framed: tuple[str, ...]) -> tuple[Person, ...]:
    """Return the people of the walk, and those whom lines of the title page, the imprint and around the text credit."""
    beside = {Place.IMPRINT, Place.TITLE_PAGE, Place.PEOPLE}
    lines = [piece.raw for piece, place in zip(walk.outlook.pieces, places, strict=True) if place in beside]
    credited = [person for line in (*lines, *framed) for person in (*list_credited(line), *list_signing(line))]
    notes = (piece.text for piece, place in zip(walk.outlook.pieces, places, strict=True) if place is Place.NOTE)
    credited.extend(person for note in notes for person in list_told_people(note))
    known = {fold(person.name) for person in walk.people}
    more = dict.fromkeys(person for person in credited if fold(person.name) not in known)
    return (*walk.people, *more)


def _list_front(walk: Walk, document: Document) -> tuple[str, ...]:
    """Return the title page's lines, after those of a title that the page does not show where they tell no date."""
    lines = tuple(walk.front.lines)
    return lines if any(map(is_title_date, lines)) else (*list_title_lines(document.furniture), *lines)


def _list_dated_texts(outlook: Outlook, items: tuple[ItemParts, ...]) -> tuple[str, ...]:
    """Return the texts that may tell which figure of a date is the day: all pieces, and the items' dates alone."""
    return (*(piece.raw for piece in outlook.pieces), *(item.date_text for item in items if item.date_text))


def _word_dates(
    items: tuple[ItemParts, ...], page: TitlePage, *, day_first: bool | None
) -> tuple[tuple[ItemParts, ...], tuple[UnreadBlock, ...]]:
    """Return the items with short forms of dates in words, and the dates of which nothing tells day and month apart."""
    start, end = page.period_start, page.period_end
    period = (start, end) if start and end else None
    worded: list[ItemParts] = []
    left = [UnreadBlock(page=None, line=None, text=text) for text in page.unread]
    for item in items:
        text = item.date_text or ""
        date_text = word_date(text, day_first=day_first, period=period)
        if date_text is None and is_in_figures(text) and parse_printed_date(text) is None:
            place = (item.pages or (None,))[0], (item.lines or (None,))[0]
            left.append(UnreadBlock(page=place[0], line=place[1], text=text))
        worded.append(replace(item, date_text=date_text) if date_text else item)
    return tuple(worded), tuple(left)


def _infer_sending(page: TitlePage, document: Document) -> tuple[Inference, ...]:
    if page.published_on or document.sent_on is None:
        return ()
    reason = "no date of issue is printed; the day on which the mail was sent"
    day = document.sent_on.isoformat()
    return (Inference(field="published_on", value=day, confidence=_BY_MAIL, reason=reason, quote=""),)


def _find_site(framed: tuple[str, ...]) -> str | None:
    """Return the site that a page says it is of."""
    return next((text.removeprefix(SITE_MARK) for text in framed if text.startswith(SITE_MARK)), None)


def _find_titled(title: str) -> str | None:
    """Return who stands before what a title is about ("A署B司关于..."), without departments."""
    who, about, _ = title.partition("关于")
    return "、".join(list_bodies_signing(who if about else "")) or None


def _unread(piece: Piece) -> UnreadBlock:
    return UnreadBlock(page=piece.source.page, line=piece.source.line, text=piece.text)


def _parse_notice(
    pieces: tuple[Piece, ...], notice: Notice, *, framed: tuple[str, ...]
) -> tuple[BriefingParts, tuple[Place, ...]]:
    draft = ItemDraft(
        section=Section.TOP,
        form=Form.STORY,
        headline=notice.title_text,
        numbers=[notice.number_text] if notice.number_text else [],
        date_text=notice.date_text,
    )
    draft.article.append(notice.title_text)
    if notice.english_text:
        draft.article.append(f"({notice.english_text})")
    titled = _find_titled(notice.title_text)
    issuer = notice.issuer_text or titled
    issuer = complete_government(issuer, notice.number_text) or notice.issuer_text
    if issuer:
        draft.issuers.append(issuer)
    places: list[Place] = []
    attached = False
    for i, piece in enumerate(pieces):
        if i in notice.navigation:
            places.append(Place.NAVIGATION)
            continue
        places.append(Place.ITEM)
        draft.add_block(piece.source)
        if i in notice.own:
            continue
        attached = attached or _ATTACHMENTS.match(piece.text) is not None
        if piece.kind is BlockKind.LIST_ITEM and not attached:
            draft.add_point(piece.spans, cited=False)
        else:
            draft.add_summary(piece.spans, cited=False)
    around = (*(pieces[i].text for i in sorted(notice.navigation)), *framed)
    signing = list_bodies_signing(issuer or "")
    host = None if signing else find_host("\n".join((*draft.summary, *draft.points)), around)
    found = parse_printed_date(notice.date_text) if notice.date_text else None
    parts = BriefingParts(
        publisher="、".join(signing) or _find_site(framed) or _find_titled(notice.title_text),
        title=notice.title_text,
        published_on=found[0] if found else None,
        items=(replace(draft.to_parts(0), is_official=True, host_text=host),),
    )
    return parts, tuple(places)
