"""What an item reports of its official document: titles, number, kind, nature and status."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.model.briefing import DocumentType, Link, PolicyStatus, ReportedPolicy
from bot.reading.facts.document_numbers import find_own_number, tells_number
from bot.reading.facts.issuers import ISSUES, tells_statistics
from bot.reading.facts.kinds import (
    find_document_type,
    find_headed_type,
    find_issued_type,
    find_type_around,
    is_explaining,
)
from bot.reading.facts.passages import NEWS, NameKind, Passage, Place, list_in
from bot.reading.facts.statuses import decide_status, find_nature
from bot.reading.facts.titles import (
    Titles,
    find_chinese_title,
    is_bare_title,
    is_chinese,
    is_cited_title,
    is_named,
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
    told = [passage.text for passage in list_in(passages, Place.SUMMARY)]
    heads = [passage.text for passage in list_in(passages, Place.HEADLINE)]
    headings = _list_paragraphs(list_in(passages, Place.HEADING))
    news = _list_paragraphs(list_in(passages, Place.HEADLINE, Place.SUMMARY))
    first = next(iter(_list_paragraphs(list_in(passages, Place.SUMMARY))), "")
    bold = (text for text in headings if first.startswith(text) and first != text)  # with which an entry begins
    whole = next(filter(None, map(_find_whole, (*bold, *news))), None)
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


def find_cited_title(links: Iterable[Link], passages: Sequence[Passage]) -> str | None:
    """Return the words of a link that are the title of the news's document, where the news prints no other."""
    own = find_own_titles(passages)
    cited = ((link.label, parse_article(link.label)) for link in links if is_cited_title(link.label))
    return next((words for words, t in cited if own.en in {None, t.en} and own.zh in {None, t.zh}), None)


def _find_whole(text: str) -> Titles | None:
    """Return the title that a paragraph is, else None."""
    bare = text.rstrip(".").removeprefix("The ")
    if not (is_bare_title(bare) or is_named(bare)):
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


_MEETS = re.compile(
    r"\A[^.;]{2,160}?\s(?:(?:began|begins|started|starts)\sto\s|would\s(?:begin|start)\sto\s|met\s(?!the\b)"
    r"|sat\sdown\swith\b"
    r"|(?:summon|convene|host)(?:ed|s)\b"
    r"|(?:held|open(?:ed|s)|called)\s(?:[\w-]+\s){1,6}?(?:meeting|symposium|conference|session|talks|forum)\b)"
    r"|\A[^。；]{2,60}?(?:约谈|会见|座谈|出席[^，。]{0,30}会|(?:召开|举行)[^，。；]{0,30}会|会议(?:要求"
    r"|强调|指出|研究))"
)
"""Opens news of a meeting, or of something that only begins: it issues nothing."""
_HAS_EFFECT = re.compile(
    r"\b(?:takes?|took)\seffect\b|\b(?:comes?|came|enters?|entered)\sinto\s(?:force|effect)\b|\bappl(?:y"
    r"|ies|ied)\s(?:from|since|as\sof)\b"
    r"|》[^，。；《]{0,24}(?:施行|实施|生效)"
)
"""Says from when something applies: it is there, whoever issued it."""
_TITLE_LENGTH = 60
"""Characters of a first sentence that is only the title of the news."""


