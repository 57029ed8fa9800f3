"""Deadlines: the days by whose end comments or applications close, and those on which something takes effect.

Decided: a day closes what its own clause, else its sentence, asks for; where a word says that it is a deadline ("closes
on", 截止), what the whole news asks for. A day takes effect that stands with words of force ("applies from", 起施行),
or from which on something must or may be. A day that is over for the item closes nothing. What the comment tells is no
deadline.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.model.briefing import Deadline, DeadlineKind
from bot.reading.facts.deadline_days import RANGE, Frame, PrintedDay, list_days
from bot.reading.facts.passages import NEWS, Passage, Place

_COMMENTS = re.compile(
    r"\b(?:comment(?:s|ed|ing)?|feedback|consult(?:s|ed|ing|ations?)?|views?"
    r"|(?<!issued )(?<!published )(?<!released )opinions?|remarks|reactions?|responses?"
    r"|respond|repl(?:y|ies)|react|suggestions|input|submissions|hav(?:e|ing) (?:a|their|its) say|write in"
    r"|share it|letters|answers|public review)\b|意见|反馈|建议|异议"
)
"""Words of what is asked for on a draft; a title's "Opinions" has a capital."""
_COMMENTS_FIRST = re.compile(
    r"(?:^|[.:;·|—]\s)(?:(?:Public )?Comments?|Feedback|Views|Opinions(?= (?:can|may|are))|Repl(?:y|ies)|Responses?"
    r"|Reactions|Submissions|Consultation|Remarks)\b|^公示"
)
"""The same where they open a sentence."""
_APPLY = re.compile(
    r"\b(?:apply(?! (?:from|to|as|since)\b)|appl(?:ications?|icants?|ying)|regist(?:er|rations?)|nominat\w+|bids?"
    r"|bidding"
    r"|tenders?|candidates|enrol\w*|sign up|hand in|submit|propose|proposals|invit(?:es?|ed|ation)|grants?|claims"
    r"|entries|report them|projects each)\b|申报|申请|报名|推荐|报送|受理|提交|上传|寄送|邮寄|发送|填报|投标|申领",
    re.IGNORECASE,
)
_DRAFT = re.compile(r"\b(?:drafts?|consult\w+|comments?)\b|征求意见|草案|公开征集", re.IGNORECASE)
_TITLES = re.compile(r"《(?:[^《》]|《[^《》]*》)*》|[“\"][A-Z][^“”\"]{8,200}[”\"]")
"""Names of documents, which say nothing of what is asked for."""
_UNTIL = re.compile(
    r"(?:\b(?:until|till|by|before|through|to|than|due)|[于在至到])\s?[:：|]?\s?(?:the\s|\w+day,?\s|midnight on\s)*\Z",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"(?:\b(?:until|till|deadlines?|clos\w+|ends?|ended|ending|expir\w+|due|window|period|(?:last|final) day|runs?"
    r"|open)\b"
    r"|截[止至]|期限|期[至到]|时间[为：:至到]?|延长[至到])(?:(?!\b(?:to|and)\b)[^.;。；]){0,40}\Z",
    re.IGNORECASE,
)
"""Says itself that a day is the last one."""
_BEHIND_ZH = re.compile(
    r"\s?(?:[(（][^()（）]{1,8}[)）])?\s?(?:[上下]午|晚)?\s?(?:\d{1,2}[:：时点]\d{0,2}分?)?\s?"
    r"(?:[之以]?前|截?止|为止|下班前|（含）前)"
)
_EFFECT = re.compile(
    r"\b(?:(?:t[ao]k(?:e|es|en|ing)|tooks?) effect|(?:in|into) (?:force|effect)|effective|(?:goes|went|go) live"
    r"|entry into force|implement(?:ed|ation)(?: date)?|appl(?:y|ies|ied|icable|ication)|valid|binding|mandatory"
    r"|compulsory)\b(?:(?!\b(?:until|till|through|by)\b)[^.;:]){0,60}(?:[:|]\s?)?(?:\b(?:on|from|since|of|to"
    r"|date)\s)?\Z"
    r"|(?:施行|实施|生效|执行)(?:日期|时间)?\s?[:：为|]\s?\Z",
    re.IGNORECASE,
)
_EFFECT_ZH = re.compile(
    r"\s?(?:零时|0时)?(?:起|开始)?(?:正式|陆续|全面)?[，,]?(?:起|开始)?[^，。；]{0,30}?"
    r"(?:施行|实施|执行|生效|启用|适用|试行|加征|征收|收取|收费|恢复|停止|取消|禁止|调整|降至|提高|实行)"
)
_FROM = re.compile(
    r"\b(?:from|since|as of|as from|starting(?: on| from)?|beginning(?: on)?|effective)\s(?:\w+day,?\s)?\Z|[自从]\Z",
    re.IGNORECASE,
)
_NORM = re.compile(
    r"\b(?:licen[cs]\w*|permit\w*|must|may|ha(?:s|ve) to|need(?:s|ed)?|requir\w+|ban(?:s|ned)?|allow\w*|prohibit\w*"
    r"|rules?"
    r"|measures?|controls?|tariffs?|dut(?:y|ies)|tax(?:es)?|rates?|fees?|levie[sd]|rebates?|quotas?|exempt\w*|waiv\w+"
    r"|prices?|accept(?:s|ed)|importers|exporters|standards?|priority|shall|decides|provisions|appl(?:y|ies))\b",
    re.IGNORECASE,
)
"""Words of what binds or frees somebody from a day on."""
_HAPPENED = re.compile(
    r"\b(?:rose|fell|grew|reached|sold|launched|built|opened|visited|held|told)\b|开展|举行|召开|投产"
)
_IN_FORCE_NOW = re.compile(
    r"\b(?:takes?|took|comes?|came|enter(?:s|ed)?|goes|went) (?:into )?(?:effect|force)\W*\Z|[》·](?:正式)?(?:施行"
    r"|实施|生效)\W*\Z"
)
_CLOSES_NOW = re.compile(
    r"\b(?:closes?|ends?|expires?|due)\W*\Z|\A\W*[A-Z]\w+\s(?:[\w-]+\s){0,4}?(?:close|due|end)\b(?! of)|截止\W*\Z"
    r"|\A\W*(?:End|Last day|Deadline) "
)
"""Ends on the item's own day, in a list of days."""
_LIST_OF_TERMS = re.compile(r"\bdeadlines?\b|截止", re.IGNORECASE)
_TERM = re.compile(
    r"\b(?:within|for|in)\s(?:an?\s)?(?P<days>\d{1,2})[- ](?:calendar )?days?\b(?! of delivery)"
    r"|\b(?P<period>\d{1,2})-day\b"
    r"|(?:期限?|时间)为?(?P<lasts>\d{1,2})[天日]|之日起(?P<zh>\d{1,2})[天日](?:内|后)",
    re.IGNORECASE,
)
"""A term that is counted in days."""
_HEAD_ZH = re.compile(
    r"[（(]?[一二三四五六七八九十\d]{0,3}[）)、.．]?\s*(?P<words>\w{0,12}(?:时间|期限|日期))\s*[:：]?"
)
_CLAUSE = re.compile(r"[;；]|\bwhile\b|\bwhereas\b")
_LATEST_EFFECT = 100
"""Days for which it is news that something has effect."""
_WINDOW = 300


