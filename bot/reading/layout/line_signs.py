"""What the words of a line show by themselves: its number, its bold lead, its day, and whether it tells an act."""

import re
from collections.abc import Sequence

from bot.dates.date_words import parse_number
from bot.dates.printed_dates import find_printed_dates
from bot.reading.document import Span
from bot.reading.layout.printed_days import PrintedDay, find_ending_day, find_opening_day, is_day
from bot.reading.layout.spans import count_words

FEW, SHORT, LONG = 8, 16, 24
"""Words of a label, of a line without a sentence's end, and of what is a sentence anyhow."""
HEAD = 400
"""Characters of a line in which its first sentences are looked for."""
SHORT_TEXT = 50
"""Characters of a few words."""

_TAIL = 200
_LONGEST_LINE = 34
"""Words that a line which is no bullet may have without a sentence's end."""
_BOLD_LINE = 200
_MOST_WORDS_IN_LEAD = 22
_ANY_YEAR = 2000
_END = re.compile(r"[.!?。！？…；;][)\]）】”\"'’]*\s*(?:[(\[（【][^()\[\]（）【】]{1,90}[)\]）】]\s*)*\Z")
_BRACKETS = re.compile(r"[(\[（【]([^()\[\]（）【】]{3,90})[)\]）】]")
_SENTENCES = re.compile(r"[A-Za-z)]{2}[.!?] [A-Z]")
_NUMBER = re.compile(
    r"\s*(?:(?:No\.?\s?)?(?P<figure>\d{1,3}(?=[)、．）：]|[.:](?!\d))|0\d(?=\s)|\d{1,2}(?=\s+[一-龥]))[.)、．）:：]?\s*(?=\D|\d{1,4}[-./年月]\d|\d{1,2}月)|[(（\[]\s?(?P<bracketed>\d{1,3})\s?[)）\]]\s*(?!\()"
    r"|(?P<circled>[①-⑳])\s*|[(（](?P<han_bracketed>[一二三四五六七八九十]{1,3})[)）]\s*|第(?P<part>[一二三四五六七八九十]{1,3})(?:部分|[章节])[、，.．:：]?\s*|第?(?P<han>[一二三四五六七八九十]{1,3})[、，.．:：]\s*"
    r"|(?P<letter>[A-Za-z])[.)]\s+)"
)
_GOES_ON = re.compile(
    r"(?:It|They|This|These|Those|We|Our|Its|Their|He|She|Both|But|And|However|Also|In addition|Moreover|"
    r"Details|Among other things|"
    r"The (?:plan|draft|rules?|notice|measures|document|text|company|scheme|move|"
    r"law|two|new|first|cut|list|guidelines|opinions)|"
    r"If|As|Companies|Under)\b|(?:此外|其中|同时|该|这|上述|我们|另外|据悉|公司|意见|办法|通知|方案)"
)
"""How a paragraph opens that goes on with what the one before it tells."""
_SIGN = re.compile(r"[\s▪•■□►▶▸▷●○◆◇★☆·*‣▍▎▌▋◎➤➢✦▲△▼|｜☞◉❖※»›§¶→⇒✓✔#–—-]+(?=\S)")
_TAG = re.compile(
    r"\s*(?:【[^【】]{1,60}】|\[[^\[\]]{2,40}\](?!\()|[^\W\d_][^:：.。|｜\n]{1,50}\s*(?:[:：|｜]|\s[–—-]\s))\s*(?=\S)"
)
_ACT = re.compile(
    r"\b(?:[a-z]{2,}ed|said|set|sold|bought|cut|won|told|met|held|put|made|gave|built|found|rose|fell|drew|took|sought|"
    r"(?:ha[sd]|have|will|would|may|must|is|are|was|were) [a-z]+|began|spent|left|laid|lost|broke|went|came|got|ran|"
    r"(?:issu|releas|announc|propos|amend|approv|open|clos|order|rais|extend|ban|requir|unveil|start|plan|agre|introduc|want|seek|ask|say|"
    r"call|invit|consult|lower|eas|tighten|allow|supply|show|take|cut|add|set|launch|publish|impos|invest|build|list|draft|buy|sell|win|join)"
    r"(?:e?s|ies))\b"
)
_ACT_HAN = re.compile(
    r"印发|发布|公布|出台|下发|下达|上调|下调|制定|修订|修改|调整|征求|启动|召开|部署|批准|核准|同意|审议|通过|通报|公告|约谈|立案|开展|推进|推出|明确|设立|新增"
    r"|允许|要求|提出|强调|决定|宣布|起草|处罚|建立|取消|延长|延续|恢复|暂停|举行|转发|认定|作出|裁定|签[订署约]|收购|中标|投产|融资|上市|量产|交付|开工|扩产|下线|增长|下降|同比"
    r"|入选|获|施行|实施|完成|投资|成立|达成|合作|开通|报告|表示|增加|减少|废止|开放"
)


