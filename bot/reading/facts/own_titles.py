"""The titles that news prints for the document it reports, not those of documents that it builds on or ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.dates.date_words import ANY_MONTH
from bot.model.ids import HAN
from bot.reading.facts.passages import NameKind, Passage, Place, WordLed, mentions
from bot.reading.facts.titles import (
    BESIDE_ZH,
    ENDED_ZH,
    LEADING_ZH,
    OWNED_ZH,
    PART_OF_NAME,
    Titles,
    cut_terms,
    find_bracketed_title,
    find_opening_title,
    is_bare_title,
    is_chinese_title,
    is_title_zh,
    list_printed_titles,
    parse_article,
)

# The verbs by which documents are issued, what news builds on, and what is asked for or changed between the two.

ISSUES = WordLed(
    "issu co-issu releas publish unveil announc promulgat adopt approv present introduc launch circulat draft formulat"
    " propos amend revis repeal withdr solicit post finali put set sought seek ask invit request welcom open"
    " br ha vote sign forward pass adjust collect gather consult float sent send gazett follow roll made make"
    " 印发 发布 公布 出台 制定 下发 下达 颁布 征求 通过 修订 废止 转发 公示 起草 作出 作了 批复 有效期 发出"
    " 公开 编制 公告 通告 推出 发表 拿出 修改 修正 解读",
    r"\b(?:(?:co-)?issu|releas|publish|unveil|announc|promulgat|adopt|approv|present|introduc|launch|circulat|draft"
    r"|formulat|propos|amend|revis|repeal|withdr[ae]w|solicit|post"
    r"|finali[sz])(?:ed|es?|s|ing|n)?\b|\bputs? (?:out|forward|on(?= (?:its|the)\b))\b|\broll(?:s|ed) out\b"
    r"|\bbr(?:ings?|ought) out\b|\bvot(?:ed|es) through\b|\bha(?:ve|s) (?:its|their|a|your) say on\b"
    r"|\bputs?\b(?=\s[^.;]{3,140}?\sout for (?:\w+ ){0,4}(?:comments?|consultation)\b)"
    r"|\bfollow(?:s"
    r"|ed) up with\b|\bsets? (?:out|a|an|new|its)\b"
    r"|\bconsult(?:s|ed|ing)? on\b|\bfloat(?:s|ed)\b|\bgazett(?:ed|es)\b"
    r"|\b(?:sent|sends) (?:out )?(?:a|an|its|the) (?:joint |new )?(?=notice|circular|letter)"
    r"|\badjust(?:s|ed)\b(?= (?:the|its) [A-Z])"
    r"|\bma(?:de|kes?) (?:(?:it|them|this) )?public\b"
    r"|\bsign(?:s|ed)? off(?: on)?\b|\bforward(?:s|ed)\b|\bpass(?:ed|es)\b(?! (?:on|through|by)\b)"
    r"|\b(?:sought|seek(?:s|ing)?"
    r"|(?:collect|gather)(?:s|ed|ing)|ask(?:s|ed|ing) for|(?:invit|request|welcom|open)(?:ed|es|s|ing)) (?:public )?"
    r"(?:comments?|opinions|feedback|views)\b"
    r"(?: on(?: the| a| its)?(?: draft| proposed| planned)?(?: (?:changes|amendments|revisions|updates) to)?\b)?"
    r"|印发|发布|公布|出台|制定|下发|下达|颁布|发出(?=《|关于|通知)|公开(?=《)|[公通]告(?=《)|编制了?(?=《)|征求(?:意见|(?=《))|通过|修订|废止|转发|公示(?![期时])|起草(?!单位|人|工作)|作出(?:修改|解读|说明)|作了(?:修改|修订)|(?:推出|发表|拿出|修改|修正|解读)了?(?=《)|批复(?=同意|《)|有效期(?:延长|延续)",
    re.IGNORECASE,
)
BUILDS_ON = re.compile(
    r"(?:\b(?:under|in line with|based on|implement(?:s|ing|ation of)?|according to|pursuant to|following|as part "
    r"of|build(?:s|ing)? on|since|in accordance with|complement\w*"
    r"|in response to|supplement\w*|replac\w+|supersed\w+|required by|set out in|laid out in|accompan\w+|alongside"
    r"|with reference to|after(?!\s\w+\s(?:years|months|weeks|days)\b)|beyond"
    r"|decisions? (?:on|to) (?:amend|revis|repeal)\w*)\b[^.;:]{0,40}"
    r"|(?:根据|按照|依据|依照|落实|贯彻|遵照|配合)[^。；，]{0,20}《?[“\"‘]?)$",
    re.IGNORECASE,
)
CHANGES_TO = re.compile(r"\b(?:changes?|amendments?|revisions?|updates?|additions?)\s+to\b")
OBJECT_LENGTH = 100
ASKS = re.compile(r"solicit|seek|sought|invit|ask|collect|gather", re.IGNORECASE)
ASKED_FOR = re.compile(
    r"\s(?:public\s)?(?:comments|opinions|views|feedback|input)\s(?:(?:until|by|through)\s[^,;:]{3,20}?\s)?(?:on|about|regarding)(?=\s)",
    re.IGNORECASE,
)
"""What is asked for before what it is asked on ("solicited opinions on the catalogue")."""


@lru_cache(maxsize=128)
def list_verbs(text: str) -> tuple[re.Match[str], ...]:
    """Return the verbs of issuing in a sentence; its title and its kind are both looked for beside them."""
    return tuple(ISSUES.finditer(text))


# Documents that a list names without a verb.

_FIRST = re.compile(r"\s*(?:the\s)?", re.IGNORECASE)
_NEXT = re.compile(r"\)?\s*(?:[,;/+、&(]|\band\b|\b(?:jointly|together)\swith\b|\bwith\b)?\s*(?:and\s)?(?:the\s)?")
_SIGN = re.compile(
    r"\)?(?:,?\s\(?(?:\d{1,2}\s[A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\.?\s\d{1,2})(?:,?\s(?:19|20)\d\d)?\)?)?\s*(?:[:：]\s*|[–—-]\s+)"
)
"""What parts the bodies, perhaps with the day behind them, from the document."""
_POSSESSIVE = re.compile(r"\)?(?:['’]s?)?(?:\s+|\Z)")
_DRAFT = re.compile(r"(?:\w+\s)?drafts?\s(?=\w|[“\"])|(?:public\s|open\s)?consultation\son\s", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"(?:(?:[A-Z][\w'’-]*|\d{1,3}|an?|joint|new|revised|amended|updated|national|interim|trial|final|draft|mandatory|guiding|action"
    r"|work|implementation|pilot|industry|[\w-]+-year)\s){0,6}?"
    r"(?:[Mm]easures|[Pp]rovisions|[Gg]uidelines?|[Gg]uidance|[Oo]pinions?|[Nn]otices?|[Cc]irculars?|[Pp]lans?"
    r"|[Rr]egulations?|[Cc]atalogues?|[Rr]ules|[Ss]tandards?|[Ll]aws?|[Dd]ecisions?|[Oo]utlines?|[Ss]chemes?"
    r"|[Ll]ists?|[Pp]rogram(?:me)?s?|[Ss]pecifications?|[Ii]nterpretations?|[Aa]nnouncements?|[Ll]etters?|[Cc]odes?"
    r"|Q&As?|[Ff]rameworks?|[Rr]oadmaps?|[Ww]hite [Pp]apers?)"
    r"(?=\s(?:on|for|of|to|regarding|concerning|governing|about|against|under)\s|\s*(?:[;,.(–—]|\Z))"
)
_ENTRY = re.compile(
    r"(?:[\w'’-]+\s){0,6}(?:measures|provisions|guidelines|opinions|notice|circular|plan|regulations|catalogue|rules"
    r"|standards?|law|scheme|announcement)\.?"
)
_DATED = re.compile(
    r"(?:[\w'’-]+\s){1,3}(?:measures|provisions|guidelines?|opinions|notice|circular|plan|regulations?|catalogue|rules"
    r"|standards?|law|scheme)\s(?:on|for|of)\s[^.;]{2,80}?(?:,\s|;\s|\s[–—-]\s|\s\()"
    r"(?:(?P<asked>comments?|feedback|consultation|views)|in force|effective|takes? effect|adopted|passed|approved)\b"
)
"""A document in any words, of which it is said behind a sign that comments are asked for, or that it holds."""
_ASKED = re.compile(
    r"[^().;:]*\)\s?(?:[:：;,–—-]|\s-)\s*(?:(?:public|open|for)\s)*(?:comments?|feedback|consultation|views)\b"
    r"[^.;]{0,30}?\b(?:until|till|by|to|close|closes|closing|due|open|ends?)\b.*",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:comments?|views|feedback|opinions|consultations?)\b", re.IGNORECASE)
"""Says in a heading that all below it is open for comment."""
_UNTIL = re.compile(r"\)\s?[,:;–—-]?\s*(?:until|till|by|to|closing|due)\s\w")
_SETTLED = re.compile(
    r"\b(?:adopt|pass|approv|enact|finali[sz])(?:ed|es)\b|\b(?:took effect|takes effect|in(?:to)? force|withdrawn)\b"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """What an entry names: the words from the document on, and whether it is a draft or a consultation."""

    wording: str
    is_draft: bool


def find_listed(passages: Iterable[Passage]) -> Listed | None:
    """Get the document that the news begins with, beside the bodies that issue it; None where it begins otherwise."""
    held = tuple(passages)
    first = next((one for one in held if one.place in {Place.HEADLINE, Place.SUMMARY} and one.sentences), None)
    if first is None:
        return None
    labelled = any(one.place is Place.ISSUER for one in held)
    is_open = any(one.place is Place.HEADING and _OPEN.search(one.text) for one in held)
    return _find_behind(first) or _find_before(first, is_open=is_open) or (_find_alone(first) if labelled else None)


def _find_alone(first: Passage) -> Listed | None:
    """Return the document that an entry is all about, whose issuer stands beside it, as in a table."""
    sentence = first.sentences[0].text
    named = _DOCUMENT.match(sentence) or _ENTRY.fullmatch(sentence)
    is_draft = _DRAFT.match(sentence) is not None
    return Listed(wording=sentence, is_draft=is_draft) if named or is_draft else None


def _find_before(first: Passage, *, is_open: bool) -> Listed | None:
    """Return the document that an entry names before its bodies in brackets, where comments are asked for after them.

    ``is_open`` tells that they are asked for on all that stands below the heading: the day alone follows then.
    """
    sentence = first.sentences[0]
    names = first.names_within(sentence, NameKind.BODY)
    opening = first.text.find("(", sentence.start, names[0].start) if names else -1
    if opening < 0 or first.text[opening + 1 : names[0].start].strip():
        return None
    asked = _ASKED.match(first.text, names[0].end, sentence.end)
    wording = first.text[sentence.start : opening].strip()
    if is_open and wording and _UNTIL.match(first.text, names[-1].end, sentence.end):
        return Listed(wording=wording, is_draft=True)
    return Listed(wording=wording, is_draft=not _SETTLED.search(asked[0])) if asked and wording else None


def _find_behind(first: Passage) -> Listed | None:
    sentence = first.sentences[0]
    end, led = sentence.start, False
    for name in first.names_within(sentence, NameKind.BODY):
        if not (_NEXT if led else _FIRST).fullmatch(first.text, end, name.start):
            break
        end, led = name.end, True
    sign = _SIGN.match(first.text, end, sentence.end) if led else None
    lead = sign or (_POSSESSIVE.match(first.text, end, sentence.end) if led else None)
    wording = first.text[lead.end() : sentence.end] if lead else ""
    is_draft = _DRAFT.match(wording) is not None
    dated = _DATED.match(wording) if sign else None
    if not (is_draft or dated or (sign and _DOCUMENT.match(wording))):
        return None
    is_draft = is_draft or bool(dated and dated["asked"])
    return Listed(wording=wording, is_draft=is_draft and not _SETTLED.search(wording))


# Titles printed in two languages: one mark around the Chinese, whatever parts it from the English.

_TITLE_BEHIND = re.compile(rf"(?:,\s|\s/\s|\s)(?P<zh>《[^《》]+》|[{HAN}“”、]{{4,60}}(?:（[{HAN}]+）)?)(?=[\s,.;:]|\Z)")
"""Chinese that stands behind an English title without brackets."""
_TITLE_LAST = re.compile(rf"(?P<zh>(?<=\s)[{HAN}“”、]{{4,60}})\s?[(（](?P<en>[A-Z][^()（）{HAN}]{{10,160}})[)）]")
"""A Chinese title with the English one in brackets."""


def bracket_twins(text: str) -> str:
    """Return an English sentence with brackets around the Chinese of a title, whatever parts the two languages."""
    if text.isascii() or is_chinese_title(text):
        return text
    text = _TITLE_LAST.sub(lambda twin: f"{twin['en']} ({twin['zh']})" if is_title_zh(twin["zh"]) else twin[0], text)
    for twin in reversed(list(_TITLE_BEHIND.finditer(text))):
        before = next(reversed(list_printed_titles(text[: twin.start()])), None)
        ends = before is not None and before[0] + len(before[1]) >= twin.start() - 1
        if ends and is_title_zh(twin["zh"]):
            text = f"{text[: twin.start()]} ({twin['zh']}){text[twin.end() :]}"
    return text


_IS_ISSUED = re.compile(
    r"[”\"»》)]?\s?(?:\([^()]*\)\s?)?(?:(?:,[^,]*,|,)?\s(?:was|were|has been|have been|is|are)\s"
    r"|:\s(?:the|its|a)\s(?:final|revised|new|full)\s(?:version|text|edition)\s(?:was|is|has\sbeen)\s"
    r"|,?\s(?:jointly\s)?(?:issued|published|released|adopted|promulgated)\s(?:\w+\s)?by\s"
    r"|,\swhich\s[^.,;:]{2,60}?\s(?:issued|published|released|adopted|promulgated|approved)\b)"
)
_OTHER_OBJECT = re.compile(r"\b(?:on|for|to|that|which|how|why|under|with|about|regarding|against|as|in)\s|[;:。；]")
_ON_DAY = re.compile(
    rf"\son (?:\w+day,? )?(?:\d{{1,2}} {ANY_MONTH}|{ANY_MONTH}\.? \d{{1,2}})\b(?:,? (?:19|20)\d\d,?)?", re.IGNORECASE
)
_PAIRED = re.compile(r"[”\"]?\s*[(（]")
_GETS_EFFECT = re.compile(
    r"\b(?:t(?:akes?|ook) effect|(?:comes?|came|enters?|entered|goes|went) into (?:force|effect)"
    r"|(?:is|are|was|were) in force|(?:is|are|becomes?) (?:mandatory|compulsory|binding))\b"
)
_APPLIES = re.compile(r"[”\"]?,?\s(?:now\s|also\s|only\s)?appl(?:y|ies)\b")
_OPENS = re.compile(r"(?:(?:On|From|Since|As of|In)\s[^,.;]{3,40}?,?\s)?(?:[Tt]he\s)?[“\"]?")
_UNDER_A = re.compile(r"\A(?:Under|In|With)\s(?:an?|its)\s(?:(?:new|joint|revised|draft)\s)*\Z")
"""Opens a sentence on what a document does that is new here, and no ground known before."""
_OF_EDITION = re.compile(r"\A(?:The|A)\s(?:(?:19|20)\d\d|new|latest|revised)\s(?:edition|version)\sof\s(?:the|its)\s\Z")
"""Opens a sentence about a document in its new edition."""
_BEHIND_COLON = re.compile(r"[:：]\s*(?:[Tt]he\s)?[“\"]?\Z")
_LEAD_WORDS = re.compile(r"^(?:[^.:;]{2,80}[.:]\s+)?(?:(?:On|From|Since|As of|In) [^,]{3,40},\s)?")
_TOLD_AS_PAST = re.compile(
    r"\A\W*(?:earlier|previously|before that|此前|早前|先前|早在)"
    r"|\bhad\s(?:\w+\s)?(?:issued|released|published|adopted)\b",
    re.IGNORECASE,
)
"""Tells of what was there before the news: no title in such a sentence is that of its document."""
_PAST_STEMS = ("earlier", "previously", "before that", "had", "前", "早在")
_WHICH = re.compile(r",\swhich\s[^.;]*")
_CONSULTED_AHEAD = re.compile(
    r"\bconsultations?\s(?:on|about|for)\s(?:(?:the|its|an?|new|revised|amended|draft|proposed)\s)*[“\"]?\Z"
)
_KIND_FIRST = re.compile(
    r"The\s(?:\w+\s){0,2}?(?:plan|opinions|measures|provisions|guidelines|rules|circular|notice|catalogue|law|regulations?"
    r"|standard|decision|programme|scheme|outline|order|interpretation)\s[(（]《?"
)
"""Opens a sentence on what a document says, before its Chinese title."""
_GOES_ON = re.compile(rf"[{HAN}〕][)）]\s(?!(?:of|on|for|and|to|in|by|with|from)\b)[a-z]{{2,}}\s")
"""Goes on with what a document does, behind its Chinese title in brackets."""
_ENDS_SENTENCE = re.compile(r"[^()（）]{0,60}[)）]\s*[.;]?\s*\Z")
_CREDIT = re.compile(r"[\[(,]\s?(?:issued|published|released|promulgated|adopted|announced|effective)\s")
_CREDIT_BEHIND = re.compile(
    r"(?:\s\[[^\[\]]{2,20}\])?(?:\s\((?:[A-Z]\w+ )*(?:Decree|Order|Announcement) No\.[^()]{1,20}\))?"
    r"(?:\s[\[(]|,\s)(?:issued|published|released|promulgated|adopted|announced|effective)\s"
)
"""What says when and by whom a document was issued, in brackets or behind a comma after the title of an entry."""
_OBJECT_START = 5
_WHOSE = re.compile(
    r"(?:[Tt]he\s)?[A-Z][\w -]{1,70}(?:['’]s|,\sin\s(?:its|their))\s(?:(?:new|latest|revised|draft)\s)?[“\"]?"
    rf"|[{HAN}、]{{1,30}}(?:(?:公告|令)(?:19|20)\d\d年第\d{{1,4}}号|(?:(?:19|20)\d\d年)?第\d{{1,4}}号(?:公告|令)?)《?"
)
"""Says at the beginning of a sentence whose a document is, or gives its number."""
_TELLS_CONTENTS = re.compile(
    r"[”\"]?(?:\s\([^()]*\))?,?\s(?:(?:also|now|further)\s)?"
    r"(?!(?:of|on|for|and|or|to|in|by|with|from|at|as|than|over|under|this|his|its|is|was|has|does"
    r"|(?:worrie|hurt|anger|irk|please|alarm|surprise|remain|seem|follow|face|await|need|lack|lie|stand|date|mark|cause)s)\b)"
    r"(?:[a-z]{2,}s|(?:aim|call)\s(?:at|for|to)"
    r"|set|let|put|say|tell|name|list|give|make|take|ask|want|lay|ban|bar|cap|limit|allow|require|oblige|cover|raise|lower|cut"
    r"|regulate|define|introduce|foresee|provide|extend|widen|tighten|ease|open|divide|group|promise|urge|order|leave"
    r"|describe|explain|shall|must|will|may)\s"
    r"|》?(?:明确|规定|要求|提出|决定|对)"
)
_DUTY = re.compile(r"\b(?:must|shall|should|will|may|can|has to|have to|(?:is|are) to|needs? to|wants?)\b")
_PUNISHED = re.compile(
    r"\b(?:fin(?:ed|es|ing)|penal|punish|prob(?:ed?|es|ing)\b|investigat|violat|breach|sentenc|court)"
)
_TOLD_FROM = re.compile(
    r"(?:\b[Ss]ays?|\b[Aa]ccording to|\b[Uu]nder)\s(?:(?:the|its|their|a|new|revised|draft)\s)*[“\"]?\Z"
)
"""Stands before the title of the document that the news is told from."""
_CALLED = re.compile(
    r"\b(?:(?:[Ee]n)?[Tt]itled|called|(?:under|with) the (?:\w+ )?(?:title|name)(?: of)?)\s(?:the\s)?[“\"]?\Z"
)
"""Stands before the title that a text is said to have."""
_BUILT = re.compile(
    r"\b(?:builds? on|based on|under(?! the (?:\w+ )?(?:title|name))|about|implement\w*|follow\w*|complain\w*)\b"
    r"[^.;]*\Z"
)
"""What a text is told of that another one builds on, or is about."""
_IN_CLAUSE = re.compile(r"\b(?:that|whether|if|how|why|when)\s(?:(?:the|its|new|revised)\s)*\Z")
_HOLDS_NOW = re.compile(rf"{_DUTY.pattern}|\b(?:is|are|needs?|gets?|pays?|now)\b")
_SAID = re.compile(r"\b(?:said|told|warned|met)\b")
_LAW_ALONE = re.compile(r"(?:[\w-]+\s){1,8}Law")
_TOLD_FROM_NEW = re.compile(
    r"\b(?:[Aa]ccording to|[Uu]nder|[Ff]ollowing|[Ii]n line with|[Ww]ith)\s(?:an?|its)\s(?:[a-z-]+\s){1,4}[(（《“\"]?\Z"
)
"""Stands before the title of a document that is told of for the first time ("according to a work plan (…)")."""


def find_leading_title(passages: Iterable[Passage]) -> Titles | None:
    """Return the title that the words in bold are with which an entry begins ("**Rules on Ropes** (issued ...)")."""
    held = tuple(passages)
    heads = [passage.text for passage in held if passage.place is Place.HEADING and is_bare_title(passage.text)]
    first = next((passage.text for passage in held if passage.place is Place.SUMMARY), "")
    return next((parse_article(head) for head in heads if first.startswith(head) and first != head), None)


def find_own_titles(news: Sequence[Passage]) -> Titles:
    """Return the titles that the news prints for the document it reports, not those of documents it builds on."""
    for passage in news:
        is_credited = passage.place is not Place.POINT and _CREDIT.search(passage.text)
        credit = _CREDIT_BEHIND.search(passage.text) if is_credited else None
        if credit and is_bare_title(passage.text[: credit.start()]):
            return parse_article(passage.text[: credit.start()].removeprefix("The "))
        if passage.place is not Place.POINT and is_bare_title(passage.text) and not _GOES_ON.search(passage.text):
            if passage.place is Place.HEADLINE and (full := _find_in_full(passage.text, news)):
                return full
            first = passage.sentences[0].text
            whole = first.rstrip(".") if is_bare_title(first) else passage.text
            return _add_bracketed(parse_article(cut_terms(whole)), news)
    if (headed := _find_headed_title(news)) is not None:
        return headed
    ordered = sorted(news, key=lambda passage: passage.place is not Place.SUMMARY)
    texts = (s.text for passage in ordered if passage.place is not Place.POINT for s in passage.sentences)
    told = (text for text in texts if not _is_told_as_past(text))
    own = next(filter(None, map(_own_in_sentence, told)), None)
    own = own or Titles(zh=find_opening_title(ordered[0].text) if ordered else None)
    own = _add_twin(own, told) if bool(own.en) != bool(own.zh) else own
    return own if own.en else _add_only(own, news)


def _find_in_full(headline: str, news: Sequence[Passage]) -> Titles | None:
    """Return the title in 《》 that the summary says to be issued, where the headline only has a short name for it."""
    if not is_chinese_title(headline) or mentions(headline, ("《", "关于")):
        return None
    texts = (s.text for passage in news if passage.place is Place.SUMMARY for s in passage.sentences)
    own = next(filter(None, (_own_in_sentence(text) for text in texts if "《" in text)), None)
    return own if own and own.zh and any(f"《{own.zh}》" in passage.text for passage in news) else None


def _add_bracketed(own: Titles, news: Sequence[Passage]) -> Titles:
    """Return an English title with the Chinese one that the summary has in brackets, and with no other title before."""
    if own.zh or not own.en:
        return own
    texts = (s.text for passage in news if passage.place is Place.SUMMARY for s in passage.sentences)
    found = ((text, bracketed) for text in texts if (bracketed := find_bracketed_title(text)))
    apposed = (_find_apposed(text, bracketed) for text, bracketed in found)
    return replace(own, zh=next((titles.zh for titles in apposed if titles and titles.zh and not titles.en), None))


def _is_told_as_past(text: str) -> bool:
    """Return whether a sentence is about what was there before the news."""
    return mentions(text, _PAST_STEMS) and _TOLD_AS_PAST.search(_WHICH.sub("", text)) is not None


def _add_twin(own: Titles, rest: Iterable[str]) -> Titles:
    """Get a title in one language with that of the first sentence in the other, where an item tells its news twice."""
    others = (_own_in_sentence(text) for text in rest if is_chinese_title(text) is not bool(own.zh))
    twin = next(filter(None, others), Titles())
    return replace(own, en=own.en or twin.en, zh=own.zh or twin.zh)


def _add_only(own: Titles, news: Sequence[Passage]) -> Titles:
    """Get the English title too where the summary prints one, no law's, and no verb of issuing has another object."""
    told = [s.text for p in news if p.place is Place.SUMMARY for s in p.sentences if not _is_told_as_past(s.text)]
    printed = [(text, *one) for text in map(bracket_twins, told) for one in list_printed_titles(text)]
    english = [one for one in printed if not is_chinese_title(one[2])]
    if len({title for _, _, title in english}) != 1 or (own.zh and len(printed) > 1):
        return own
    text, start, title = english[0]
    verbs = [verb for verb in list_verbs(text) if not text.endswith(("the ", "its ", "a "), 0, verb.start())]
    if _LAW_ALONE.fullmatch(title) or verbs or text.startswith(", which", start + len(title)):
        return own
    before = text[max(0, start - OBJECT_LENGTH) : start]
    rules = _TOLD_FROM.search(before) and _HOLDS_NOW.search(text) and not _SAID.search(before)
    if (BUILDS_ON.search(before) and not rules) or _IN_CLAUSE.search(before):
        return own
    titles = parse_article(title)
    return replace(titles, zh=own.zh or titles.zh)


