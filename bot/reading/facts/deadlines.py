"""Deadlines: until when one may comment or apply, and from when something applies, with the sentence that says so.

Decided: only whole days count (no bare month or year), and nothing that the text tells as past, unless the news is
that a document took effect that day. The publisher's comment counts only where it speaks of the document.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from bot.dates.printed_dates import find_printed_dates
from bot.model.briefing import Deadline, DeadlineKind
from bot.reading.grammar.lines.headings import is_outlook
from bot.reading.facts.bodies import COUNTRIES, DEMONYMS
from bot.reading.facts.deadline_terms import (
    find_kind_in_tongues,
    is_last_taken,
    is_moved_on,
    is_term,
    list_terms,
    takes_effect,
    tells_start,
    tells_start_today,
    took_effect,
)
from bot.reading.facts.deadline_words import (
    RANGE,
    Frame,
    PrintedDay,
    find_asked,
    find_kind,
    is_elliptic,
    labels_applications,
    labels_deadline,
    labels_effect,
    list_days,
    tells_otherwise,
)
from bot.reading.facts.passages import PROSE, Passage, Place, WordLed
from bot.reading.facts.references import list_reference_spans

# Days for several groups in one sentence: "firms until 5 May, associations until 12 May", with one verb for all.

_NOUNS = (
    "companies firms enterprises businesses SMEs manufacturers producers suppliers importers exporters traders"
    " operators platforms providers developers retailers associations chambers federations institutes"
    " institutions universities colleges schools hospitals banks insurers funds investors individuals persons"
    " people citizens residents consumers members experts scholars parties stakeholders respondents applicants"
    " bidders authorities governments ministries departments bureaus agencies provinces cities counties regions"
    " localities organisations organizations public subsidiaries others"
)
"""Who can be asked for comments or applications."""
_WHO = rf"(?:(?!(?:for|of|from|to|and|on|in|with|that|by)\b)[\w’'-]+\s){{0,3}}?(?:{'|'.join(_NOUNS.split())}|\w+makers)"
_UNTIL = r"(?:(?:may|can|do\sso|may\sdo\sso|can\sdo\sso)\s)?(?:until|till|by|on|before|no\slater\sthan)\s(?:the\s)?"
_NEXT_GROUP = re.compile(
    rf"(?:\sfor\s{_WHO})?(?:\s?[,;]\s?(?:and\s|but\s|while\s)?|\s(?:and|but|while)\s)"
    rf"(?:(?:for\s|those\s(?:from|of|by)\s|the\s)?{_WHO}\s)?{_UNTIL}",
    re.IGNORECASE,
)
_WHO_IN = re.compile(rf"\b{_WHO}\b", re.IGNORECASE)
_FOR_GROUP = re.compile(rf"\sfor\s{_WHO}\b", re.IGNORECASE)
_DEADLINE_GROUPS_WINDOW = 120
_FOR_ELSE = re.compile(r"\s(?:to|for)\s")
_NOUNS_ZH = (
    r"(?:企业|单位|协会|商会|部门|机构|个人|公众|高校|院校|专家|政府|银行|省份|地方|地区|[省市县区]|厂商|申请人|投资者)"
)
_NEXT_GROUP_ZH = re.compile(
    rf"(?:之?前|以前|止)?[^，。；、]{{0,24}}[，、；,](?:其中)?[^，。；、]{{0,8}}{_NOUNS_ZH}(?:请|应当?|须|需|可)?[于在]?(?:截至)?"
)
_ENDS_ZH = re.compile(r"(?:之?前|以前|止)?[，。；]?\Z")
_ONLY_BEFORE_ZH = re.compile(r"(?:之?前|以前)[，、]")


def share_kinds(
    text: str, days: tuple[PrintedDay, ...], kinds: tuple[DeadlineKind | None, ...]
) -> tuple[DeadlineKind | None, ...]:
    """Return the kinds of a sentence's days, where a group that is only named with its day shares its neighbour's."""
    shared = list(kinds)
    for i in range(1, len(days)):
        if shared[i] is None and shared[i - 1] and _follows(text, days, i):
            shared[i] = shared[i - 1]
    for i in range(len(days) - 1, 0, -1):
        between = text[days[i - 1].end : days[i].start]
        if shared[i - 1] is None and shared[i] and _ONLY_BEFORE_ZH.match(between) and _NEXT_GROUP_ZH.fullmatch(between):
            shared[i - 1] = shared[i]
    return tuple(shared)


def _follows(text: str, days: tuple[PrintedDay, ...], i: int) -> bool:
    between, after = text[days[i - 1].end : days[i].start], text[days[i].end : days[i].end + _DEADLINE_GROUPS_WINDOW]
    if _NEXT_GROUP_ZH.fullmatch(between):
        return _ENDS_ZH.match(after[: days[i + 1].start - days[i].end] if i + 1 < len(days) else after) is not None
    if (
        not _NEXT_GROUP.fullmatch(between)
        or tells_otherwise(between)
        or (_FOR_ELSE.match(after) and not _FOR_GROUP.match(after))
    ):
        return False
    named = _WHO_IN.search(re.sub(r"\A\sfor\s[^,;]*?(?=,|;|\sand\b|\sbut\b|\swhile\b)", "", between, count=1))
    return named is not None or (_FOR_GROUP.match(between) and _FOR_GROUP.match(after)) is not None


# Days in a table's column, whose head says what happens on them ("实施日期" over "2025-02-01").

_IN_EFFECT = re.compile(r"\b(?:takes?|comes?|goes|go|enters?) (?:into )?(?:effect|force)\b|施行|生效", re.IGNORECASE)


def list_column_days(passages: Iterable[Passage], frame: Frame, wording: str) -> Iterator[Deadline]:
    """Return the days of all rows below such a head, each with its row; a cell counts that is one day and nothing else.

    A row of another length ends the table. ``wording`` tells what a head closes that does not say so.
    """
    heads: tuple[DeadlineKind | None, ...] = ()
    for passage in passages:
        cells = [cell.strip() for cell in passage.text.split("|")]
        named = tuple(read_label(f"{cell}：", wording) for cell in cells)
        if len(cells) != len(heads) or any(named):
            heads = named if len(cells) > 1 and any(named) else ()
            continue
        for kind, cell in zip(heads, cells, strict=True):
            days = tuple(list_days(cell, frame)) if kind else ()
            if kind and len(days) == 1 and (days[0].start, days[0].end) == (0, len(cell)):
                yield Deadline(on=days[0].on, kind=kind, quote=passage.text)


def read_label(label: str, wording: str) -> DeadlineKind | None:
    """Return what happens on a day that stands behind this label alone; the item's wording tells where it does not."""
    if labels_effect(label):
        return DeadlineKind.TAKES_EFFECT
    if not labels_deadline(label):
        return None
    applies = labels_applications(label, wording)
    if applies is None:
        return DeadlineKind.TAKES_EFFECT if _IN_EFFECT.search(wording) else None
    return DeadlineKind.APPLICATIONS_CLOSE if applies else DeadlineKind.COMMENTS_CLOSE


