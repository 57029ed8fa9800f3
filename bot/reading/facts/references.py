"""Other documents that an item names: in 《》, in quotation marks, or by a capitalised name such as a law's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from bot.model.ids import fold_title
from bot.reading.facts.passages import PROSE, Passage, Place
from bot.reading.facts.titles import Titles, list_printed_titles
from bot.reading.facts.word_led import WordLed

_CAP = r"[A-Z][\w’'-]*"
_NAMED = re.compile(
    rf"(?<![\w’'])(?:{_CAP}\s(?:(?:and|of|on|for|the|&)\s)?){{0,6}}{_CAP}\s(?:Law|Act|Directive|Declaration)\b(?!\s"
    rf"(?:[Ff]irm|School|Committee))"
    r"|\bMade in China 2025\b|\bChina Standards 2035\b|\b(?:[Tt]he\s)?(?:1[0-9]th|Fourteenth|Fifteenth"
    r"|Thirteenth)\sFive[- ][Yy]ear\sPlan\b"
    rf"|\b20\d\d\s(?:{_CAP}\s){{0,4}}Plan\s(?:for|on|to)\s{_CAP}(?:\s(?:(?:of|and|the|for)\s)?{_CAP}){{0,8}}"
)
_NAME_WORD = WordLed(
    "law act directive declaration plan made china",
    r"\b(?:Law|Act|Directive|Declaration|Plan|Made in China|China Standards)\b",
)
_QUOTED_NAME = re.compile(r"[“\"]((?:[A-Z][\w’'-]*\s){1,8}(?:Declaration|Initiative|Charter|Convention))[”\"]")
_LEADING = re.compile(
    r"^(?:(?:The|As|In|Under|Its|New|This|Both|Since|Although|While|With|By|For|And|China['’]s|Beijing['’]s"
    r"|Chinese|Draft|Revised|EU|US)\s)+"
)
_OF_YEAR = re.compile(r"\s(?:of|in|from)\s(?:19|20)\d\d$")
_WORDS_OF_A_NAME = 2
_WINDOW = 240
_ENDED_AFTER = re.compile(
    r"[》”\"]?(?:[（(][^（）()]*[）)])?(?:\s*[、，和及与]?\s*《[^《》]*》(?:[（(][^（）()]*[）)])?)*"
    r"\s*(?:自[^。；]{1,24}起)?\s*(?:同时|即行|即|相应|一并|均|予以|将|，|,)*\s*废止"
    r"|[”\"]?(?:\s\([^()]*\))?,?\s(?:was|were|is|are|has been|have been|will be|shall be|being)\s"
    r"(?:\w+ly\s|also\s)?(?:repealed|abolished|annulled|rescinded|scrapped)"
)
_ENDED_BEFORE = re.compile(
    r"(?:(?<!同时)废止了?\s*《?|\b(?:repeal(?:s|ed|ing)?|abolish(?:es|ed|ing)?|annul(?:s|led|ling)?|rescind(?:s|ed|ing)?)\s"
    r"(?:the\s|its\s|an?\s|old\s|earlier\s|previous\s|(?:19|20)\d\d\s)*[“\"]?)$"
)

_TITLES_BEFORE = r"(?:《[^《》]*》[、和及与]?\s*)*《?$"
_APPROVED_BEFORE = re.compile(rf"(?:批准|审定)(?:发布|公布)?了?\s*{_TITLES_BEFORE}")
"""What is approved is the act's own, not what it builds on."""
_MADE_BEFORE = re.compile(
    rf"(?:(?:编制|填写|填报|提交|报送|形成)了?|(?:将|拟)[^。；]{{0,40}}(?:印发|发布|公布|出台|下发))\s*{_TITLES_BEFORE}"
)
_ISSUED_BEFORE = re.compile(rf"(?:印发|发布|公布|出台|下发|制定)了?\s*{_TITLES_BEFORE}")
_CALLED_AFTER = re.compile(r"》?(?:[（(][^（）()]*[）)])?[（(]以下[简统]称")
_ALIAS = re.compile(r"以下[简统]称[：:]?\s*《(?P<alias>[^《》]{1,40})》")
_ATTACHED_AFTER = re.compile(r"》?\s*[（(](?:见|详见)?附件")
_FORM = re.compile(
    r"(?:申报书|申报表|申请书|申请表|汇总表|推荐表|登记表|信息表|任务书|承诺书|反馈表|回执)(?:[（(][^（）()]*[）)])?$"
)
"""What is filled in and sent back."""
_CARRIED_OUT = re.compile(r"(?:落实|贯彻|执行|实施|遵守)[〈《](?P<title>[^〈〉《》]{2,100})[〉》]")