def _find_headed_title(news: Sequence[Passage]) -> Titles | None:
    """Get the title that a headline prints and the summary prints again: no other document told there is the news."""
    told = [title for p in news if p.place is Place.SUMMARY for _, title in list_printed_titles(p.text)]
    headed = (title for p in news if p.place is Place.HEADLINE for _, title in list_printed_titles(p.text))
    again = next((title for title in headed if title in told), None)
    return parse_article(again) if again and len(set(told)) > 1 else None


def _own_in_sentence(text: str) -> Titles | None:
    """Return the title that an issuing verb of this sentence has for its object or subject, in either language."""
    text = bracket_twins(text)
    leading = LEADING_ZH.match(text) if ":" in text or "：" in text else None
    if leading and is_bare_title(leading["title"]) and not _ends_in_title(leading["title"]):
        return parse_article(leading["title"])
    bracketed = find_bracketed_title(text)
    if not (bracketed or list_printed_titles(text)):
        return None
    verbs = list_verbs(text)
    if not verbs:
        return _find_without_object(text, bracketed, verbless=True)
    told = [(start, title) for start, title in list_printed_titles(text) if _is_object(text, start, title, verbs)]
    own = [title for start, title in told if not _is_ended(text, start)] or [title for _, title in told]
    read = [parse_article(title) for title in own]
    en = next((titles.en for titles in read if titles.en), None)
    zh = next((titles.zh for titles in read if titles.zh), None)
    if bracketed and zh and f"《{zh}》" in bracketed:  # "Decision on Amending the Law": the law is not what is issued
        zh = bracketed
    if not (en or zh):
        found = _find_without_object(text, bracketed, verbless=False)
        return found or (Titles(zh=bracketed) if bracketed else None)
    return Titles(en=en, zh=zh or bracketed)


