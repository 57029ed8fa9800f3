"""Deadlines: the days by whose end comments or applications close, and those on which something takes effect.

Decided: a day closes what its own clause, else its sentence, asks for; where a word says that it is a deadline ("closes
on", 截止), what the whole news asks for. A day takes effect that stands with words of force ("applies from", 起施行),
or from which on something must or may be. A day that is over for the item closes nothing. What the comment tells is no
deadline.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.model.briefing import Deadline, DeadlineKind
from bot.reading.facts.deadline_days import Frame, PrintedDay, joins_range, list_days
from bot.reading.facts.passages import NEWS, Passage, Place
from bot.reading.facts.references import mask_titles

_COMMENTS = re.compile(
    r"(?i:\b(?:comment(?:s|ed|ing)?|feedback|consult(?:s|ed|ing|ations?)?|views?|remarks|reactions?|responses?|respond"
    r"|repl(?:y|ies)|react|suggestions|input|submissions|hav(?:e|ing) (?:a|their|its) say|write in|share it|letters"
    r"|answers|public review)\b)|(?<!issued )(?<!published )\bopinions?\b|\AOpinions|意见|反馈|建议|异议|公示"
)
"""Words of what is asked for on a draft; a title's "Opinions" has a capital."""
_APPLY = re.compile(
    r"\b(?:apply(?! (?:from|to|as|since)\b)|appl(?:ications?|icants?|ying)|regist(?:er|rations?)|nominat\w+|bids?"
    r"|bidding|tenders?|candidates|enrol\w*|sign up|hand in|submit|propose|proposals|invit(?:es?|ed|ation)|grants?"
    r"|claims|entries|report them|projects each)\b|申报|申请|报名|推荐|报送|受理|提交|上传|寄送|邮寄|发送|填报|投标"
    r"|申领",
    re.IGNORECASE,
)
_DRAFT = ("draft", "consult", "征求意见", "草案")
_UNTIL = re.compile(
    r"(?:\b(?:until|till|by|before|through|to|than|due)|[于在至到])\s?[:：|]?\s?(?:the\s|\w+day,?\s|midnight on\s)*\Z",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"(?:\b(?:until|till|deadlines?|clos\w+|ends?|ended|ending|expir\w+|due|window|period|(?:last|final) day|runs?"
    r"|open)\b|截[止至]|期限|期[至到]|(?<!开始)(?<!起始)时间[为：:至到]?|延长[至到])(?:(?!\b(?:to"
    r"|and)\b)[^.;。；]){0,40}\Z",
    re.IGNORECASE,
)
"""Says itself that a day is the last one."""
_CLOSES_BEHIND = ("截止", "止", "前截止")
_BEFORE_ZH = ("前", "之前", "以前", "止", "截止")
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
_BEGINS_ZH = ("起", "正式", "实施", "施行", "执行", "生效")
_FROM = re.compile(
    r"(?:\b(?:from|since|as of|as from|starting(?: on| from)?|beginning(?: on)?|effective)\s(?:\w+day,?\s)?|[自从])\Z",
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
_TODAY = re.compile(
    r"(?P<force>\b(?:takes?|took|comes?|came|enter(?:s|ed)?|goes|went) (?:into )?(?:effect|force)\W*\Z"
    r"|[》·](?:正式)?(?:施行|实施|生效)\W*\Z)|\b(?:closes?|ends?|expires?|due)\W*\Z|截止\W*\Z"
    r"|\A\W*[A-Z]\w+\s(?:[\w-]+\s){0,4}?(?:close|due|end)\b(?! of)|\A\W*(?:End|Last day|Deadline) "
)
"""Tells what begins or ends on the item's own day, in a list of days."""
_TELL = NEWS | {Place.ARTICLE, Place.HEADING}
_LATEST_EFFECT = 100
"""Days for which it is news that something has effect."""
_WINDOW = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class _Wording:
    """What a sentence and the whole news ask for, and whether the sentence binds or frees somebody."""

    asked: DeadlineKind | None
    binds: bool
    asked_in_news: DeadlineKind | None


def list_deadlines(passages: Iterable[Passage], frame: Frame) -> tuple[Deadline, ...]:
    """Return an item's deadlines in order, each day and kind once; ``frame`` completes the days that it prints."""
    held = tuple(passages)
    news = [passage for passage in held if passage.place in NEWS or passage.place is Place.ARTICLE]
    wording = " ".join(passage.text for passage in held if passage.place in _TELL)
    asked_in_news = _find_asked(wording)
    if any(word in wording.lower() for word in _DRAFT):
        asked_in_news = DeadlineKind.COMMENTS_CLOSE
    found: dict[tuple[dt.date, DeadlineKind], Deadline] = {}
    for passage in news:
        for deadline in _read_sentence(passage.text, frame, asked_in_news):
            found.setdefault((deadline.on, deadline.kind), deadline)
    return tuple(found.values())


def _read_sentence(text: str, frame: Frame, asked_in_news: DeadlineKind | None) -> Iterator[Deadline]:
    days = tuple(list_days(text, frame))
    masked = mask_titles(text)
    if frame.reported_on and all(day.on == frame.reported_on for day in days):
        today = _TODAY.search(masked)  # what begins or ends on the item's own day, where its sentence prints no other
        kind = DeadlineKind.TAKES_EFFECT if today and today["force"] else _find_asked(masked) if today else None
        if kind:
            yield Deadline(on=frame.reported_on, kind=kind, quote=text)
    told = _Wording(asked=_find_asked(masked), binds=_NORM.search(masked) is not None, asked_in_news=asked_in_news)
    last: DeadlineKind | None = None
    for at, day in enumerate(days):
        begin = days[at - 1].end if at else 0
        end = days[at + 1].start if at + 1 < len(days) else len(text)
        is_last = at > 0 and joins_range(text[begin : day.start])
        opens_range = at + 1 < len(days) and joins_range(text[day.end : end])
        before = masked[begin : day.start]
        if is_last:  # what stands before a range is told of both its ends
            before = masked[days[at - 2].end if at > 1 else 0 : days[at - 1].start]
        after = masked[days[at + 1].end :] if opens_range else masked[day.end : end]
        kind = _find_kind(day, before[-_WINDOW:], after[:_WINDOW], told, frame, is_last=is_last)
        if kind is None and last and not is_last and _UNTIL.search(before) and _is_open(day, frame):
            kind = last if last is not DeadlineKind.TAKES_EFFECT and not _EFFECT.search(before) else None
        if (opens_range and kind is not DeadlineKind.TAKES_EFFECT) or (is_last and last is DeadlineKind.TAKES_EFFECT):
            kind = None
        last = kind
        if kind:
            lately = kind is DeadlineKind.TAKES_EFFECT and _is_lately(day, before, frame)
            yield Deadline(on=day.in_same_year if lately else day.on, kind=kind, quote=text)


def _find_kind(
    day: PrintedDay, before: str, after: str, told: _Wording, frame: Frame, *, is_last: bool
) -> DeadlineKind | None:
    """Return what happens on a day, by its clause, else by its sentence and the whole news."""
    if not is_last and _tells_effect(before, after, binds=told.binds) and _is_news(day, frame):
        return DeadlineKind.TAKES_EFFECT
    if not _is_open(day, frame):
        return None
    behind = after.lstrip()
    closes = _CLOSES.search(before) is not None or behind.startswith(_CLOSES_BEHIND)
    if not (is_last or closes or _UNTIL.search(before) or behind.startswith(_BEFORE_ZH)):
        return None
    asked = _find_asked(f"{before}|{after}") or told.asked
    return told.asked_in_news if asked is None and closes and not _EFFECT.search(before) else asked


def _find_asked(text: str) -> DeadlineKind | None:
    """Return what a text asks for: comments, else applications; None where it asks nothing."""
    if _COMMENTS.search(text):
        return DeadlineKind.COMMENTS_CLOSE
    return DeadlineKind.APPLICATIONS_CLOSE if _APPLY.search(text) else None


def _tells_effect(before: str, after: str, *, binds: bool) -> bool:
    """Return whether something takes effect on the day between these words."""
    if _EFFECT.search(before):
        return True
    begins = _FROM.search(before) is not None
    if (begins or after.lstrip().startswith(_BEGINS_ZH)) and _EFFECT_ZH.match(after):
        return True
    return begins and binds and not before.endswith(("自", "从"))


def _is_open(day: PrintedDay, frame: Frame) -> bool:
    return frame.reported_on is None or day.on > frame.reported_on


def _is_news(day: PrintedDay, frame: Frame) -> bool:
    return frame.reported_on is None or (frame.reported_on - day.on).days <= _LATEST_EFFECT


def _is_lately(day: PrintedDay, before: str, frame: Frame) -> bool:
    """Return whether a day without a year is one just over, and not the next of its name."""
    if frame.reported_on is None or before.endswith(("明年", "将于", "将自")):
        return False
    return 0 < (frame.reported_on - day.in_same_year).days <= _LATEST_EFFECT