_SHOWN = re.compile(
    r"(?:公示|公开|征集|征求|反馈|(?:意见|建议)收集)(?:意见)?[，,的]?(?:起止)?(?:时间|期限|期间?|日期)(?:为|是)?\s*[:：]?\s*[自从]?\s*\Z"
    r"|\b(?:consultation|comment|publicity|notice)\s+period(?:\s+is)?\s*:?\s*(?:from\s+)?\Z",
    re.IGNORECASE,
)
"""Heads the days for which a draft is shown, at whose end comments close."""
_SHOWN_UNTIL = re.compile(r"(?:公示期?|反馈|征求意见|意见征集)(?:截?至|截止|到)\s*\Z")
_DEADLINE_WORD = re.compile(r"\bdeadline\b|\bclosing date\b|\bwindow\b|截止", re.IGNORECASE)
_TAKES_THEM = re.compile(
    r"\b(?:accepts?|takes?|receives?|collects?)\s(?:them|these|those)\s(?:until|till|by|through)\s\Z"
    r"|\b(?:they|these|which)\s(?:can|may|must|should|have\sto|are\sto)\sbe\s(?:filed|submitted|handed\sin|sent(?:\sin)?|lodged|made)"
    r"\s(?:until|till|by|before|up\sto)\s\Z"
)
_SENTENCE_END = r"(?:\s*[(（\[][^()（）\[\]]{1,60}[)）\]])?\s*[.;]?\s*$"
"""A sentence's end, perhaps behind who says so in brackets."""
_TOOK_EFFECT_THEN = WordLed(
    "took take came went enter come go 》",
    r"》(?:[（(][^（()）]{1,12}[)）])?(?:正式(?:施行|实施|生效)"
    r"|(?:[自于从]?(?:今[日天]?|即日|当[日天]|同日)起?)?(?:正式|开始)?(?:施行|实施|生效)(?=[，。；]|\Z))"
    r"|\b(?:(?:took|takes?) (?:legal )?effect"
    r"|(?:came|went|entered|comes?|goes|go|enters?) into (?:legal )?(?:effect|force))"
    r"(?: today| that day| the same day| (?:up)?on (?:publication|release)"
    r"| on the day (?:they|it|that they|that it) (?:came out|(?:was|were) (?:published|issued|released)))?"
    rf"{_SENTENCE_END}",
)
_CLOSE_THEN = WordLed(
    "comment consultation feedback application response close end deadline 征求意见 意见反馈 申报 申请 报名 报送 填报",
    r"\b(?:comments?|consultation|comment period|feedback|applications?)\b[^.;]{0,120}\s(?:closes?|ends?"
    rf"|(?:is|are) due|expires?)(?: today| that day)?{_SENTENCE_END}"
    rf"|\b(?:comments?|feedback|responses|applications|consultation) (?:due|closes?|ends?)\b"
    rf"(?: (?:on|for) [^.;]{{1,120}})?{_SENTENCE_END}"
    r"|\b(?:close|end|deadline) (?:of|for) (?:the )?(?:public )?(?:comments?|consultation|comment period|feedback"
    rf"|applications?)\b(?: (?:on|for) [^.;]{{1,120}})?{_SENTENCE_END}"
    r"|(?:征求意见|意见反馈|申报|申请|报名|报送|填报)(?:工作)?(?:截止|结束)[。]?$",
    re.IGNORECASE,
)
_LISTS_DEADLINES = re.compile(
    r"\b(?:deadlines?|consultations?|calendar|diary|(?:key|important|dates to) (?:dates|watch)|upcoming)\b"
    r"|截止|征求意见|日历|日程",
    re.IGNORECASE,
)
"""Heads a list in which days on which something closes stand."""
_HAS_EFFECT_ZH = re.compile(r"[》\w](?:正式|开始|全面)?(?:施行|实施|生效)。?\Z")
"""Ends what a list of days to come says of one of them ("《港口办法》施行")."""
_OPENS_ASKED = re.compile(
    r"\W*(?:public\s|open\s)?(?:comments?|feedback|(?P<applications>applications?))\s(?:close|end|due|on|for|to)\b"
    r"(?!.{0,120}\b(?:open|opens|begin|begins|start|starts)\b)",
    re.IGNORECASE,
)
_NOT_THAT_DAY = re.compile(
    r"\b(?:when|until|till|before|after|once|if|unless|how|whether|not|never|will|would|may|should|could|to|later|soon"
    r"|next|as)\b(?=.{0,120}\b(?:effect|force|close|closes|end|ends|due)\b)",
    re.IGNORECASE,
)
_SUBMISSIONS = re.compile(r"\bsubmissions?\b", re.IGNORECASE)
"""Are comments where the news is a consultation, else applications."""
_OPEN_UNTIL = re.compile(r"\bopen\s(?:until|till|through|to)\s(?:\w+day,? )?(?:the )?\Z")
_IN_BRACKETS = re.compile(r"\((?:which is |still )?open\s(?:until|till|through|to)\s(?:\w+day,? )?(?:the )?\Z")
_DRAFTED = re.compile(r"\b(?:drafts?|propos(?:ed|es)|consultation)\b", re.IGNORECASE)
_IT_RUNS = re.compile(
    r"(?:\A|[.;]\s|\band\s|,\s)(?:it|which)\s(?:r[ua]ns?|lasts?|(?:is|stays?|remains?)\sopen|closes?|ends?)\s"
    r"(?:until|till|to|on|through)\s(?:\w+day,? )?(?:the )?\Z",
    re.IGNORECASE,
)
"""What an earlier sentence told of runs until a day."""
_ROUND = re.compile(
    r"\b(?:rounds?|calls?|batch(?:es)?)\s(?:of|for)\s(?:\w+\s){0,3}?(?:subsid|grant|project|fund|pilot|proposal|aid)"
    r"|\b(?:propose|recommend|nominate|put forward)\s(?:up to|at most|no more than|their|one|two|three|\d)",
    re.IGNORECASE,
)
"""News of what can be applied for, without the word."""
_EVERY_ZH = re.compile(r"每(?:年|季度?|月)\s*\Z")
"""A day of every year is none of this one."""
_FROM_ZH = re.compile(r"[自从]\s?\Z")
_UNTIL_ZH = re.compile(r"\s*起?\s*[至到]\s*")
_PAST = re.compile(
    r"\b(?:took effect|came into|entered into|went into"
    r"|has been in|have been in|had been|was extended)\b|已于|已截止",
    re.IGNORECASE,
)
_SINCE_LATELY = re.compile(r"\b(?:has|have) been in (?:force|effect) since\s(?:\w+day,? )?(?:the )?\Z")
_LATELY = 31
"""Days within which it is news that something has effect."""
_CLOSED = re.compile(
    r"\b(?:closed|ended|expired|concluded|had until|were due|was due|was open|were open|ran until)\b", re.IGNORECASE
)
"""Tells of a term that is over, but of one ahead of the news where its day is a later one."""
_COUNTED_TO = re.compile(
    r"(?:以上|以内|数据|统计|累计)\s*[(（]\s*(?:截止|截至)(?:日期|时间)?(?:为|是|到|至|[:：])?\s*$"
)
_TURNS_ZH = re.compile(r"(?P<earlier>曾|已通知|此前|早前|先前)|现|再次|本次|此次|[。；]")
"""Where a Chinese sentence turns to what was before, back to the present, or to another clause."""
_AS_OF_ZH = re.compile(r"(?:^|[，,。；])截至\s*\Z")
"""Opens a clause that tells how things stand on a day."""
_PERIOD_ZH = re.compile(r"(?:征求意见|意见征集|公示|反馈|申报|报名|受理)(?:时间|期限|期)[^，。；]{0,12}，\s*截至\s*\Z")
"""Says how long a window is open before the day it ends ("征求意见时间为30天，截至4月29日")."""
_OF_THE_DOCUMENT = WordLed(
    "draft measures rules regulation guideline document provisions notice plan law standard comment consultation public"
    " feedback 征求意见 办法 规定 条例",
    r"\b(?:draft|measures|rules|regulations?|guidelines?|document|provisions|notice|plan|law|standards?|comment "
    r"period|consultation|public comment|feedback)\b"
    r"|征求意见|办法|规定|条例",
    re.IGNORECASE,
)
_ABROAD = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(name) for name in (*COUNTRIES, *DEMONYMS)) + r")(?!\w)")
_TOLD_AS_PAST = re.compile(r"\b(?:was|were|had|could)\b", re.IGNORECASE)
_HEAD_ZH = re.compile(
    r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})?[）)、.．]?\s*(?P<words>\w{0,8}(?:征求|征集|反馈|公示|申报|报名|受理|推荐)\w{0,4}(?:时间|期限|日期))\s*[:：]?"
)
_SHORT_WEEKDAY = re.compile(r"(?<=\s)(?:Mon|Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun)\.?,?\s\Z")
_OTHER_WORDS = re.compile(
    r"\b(?:the\s)?(?:start|beginning|first\sday|turn|middle|end)\sof\s(?:the\s|next\s|this\s)?[\w ]{3,16}\s\(\Z",
    re.IGNORECASE,
)
"""What a day in brackets is in other words ("from the start of 2026 (1 January)")."""
_WINDOW = 300
_LONGEST_SENTENCE = 2_000
"""Characters before a day that are asked for what it closes; what runs on longer without a stop is no sentence."""
_CLAUSE = re.compile(r"[;；]|\bwhile\b|\bwhereas\b")


