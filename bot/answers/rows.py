"""From stored items and policies to the rows of an answer, each with its source and the sentence that answers."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import StrEnum
from functools import lru_cache

from bot.access.licences import find_longest_quotes
from bot.answers.results import BriefingRow, Held, ItemRow, PolicyRow, Source
from bot.model.briefing import Item, PolicyStatus, Section
from bot.model.deadlines import deadline_is_open
from bot.model.ids import IdKind, find_id, fold
from bot.model.paper import Note
from bot.model.policy import Policy
from bot.model.roles import cut_item, cut_quote
from bot.model.series import briefing_name
from bot.names.records import Body, Company
from bot.query.query_record import Query
from bot.query.search_plan import SearchPlan, find_beginning, list_confounded
from bot.reading.facts.sentences import split_sentences
from bot.store.briefings import StoredBriefing, find_newest_briefing, find_reach, list_briefings_among, list_covered
from bot.store.database import Database
from bot.store.items import StoredItem, list_items
from bot.store.licences import is_narrowed
from bot.store.policies import list_policies
from bot.store.search import Found, Hit
from bot.store.surveys import PolicyGist

# How a source is named in plain text: publication and place, the same in answers, citations and files.

SECTION_NAMES = {
    Section.TOP.value: "item",
    Section.POLICY_NEWS.value: "policy news",
    Section.CORPORATE_NEWS.value: "company news",
    Section.OTHER.value: "other news",
}


def join_series(publisher: str | None, series: str | None) -> str:
    """Return publisher and series as one name, the publisher once: ``MERICS China Industries``, or ""."""
    first, second = (" ".join((name or "").split()) for name in (publisher, series))
    return (
        second if second.casefold().startswith(first.casefold()) and second else " ".join(filter(None, (first, second)))
    )


def describe_pages(source: Source) -> str:
    """Return the pages: ``p. 5``, ``pp. 5–6``; "" for a format without pages."""
    return _describe_span("p.", "pp.", source.pages)


def describe_lines(source: Source) -> str:
    """Return the lines: ``line 81``, ``lines 81–83``; "" for a format without lines."""
    return _describe_span("line", "lines", source.lines)


def describe_place(source: Source) -> str:
    """Return the place inside a source: ``item 4, p. 5``, ``policy news 2, lines 81–83``."""
    place = f"{SECTION_NAMES.get(source.section, 'item')} {source.position}"
    span = describe_pages(source) or describe_lines(source)
    return f"{place}, {span}" if span else place


def _describe_span(one: str, many: str, span: tuple[int, int] | None) -> str:
    if span is None:
        return ""
    first, last = span
    return f"{one} {first}" if first == last else f"{many} {first}–{last}"


# Which items and briefings an answer shows something of, found in the answer itself.

_NOBODYS = (Held, Item, Body, Company, Note)
"""What an answer has that says nothing of whose it is; an item stands beside its source."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Quoted:
    """The numbers of the items and briefings that something is shown of."""

    items: frozenset[int] = frozenset()
    briefings: frozenset[int] = frozenset()


QUOTES_NOBODY = Quoted()


def find_quoted(answer: object) -> Quoted:
    """Return what an answer shows something of; a policy is told from all items that report it."""
    found = frozenset(filter(None, map(find_id, _list_ids(answer))))
    return Quoted(
        items=frozenset(number for kind, number in found if kind is IdKind.ITEM),
        briefings=frozenset(number for kind, number in found if kind is IdKind.BRIEFING),
    )


def _list_ids(value: object) -> Iterator[str]:
    if isinstance(value, Policy):
        yield from value.item_ids
    elif isinstance(value, Source):
        yield value.briefing_id
    elif isinstance(value, BriefingRow):
        yield value.id
    elif isinstance(value, tuple):
        for each in value:
            yield from _list_ids(each)
    elif is_dataclass(value) and not isinstance(value, _NOBODYS):
        for field in fields(value):
            yield from _list_ids(getattr(value, field.name))