def list_deadlines(passages: Iterable[Passage], frame: Frame) -> tuple[Deadline, ...]:
    """Return an item's deadlines in order, each day and kind once; ``frame`` completes the days that it prints.

    A day that is counted ("within 30 days") stands last, and only where none of its kind is printed.
    """
    held = tuple(passages)
    news = [passage for passage in held if passage.place in NEWS or passage.place is Place.ARTICLE]
    heads = [passage.text for passage in held if passage.place is Place.HEADING]
    wording = " ".join((*heads, *(_TITLES.sub("《》", passage.text) for passage in news), *_list_drafts(news)))
    found: dict[tuple[dt.date, DeadlineKind], Deadline] = {}
    counted: dict[DeadlineKind, Deadline] = {}
    head = ""
    for passage in news:
        for sentence in passage.sentences:
            for deadline in _read_sentence(f"{head}{sentence.text}", frame, wording):
                found.setdefault((deadline.on, deadline.kind), replace(deadline, quote=sentence.text))
            for deadline in _list_counted(sentence.text, frame, wording):
                counted.setdefault(deadline.kind, deadline)
            head = ""
        title = _HEAD_ZH.fullmatch(passage.text)
        head = f"{title['words']}：" if title else ""
    if not found and frame.reported_on and any(_LIST_OF_TERMS.search(text) for text in heads):
        found |= {(one.on, one.kind): one for one in _read_listed(news, frame.reported_on, " ".join(heads))}
    printed = {deadline.kind for deadline in found.values()}
    return (*found.values(), *(deadline for deadline in counted.values() if deadline.kind not in printed))