def list_deadlines(passages: Iterable[Passage], frame: Frame) -> tuple[Deadline, ...]:
    """Return an item's deadlines in order, each day and kind once; ``frame`` completes the days that it prints.

    A day that is counted ("within 30 days") stands last, and only where none of its kind is printed.
    """
    found: dict[tuple[dt.date, DeadlineKind], Deadline] = {}
    counted: dict[DeadlineKind, Deadline] = {}
    held = tuple(passages)
    news = [passage for passage in held if passage.place in PROSE or passage.place is Place.ARTICLE]
    if frame.reported_on and any(p.place is Place.HEADING and _lists_days(p.text) for p in held):
        for deadline in _read_listed(news, frame.reported_on):
            found[deadline.on, deadline.kind] = deadline
    heads = (passage for passage in held if passage.place is Place.HEADING)
    wording = " ".join(p.text for p in (*news, *heads) if p.place is not Place.COMMENT)
    head = ""
    for passage in news:
        for sentence in passage.sentences:
            if passage.place is Place.COMMENT and not _is_about_document(sentence.text):
                continue
            text = f"{head}{sentence.text}"
            head = ""
            days = tuple(list_days(text, frame))
            for deadline in _read_sentence(text, days, reported_on=frame.reported_on, wording=wording):
                found.setdefault((deadline.on, deadline.kind), replace(deadline, quote=sentence.text))
            for on, kind in list_terms(text, days, frame, wording):
                counted.setdefault(kind, Deadline(on=on, kind=kind, quote=sentence.text))
        head = _read_head(passage.text)
    for deadline in list_column_days(news, frame, wording):
        found.setdefault((deadline.on, deadline.kind), deadline)
    printed = {deadline.kind for deadline in found.values()}
    return (*found.values(), *(deadline for deadline in counted.values() if deadline.kind not in printed))


