"""Targets: goals set for a year, not every year that is mentioned.

Decided: a year is a goal's when it stands after "by" or 到 (with no past told), or with a word of aim ("targets for
2025", "in 2030 ... will"), and is not over at the item's date. Points under a line that
introduces them ("Targets for 2025 include:") are one target each. Years inside the names of documents and in ranges
say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.model.briefing import Target
from bot.reading.facts.passages import PROSE, Passage, Place, mentions, split_sentences
from bot.reading.facts.references import list_reference_spans

_STRONG_AIM = r"(?:targets?|goals?|objectives?|quotas?|milestones?|ambitions?|aims?)"
_AIM = re.compile(
    rf"\b(?:{_STRONG_AIM}|targeted|aimed|aiming|plans? to|planned|planning to|aspir\w+|intends?|hopes?"
    r"|wants?(?!\s(?:comments|views|opinions|replies)\b)"
    r"|expect(?:s|ed)|striv\w+"
    r"|call(?:s|ed) for|seeks? to|will|would|shall|should|must|is to|are to|pledg\w+|vow(?:s|ed)|commit\w*|vision"
    r"|envisag\w+|envision\w*)\b",
    re.IGNORECASE,
)
_Y = r"(?P<year>20[2-9]\d)\b(?![-–/]\d)"
_PART = (
    r"(?:the\s)?(?:(?:end|close|middle|start|beginning)(?:[- ](?:of\s)?|\sof\s)|late[- ]|early[- ]|mid-?\s?"
    r"|year[- ]end\s|around\s)?"
)
_MONTH = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December|Q[1-4]"
    r"|the (?:first|second|third|fourth) (?:half|quarter) of)\s)"
)
_MEASURED = re.compile(
    r"\b(?:(?:is|are|ha(?:ve|s))\sto|shall|must|(?:told|tells|ordered|orders|asked|asks|wants?)\s[^.;:,]{2,80}?\sto)\s(?:raise"
    r"|cut|lower|reduce|keep|bring|reach|rise|grow|fall|drop|decline|decrease|increase|climb|expand|shrink|exceed"
    r"|stay|remain|stand|come|amount|total|be\s(?:kept|cut|held|raised|reduced|limited|lowered|brought|around|about|at"
    r"|above|below))\b(?:[^.;:\d]|\.\d){0,60}\d(?:[^.;:]|\.\d){0,60}\Z",
    re.IGNORECASE,
)
"""A figure that something has to come to: a goal for the news's own year too."""
_BY = re.compile(rf"\b(?:by|(?<!not )before)\s{_PART}(?:the\syear\s)?{_Y}", re.IGNORECASE)
_NOT_BEFORE = re.compile(r"\b(?:not|never|hardly|unlikely|no|cannot)\b|n[’']t\b", re.IGNORECASE)
"""Makes of a year before which something happens the first in which it may."""
_PLANNED_FOR = re.compile(rf"\b(?:planned|envisaged|foreseen|targeted|aimed|pencilled\sin)\sfor\s{_PART}{_Y}")
_HAVE_TO = re.compile(r"\bha(?:ve|s)\sto\b")
_NO_GOAL = re.compile(
    r"\b(?:review|revision|amendment|reading|drafts?|laws?|rules|meeting|conference|summit|fair|visit|listing|launch|start|flights?|trials?|debut|sales?|delivery|deliveries|hearing|election|test"
    r"|opening|roll-?out|completion|IPO)\b",
    re.IGNORECASE,
)
"""What is only to take place in a year."""
_BETWEEN = re.compile(rf"\b(?:between\s20\d\d\sand|from\s20\d\d\sto)\s{_Y}")
_ONLY_LASTS = re.compile(
    r"\b(?:appl(?:y|ies)|valid|exempt\w*|pa(?:y|ys|id)|tax|dut(?:y|ies)|subsid\w+|waive[ds]?|lev(?:y|ied)|runs?|lasts?"
    r"|extend(?:s|ed)?|remain|force|effect|happened|sold|tariffs?)\b",
    re.IGNORECASE,
)
"""What holds for some years is no goal for the last."""
_BY_IN_GERMAN = re.compile(
    rf"(?<!\d\s)\bbis\s(?:(?:spätestens|ende|zum\sjahr)\s)?{_Y}(?=\s(?:soll|will|woll|muss|müss|möcht))",
    re.IGNORECASE,
)
_BY_IN_FRENCH_OR_SPANISH = re.compile(
    rf"\b(?:d['’]ici\s(?:à\s|fin\s|la\sfin\s(?:de\s)?)?|à\sl['’]horizon\s|de\saquí\sa\s){_Y}", re.IGNORECASE
)
_BY_MONTH = re.compile(rf"\bby\s{_PART}{_MONTH}{_Y}", re.IGNORECASE)
_FOR = re.compile(
    rf"\b(?:{_STRONG_AIM}\b[^.;:]{{0,60}}?\b(?:for|in|of)|(?:{_STRONG_AIM})\sof\s(?:[^.;:,]|[.,](?=\d)){{0,80}}?\b(?:for|in)|set\sfor)\s(?:the\syear\s|end-?\s?)?{_Y}",
    re.IGNORECASE,
)
_APPLIED_FOR = re.compile(
    r"\b(?:appl(?:y|ies|ied|ying|ications?)|bids?|bidding|tenders?)\s(?:\w+\s)?for\s[^.;:,]{0,60}\Z", re.IGNORECASE
)
"""What is applied for, such as a quota, is no goal."""
_OWN = re.compile(
    rf"(?<![-–/(]){_Y}(?:\s(?!(?:and|or|a|an|the|its|to|with)\b)[\w-]+){{0,4}}?\s(?:targets?|goals?|objectives?|quotas?)\b",
    re.IGNORECASE,
)
_IN = re.compile(
    rf"(?:\b(?:in|throughout|over|around)\s{_Y}|(?:\A|(?<=[;:]\s))for\s(?P<of>20[2-9]\d),\s)", re.IGNORECASE
)
_EVENT_BEFORE = re.compile(
    r"\b(?:launch|start|opening|debut|listing|IPO|flotation|roll-?out|first\s(?:flight|delivery|sale)|completion)\s\Z"
)
"""What only takes place in the year behind it."""
_NOT_SET = re.compile(
    r"[^.;:,]{0,30}?\s(?:was|were|is|are|has\sbeen|have\sbeen)\s(?:not|never)\s(?:\w+ly\s)?(?:mentioned|named|given|set|published|disclosed|stated)\b"
)
"""Denies a goal for the year before it."""
_SINCE_THEN = re.compile(
    rf"\b[Ff]rom\s(?:the\syear\s)?{_Y}(?:\son(?:wards?)?\b)?,?\s(?=[^.;:]{{2,160}}?\b(?:shall|must|should|(?:is|are|has|have)\sto)\b)"
)
"""From when on something has to be so ("From 2030 on, half of the roofs shall ...")."""
_UNTIL = re.compile(rf"\b(?:shall|should|must|(?:is|are)\sto)\s[^.;:]{{2,80}}?\b(?:until|through)\s{_Y}", re.IGNORECASE)
_STAGE = re.compile(rf"\b(?:stage|phase|step)\s(?:[\w-]+\s){{0,3}}?(?:until|to)\s{_PART}{_Y}", re.IGNORECASE)
_GRANTED = re.compile(
    rf"\b(?:ha(?:ve|s)|gets?|given)\s(?:[^.;:]{{1,40}}?\s)?(?:until|to)\s{_PART}{_Y},?\sto\s"
    r"(?=reach|halve|double|cut|raise|reduce|lower|lift|bring)",
    re.IGNORECASE,
)
"""The time that somebody has to come to something ("Steelmakers have until 2028 to ...")."""
_BRACKETED = re.compile(rf"\b{_STRONG_AIM}\s\({_PART}{_Y}\)", re.IGNORECASE)
_SET_AS = re.compile(rf"\bsets?\s{_Y}\sas\b", re.IGNORECASE)
_WORDED = (
    (_BY_IN_GERMAN, ("bis",)),
    (_BY_IN_FRENCH_OR_SPANISH, ("ici", "horizon", "aqu")),
    (_SINCE_THEN, ("from",)),
    (_UNTIL, ("until", "through")),
    (_STAGE, ("stage", "phase", "step")),
    (_GRANTED, ("have", "has", "get", "given")),
    (_BRACKETED, ("(",)),
    (_SET_AS, (" as ",)),
)
"""Forms that need no more than their words, with letters of which some stand in every match."""
_AIM_STEMS = ("target", "goal", "objective", "quota", "milestone", "ambition", "aim", "set for")
_PLAN_STEMS = ("five-year", "五")
_THIS_YEAR = re.compile(r"\bthis\syear\b", re.IGNORECASE)
_STARTS_UP = re.compile(
    r"\b(?:production|operations?|construction|deliver(?:y|ies)|work|(?:(?:is|are|due|set|scheduled|slated|expected)\sto\s|will\s|would\s|and\s)"
    r"(?:start|begin|open|start\sup|go\sinto\s(?:operation|production)|come\son\s(?:line|stream)))\b[^.;:]{0,60}\Z",
    re.IGNORECASE,
)
"""When a plant is to open is no goal."""
_ZH = re.compile(r"(?P<year>20[2-9]\d)\s*年(?!\s*\d{1,2}\s*月)")
_ZH_UNTIL = re.compile(r"(?:(?<![年月日])[到至]|力争|争取|确保)\s*$")
_ZH_RUNS = re.compile(r"(?:延续|延长|延期|顺延|推迟|延后|推后|有效期?|执行|实施)(?:[到至]|截至)\s*$")
_ZH_BEFORE = re.compile(r"(?:底|末)?(?:之?前(?!后)|以前)|(?:底|末)(?=[，,基达实建形全])")
_ZH_NEXT = re.compile(r"[到至]?(?P<year>20[2-9]\d)年(?:底|末)?(?!前后|\d{1,2}月)(?![^；。]*(?:预计|预测|有望))")
"""Opens the next stage of a goal behind a semicolon ("到2025年…；2030年…")."""
_ZH_OWN = re.compile(r"[^，。；]{0,24}?(?<!完成)目标(?!任务)")
_ZH_STATES = re.compile(r"(?:提出|明确|要求|规划)[，,]?(?:到|至)?\s*\Z")
_ZH_REACHES = re.compile(
    r"(?:底|末)?[^，。；]{0,30}?(?:达到|达(?=[\d约])|建成|实现|超过|突破|降至|提高到|覆盖|形成|翻[一两]?番)"
)
"""What a document states for a year to come: "提出2030年产量达到50万吨"."""
_ZH_STRIVES = re.compile(r"(?:底|末)?，?(?:力争|争取|确保)")
_ZH_FORECAST = re.compile(r"预计|预测|预期|有望|或将|估计")
_ZH_STAGES = re.compile(
    r"分(?:别到|到|至)?20[2-9]\d年(?:[、和与及]20[2-9]\d年)+[^，。；]{0,4}?(?:[两二三四五]个?)?阶段(?!性)"
)
_ZH_AIM = re.compile(r"目标|力争|争取")
_PAST = re.compile(
    r"\b(?<!shall have )(?<!should have )(?<!will have )(?<!must have )(?<!to have )"
    r"(?:(?:was|were|had been|has been|(?<!shall )(?<!should )(?<!will )(?<!must )have been)\s"
    r"(?:\w+ly\s)?(?!(?:set|expected|supposed|due|meant|scheduled"
    r"|slated|planned)\sto\b)\w+"
    r"|had(?!\sto\b)|reached|stood|totall?ed|amounted|grew|rose|fell|exceeded|already)\b",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"[:：]\s*\Z|\b(?:includ(?:e|es|ed|ing)|as follows|the following|namely|such as|below|listed|these)\b"
    r"|包括|如下|以下|分别",
    re.IGNORECASE,
)
_RANGE = re.compile(r"20\d\d\s*(?:年\s*)?[-–—/至到]\s*20\d\d")
_WINDOW = 300
_NEAR = 80
_YEAR = re.compile(r"20[2-9]\d")
_PLAN_PERIOD = re.compile(
    r"\b(?:over|during|in|for|by the end of|throughout)\sthe\s(?P<en>1[3-9])th\sfive-year\s(?:plan\s)?(?:period"
    r"|plan\speriod)\b"
    r"|(?P<zh>十[三四五六七])五[”\"]?(?:期间|时期|末)",
    re.IGNORECASE,
)
_ENDS_OF_PLANS = {"13": 2020, "14": 2025, "15": 2030, "16": 2035, "17": 2040}
_ENDS_OF_PLANS_ZH = dict(zip("三四五六七", _ENDS_OF_PLANS.values(), strict=True))
"""The last years of the five-year plans."""
_TO_PLAN_ZH = re.compile(r"[到至][“\"]?\Z")
_COUNTS = re.compile(r"\d")