def _list_drafts(news: Iterable[Passage]) -> Iterator[str]:
    return ("征求意见" for passage in news if "征求意见稿" in passage.text)


def _read_sentence(text: str, frame: Frame, wording: str) -> Iterator[Deadline]:
    days = tuple(list_days(text, frame))
    masked = _TITLES.sub(lambda title: "·" * len(title[0]), text)
    if not days and frame.reported_on:
        yield from _read_day_of_item(masked, text, frame.reported_on)
    last: DeadlineKind | None = None
    for at, day in enumerate(days):
        begin = days[at - 1].end if at else 0
        end = days[at + 1].start if at + 1 < len(days) else len(text)
        in_range = at > 0 and RANGE.fullmatch(text, begin, day.start) is not None
        begin = (days[at - 2].end if at > 1 else 0) if in_range else begin
        before, after = _cut_clause(masked, day, begin=begin, end=end)
        if in_range:
            before = before[: len(before) - (day.start - days[at - 1].start)]
        opens_range = at + 1 < len(days) and RANGE.fullmatch(text, day.end, end) is not None
        kind = _find_kind(day, before, after, masked, wording, frame, is_last=in_range)
        if kind is None and last and not in_range and _UNTIL.search(before) and not _EFFECT.search(before):
            kind = last if last is not DeadlineKind.TAKES_EFFECT and _is_open(day, frame) else None
        if opens_range and kind is not DeadlineKind.TAKES_EFFECT:
            kind = None
        if in_range and last is DeadlineKind.TAKES_EFFECT:
            kind = None
        last = kind
        if kind:
            lately = _is_lately(day, frame) and "明年" not in before and "将" not in before[-3:]
            on = day.in_same_year if kind is DeadlineKind.TAKES_EFFECT and lately else day.on
            yield Deadline(on=on, kind=kind, quote=text)


def _cut_clause(text: str, day: PrintedDay, *, begin: int, end: int) -> tuple[str, str]:
    """Return the clause around a day, before and after it, between two offsets."""
    before = text[max(begin, day.start - _WINDOW) : day.start]
    return _CLAUSE.split(before)[-1], _CLAUSE.split(text[day.end : min(end, day.end + _WINDOW)])[0]


