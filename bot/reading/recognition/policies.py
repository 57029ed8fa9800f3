"""What an item reports of its official document: titles, number, kind, nature and status."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from bot import lazy_re as re
from bot.domain.calendar.month_names import ANY_MONTH
from bot.domain.records.briefing import DeadlineKind, DocumentType, ReportedPolicy
from bot.domain.records.briefing import PolicyStatus as Status
from bot.reading.recognition.document_numbers import find_number_behind, find_own_number
from bot.reading.recognition.kinds import (
    decide_status,
    find_document_type,
    find_nature,
    find_worded_type,
    is_explaining,
)
from bot.reading.recognition.listed import find_listed
from bot.reading.recognition.mentions import NameKind
from bot.reading.recognition.own_wordings import BUILDS_ON, OBJECT_LENGTH, OTHER_OBJECT, list_own_wordings
from bot.reading.recognition.passages import NEWS, Place
from bot.reading.recognition.title_ends import cut_terms
from bot.reading.recognition.titles import (
    Titles,
    find_bracketed_title,
    is_bare_title,
    is_chinese_title,
    list_printed_titles,
    parse_article,
)
from bot.reading.recognition.verbless_titles import (
    find_apposed,
    find_consulted,
    find_effective,
    find_paired,
    find_subject,
)
from bot.reading.recognition.word_led import WordLed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from bot.domain.records.briefing import Deadline
    from bot.reading.recognition.passages import Passage

_ISSUES = WordLed(
    "issu co-issu releas publish unveil announc promulgat adopt approv present introduc launch circulat draft formulat"
    " propos amend revis repeal withdr solicit post finali put set sought seek ask invit request welcom open"
    " sign forward pass collect gather consult float sent send gazett"
    " 印发 发布 公布 出台 制定 下发 下达 颁布 征求 通过 修订 废止 转发",
    r"\b(?:(?:co-)?issu|releas|publish|unveil|announc|promulgat|adopt|approv|present|introduc|launch|circulat|draft"
    r"|formulat|propos|amend|revis|repeal|withdr[ae]w|solicit|post"
    r"|finali[sz])(?:ed|es?|s|ing|n)?\b|\bput (?:out|forward)\b|\bsets? (?:out|a|an|new|its)\b"
    r"|\bputs?\b(?=\s[^.;]{3,140}?\sout for (?:\w+ ){0,4}(?:comments?|consultation)\b)"
    r"|\bconsult(?:s|ed|ing)? on\b|\bfloat(?:s|ed)\b|\bgazett(?:ed|es)\b"
    r"|\b(?:sent|sends) (?:out )?(?:a|an|its|the) (?:joint |new )?(?=notice|circular|letter)"
    r"|\bsign(?:s|ed)? off(?: on)?\b|\bforward(?:s|ed)\b|\bpass(?:ed|es)\b(?! (?:on|through|by)\b)"
    r"|\b(?:sought|seek(?:s|ing)?"
    r"|(?:collect|gather)(?:s|ed|ing)|ask(?:s|ed|ing) for|(?:invit|request|welcom|open)(?:ed|es|s|ing)) (?:public )?"
    r"(?:comments?|opinions|feedback|views)\b"
    r"(?: on(?: the| a| its)?(?: draft| proposed| planned)?(?: (?:changes|amendments|revisions|updates) to)?\b)?"
    r"|印发|发布|公布|出台|制定|下发|下达|颁布|征求(?:意见|(?=《))|通过|修订|废止|转发",
    re.IGNORECASE,
)
_ENDS = WordLed(
    "abolish scrap cancel rescind revok annul postpon delay defer shelv open consider mull weigh renew lift"
    " 推迟 暂缓 撤回 撤销",
    r"\b(?:abolish|scrap|cancel|rescind|revok|annul|postpon|delay|defer|shelv|open|consider|mull|weigh|renew|lift)"
    r"(?:p|l|r)?(?:ed|es|s|ing)\b|推迟|暂缓|撤回|撤销",
)
_OBJECT_ENDS = re.compile(
    r"[,;:.(]|\s(?:to|that|which|aiming|aimed|for|on|as|in|with|regarding|concerning|covering|requiring|by"
    r"|intended|designed|governing)\s"
)
_PASSIVE = re.compile(r"\b(?:was|were|been|be|is|are)\s(?:\w+ly\s)?$")
_IS_ISSUED = re.compile(
    r"[”\"»》)]?\s?(?:\([^()]*\)\s?)?(?:(?:,[^,]*,)?\s(?:was|were|has been|have been|is|are)\s"
    r"|,?\s(?:jointly\s)?(?:issued|published|released|adopted|promulgated)\s(?:\w+\s)?by\s"
    r"|,\swhich\s[^.,;:]{2,60}?\s(?:issued|published|released|adopted|promulgated|approved)\b)"
)
_BESIDE_ZH = re.compile(r"》的?(?:配套|相关|有关)")
"""Behind a title: what is issued only belongs to it ("修订《甲办法》配套规则")."""
_CHANGES_TO = re.compile(r"\b(?:changes|amendments|revisions|updates|additions)\s+to\b")
_ON_DAY = re.compile(
    rf"\son (?:\w+day,? )?(?:\d{{1,2}} {ANY_MONTH}|{ANY_MONTH}\.? \d{{1,2}})\b(?:,? (?:19|20)\d\d,?)?", re.IGNORECASE
)
_TAKES_EFFECT = re.compile(r"\b(?:t(?:akes?|ook) effect|(?:comes?|came|enters?|entered) into (?:force|effect))\b")
_COMMENTS_CLOSE = re.compile(
    r"\b(?:[Cc]omments|[Ff]eedback|[Cc]onsultation)\s(?:on|for)\s(?P<what>[^.;]{2,120}?)\s"
    r"(?:closes?|ends?|(?:is|are) due)\b"
)
_NUMBERED = re.compile(r"\b(?P<what>(?:\w+\s){0,3}\w+)\s*[(（][^()（）]{0,20}〔(?:19|20)\d\d〕\d+号")
_NUMBERED_EN = re.compile(r"\b(?P<what>Announcement|Notice|Circular)\s(?:\([^()]*\)\s)?No\.\s?\d")
_TOLD_IN_NOTICE = re.compile(
    r"(?:[部委局署会厅]|办公[厅室]|部门)(?:\d{1,2}月\d{1,2}日)?(?:联合)?(?:发出)?(?:通知|公告|通告)(?=[：:，]|第\s*\d)|发出(?:通知|公告|通告)"
    r"|\b[Ii]n an? (?:joint |new )?(?:notice|circular|announcement)"
    r" (?:(?:of|on|dated|issued|published|released)\b|\(No)"
)
_NEW = r"(?:new|latest|revised|updated|joint|draft)"
_IS_NEW = re.compile(rf"\b{_NEW}\s\Z", re.IGNORECASE)
_OF_BODY = re.compile(
    rf"(?P<own>['’]s)?(?P<new>(?:\s{_NEW})*)\s(?P<what>(?:(?!of\b|for\b|on\b|and\b|to\b|in\b)[\w-]+\s){{0,2}}?(?:measures"
    r"|rules|provisions|regulations?|guidelines|circular|notice|catalogue|catalog|list|(?:action )?plan|opinions"
    r"|standards?))\b"
)
"""The document of the body that stands before it: "MIIT's new catalogue", "a new MOT circular"."""
_LEADING_ZH = re.compile(r"(?P<title>[^，。：；:;（(]{4,60})(?:[（(][^（）()]{2,60}[）)])?[：:]")
"""A title before a colon, its number in brackets behind it: "……若干措施（苏政办发〔2026〕8号）：……"."""
_TOLD_AS_PAST = re.compile(
    r"\A\W*(?:earlier|previously|before that|此前|早前|先前|早在)"
    r"|\bhad\s(?:\w+\s)?(?:issued|released|published|adopted)\b",
    re.IGNORECASE,
)
"""Tells of what was there before the news: no title in such a sentence is that of its document."""
_CREDIT_BEHIND = re.compile(
    r"(?:\s\[[^\[\]]{2,20}\])?(?:\s\((?:[A-Z]\w+ )*(?:Decree|Order|Announcement) No\.[^()]{1,20}\))?"
    r"(?:\s[\[(]|,\s)(?:issued|published|released|promulgated|adopted|announced|effective)\s"
)
"""What says when and by whom a document was issued, in brackets or behind a comma after the title of an entry."""
_CONSULTED_EN = re.compile(r"\bconsultation on (?:the |its |an? )?(?P<what>[^.;,]{2,80})")
_CONSULTED_ZH = re.compile(r"就(?P<what>[^，。；]{2,60}?)(?:向社会|公开|再次|面向社会)*(?:征求|征集)[^，。；]{0,6}意见")


def recognise_policy(
    passages: Sequence[Passage], *, article_text: str | None, issued: bool, planning: bool = False
) -> tuple[ReportedPolicy, Titles]:
    """Give what an item says of its document, and the titles it prints; ``issued`` tells that an issuer is known.

    ``planning`` tells that the item begins with what a body will do.
    """
    news = [passage for passage in passages if passage.place in NEWS]
    titles = parse_article(article_text) if article_text else Titles()
    if not (titles.en or titles.zh):  # a number alone names no document
        own = _find_leading_title(passages) or _find_own_titles(news)
        titles = replace(own, number=titles.number or own.number)
    printed = " ".join(filter(None, (titles.en, titles.zh)))
    wording = " ".join(passage.text for passage in news)
    listed = find_listed(passages)
    number = titles.number or find_number_behind(titles.zh or "", wording) or find_own_number(wording, titles.zh)
    kind = (
        (DocumentType.STANDARD if titles.zh and f"标准《{titles.zh}》" in wording else None)
        or find_document_type(titles.en, titles.zh)
        or _find_type_in_news(news)
        or (find_worded_type(listed.wording) if listed else None)
        or (DocumentType.NOTICE if "公告" in (number or "") or _TOLD_IN_NOTICE.search(wording) else None)
    )
    if any(is_explaining(passage.text) for passage in news if passage.place is Place.HEADLINE):
        kind = DocumentType.INTERPRETATION
    by_company = not (kind or number or printed or _names(news, NameKind.BODY)) and _names(news, NameKind.COMPANY)
    status = decide_status(
        titles=printed,
        news=wording,
        issued=issued or bool(article_text) or (not by_company and bool(_ISSUES.search(wording))),
        cited=bool(article_text),
        planning=planning,
        drafted=listed is not None and listed.is_draft,
    )
    policy = ReportedPolicy(
        title_en=titles.en,
        title_zh=titles.zh,
        document_number=number,
        document_type=kind,
        nature=find_nature((printed, *list_own_wordings(news, titles))),
        status=Status.ISSUED if kind is DocumentType.INTERPRETATION and status is Status.DRAFT_FOR_COMMENT else status,
    )
    return policy, titles


def _names(news: Iterable[Passage], kind: NameKind) -> bool:
    return any(passage.names_of(kind) for passage in news)


def decide_in_force(policy: ReportedPolicy, deadlines: Sequence[Deadline], *, known_on: dt.date | None) -> Status:
    """Give the status once the dates are known: a draft while comments have a deadline, in force once it has effect.

    What has a day of effect beside that deadline is a draft by its words alone: a ruling may ask for comments too.
    In force means that the text dates its effect no later than ``known_on``, the day of the news or of the briefing.
    """
    effects = [deadline.on for deadline in deadlines if deadline.kind is DeadlineKind.TAKES_EFFECT]
    begun = known_on is not None and any(on <= known_on for on in effects)
    asked = any(deadline.kind is DeadlineKind.COMMENTS_CLOSE for deadline in deadlines)
    if asked and not effects and policy.status in {Status.ISSUED, Status.AMENDED, Status.UNKNOWN}:
        return Status.DRAFT_FOR_COMMENT
    return Status.IN_FORCE if begun and policy.status is Status.ISSUED else policy.status


def is_worded(passages: Iterable[Passage]) -> bool:
    """Tell whether a word of the news says that something is issued."""
    return any(_ISSUES.search(passage.text) for passage in passages if passage.place in NEWS)


def reports_act(passages: Iterable[Passage]) -> bool:
    """Tell whether the news says that a document is issued, by a verb and a kind or title of document, or lists one."""
    news = [passage for passage in passages if passage.place in NEWS]
    return _find_own_titles(news) != Titles() or _find_type_in_news(news) is not None or find_listed(news) is not None


def _find_leading_title(passages: Iterable[Passage]) -> Titles | None:
    """Give the title that the words in bold are with which an entry begins ("**Rules on Ropes** (issued ...)")."""
    held = tuple(passages)
    heads = [passage.text for passage in held if passage.place is Place.HEADING and is_bare_title(passage.text)]
    first = next((passage.text for passage in held if passage.place is Place.SUMMARY), "")
    return next((parse_article(head) for head in heads if first.startswith(head) and first != head), None)


def _find_own_titles(news: Sequence[Passage]) -> Titles:
    """Give the titles that the news prints for the document it reports, not those of documents it builds on."""
    for passage in news:
        credit = _CREDIT_BEHIND.search(passage.text) if passage.place is not Place.POINT else None
        if credit and is_bare_title(passage.text[: credit.start()]):
            return parse_article(passage.text[: credit.start()].removeprefix("The "))
        if passage.place is not Place.POINT and is_bare_title(passage.text):
            first = passage.sentences[0].text
            whole = first.rstrip(".") if is_bare_title(first) else passage.text
            return parse_article(cut_terms(whole))
    if (headed := _find_headed_title(news)) is not None:
        return headed
    ordered = sorted(news, key=lambda passage: passage.place is not Place.SUMMARY)
    texts = (s.text for passage in ordered if passage.place is not Place.POINT for s in passage.sentences)
    told = (text for text in texts if not _TOLD_AS_PAST.search(text))
    own = next(filter(None, map(_own_in_sentence, told)), Titles())
    return _add_twin(own, told) if bool(own.en) != bool(own.zh) else own


def _add_twin(own: Titles, rest: Iterable[str]) -> Titles:
    """Give a title in one language with that of the first sentence in the other, where an item tells its news twice."""
    others = (_own_in_sentence(text) for text in rest if is_chinese_title(text) is not bool(own.zh))
    twin = next(filter(None, others), Titles())
    return replace(own, en=own.en or twin.en, zh=own.zh or twin.zh)


def _find_headed_title(news: Sequence[Passage]) -> Titles | None:
    """Give the title that a headline prints and the summary prints again: no other document told there is the news."""
    told = [title for p in news if p.place is Place.SUMMARY for _, title in list_printed_titles(p.text)]
    headed = (title for p in news if p.place is Place.HEADLINE for _, title in list_printed_titles(p.text))
    again = next((title for title in headed if title in told), None)
    return parse_article(again) if again and len(set(told)) > 1 else None


@lru_cache(maxsize=128)
def _list_verbs(text: str) -> tuple[re.Match[str], ...]:
    """Give the verbs of issuing in a sentence; its title and its kind are both looked for beside them."""
    return tuple(_ISSUES.finditer(text))


def _own_in_sentence(text: str) -> Titles | None:
    """Give the title that an issuing verb of this sentence has for its object or subject, in either language."""
    leading = _LEADING_ZH.match(text)
    if leading and is_bare_title(leading["title"]):
        return Titles(zh=leading["title"])
    verbs = _list_verbs(text)
    bracketed = find_bracketed_title(text)
    if not verbs:
        paired = find_paired(text, bracketed) if bracketed else None
        return (
            paired
            or find_consulted(text, bracketed)
            or find_apposed(text, bracketed)
            or find_effective(text, bracketed)
            or find_subject(text, bracketed)
        )
    own = [title for start, title in list_printed_titles(text) if _is_object(text, start, title, verbs)]
    read = [parse_article(title) for title in own]
    en = next((titles.en for titles in read if titles.en), None)
    zh = next((titles.zh for titles in read if titles.zh), None)
    if bracketed and zh and f"《{zh}》" in bracketed:  # "Decision on Amending the Law": the law is not what is issued
        zh = bracketed
    if not (en or zh):
        found = find_consulted(text, bracketed) or find_effective(text, None) or find_apposed(text, bracketed)
        return found or (Titles(zh=bracketed) if bracketed else None)
    return Titles(en=en, zh=zh or bracketed)


def _is_object(text: str, start: int, title: str, verbs: Sequence[re.Match[str]]) -> bool:
    """Tell whether the verb before a title, or a passive one after it, is about this very title."""
    if BUILDS_ON.search(text[max(0, start - OBJECT_LENGTH) : start]) or _BESIDE_ZH.match(text, start + len(title)):
        return False
    before = [verb for verb in verbs if verb.end() <= start]
    if not before:
        after = text[start + len(title) :]
        return bool(_IS_ISSUED.match(after)) or is_chinese_title(title)
    between = _ON_DAY.sub("", _CHANGES_TO.sub("", text[before[-1].end() : start]))
    between = _ASKED_FOR.sub("", between) if _ASKS.match(before[-1][0]) else between
    return OTHER_OBJECT.search(between) is None


def _find_type_in_news(news: Iterable[Passage]) -> DocumentType | None:
    for passage in sorted(news, key=lambda passage: passage.place is not Place.SUMMARY):
        for sentence in passage.sentences:
            for verb in _list_verbs(sentence.text):
                kind = find_worded_type(_object_of(sentence.text, verb))
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
        numbered = _NUMBERED.search(sentence.text) or _NUMBERED_EN.search(sentence.text)
        effect = _TAKES_EFFECT.search(sentence.text)
        closing = _COMMENTS_CLOSE.search(sentence.text)
        asked = _CONSULTED_ZH.search(sentence.text)
        consulted = _CONSULTED_EN.search(sentence.text)
        kinds = (
            find_worded_type(sentence.text[: effect.start()]) if effect else None,
            find_worded_type(closing["what"]) if closing else None,
            find_document_type(None, asked["what"]) if asked else None,
            find_worded_type(numbered["what"]) if numbered else None,
            find_worded_type(consulted["what"]) if consulted else None,
        )
        yield from (kind for kind in kinds if kind)
    for name in passage.names_of(NameKind.BODY):
        of = _OF_BODY.match(passage.text, name.end)
        if of and (of["own"] or of["new"] or _IS_NEW.search(passage.text[: name.start])):
            yield from filter(None, (find_worded_type(of["what"]),))


_ASKS = re.compile(r"solicit|seek|sought|invit|ask|collect|gather", re.IGNORECASE)
_ASKED = re.compile(r"comments?|opinions|views|feedback|input")
_ASKED_FOR = re.compile(
    r"\s(?:public\s)?(?:comments|opinions|views|feedback|input)\s(?:on|about|regarding)(?=\s)", re.IGNORECASE
)
"""What is asked for before what it is asked on ("solicited opinions on the catalogue")."""


def _object_of(text: str, verb: re.Match[str] | None) -> str:
    """Give the words that name what is issued: before a passive verb, else after it, to the end of the phrase."""
    if verb and _PASSIVE.search(text[max(0, verb.start() - OBJECT_LENGTH) : verb.start()]):
        return text[max(0, verb.start() - OBJECT_LENGTH) : verb.start()]
    begin = verb.end() if verb else 0
    after = text[begin : begin + OBJECT_LENGTH]
    asks = verb is not None and _ASKS.match(verb[0]) and not _ASKED.search(verb[0])
    after = _ASKED_FOR.sub("", after, count=1) if asks else after
    end = _OBJECT_ENDS.search(f"{after} ", 1)
    return after[: end.start()] if end else after