# What a search came to, and which of its steps found it.


class Step(StrEnum):
    """What found the answer."""

    ALL = "all"
    WORDS = "words"
    SUCCESSION = "succession"
    SPELLING = "spelling"
    SOME = "some"
    SYNONYMS = "synonyms"
    APART = "apart"
    MEANING = "meaning"
    NOTHING = "nothing"


LOOSE = frozenset({Step.APART, Step.MEANING, Step.NOTHING})
"""Steps whose items need not be about what is asked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Searched:
    """What a search came to: the query as asked and as understood, the hits, the step that found them, what to say.

    ``near`` are items that have some of what was asked for, not enough to be an answer; only where little was found.
    ``names`` are the words of the query as asked, those of a known name as one text; ``spelled`` words that our lists
    hold, so that they are spelled right, only where nothing was found. ``asks_view`` tells that it is the
    publisher's view that is asked for.
    """

    asked: Query
    query: Query
    plan: SearchPlan
    found: Found
    step: Step
    notes: tuple[str, ...] = ()
    near: tuple[Hit, ...] = ()
    names: tuple[str, ...] = ()
    spelled: frozenset[str] = frozenset()
    is_question: bool = False
    asks_view: bool = False


_SHORTEST_STEM = 4
_SHORT_PLURAL = re.compile(r"[a-z]{2}[a-rt-z]s", re.ASCII | re.IGNORECASE)
"""A word such as "laws", of which the singular is shorter than any other stem."""
_OVER_OWN = 2
"""So many times the words of an item's own sentence has the publisher's comment to exceed."""
_KEPT = 2048
"""So many texts are kept in sentences: the same items are asked for again and again."""
_LONGEST_LEAD = 60
"""Characters of the longest sentence that may be a title set before a text."""

_Pattern = tuple[str, re.Pattern[str]]
"""What finds a word; see ``_pattern``."""


def find_held(db: Database) -> Held:
    """Return what the store holds: how many briefings, over which days, and the newest."""
    reach = find_reach(db)
    newest = find_newest_briefing(db)
    return Held(
        briefings=reach.briefings,
        period_start=reach.first_on,
        period_end=reach.last_on,
        newest_id=newest.shown_id if newest else None,
        newest_name=briefing_name(newest.briefing) if newest else None,
        newest_on=newest.briefing.published_on if newest else None,
        covered=list_covered(db),
        is_narrowed=is_narrowed(db),
    )


def list_item_rows(
    db: Database, item_ids: Sequence[int], *, words: tuple[str, ...] = (), of_view: bool = False
) -> list[ItemRow]:
    """Return the rows of these items in the order asked for; ``words`` choose and mark the sentence shown.

    With ``of_view`` it is one of the publisher's comment, where there is one.
    """
    if not item_ids:
        return []
    held = _load_rows(db, item_ids)
    patterns = [_pattern(word) for word in words]
    rows = [_mark(held[number], patterns) if words else held[number] for number in item_ids if number in held]
    rows = [_mark_view(row, patterns) for row in rows] if of_view else rows
    longest = find_longest_quotes(db)
    return [_cut_row(row, longest) for row in rows] if longest else rows


def _load_rows(db: Database, numbers: Sequence[int]) -> dict[int, ItemRow]:
    """Return the rows of the items in force of these numbers as they are where no words are asked for."""
    items = list_items(db, numbers)
    briefings = list_briefings_among(db, {stored.briefing_id for stored in items})
    return {stored.id: build_item_row(stored, _locate(stored.item, briefings[stored.briefing_id])) for stored in items}


def _cut_row(row: ItemRow, longest: Mapping[str, int]) -> ItemRow:
    """Return a row as its publisher's licence lets it be quoted; what was its view stays known as one."""
    limit = longest.get(fold(row.source.publisher or ""))
    if limit is None:
        return row
    sentence, item = cut_quote(row.sentence, limit), cut_item(row.item, limit)
    reported = (row.item.headline or "", row.item.text, *row.item.points)
    if row.sentence in (row.item.comment or "") and not any(row.sentence in text for text in reported):
        item = replace(item, comment=sentence)
    return replace(row, sentence=sentence, item=item)