def list_targets(passages: Sequence[Passage], *, lead: str | None, year: int | None) -> tuple[Target, ...]:
    """Return an item's goals in order, one a year and sentence; ``lead`` introduces the points, ``year`` is its own."""
    led = _years_of_lead(lead, year=year)
    found: dict[tuple[int, str], Target] = {}
    for passage in passages:
        if passage.place in PROSE:
            for target in _read_passage(passage, lead=lead, led=led, year=year):
                found.setdefault((target.year, target.quote), target)
    return tuple(found.values())


def find_goal_years(sentence: str, *, year: int | None) -> tuple[int, ...]:
    """Return the years for which this sentence sets a goal, in order; ``year`` is that of the news, or None."""
    if not (
        _YEAR.search(sentence)
        or mentions(sentence, ("this year", "five-year", "五期间", "五时期", "五末", "五”", '五"'))
    ):
        return ()
    masked = _mask(sentence)
    hits = sorted({(start, goal) for start, goal in _list_hits(masked, year=year) if year is None or goal >= year})
    return tuple(dict.fromkeys(goal for _, goal in hits))


def _read_passage(passage: Passage, *, lead: str | None, led: tuple[int, ...], year: int | None) -> Iterator[Target]:
    if passage.place is Place.POINT and led:
        yield from (Target(year=goal, quote=passage.text) for goal in led)
    is_lead = bool(led) and passage.text == lead
    sentences = passage.sentences[:-1] if is_lead else passage.sentences
    goals: tuple[int, ...] = ()
    for sentence in sentences:
        stage = _ZH_NEXT.match(sentence.text) if goals else None
        later = (int(stage["year"]),) if stage and int(stage["year"]) > max(goals) else ()
        goals = find_goal_years(sentence.text, year=year) or later
        for goal in goals:
            if not (passage.place is Place.POINT and goal in led):
                yield Target(year=goal, quote=sentence.text)
        goals = goals if sentence.text.endswith("；") else ()