def _find_kind(
    day: PrintedDay, before: str, after: str, sentence: str, wording: str, frame: Frame, *, is_last: bool
) -> DeadlineKind | None:
    if not is_last and _tells_effect(before, after, sentence) and _is_news(day, frame):
        return DeadlineKind.TAKES_EFFECT
    if not _is_open(day, frame):
        return None
    closes = _CLOSES.search(before) is not None or after.startswith(("截止", "止"))
    if not (is_last or closes or _UNTIL.search(before) or _BEHIND_ZH.match(after)):
        return None
    asked = _find_asked(before + "|" + after) or _find_asked(sentence)
    if asked is None and (closes or is_last) and not _EFFECT.search(before):
        asked = _find_asked_in_news(wording) if closes else None
    return asked


def _find_asked_in_news(wording: str) -> DeadlineKind | None:
    """Return what the whole news asks for: comments where it is about a draft."""
    return DeadlineKind.COMMENTS_CLOSE if _DRAFT.search(wording) else _find_asked(wording.lower())


def _find_asked(text: str) -> DeadlineKind | None:
    """Return what a text asks for: comments, else applications; None where it asks nothing."""
    if _COMMENTS.search(text) or _COMMENTS_FIRST.search(text):
        return DeadlineKind.COMMENTS_CLOSE
    return DeadlineKind.APPLICATIONS_CLOSE if _APPLY.search(text) else None


def _tells_effect(before: str, after: str, sentence: str) -> bool:
    """Return whether something takes effect on the day between these words."""
    if _EFFECT.search(before):
        return True
    begins = _FROM.search(before) is not None
    if (begins or after.startswith("起")) and _EFFECT_ZH.match(after):
        return True
    if _EFFECT_ZH.match(after) and after.lstrip().startswith(("起", "正式", "实施", "施行", "执行", "生效")):
        return True
    if not begins or before.endswith(("自", "从")):
        return begins and after.startswith("起") and not _HAPPENED.search(after) and _NORM_ZH.search(after) is not None
    return _NORM.search(sentence) is not None and not _HAPPENED.search(sentence)


_NORM_ZH = re.compile(r"须|应当|不得|可以?|需要?|关税|税率|许可|管制|免征|收取|保证金|出口|进口")


def _is_open(day: PrintedDay, frame: Frame) -> bool:
    return frame.reported_on is None or day.on > frame.reported_on


def _is_lately(day: PrintedDay, frame: Frame) -> bool:
    return frame.reported_on is not None and 0 < (frame.reported_on - day.in_same_year).days <= _LATEST_EFFECT


def _is_news(day: PrintedDay, frame: Frame) -> bool:
    return frame.reported_on is None or (frame.reported_on - day.on).days <= _LATEST_EFFECT


def _read_day_of_item(masked: str, text: str, on: dt.date) -> Iterator[Deadline]:
    """Return what begins or ends on the item's own day, where its sentence says so and prints no day."""
    if _IN_FORCE_NOW.search(masked):
        yield Deadline(on=on, kind=DeadlineKind.TAKES_EFFECT, quote=text)
    elif _CLOSES_NOW.search(masked) and (kind := _find_asked(masked)):
        yield Deadline(on=on, kind=kind, quote=text)


def _read_listed(news: list[Passage], on: dt.date, heading: str) -> Iterator[Deadline]:
    """Return what an entry under a heading of deadlines closes on its own day."""
    kind = _find_asked(news[0].text) or _find_asked(heading) if news and news[0].sentences else None
    if kind:
        yield Deadline(on=on, kind=kind, quote=news[0].sentences[0].text)


def _list_counted(text: str, frame: Frame, wording: str) -> Iterator[Deadline]:
    """Return the days of terms that are counted from the item's day."""
    for match in _TERM.finditer(text) if frame.reported_on else ():
        days = int(next(filter(None, match.groups())))
        if match["zh"] and text.startswith("后", match.end() - 1):
            kind = DeadlineKind.TAKES_EFFECT if _IN_FORCE_NOW.search(text) else None
        else:
            kind = _find_asked(text) if _DRAFT.search(wording) else None
        if kind and frame.reported_on:
            yield Deadline(on=frame.reported_on + dt.timedelta(days=days), kind=kind, quote=text)