def _find_without_object(text: str, bracketed: str | None, *, verbless: bool) -> Titles | None:
    """Return the title of a sentence in which no verb of issuing is about one; ``verbless`` tells that it has none."""
    first, then = (_find_apposed, _find_effective) if verbless else (_find_effective, _find_apposed)
    return (
        (_find_paired(text, bracketed) if bracketed else None)
        or _find_consulted(text, bracketed)
        or first(text, bracketed if verbless else None)
        or then(text, bracketed)
        or _find_subject(text, bracketed)
        or _find_source(text, bracketed)
    )


def _ends_in_title(text: str) -> bool:
    """Whether words that end with a title in 《》 have something before it, as a sentence does."""
    return text.endswith("》") and not text.startswith("《")


def _is_ended(text: str, start: int) -> bool:
    """Return whether a title is that of what is repealed, beside which another document may be issued."""
    return ENDED_ZH.search(text[max(0, start - OBJECT_LENGTH) : start]) is not None


def _find_consulted(text: str, bracketed: str | None) -> Titles | None:
    """Return the title of what a sentence says that there is a consultation on."""
    for start, title in list_printed_titles(text) if mentions(text, ("consultation",)) else ():
        if _CONSULTED_AHEAD.search(text[max(0, start - OBJECT_LENGTH) : start]):
            titles = parse_article(title)
            return Titles(en=titles.en, zh=titles.zh or bracketed)
    return None