def _years_of_lead(lead: str | None, *, year: int | None) -> tuple[int, ...]:
    """Return the goal years of the lead's last sentence, where its words introduce the points."""
    sentences = split_sentences(lead or "")
    if not sentences or not _INTRODUCES.search(sentences[-1].text):
        return ()
    return find_goal_years(sentences[-1].text, year=year)


def _mask(sentence: str) -> str:
    """Blank what holds years that are no goals: names of documents and ranges of years."""
    spans = [*list_reference_spans(sentence), *(match.span() for match in _RANGE.finditer(sentence))]
    chars = list(sentence)
    for start, end in spans:
        if _YEAR.search(sentence[start:end]):
            chars[start:end] = "·" * (end - start)
    return "".join(chars)


def _list_hits(text: str, *, year: int | None) -> Iterator[tuple[int, int]]:
    told = (
        *(match for match in _BY.finditer(text) if not (_is_past(text, match.start()) or _is_first(text, match))),
        *(match for match in _PLANNED_FOR.finditer(text) if _is_amount(text, match.start())),
        *(match for match in _BETWEEN.finditer(text) if _is_span(text, match, year=year)),
        *(match for form, stems in _WORDED if mentions(text, stems) for match in form.finditer(text)),
        *(match for match in _BY_MONTH.finditer(text) if _AIM.search(text) and not _is_past(text, match.start())),
        *(match for match in _list_aims(text) if not _APPLIED_FOR.search(text[: match.start()])),
        *_OWN.finditer(text),
        *(match for match in _IN.finditer(text) if _is_planned(text, match, year=year)),
        *(match for match in _ZH.finditer(text) if _is_goal_zh(text, match, year=year)),
    )
    yield from (
        (max(match.start(), match.start("year")), int(match["year"] or match["of"]))
        for match in told
        if not _NOT_SET.match(text, match.end())
    )
    for match in _PLAN_PERIOD.finditer(text) if mentions(text, _PLAN_STEMS) else ():
        rest = f"{text[: match.start()]} {text[match.end() :]}"
        aimed = _AIM.search(text) or _ZH_AIM.search(text) or _TO_PLAN_ZH.search(text, 0, match.start())
        if aimed and _COUNTS.search(rest):
            yield match.start(), _ENDS_OF_PLANS[match["en"]] if match["en"] else _ENDS_OF_PLANS_ZH[match["zh"][-1]]
    if year is not None:
        this = (match.start() for match in _THIS_YEAR.finditer(text))
        yield from ((start, year) for start in this if _MEASURED.search(text, max(0, start - _WINDOW), start))