def _lists_days(heading: str) -> bool:
    """Return whether a heading stands over days on which something closes, or over days to come."""
    return _LISTS_DEADLINES.search(heading) is not None or is_outlook(heading)


_RULE_BEGINS = re.compile(
    r"\b(?:rules?|measures?|controls?|tariffs?|dut(?:y|ies)|fees?|tax|vat|bans?|curbs?|laws?|regulations?|standards?|quotas?"
    r"|provisions|licen[cs]\w+|restrictions?|labels?|requirements?|limits?|cuts?|guidelines|catalogue|scheme)\b[^.;]{0,80}?"
    r"\b(?:starts?|begins?|(?:take|takes) effect|appl(?:y|ies)|becomes? (?:mandatory|compulsory|binding)"
    r"|(?:come|enter)s? into (?:force|effect))\b",
    re.IGNORECASE,
)
"""What an entry in a list of days to come says of a rule that begins."""
_WINDOW_CLOSES = re.compile(
    r"\b(?:(?:comments?|opinions|consultation|feedback|views)|(?P<applications>applications?|nominations|bids|call))\b[^.;]{0,80}?"
    r"\b(?:close[sd]?|ends?|due)\b(?!\s(?:in|on|until|within|\d))"
    r"|\b(?:deadline|last day|end)\b[^.;]{0,60}?\b(?:comments?|opinions|consultation|feedback|views"
    r"|(?P<apply>(?:to (?:apply|nominate|register|bid)|for (?:applications|nominations|bids))))\b",
    re.IGNORECASE,
)
"""What it says of a window that closes."""