def recognise_policy(
    passages: Sequence[Passage], *, article_text: str | None, issued: bool, planning: bool
) -> tuple[ReportedPolicy, Titles]:
    """Return what an item says of its document, and the titles it prints; ``issued`` tells that an issuer is known."""
    news = list_in(passages, Place.SUMMARY, Place.HEADLINE, Place.POINT)
    wording = " ".join(_list_paragraphs(passage for passage in passages if passage.place in NEWS))
    heads = _list_paragraphs(list_in(passages, Place.HEADLINE))
    titles, described = _find_titles(passages, article_text)
    printed = " ".join(filter(None, (titles.en, titles.zh)))
    number = titles.number or find_own_number(wording, titles.zh)
    kind = (
        find_document_type(titles.en or described, titles.zh)
        or (DocumentType.NOTICE if "公告" in (number or "") and not printed else None)
        or next(filter(None, map(find_headed_type, heads)), None)
        or find_issued_type(news)
        or (DocumentType.NOTICE if "公告" in (number or "") else None)
        or find_type_around(news)
    )
    if any(map(is_explaining, heads)):
        kind = DocumentType.INTERPRETATION
    about_company = not (kind or number or printed or _names(news, NameKind.BODY)) and _names(news, NameKind.COMPANY)
    worded = not about_company and bool(ISSUES.search(wording) or _HAS_EFFECT.search(wording))
    first = next((passage.text for passage in news if passage.place is Place.SUMMARY), "")
    status = decide_status(
        titles=printed,
        news=wording,
        issued=issued or bool(article_text) or worded,
        cited=bool(article_text),
        planning=planning,
    )
    if status is PolicyStatus.ISSUED and not (kind or number or printed) and _MEETS.search(first):
        status = PolicyStatus.UNKNOWN
    if kind is DocumentType.INTERPRETATION and status is PolicyStatus.DRAFT_FOR_COMMENT:
        status = PolicyStatus.ISSUED
    nature = find_nature((printed, *list_own_wordings(news, titles)))
    policy = ReportedPolicy(
        title_en=titles.en,
        title_zh=titles.zh,
        document_number=number,
        document_type=kind,
        nature=nature,
        status=status,
    )
    return policy, titles


def _find_titles(passages: Sequence[Passage], article_text: str | None) -> tuple[Titles, str | None]:
    """Return the titles under the item's label, else in its news, and what words describe a document without one."""
    titles = parse_article(article_text) if article_text else Titles()
    if not (titles.en or titles.zh):  # a number alone names no document
        return replace(find_own_titles(passages), number=titles.number), None
    if titles.zh and not titles.en:  # a list of documents has the English title for the headline
        heads = _list_paragraphs(list_in(passages, Place.HEADLINE))
        return replace(titles, en=next(filter(is_named, heads), None) or find_own_titles(passages).en), None
    if titles.en and not titles.zh and titles.en[:1].islower():
        return replace(titles, en=None), titles.en
    return titles, None


def reports_act(passages: Sequence[Passage]) -> bool:
    """Return whether the news says that a document is issued, by a verb and a kind or title of document."""
    news = [passage for passage in passages if passage.place in NEWS]
    named = {passage.paragraph for passage in news if passage.names_of(NameKind.BODY)}
    begun = any(tells_number(p.text) or (p.paragraph in named and _HAS_EFFECT.search(p.text)) for p in news)
    return begun or find_issued_type(news) is not None or find_own_titles(passages) != Titles()


def issues_nothing(passages: Sequence[Passage], *, meets: bool = True) -> bool:
    """Return whether the news is a statistic or, with ``meets``, a meeting, and names no document."""
    told = [passage.text for passage in list_in(passages, Place.SUMMARY)[:2]]
    told = told if told and len(told[0]) <= _TITLE_LENGTH else told[:1]  # behind a short title
    if not any(tells_statistics(text) or (meets and _MEETS.search(text)) for text in told):
        return False
    return not any(list_printed_titles(passage.text) for passage in passages if passage.place in NEWS)


def is_worded(passages: Iterable[Passage]) -> bool:
    """Return whether a word of the news says that something is issued."""
    return any(ISSUES.search(passage.text) for passage in passages if passage.place in NEWS)


def _list_paragraphs(passages: Iterable[Passage]) -> list[str]:
    return [passage.paragraph for passage in passages if passage.opens]


def _names(news: Iterable[Passage], kind: NameKind) -> bool:
    return any(passage.names_of(kind) for passage in news)