def _locate(item: Item, held: StoredBriefing) -> Source:
    briefing = held.briefing
    return Source(
        briefing_id=held.shown_id,
        publisher=briefing.publisher,
        series=briefing.series,
        title=briefing.title,
        published_on=briefing.published_on,
        source_name=briefing.source_name,
        section=item.section,
        position=item.position,
        pages=item.pages,
        lines=item.lines,
    )


def build_item_row(stored: StoredItem, source: Source) -> ItemRow:
    """Return one item's row, with its first sentence."""
    sentence, matched = choose_sentence(stored.item, ())
    return ItemRow(
        id=stored.shown_id,
        item=stored.item,
        policy_id=f"P{stored.policy_id}" if stored.policy_id else None,
        source=source,
        sentence=_extend(stored.item, sentence),
        matched=matched,
    )


def _mark(row: ItemRow, patterns: Sequence[_Pattern]) -> ItemRow:
    """Return a row with the sentence that holds most of the words; as it is where none does."""
    sentence, matched = _choose(row.item, patterns)
    if not matched:
        return row
    return ItemRow(
        id=row.id,
        item=row.item,
        policy_id=row.policy_id,
        source=row.source,
        sentence=_extend(row.item, sentence),
        matched=matched,
    )


def _extend(item: Item, sentence: str) -> str:
    """Return a sentence, with the next where a short title opens a text without headline: that says nothing alone."""
    opens = item.headline is None and item.text.startswith(sentence)
    return extend_lead(item, sentence) if opens else sentence


def _mark_view(row: ItemRow, patterns: Sequence[_Pattern]) -> ItemRow:
    """Return a row with the sentence of the publisher's comment that holds most of the words, else the first of it."""
    if not row.item.comment:
        return row
    sentence, matched = _choose(replace(row.item, headline=None, text="", points=()), patterns)
    return replace(row, sentence=sentence, matched=matched)


def list_policy_rows(
    db: Database, hits: Sequence[Hit], *, now: dt.datetime, words: tuple[str, ...] = (), of_view: bool = False
) -> list[PolicyRow]:
    """Return the policies of these hits, each once, with its best hit; hits without a policy are left out."""
    best = best_by_policy(hits)
    policies = list_policies(db, list(best))
    numbers = (int(each[1:]) for number in best if number in policies for each in policies[number].item_ids)
    wanted = [*best.values(), *numbers]
    rows = {row.id: row for row in list_item_rows(db, list(dict.fromkeys(wanted)), words=words, of_view=of_view)}
    found: list[PolicyRow] = []
    for number, item_id in best.items():
        policy, row = policies.get(number), rows.get(f"I{item_id}")
        if policy is not None and row is not None:
            reports = [rows[each] for each in policy.item_ids if each in rows]
            row = next((each for each in (row, *reports) if each.item.comment), row) if of_view else row
            others = tuple([each for each in reports if each.id != row.id])
            found.append(PolicyRow(policy=policy, row=row, is_open=policy_is_open(policy, now), others=others))
    return found


def best_by_policy(hits: Sequence[Hit]) -> dict[int, int]:
    """Return each policy's first hit: policy number to item number, in the order of the hits."""
    best: dict[int, int] = {}
    for hit in hits:
        if hit.policy_id is not None:
            best.setdefault(hit.policy_id, hit.item_id)
    return best


def policy_is_open(policy: Policy | PolicyGist, now: dt.datetime) -> bool:
    """Return whether comments on a draft are still taken at this moment."""
    return (
        policy.status is PolicyStatus.DRAFT_FOR_COMMENT
        and policy.comments_close_on is not None
        and deadline_is_open(policy.comments_close_on, now)
    )