def _read_listed(news: list[Passage], day: dt.date) -> Iterator[Deadline]:
    """Return what closes or begins on the day of an entry in a list of deadlines ("Comments on ropes")."""
    text = news[0].text if news else ""
    asked = _OPENS_ASKED.match(text)
    if _HAS_EFFECT_ZH.search(text) or _RULE_BEGINS.search(text):
        yield Deadline(on=day, kind=DeadlineKind.TAKES_EFFECT, quote=news[0].sentences[0].text)
    closing = asked or _WINDOW_CLOSES.search(text)
    if closing:
        applies = closing["applications"] or closing.groupdict().get("apply")
        kind = DeadlineKind.APPLICATIONS_CLOSE if applies else DeadlineKind.COMMENTS_CLOSE
        yield Deadline(on=day, kind=kind, quote=news[0].sentences[0].text)


def _read_head(text: str) -> str:
    """Get the words of a line of its own that says which days stand below it ("二、征求意见时间"), as their label."""
    head = _HEAD_ZH.fullmatch(text)
    return f"{head['words']}：" if head else ""


def _is_about_document(sentence: str) -> bool:
    return bool(_OF_THE_DOCUMENT.search(sentence)) and not (_ABROAD.search(sentence) or list_reference_spans(sentence))


def _read_sentence(
    text: str, days: tuple[PrintedDay, ...], *, reported_on: dt.date | None, wording: str
) -> Iterator[Deadline]:
    if reported_on:
        yield from _read_day_of_item(text, reported_on)
    kinds = tuple(_find_kind(text, days, i, reported_on=reported_on, wording=wording) for i in range(len(days)))
    kinds = share_kinds(text, days, kinds)
    for i in range(1, len(days)):
        if kinds[i] is DeadlineKind.TAKES_EFFECT and _runs_from(text, days[i - 1], days[i]):
            kinds = (*kinds[: i - 1], kinds[i], None, *kinds[i + 1 :])
    for printed, kind in zip(days, kinds, strict=True):
        if kind:
            yield Deadline(on=printed.on, kind=kind, quote=text)