def _find_apposed(text: str, bracketed: str | None) -> Titles | None:
    """Return the title behind a colon, or a Chinese one in brackets: a notice's, or behind its kind as the subject."""
    for start, title in list_printed_titles(text):
        if _BEHIND_COLON.search(text[:start]):
            titles = parse_article(title)
            return Titles(en=titles.en, zh=titles.zh or bracketed)
    kind = _KIND_FIRST.match(text) if bracketed else None
    own = bracketed and (bracketed.startswith("关于") or (kind and text.startswith(bracketed[:4], kind.end())))
    return Titles(zh=bracketed) if bracketed and (own or _closes(text, bracketed)) else None


def _closes(text: str, bracketed: str) -> bool:
    """Return whether a Chinese title in brackets, alone or with its number, ends a sentence that names no other one."""
    at = text.find(bracketed)
    if at > 0 and text[at - 1] == " " and not is_chinese_title(text):
        return not list_printed_titles(text) and not _is_ground(text, at)
    opens = at > 0 and text[at - 1] in "(（《"
    ends = opens and _ENDS_SENTENCE.match(text, at + len(bracketed)) is not None and not PART_OF_NAME.search(bracketed)
    return ends and not list_printed_titles(text) and not _is_ground(text, at - 1)


def _find_effective(text: str, bracketed: str | None) -> Titles | None:
    """Return the title of what a sentence says to take effect, or that did, or of whose new edition it tells."""
    for start, title in list_printed_titles(text):
        applies = _OPENS.fullmatch(text, 0, start) and _APPLIES.match(text, start + len(title))
        if applies or _OF_EDITION.match(text[:start]) or _UNDER_A.match(text[:start]):
            titles = parse_article(title)
            return Titles(en=titles.en, zh=titles.zh or bracketed)
    effect = (
        _GETS_EFFECT.search(text) if mentions(text, ("effect", "force", "mandatory", "compulsory", "binding")) else None
    )
    if effect is None:
        return None
    for start, title in list_printed_titles(text[: effect.start()]):
        if not _OTHER_OBJECT.search(_LEAD_WORDS.sub("", text[:start])):
            titles = parse_article(title)
            return Titles(en=titles.en, zh=titles.zh or bracketed)
    at = text.find(bracketed) if bracketed else -1
    own = 0 <= at < effect.start() and not BUILDS_ON.search(text[max(0, at - OBJECT_LENGTH) : at])
    return Titles(zh=bracketed) if own else None


