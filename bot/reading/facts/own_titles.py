"""The titles that news prints for the document it reports, not those of documents that it builds on or ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.reading.facts.issuing import ISSUES
from bot.reading.facts.passages import Passage, Place
from bot.reading.facts.titles import (
    Titles,
    find_chinese_title,
    is_bare_title,
    is_chinese,
    list_printed_titles,
    parse_article,
)

BUILDS_ON = re.compile(
    r"(?:\b(?:under|in\sline\swith|based\son|implement(?:s|ing|ation\sof)|according\sto|pursuant\sto"
    r"|following|as\spart\sof|build(?:s|ing)?\son"
    r"|since(?!\s\d)|in\saccordance\swith|complement\w*|in\sresponse\sto|supplement\w*|replac\w+"
    r"|supersed\w+|required\sby|(?:set|laid)\sout\sin"
    r"|accompan\w+|alongside|with\sreference\sto|after(?!\s\w+\s(?:years|months|weeks))"
    r"|beyond)\b[^.;:]{0,40}|(?:根据|按照|依据|依照|落实"
    r"|贯彻|遵照|配合|废止|违反)[^。；，]{0,20}《?[“\"‘]?)$",
    re.IGNORECASE,
)
"""What stands before the title of a document that the news builds on or ends."""
_OTHER_OBJECT = re.compile(r"\b(?:on|for|to|that|which|how|why|under|with|about|regarding|against|as|in)\s|[;:。；]")
_ASIDE = re.compile(
    r"\b(?:comments|opinions|views|feedback)\s(?:[^,;:]{3,20}\s)?on\b|\b(?:changes?|amendments?|revisions?"
    r"|updates?|additions?)\sto\b"
    r"|\bin\s(?:its|their)\s|,?\s(?:on"
    r"|in)\s(?:\w+day,?\s)?(?:\d{1,2}\s)?[A-Z]\w+\.?(?:\s\d{1,2})?(?:,?\s(?:19|20)\d\d)?,?",
)
"""What may stand between the verb and its object."""
_TELLS = re.compile(
    r"[”\"]?(?:\s\([^()]*\))?,?\s(?!(?:of|on|for|and|or|to|in|by|with|from|at|as|this|its|lacks?"
    r"|needs?|remains?)\b)[a-z]{3,}|》?(?:明确|规定|要求|提出|决定|对)"
)
"""Goes on with what a document does."""
_OPENS = re.compile(r"(?:[^,.;:]{3,40}?,?\s)??(?:[Tt]he\s|[Aa]n?\s)?(?:[\w’'-]+['’]s\s)?(?:\w+\s)?[“\"《]?\Z")
_REACH = 100


def find_own_titles(passages: Sequence[Passage]) -> Titles:
    """Return the titles that the news prints for the document it reports, not those of documents it builds on."""
    news = [passage for passage in passages if passage.place in {Place.HEADLINE, Place.SUMMARY}]
    told = [s.text for p in news if p.place is Place.SUMMARY for s in p.sentences]
    heads = [s.text for p in news if p.place is Place.HEADLINE for s in p.sentences]
    whole = next(filter(None, map(_find_whole, (*_list_bold(passages), *(passage.text for passage in news)))), None)
    printed = {title for text in told for _, title in list_printed_titles(text)}
    again = next((title for text in heads for _, title in list_printed_titles(text) if title in printed), None)
    if again and len(printed) > 1:
        return parse_article(again)
    if whole and whole.zh and not whole.en and "关于" not in whole.zh:
        whole = next((own for text in told if "《" in text and (own := _find_in_sentence(text))), whole)
    own = whole or next(filter(None, map(_find_in_sentence, (*told, *heads))), Titles())
    if bool(own.en) is bool(own.zh):
        return own
    others = (other for text in told if (other := _find_in_sentence(text)) and bool(other.zh) is not bool(own.zh))
    twin = next(others, Titles())
    return replace(own, en=own.en or twin.en, zh=own.zh or twin.zh)


def _list_bold(passages: Sequence[Passage]) -> Iterator[str]:
    """Return the words in bold with which an entry begins, and goes on."""
    first = next((passage.text for passage in passages if passage.place is Place.SUMMARY), "")
    heads = (passage.text for passage in passages if passage.place is Place.HEADING)
    return (head for head in heads if first.startswith(head) and first != head)


def _find_whole(text: str) -> Titles | None:
    """Return the title that a paragraph is, else None."""
    bare = text.rstrip(".").removeprefix("The ")
    if not is_bare_title(bare):
        return None
    return parse_article(next((title for _, title in list_printed_titles(bare) if bare.endswith(title)), bare))


def _find_in_sentence(text: str) -> Titles | None:
    """Return the title that a sentence is about: the object or subject of its verb, or what it begins with."""
    beside = find_chinese_title(text)
    verbs = list(ISSUES.finditer(text))
    for start, title in list_printed_titles(text):
        if _is_own(text, start, title, verbs):
            titles = parse_article(title)
            return replace(titles, zh=titles.zh or beside)
    return Titles(zh=beside) if beside else None


def _is_own(text: str, start: int, title: str, verbs: Sequence[re.Match[str]]) -> bool:
    before, end = text[max(0, start - _REACH) : start], start + len(title)
    if BUILDS_ON.search(before):
        return False
    ahead = [verb for verb in verbs if verb.end() <= start]
    if not ahead:
        begins = _OPENS.match(text[:start]) and _TELLS.match(text, end)
        return bool(begins) or is_chinese(title) or text.startswith((" (", "（", " （"), end)
    return _OTHER_OBJECT.search(_ASIDE.sub(" ", text[ahead[-1].end() : start])) is None


def list_own_wordings(news: Iterable[Passage], own: Titles) -> Iterator[str]:
    """Return what the news says apart from the titles of other documents: a ground may be interim, its act is not."""
    for passage in news:
        text = passage.text
        for start, title in reversed(list_printed_titles(text)):
            if title not in {own.en, own.zh} and (own.en or own.zh or BUILDS_ON.search(text[:start])):
                text = text[:start] + text[start + len(title) :]
        yield text