def list_references(passages: Iterable[Passage], own: Titles, *, is_official: bool = False) -> tuple[str, ...]:
    """Return the documents named in an item other than its own, in order, each once, as printed.

    A document that is official itself does not build on what it issues, attaches or has filled in.
    """
    own_keys = [fold_title(title) for title in (own.en, own.zh) if title]
    found: dict[str, str] = {}
    passages = tuple(passages)
    aliases = {match["alias"] for passage in passages for match in _ALIAS.finditer(passage.text)}
    for passage in passages:
        if passage.place in PROSE or passage.place is Place.ARTICLE:
            for title in _list_named(passage.text, is_official=is_official):
                key = fold_title(title)
                if key and title not in aliases and not any(key in mine or (mine in key and mine) for mine in own_keys):
                    found.setdefault(key, title)
    for match in _CARRIED_OUT.finditer(own.zh or ""):
        found.setdefault(fold_title(match["title"]), match["title"])
    within = _list_within(found) if len(found) > 1 else ()
    return tuple(title for key, title in found.items() if key not in within)


def _list_within(keys: Collection[str]) -> set[str]:
    """Return the keys that stand within another one; each is looked through once, however many there are."""
    ordered = [key for key in keys if key]
    automaton = AhoCorasick(ordered)
    hits = (
        ordered[found]
        for key in ordered
        for found, *_ in automaton.find_matches_as_indexes(key, overlapping=True)
        if ordered[found] != key
    )
    return {*hits, *(key for key in keys if not key and ordered)}


@lru_cache(maxsize=512)
def list_reference_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where documents are named in this text (half-open): words in there say nothing of the news itself."""
    titles = [(start, start + len(title)) for start, title in list_printed_titles(text)]
    return (*titles, *(match.span() for match in _find_names(text)))


def _find_names(text: str) -> Iterator[re.Match[str]]:
    return _NAMED.finditer(text) if _NAME_WORD.search(text) else iter(())


def _list_named(text: str, *, is_official: bool) -> Iterator[str]:
    """Get the names of documents in order, without those that the text repeals or approves: nothing builds on them."""
    titles = list_printed_titles(text)
    names = [(match.start(), match[0]) for match in _find_names(text)]
    names = [(start + len(name) - len(kept), kept) for start, name in names if (kept := _LEADING.sub("", name))]
    quoted = [(match.start(1), match[1]) for match in _QUOTED_NAME.finditer(text)]
    for start, name in sorted((*titles, *(n for n in names if len(n[1].split()) >= _WORDS_OF_A_NAME), *quoted)):
        if is_official and _is_made_or_attached(text, start, name):
            continue
        if name and not _is_ended(text, start, name):  # brackets may hold nothing but a sign
            yield _OF_YEAR.sub("", name)


def _is_ended(text: str, start: int, name: str) -> bool:
    end = text.find(name[-1], start + len(name) - 1)
    after = text[end + 1 : end + 1 + _WINDOW]
    before = text[max(0, start - _WINDOW) : start]
    return any(form.search(before) for form in (_ENDED_BEFORE, _APPROVED_BEFORE)) or bool(_ENDED_AFTER.match(after))


def _is_made_or_attached(text: str, start: int, name: str) -> bool:
    end = text.find("》", start)
    before = text[max(0, start - _WINDOW) : start]
    called = end >= 0 and _CALLED_AFTER.match(text, end) and _ISSUED_BEFORE.search(before)
    attached = end >= 0 and _ATTACHED_AFTER.match(text, end)
    return bool(called or attached or _FORM.search(name) or _MADE_BEFORE.search(before))