def _find_subject(text: str, bracketed: str | None) -> Titles | None:
    """Return the title that a sentence begins with and tells the contents of ("The Measures for ... say when ...")."""
    start, title = next(iter(list_printed_titles(text)), (_OBJECT_START, ""))
    owned = start > 1 and text[start - 1] == "《" and OWNED_ZH.fullmatch(text, 0, start) is not None
    begins = owned or _OPENS.fullmatch(text, 0, start) or start < _OBJECT_START or _WHOSE.fullmatch(text, 0, start)
    if owned and is_title_zh(title) and not BESIDE_ZH.match(text, start + len(title)):
        return parse_article(title)
    if not begins or not is_bare_title(title) or not _TELLS_CONTENTS.match(text, start + len(title)):
        return None
    titles = parse_article(title)
    return Titles(en=titles.en, zh=titles.zh or bracketed)


def _find_source(text: str, bracketed: str | None) -> Titles | None:
    """Return the only title of a sentence that tells from it who has to do what ("Makers must ..., says the Plan")."""
    printed = list_printed_titles(text) if _DUTY.search(text) and not _PUNISHED.search(text) else ()
    if len(printed) != 1 or not _TOLD_FROM.search(text, 0, printed[0][0]):
        return None
    titles = parse_article(printed[0][1])
    return Titles(en=titles.en, zh=titles.zh or bracketed)


