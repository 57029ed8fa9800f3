"""The kind of document that news names by words around it: the object of its verbs, a notice it tells from, a list."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from bot.domain.names import HAN
from bot.domain.records.briefing import DocumentType
from bot.reading.recognition.document_types import find_document_type, find_worded_type
from bot.reading.recognition.issuing_verbs import ASKED_FOR, ASKS, CHANGES_TO, OBJECT_LENGTH, list_verbs
from bot.reading.recognition.listed import find_listed
from bot.reading.recognition.mentions import NameKind
from bot.reading.recognition.passages import Place
from bot.reading.recognition.word_led import WordLed, mentions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.reading.recognition.passages import Passage

_ENDS = WordLed(
    "abolish scrap cancel rescind revok annul postpon delay defer shelv open consider mull weigh renew lift put"
    " 推迟 暂缓 撤回 撤销",
    r"\b(?:abolish|scrap|cancel|rescind|revok|annul|postpon|delay|defer|shelv|open|consider|mull|weigh|renew|lift)"
    r"(?:p|l|r)?(?:ed|es|s|ing)\b|\bputs? on hold\b|推迟|暂缓|撤回|撤销",
)
_OBJECT_ENDS = re.compile(
    r"[,;:.(，。；]|\s(?:to|that|which|aiming|aimed|for|on|as|in|with|regarding|concerning|covering|requiring|by"
    r"|intended|designed|governing)\s"
)
_LAW_ZH = re.compile(rf"(?:了|新修订的|修[订改]后的)*[{HAN}]{{2,24}}[^\W办方做想看说用依违合非执司立]法")
"""A law by its name without marks ("新修订的反垄断法")."""
_PASSIVE = re.compile(r"\b(?:was|were|been|be|is|are)\s(?:\w+ly\s)?$")
_BY = re.compile(r"\A(?:issued|published|released|adopted|drafted)\Z", re.IGNORECASE)
_PHRASE = re.compile(r"(?:[\w’'-]+,?\s){1,4}\Z")
"""The last words before "issued by"."""
_TAKES_EFFECT = re.compile(
    r"\b(?:t(?:akes?|ook) effect|(?:comes?|came|enters?|entered) into (?:force|effect)"
    r"|no longer appl(?:y|ies)|(?:is|are) no longer (?:valid|in force)|los(?:es?|t) (?:effect|validity)"
    r"|ceases? to apply"
    r"|(?:is|are|was|were) (?:still |now )?(?:(?:under|in) (?:preparation|discussion|development)"
    r"|being (?:drafted|prepared|written|drawn up)))\b"
)
_COMMENTS_CLOSE = re.compile(
    r"\b(?:[Cc]omments|[Ff]eedback|[Cc]onsultation)\s(?:on|for)\s(?P<what>[^.;]{2,120}?)\s"
    r"(?:closes?|ends?|(?:is|are) due)\b"
)
_NUMBERED = re.compile(r"\b(?P<what>(?:\w+\s){0,3}\w+)\s*[(（][^()（）]{0,20}〔(?:19|20)\d\d〕\d+号")
_NUMBERED_EN = re.compile(r"\b(?P<what>Announcements?|Notices?|Circulars?)\s(?:\([^()]*\)\s)?Nos?\.\s?\d")
_TOLD_IN_NOTICE = re.compile(
    r"(?:[部委局署会厅]|办公[厅室]|部门)(?:\d{1,2}月\d{1,2}日)?(?:联合)?(?:发出)?(?:通知|公告|通告)(?=[：:，]|第\s*\d)|发出(?:通知|公告|通告)"
    r"|\b(?:[Ii]n|[Uu]nder|[Bb]y) an? (?:(?:joint|new|urgent|short) )*(?:notice|circular|announcement)\b"
    r"|\b(?:By|Under) (?:joint )?(?:notice|circular|announcement)\b"
    r"|\b(?:said|says|announced|wrote|stated|ordered|told)\b[^.;]{0,60} in an? (?:joint |new )?(?:notice"
    r"|circular|announcement)\b"
    r"|\baccording to (?:an?|the|their) (?:joint |new )?(?:notice|circular|announcement) (?:of|by|from)\b"
    r"|关于[^，。；]{4,80}的(?:通知|公告|通告)(?:要求|明确|提出|指出|规定)"
    r"|在(?:一份|联合)?(?:通知|公告|通告)中"
)
_ON_LIST = re.compile(
    r"\b(?:put|plac|add|remov|includ|appl)\w*\b[^.;]{0,120}?\s(?:on|to|onto|in|from|for)\s(?:its|the|their)\s(?:[\w-]+\s){0,5}?(?:list|catalogue)\b"
)
"""Who is put on a list, or applies for it: the list is the document."""
_OPENS_IN = re.compile(
    r"(?:\A|[.;]\s)In\s(?:an?|its)\s(?P<what>(?:[\w-]+\s){0,4}?(?:measures|rules|provisions|regulation|guidelines|opinions|plan))\b"
)
_TELLS_IN = re.compile(
    r"\b(?:tells?|told|ask(?:s|ed)?|urge[ds]?|order(?:s|ed)?|call(?:s|ed)?|want(?:s|ed)?|promise[ds]?|say|says|said|set|sets|wrote|writes)\b[^.;]{0,80}?"
    r"\sin (?:an?|its|their) (?:joint |new |common |short )?(?P<what>opinions?|guidelines?|measures|rules"
    r"|provisions|(?:action |work )?plan|blueprint"
    r"|white paper|roadmap|decision)\b"
)
_ANSWERS = re.compile(
    r"\banswer(?:s|ed)\s(?:\d+|some|several|[a-z]+)\squestions\b"
    r"|\b(?:in|with|as)\s(?:an?|its|their)\s(?:\w+\s)?(?:Q&A|FAQ|(?:set|list|series)\sof\squestions\sand\sanswers)"
)
"""Tells that something is explained."""
_NAME_OF = re.compile(r"\bis the (?:name|title) of (?:an?|the|its) (?P<what>[^.;,]{3,60})")
_ITS_NOTICE = re.compile(
    r"\b(?:The|Its|This|Their|An?)\s(?:(?:joint|new|urgent|short)\s)*(?:notice|circular|announcement)\s"
    r"(?:\(No|is No|(?:\([^()]*\)\s|on [a-z -]{3,60}\s\([^()]*\)\s)?(?:applied|took|[a-z]{2,}s)\b)"
    r"|\b[Tt]he (?:rest|remainder|text) of the (?:notice|circular|announcement)\b"
)
"""What the news is told from: "The announcement (No. 18 of 2025) applied from ..."."""
_TOLD_BY = WordLed(
    "according says under",
    r"\b(?:according to|says|under)\s(?:an?\s|its\s)?(?P<what>(?:(?!the\b|th[eo]se\b)[A-Za-z-]+\s){0,3}?(?:measures"
    r"|rules|provisions|regulation|guidelines|opinions?|(?:action )?plan|circular|notice|catalogue))\b",
)
"""What the news is told by: "according to an action plan that it issued"."""
_SAYS = WordLed(
    "its their the",
    r"\b(?:Its|Their|The)\s(?P<what>opinions|guidelines|measures|rules|provisions|regulations?|circular"
    r"|(?:action |work )?plan|catalogue)"
    r"(?:\s\([^()]*\))?\s(?:ask|aim|call|set|want|requir|say|list|cover|appl|tak|nam|allow|bar|ban|giv)"
    r"(?:s|es|e|y|ies)?\b",
)
_WHICH_ISSUED = WordLed(
    "measures rules provisions regulation guidelines opinion plan circular notice catalogue standard",
    r"\b(?P<what>measures|rules|provisions|regulations?|guidelines|opinions?|plan|circular|notice|catalogue|standards?)\b"
    r"[^,.;]{0,80},?\s(?:which|that)\s[^,.;]{2,120}?\b(?:issued|published|released|adopted|unveiled)\b",
)
"""What the news goes on with: "Their opinions ask for ..."."""
_READING = re.compile(r"\b(?:first|second|third)\sreading\sof\s(?P<what>[^.;,]{2,60})")
_STANDARD_NUMBER = re.compile(
    r"\b(?:mandatory|compulsory|recommended|recommendatory|voluntary) (?:national |industry )?standards?\b"
    r"|\bGB(?:/[TZ])?\s?\d{3,6}(?:\.\d+)?\s?[-—–]\s?(?:19|20)\d\d|强制性(?:国家)?标准|推荐性(?:国家)?标准"
)
_OF_WHOM = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts)\s(?:[\w-]+\s){0,3}?(?P<what>measures|rules|provisions|regulations?|guidelines|circular|notice|catalogue|opinions"
    r"|(?:action\s|work\s)?plan|standards?)\s(?:by|from)\s(?:the\s)?\Z"
)
"""The document that stands before the body it is from: "the action plan by MIIT"."""
_AIMS_AT = re.compile(
    r"\s?(?:an?\s|the\s|its\s)?(?:\w+\s)?(?:goals?|targets?|caps?|thresholds?|quotas?|ceilings?|limits?)\b"
)
"""What is set in a document, and is none."""
_NEW = r"(?:new|latest|revised|updated|joint|draft)"
_IS_NEW = re.compile(rf"\b{_NEW}\s\Z", re.IGNORECASE)
_LISTS = ("list", "catalogue")
_UNDER = ("nder the", "ccording to the")
_OF_BODY = re.compile(
    rf"(?P<own>['’]s)?(?P<new>(?:\s{_NEW})*)\s(?P<what>(?:(?!of\b|for\b|on\b|and\b|to\b|in\b)[\w-]+\s){{0,2}}?(?:measures"
    r"|rules|provisions|regulations?|guidelines|circular|notice|catalogue|catalog|list|(?:action )?plan|opinions"
    r"|standards?))\b"
)
"""The document of the body that stands before it: "MIIT's new catalogue", "a new MOT circular"."""
_CONSULTED_EN = re.compile(r"\bconsultation on (?:the |its |an? )?(?P<what>[^.;,]{2,80})")
_CONSULTED_ZH = re.compile(
    r"就(?P<what>(?:[^，。；（(]|[（(][^（）()]{1,30}[）)]){2,60}?)(?:向社会|公开|再次|面向社会)*(?:征求|征集)[^，。；]{0,6}意见"
    r"|公开(?:征求|征集)(?:对)?(?P<of>[^，。；《》]{2,40}?)的?意见"
)


_OPENS_WITH = re.compile(
    r"\AAn?\s(?P<what>(?:[\w-]+\s){0,3}?(?:action plan|plan|notice|circular|catalogue|guideline|regulation|standard))\s"
    r"(?:(?:for|on|to|by|from)\s|of\s(?:the\s)?(?=[A-Z]))"
)
"""Opens a news item with what is new: "An implementation plan for the aluminium industry covers ..."."""
_UNDER_THE = re.compile(
    r"\b(?:Under|According to)\sthe\s(?P<what>(?:action |work )?plan|measures|rules|opinions|notice)\b"
)
_WANTS_TO = re.compile(r"\bwants?\sto\s(?:renew|revise|amend|update|replace)\s(?:its|the)\s(?P<what>[\w -]{3,40})")


def find_type_around(wording: str, number: str | None) -> DocumentType | None:
    """Give the kind of what an item is told from, where it names no document: a notice, a standard, a list."""
    if _ANSWERS.search(wording):
        return DocumentType.INTERPRETATION
    if "公告" in (number or "") or _TOLD_IN_NOTICE.search(wording) or _ITS_NOTICE.search(wording):
        return DocumentType.NOTICE
    if _STANDARD_NUMBER.search(wording):
        return DocumentType.STANDARD
    told = _UNDER_THE.search(wording) if mentions(wording, _UNDER) else None
    if told:
        return find_worded_type(told["what"])
    return DocumentType.CATALOGUE if mentions(wording, _LISTS) and _ON_LIST.search(wording) else None


def find_type_in_news(news: Iterable[Passage]) -> DocumentType | None:
    """Give the kind of the first document that a verb of issuing or ending is about, else that stands beside."""
    for passage in sorted(news, key=lambda passage: passage.place is not Place.SUMMARY):
        for sentence in passage.sentences:
            for verb in list_verbs(sentence.text):
                what = _object_of(sentence.text, verb)
                kind = find_worded_type(what) or (DocumentType.LAW if _LAW_ZH.fullmatch(what) else None)
                if kind:
                    return kind
    ended = (
        find_worded_type(_object_of(sentence.text, verb))
        for passage in news
        for sentence in passage.sentences
        for verb in _ENDS.finditer(sentence.text)
    )
    beside = (kind for passage in news for kind in _list_types_beside(passage))
    listed = find_listed(news)
    of_entry = (find_worded_type(_object_of(listed.wording, None)),) if listed else ()
    return next((kind for kind in chain(ended, beside, of_entry) if kind), None)


def _list_types_beside(passage: Passage) -> Iterator[DocumentType]:
    """Give the kinds of what takes effect, or on what comments close or are asked: no verb of issuing says them."""
    for sentence in passage.sentences:
        numbered = _NUMBERED.search(sentence.text) if "〔" in sentence.text else None
        numbered = numbered or _NUMBERED_EN.search(sentence.text)
        effect = _TAKES_EFFECT.search(sentence.text)
        closing = _COMMENTS_CLOSE.search(sentence.text)
        asked = _CONSULTED_ZH.search(sentence.text)
        consulted = _CONSULTED_EN.search(sentence.text)
        kinds = (
            find_worded_type(sentence.text[: effect.start()]) if effect else None,
            find_worded_type(closing["what"]) if closing else None,
            find_document_type(None, asked["what"] or asked["of"]) if asked else None,
            find_worded_type(numbered["what"]) if numbered else None,
            find_worded_type(consulted["what"]) if consulted else None,
            *(
                find_worded_type(opened["what"])
                for form in (
                    _OPENS_IN,
                    _OPENS_WITH,
                    _TELLS_IN,
                    _NAME_OF,
                    _READING,
                    _TOLD_BY,
                    _SAYS,
                    _WHICH_ISSUED,
                    _WANTS_TO,
                )
                if (opened := form.search(sentence.text))
            ),
        )
        yield from (kind for kind in kinds if kind)
    for name in passage.names_of(NameKind.BODY):
        whose = _OF_WHOM.search(passage.text, max(0, name.start - OBJECT_LENGTH), name.start)
        yield from filter(None, (find_worded_type(whose["what"]) if whose else None,))
        of = _OF_BODY.match(passage.text, name.end)
        if of and (of["own"] or of["new"] or _IS_NEW.search(passage.text[: name.start])):
            yield from filter(None, (find_worded_type(of["what"]),))


_ASKED = re.compile(r"comments?|opinions|views|feedback|input")
_DOING = re.compile(r"\w+ing\b")


def _object_of(text: str, verb: re.Match[str] | None) -> str:
    """Give the words that name what is issued: before a passive verb, else after it, to the end of the phrase."""
    before = text[max(0, verb.start() - OBJECT_LENGTH) : verb.start()] if verb else ""
    if verb and _PASSIVE.search(before) and not _DOING.match(verb[0]):
        return before
    if verb and _BY.match(verb[0]) and text.startswith(" by ", verb.end()) and (phrase := _PHRASE.search(before)):
        return phrase[0]
    begin = verb.end() if verb else 0
    after = CHANGES_TO.sub("changed ", text[begin : begin + OBJECT_LENGTH])
    if _AIMS_AT.match(after) or after.startswith(("，", "。", "；")):
        return ""
    asks = verb is not None and ASKS.match(verb[0]) and not _ASKED.search(verb[0])
    after = ASKED_FOR.sub("", after, count=1) if asks else after
    end = _OBJECT_ENDS.search(f"{after} ", 1)
    return after[: end.start()] if end else after