def _runs_from(text: str, first: PrintedDay, last: PrintedDay) -> bool:
    """Return whether two days are those from and to which something is in force ("自1月1日至12月31日执行")."""
    before = text[max(0, first.start - 2) : first.start]
    return _FROM_ZH.search(before) is not None and _UNTIL_ZH.fullmatch(text[first.end : last.start]) is not None


def _find_kind(
    text: str, days: tuple[PrintedDay, ...], index: int, *, reported_on: dt.date | None, wording: str
) -> DeadlineKind | None:
    """Return what happens on one of a sentence's days, by the words between its neighbours."""
    printed, last = days[index], days[index - 1] if index else None
    next_day = days[index + 1].start if index + 1 < len(days) else len(text)
    before, after = _around(text, printed, begin=last.end if last else 0, end=next_day)
    is_range = last is not None and RANGE.fullmatch(before.strip()) is not None
    if printed.on == reported_on and took_effect(before, after):
        return DeadlineKind.TAKES_EFFECT
    told = reported_on is not None and printed.on < reported_on and after.startswith("，")  # 4月1日至4月10日，…征求意见
    if told or _is_over(printed, before, after, reported_on) or _is_earlier(text, printed.start):
        return None
    labelled = read_label(text[: printed.start], wording) if not (index or _begins_range(text, days)) else None
    if labelled:
        return labelled
    if _SHOWN_UNTIL.search(before):
        return DeadlineKind.COMMENTS_CLOSE
    if takes_effect(before, after) or tells_start(printed, before, after, reported_on=reported_on):
        return DeadlineKind.TAKES_EFFECT
    if is_last_taken(before, after):
        return find_asked(before)
    if not is_range and not is_term(before, after):
        return find_kind_in_tongues(before, after)
    shown = is_range and last is not None and _ends_in(_SHOWN, text, last.start)
    since = _around(text, last, begin=0, end=next_day)[0] if is_range and last else ""
    kind = find_kind(since + before, after)
    if kind is None and (shown or is_elliptic(since + before) or is_moved_on(before) or _IN_BRACKETS.search(before)):
        kind = find_asked(text[max(0, printed.start - _LONGEST_SENTENCE) : printed.start])
        told_elsewhere = (
            shown
            or _OPEN_UNTIL.search(before)
            or _DEADLINE_WORD.search(before + after)
            or _IT_RUNS.search(since + before)
        )
        kind = kind or (_find_asked_in_news(wording) if told_elsewhere else None)
        kind = kind or (DeadlineKind.COMMENTS_CLOSE if shown and "公示期" in since else None)
    return _decide_asked(
        kind, text[: printed.start] if kind and is_elliptic(since + before) else before, after, wording
    )