def _find_paired(text: str, bracketed: str) -> Titles | None:
    """Return the title that a sentence without a verb of issuing prints with its Chinese title right behind it."""
    for start, title in list_printed_titles(text):
        titles = parse_article(title)
        pair = _PAIRED.match(text, start + len(title))
        follows = pair is not None and text.startswith(bracketed[:4], pair.end())
        if (follows or titles.zh) and not _is_ground(text, start):
            return Titles(en=titles.en, zh=bracketed)
    return None


def _is_ground(text: str, at: int) -> bool:
    """Return whether a title there is that of what the news builds on; what it is told from ("a plan") is new."""
    before = text[max(0, at - OBJECT_LENGTH) : at]
    return BUILDS_ON.search(before) is not None and _TOLD_FROM_NEW.search(before) is None


def _is_object(text: str, start: int, title: str, verbs: Sequence[re.Match[str]]) -> bool:
    """Return whether the verb before a title, or a passive one after it, is about this very title."""
    ahead = text[max(0, start - OBJECT_LENGTH) : start]
    if _CALLED.search(ahead) and not _BUILT.search(ahead):
        return True
    if BUILDS_ON.search(ahead) or BESIDE_ZH.match(text, start + len(title)):
        return False
    before = [verb for verb in verbs if verb.end() <= start]
    if not before:
        after = text[start + len(title) :]
        return bool(_IS_ISSUED.match(after)) or is_chinese_title(title)
    between = _ON_DAY.sub("", CHANGES_TO.sub("", text[before[-1].end() : start]))
    between = ASKED_FOR.sub("", between) if ASKS.match(before[-1][0]) else between
    return _OTHER_OBJECT.search(between) is None