def takes_answers(policy: Policy | PolicyGist, now: dt.datetime, today: dt.date) -> bool:
    """Return whether comments or applications are still taken."""
    last = policy.applications_close_on
    return (last is not None and last >= today) or policy_is_open(policy, now)


def choose_sentence(item: Item, words: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Return the sentence of the item that holds most of the words (the first of equals), and these words as printed.

    The item's own text and points come before the publisher's comment, which has to hold more than twice as many of
    them to be quoted instead; without a match it is the first sentence.
    """
    if not words:
        return next((sentence for sentence, _ in _sentences(item)), item.headline or ""), ()
    return _choose(item, [_pattern(word) for word in words])


def _choose(item: Item, patterns: Sequence[_Pattern]) -> tuple[str, tuple[str, ...]]:
    best: tuple[int, str, tuple[str, ...]] | None = None
    sentences = _sentences(item)
    own = len(sentences) - len(_split(item.comment or ""))
    for place, (sentence, folded) in enumerate(sentences):
        found = [word for stem, pattern in patterns if (word := _find_word(sentence, folded, stem, pattern))]
        count = len({_fold_case(each) for each in found}) if len(found) > 1 else len(found)  # forms of one are one
        if best is None or count > best[0] * (1 if place < own else _OVER_OWN):
            best = (count, sentence, tuple(found))
        if len(found) == len(patterns):
            break  # no later one has more
    return (best[1], best[2]) if best else (item.headline or "", ())


def extend_lead(item: Item, sentence: str) -> str:
    """Return a sentence, with the one after it where it is but a short title set before the text."""
    if len(sentence) > _LONGEST_LEAD:
        return sentence
    for paragraph in item.text.split("\n\n"):
        found = split_sentences(paragraph)
        for one, after in itertools.pairwise(found):
            if one.text == sentence:
                return paragraph[one.start : after.end]
    return sentence


def _sentences(item: Item) -> list[tuple[str, str]]:
    """Return the sentences as printed, each with its folded form; that which only addresses a notice's readers last."""
    found = [sentence for part in (item.text, *item.points, item.comment or "") for sentence in _split(part)]
    addresses = item.is_official and bool(found) and found[0][0].endswith("\uff1a")
    return [*found[1:], found[0]] if addresses else found


@lru_cache(maxsize=_KEPT)
def _split(text: str) -> tuple[tuple[str, str], ...]:
    found = [sentence.text for paragraph in text.split("\n\n") for sentence in split_sentences(paragraph)]
    says = (sentence for sentence in found if any(map(str.isalpha, sentence)))  # a bare date or number is none
    return tuple((sentence, _fold_case(sentence)) for sentence in says)


@lru_cache(maxsize=_KEPT)
def _pattern(word: str) -> _Pattern:
    """Return what finds a word, and first a text that each folded sentence with it holds: to look for that is cheap."""
    if not word.isascii():
        return "", re.compile(re.escape(word), re.IGNORECASE)
    if _SHORT_PLURAL.fullmatch(word):
        stem = word[:-1]
        return _fold_case(stem), re.compile(rf"\b{stem}s?\b", re.IGNORECASE)
    beginning = find_beginning(word)
    stem = word[: max(_SHORTEST_STEM, len(word) - 2, len(beginning))]
    others = "".join(rf"(?!{re.escape(each)})" for each in list_confounded(beginning))
    return _fold_case(stem), re.compile(rf"\b{others}{re.escape(stem)}\w*", re.IGNORECASE)


def _find_word(sentence: str, folded: str, stem: str, pattern: re.Pattern[str]) -> str | None:
    """Return the word as printed; the pattern begins where the stem stands, unless folding moved what stands there."""
    start = folded.find(stem)
    match = pattern.search(sentence, start if len(folded) == len(sentence) else 0) if start >= 0 else None
    return match[0] if match else None


def _fold_case(text: str) -> str:
    return text.casefold().replace("ı", "i")  # as a pattern that ignores case does