def _find_asked_in_news(wording: str) -> DeadlineKind | None:
    """Return what the whole news asks for: comments on a draft, applications for a round or call."""
    kind = find_asked(wording)
    if kind is None and _DRAFTED.search(wording):
        return DeadlineKind.COMMENTS_CLOSE
    return DeadlineKind.APPLICATIONS_CLOSE if kind is None and _ROUND.search(wording) else kind


def _decide_asked(kind: DeadlineKind | None, before: str, after: str, wording: str) -> DeadlineKind | None:
    """Return what closes on a day, where only the whole news says what is submitted or what "them" are."""
    if kind is DeadlineKind.APPLICATIONS_CLOSE and _SUBMISSIONS.search(before + after):
        kind = DeadlineKind.COMMENTS_CLOSE if _DRAFTED.search(wording) else find_asked(wording) or kind
    if kind is None and _TAKES_THEM.search(before):
        return find_asked(wording)
    return kind


def _ends_in(pattern: re.Pattern[str], text: str, end: int) -> bool:
    return pattern.search(text, max(0, end - _WINDOW), end) is not None


def _is_earlier(text: str, start: int) -> bool:
    """Return whether the last turn of the sentence before an offset is to what was before."""
    ends, earlier = _list_turns(text)
    index = bisect_right(ends, start)
    return index > 0 and earlier[index - 1]


@lru_cache(maxsize=16)
def _list_turns(text: str) -> tuple[tuple[int, ...], tuple[bool, ...]]:
    """Return where each turn of a sentence ends, in order, and whether it is to what was before; once for all days."""
    turns = tuple(_TURNS_ZH.finditer(text))
    return tuple(turn.end() for turn in turns), tuple(turn["earlier"] is not None for turn in turns)


def _is_over(printed: PrintedDay, before: str, after: str, reported_on: dt.date | None) -> bool:
    """Return whether the day is told as past, or as that up to which something was counted."""
    if (
        _EVERY_ZH.search(before)
        or _COUNTED_TO.search(before)
        or (_AS_OF_ZH.search(before) and after.startswith(("，", ",")) and not _PERIOD_ZH.search(before))
    ):
        return True
    is_later = reported_on is not None and printed.on > reported_on and not printed.is_moved
    if not is_later and _CLOSED.search(before):
        return True
    if _SINCE_LATELY.search(before) and reported_on and abs((reported_on - printed.on).days) <= _LATELY:
        return False
    return bool(_PAST.search(before) or (printed.is_moved and _TOLD_AS_PAST.search(before)))


def _begins_range(text: str, days: tuple[PrintedDay, ...]) -> bool:
    return len(days) > 1 and RANGE.fullmatch(text[days[0].end : days[1].start].strip()) is not None


def _read_day_of_item(text: str, reported_on: dt.date) -> Iterator[Deadline]:
    """Return what begins or ends on the item's own day, where its sentence ends so and prints no day of its own."""
    took_effect, closing = _TOOK_EFFECT_THEN.search(text), _CLOSE_THEN.search(text)
    from_today = tells_start_today(text)
    if not (took_effect or closing or from_today) or (_NOT_THAT_DAY.search(text) and not from_today):
        return
    if any(True for _ in find_printed_dates(text, default_year=reported_on.year)):
        return
    if took_effect or from_today:
        yield Deadline(on=reported_on, kind=DeadlineKind.TAKES_EFFECT, quote=text)
    elif closing and (kind := find_asked(closing[0])):
        yield Deadline(on=reported_on, kind=kind, quote=text)


def _around(text: str, printed: PrintedDay, *, begin: int, end: int) -> tuple[str, str]:
    """Return the clause around a date, before and after it, between two offsets."""
    begin = max(begin, printed.start - _WINDOW)
    breaks = [match.end() for match in _CLAUSE.finditer(text, begin, printed.start)]
    after = text[printed.end : min(end, printed.end + _WINDOW)]
    stop = _CLAUSE.search(after)
    before = _SHORT_WEEKDAY.sub("", text[breaks[-1] if breaks else begin : printed.start])
    before = _OTHER_WORDS.sub("", before) if before.endswith("(") else before
    return before, after[: stop.start()] if stop else after