def _list_aims(text: str) -> Iterator[re.Match[str]]:
    return _FOR.finditer(text) if mentions(text, _AIM_STEMS) else iter(())


def _is_past(text: str, end: int) -> bool:
    """Return whether what stands before this place is told as past, with no aim between."""
    near = text[max(0, end - _WINDOW) : end]
    clause = near[max(near.rfind(mark) for mark in ";；。:") + 1 :]
    past = [match.end() for match in _PAST.finditer(clause)]
    return bool(past) and _AIM.search(clause, past[-1]) is None


def _is_first(text: str, match: re.Match[str]) -> bool:
    """Return whether "before 2030" stands with a word that denies it: what "will not start before 2030"."""
    near = text[max(0, match.start() - _NEAR) : match.start()]
    return match[0][:6].lower() == "before" and _NOT_BEFORE.search(re.split("[,;.:]", near)[-1]) is not None


def _is_amount(text: str, end: int) -> bool:
    """Return whether what is planned for a year is a thing to have by then, not an event or the start of a plant."""
    what = re.split(r"[;:]|[.,](?!\d)", text[max(0, end - _NEAR) : end])[-1]
    return not (_NO_GOAL.search(what) or _STARTS_UP.search(what))


def _is_span(text: str, match: re.Match[str], *, year: int | None) -> bool:
    """Return whether something is to be done within some years, the last of them ahead."""
    if (year is not None and int(match["year"]) <= year) or _is_past(text, match.start()):
        return False
    return (_AIM.search(text) or _HAVE_TO.search(text)) is not None and not (
        _ONLY_LASTS.search(text) or _STARTS_UP.search(text, 0, match.start())
    )