def is_sentence(text: str, words: int, *, is_bullet: bool) -> bool:
    """Whether a text is a sentence rather than a line; bullets go on longer without an end."""
    if words > (LONG if is_bullet else _LONGEST_LINE) or (words > SHORT and "。" in text):
        return True
    if words > FEW - 2 and _SENTENCES.search(text) is not None:
        return True
    return words > FEW // 2 - 1 and _END.search(text[-_TAIL:]) is not None


def goes_on(text: str) -> bool:
    """Whether a text opens as what goes on with what is told before."""
    return _GOES_ON.match(text) is not None or text[:1].islower()


def has_day_in_brackets(text: str, *, in_figures: bool) -> bool:
    """Whether brackets in the first words or at the end hold a day, ``in_figures`` alone where days are set so."""
    groups = (*_BRACKETS.findall(text[: _TAIL + _TAIL // 2]), *_BRACKETS.findall(text[-_TAIL // 2 :])[-1:])
    return any(
        find_printed_dates(words, default_year=_ANY_YEAR)
        or (in_figures and is_day(words.replace("，", ",").rpartition(",")[2].strip(), in_figures=True))
        for words in groups
        if any(map(str.isdigit, words))
    )


def find_opening(raw: str, start: int, lead_end: int, *, in_figures: bool) -> PrintedDay | None:
    """Return the day that a line opens with behind its number."""
    day = find_opening_day(raw[start:], in_figures=in_figures, look_end=max(0, lead_end - start))
    if day is None and len(raw) - start < _BOLD_LINE // 2 and raw[start : start + 1].isdigit():
        first = next(iter(find_printed_dates(raw[start:], default_year=_ANY_YEAR)), None)
        if first is not None and first[0] == 0 and raw[start + first[1] :][1:2].isupper():
            day = PrintedDay(text=raw[start : start + first[1]], start=0, end=first[1] + 1)
    return _move(day, start) if day else None


def find_day_behind_tag(raw: str, start: int, lead_end: int, *, in_figures: bool) -> tuple[int, PrintedDay | None]:
    """Return where the tag ends that opens a line ("【国务院】", "NDRC, NEA (4 June): "), and the day behind it."""
    match = _TAG.match(raw, start)
    tag_end = match.end() if match else 0
    for end in (lead_end, tag_end):
        if end > start and (day := find_opening_day(raw[end:], in_figures=in_figures)) is not None:
            return end, _move(day, end)
    return tag_end, None


def _move(day: PrintedDay, by: int) -> PrintedDay:
    return PrintedDay(text=day.text, start=by + day.start, end=by + day.end)


def tells_act(head: str) -> bool:
    """Whether the first words tell what somebody did, and do not go on with what was told before."""
    if _GOES_ON.match(head):
        return False
    if any("一" <= sign <= "龥" for sign in head[:12]):
        return _ACT_HAN.search(head[: HEAD // 4]) is not None
    return head[:1].isupper() and _ACT.search(head[: HEAD // 2]) is not None


def find_start(raw: str) -> tuple[int, int | None]:
    """Return where the words begin behind signs and a number, and the number."""
    sign = _SIGN.match(raw)
    at = sign.end() if sign else 0
    match = _NUMBER.match(raw, at)
    if match is None:
        return at, None
    kind, printed = match.lastgroup, match[match.lastgroup or 0]
    if kind == "figure":
        days = find_printed_dates(raw[at : at + 40], default_year=_ANY_YEAR)
        if days and days[0][0] < match.end() - at:
            return at, None
    if kind == "circled":
        return match.end(), ord(printed) - ord("①") + 1
    return match.end(), ord(printed.lower()) - ord("a") + 1 if kind == "letter" else parse_number(printed)


def find_lead(spans: Sequence[Span], raw: str) -> tuple[int, bool]:
    """Return where the bold words end that open a line (0 for none), and whether all its words are bold."""
    at = end = 0
    for span in spans:
        if span.bold or not span.text.strip(" ▪•■►▶●◆–—-\n\t[](（【"):
            end = at + len(span.text) if span.bold else end
            at += len(span.text)
            continue
        break
    else:
        return 0, bool(end) and len(raw) <= _BOLD_LINE
    if not end or count_words(raw[:end]) > _MOST_WORDS_IN_LEAD:
        return 0, False
    is_bold = not any(map(str.isalnum, raw[end:]))
    return (0, len(raw) <= _BOLD_LINE) if is_bold else (find_ending_day(raw[:end]), False)