def _is_planned(text: str, match: re.Match[str], *, year: int | None) -> bool:
    """Return whether "in 2030" stands with words of aim; the news's own year needs a "goal" or a figure to come to."""
    if _is_past(text, match.start()):
        return False
    later = year is not None and int(match["year"] or match["of"]) > year
    if later:
        happens = _STARTS_UP.search(text, 0, match.start()) or _EVENT_BEFORE.search(text, 0, match.start())
        return _AIM.search(text) is not None and not happens
    strong = re.search(rf"\b{_STRONG_AIM}\b", text, re.IGNORECASE)
    return bool(strong or _MEASURED.search(text, max(0, match.start() - _WINDOW), match.start()))


def _is_goal_zh(text: str, match: re.Match[str], *, year: int | None) -> bool:
    if _is_stage_zh(text, match.start()):
        return True
    if _ZH_RUNS.search(text, 0, match.start()):
        return False
    if _ZH_UNTIL.search(text, 0, match.start()) or _ZH_BEFORE.match(text, match.end()):
        return True
    if _ZH_STRIVES.match(text, match.end()):
        return year is None or int(match["year"]) >= year
    if year is not None and int(match["year"]) > year and _ZH_REACHES.match(text, match.end()):
        return _ZH_FORECAST.search(text) is None
    if _ZH_OWN.match(text, match.end()) and (year is None or int(match["year"]) == year):
        return True
    if _ZH_STATES.search(text, 0, match.start()) and _ZH_REACHES.match(text, match.end()):
        return year is None or int(match["year"]) >= year
    return bool(_ZH_AIM.search(text)) and (year is None or int(match["year"]) > year)


def _is_stage_zh(text: str, start: int) -> bool:
    """Return whether a year is one of those to which a plan goes in stages ("分2027年、2035年两个阶段推进")."""
    return "阶段" in text and any(stages.start() < start < stages.end() for stages in _ZH_STAGES.finditer(text))
