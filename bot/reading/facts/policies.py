"""What an item reports of its official document: titles, number, kind, nature and status."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from bot.model.briefing import Deadline, DeadlineKind, DocumentType, ReportedPolicy
from bot.model.briefing import PolicyStatus as Status
from bot.model.ids import HAN, fold_title
from bot.reading.facts.document_numbers import (
    find_ground_number,
    find_lone_number,
    find_number_behind,
    find_own_number,
)
from bot.reading.facts.own_titles import (
    ASKED_FOR,
    ASKS,
    BUILDS_ON,
    CHANGES_TO,
    ISSUES,
    OBJECT_LENGTH,
    find_leading_title,
    find_listed,
    find_own_titles,
    list_verbs,
)
from bot.reading.facts.passages import NEWS, NameKind, Passage, Place, WordLed, mentions
from bot.reading.facts.statuses import decide_status, find_nature, find_stated_line
from bot.reading.facts.titles import (
    CAP,
    REPLACED,
    SMALL,
    STANDARD_CODE,
    Titles,
    drop_owner,
    is_named,
    list_printed_titles,
    parse_article,
)

# What kind of document a title or a report's wording names.

_ZH_SUFFIXES = (
    ("行动计划|行动方案", DocumentType.ACTION_PLAN),
    ("规范条件", DocumentType.OTHER),
    (
        "标准|国标|标准体系|(?:技术|安全|通用|质量|性能|试验|限制使用)要求|规范(?!性文件)|限[定]?[值额]|(?<=[测验定价识析算量])方法",
        DocumentType.STANDARD,
    ),
    ("(?:实施)?办法|(?<![条项])措施|若干政策|(?<=若干)举措", DocumentType.MEASURES),
    ("(?:实施)?(?:规定|规则|细则)|规程", DocumentType.PROVISIONS),
    ("条例", DocumentType.REGULATION),
    (
        r"解读|问答|答记者问|司法解释|问题的解释|(?<=则)解释(?:第[〇一二三四五六七八九十\d]+号)?",
        DocumentType.INTERPRETATION,
    ),
    ("(?:实施|指导)?意见", DocumentType.OPINIONS),
    ("通知|公告|通告|通报|公示", DocumentType.NOTICE),
    ("(?:实施)?(?:计划|规划|方案)|纲要|路线图|工作要点", DocumentType.PLAN),
    ("指南|指引|导则|指导原则|手册", DocumentType.GUIDELINES),
    ("目录|清单|名单", DocumentType.CATALOGUE),
    ("(?<!方)法", DocumentType.LAW),
    ("(?<=的)建议", DocumentType.OTHER),
    ("函|决定|批复|答复|令|宣言|声明|白皮书|报告|倡议|公报|典型案例", DocumentType.OTHER),
)
_OF_TITLES = frozenset({"(?<!方)法", "(?<=的)建议"})
"""Endings that are a document's kind in its title alone."""
_COUNT_BEFORE = "(?<![条项])"
_ZH_ENDINGS = tuple((re.compile(f"(?:{ending.replace(_COUNT_BEFORE, '')})$"), kind) for ending, kind in _ZH_SUFFIXES)
"""What titles end with, a count before it or not (八条措施)."""
_EN_WORDS = (
    (r"action plans?|implementation plan of action", DocumentType.ACTION_PLAN),
    (r"interpretations?|q ?& ?a|questions and answers|explainer", DocumentType.INTERPRETATION),
    (r"guidelines?|guidance(?! (?:catalogues?|catalogs?|lists?|director))|guides?|guidebook", DocumentType.GUIDELINES),
    (r"opinions?", DocumentType.OPINIONS),
    (r"(?<!(?<!\d)\d )(?<!(?<!\d)\d\d )(?<!teen )(?<!ty )(?<!\d new )measures", DocumentType.MEASURES),
    (r"provisions|rules|detailed rules", DocumentType.PROVISIONS),
    (r"regulations?", DocumentType.REGULATION),
    (r"plans?|schemes?|outlines?|programmes?|roadmaps?|blueprints?", DocumentType.PLAN),
    (
        (
            r"catalogues?|catalogs?|(?<!that )(?<!which )list|(?<!that )(?<!which )lists(?!\s(?:\d|an?\b|the\b|its\b"
            r"|[a-z]+t(?:een|y)\b|t(?:wo|hree|en)\b|four|five|six|nine))|directory"
        ),
        DocumentType.CATALOGUE,
    ),
    (r"(?:standard|normative|specifications?) conditions", DocumentType.OTHER),
    (
        r"(?:standard|specification)s?(?! conditions)|(?:safety|security|technical|general|basic) requirements",
        DocumentType.STANDARD,
    ),
    (r"notices?|circulars?|announcements?|notifications?", DocumentType.NOTICE),
    (r"laws?", DocumentType.LAW),
    (
        (
            r"letters?|frameworks?|decisions?|repl(?:y|ies)|declarations?|statements?|white papers?|(?:blue"
            r"|green|yellow) ?books?|reports?|orders?"
            r"|(?-i:Recommendations)"
        ),
        DocumentType.OTHER,
    ),
)
_EN_KINDS = tuple((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), kind) for words, kind in _EN_WORDS)
_EN_HEAD = re.compile(r"\s(?:on|for|of|regarding|concerning|governing|to|about|in|under)\s", re.IGNORECASE)
_EN_ISSUES = re.compile(
    r"^(?:\w+\s){0,2}?notice\s(?:on|of|regarding|concerning)\s(?:the\s)?(?:jointly\s)?(?:issu\w+|print\w+(?: and "
    r"(?:distribut|issu)\w+)?|"
    r"releas\w+|publish\w+|distribut\w+|promulgat\w+|solicit\w+ (?:public )?(?:comments|opinions) on)\s(?:of\s)?"
    r"(?:the\s)?",
    re.IGNORECASE,
)
_INNER_MARKS = str.maketrans("〈〉", "《》")
_INNER_ZH = re.compile(r"《(.+)》")
_ISSUES_ZH = re.compile(
    r"^[^《]*(?:印发|发布|公布|颁布|征求|转发|修改|修订|废止|下达)[^《]*《|^《|》(?:[（(][^（）()]*[）)])?[^《（(]*征求"
)
_ISSUED_WORDS_ZH = re.compile(
    r"关于(?:印发|转发|(?:发布|公布)(?=[^《》]*(?:指南|指引|原则|办法|规定|规则|细则|方案)的))(?P<what>[^《》]{4,80}(?<!项目计划)(?<!名单)(?<!目录))的(?:通知|公告|通告)$"
)
_CAMPAIGN_ZH = re.compile(r"行动(?:[（(][^（）()]*[）)])?$")
_STANDARD_ZH = re.compile(r"(?:国家|行业|推荐性|强制性)标准《[^》]+》|》等\s?\d+\s?项[^《》]{0,10}标准")
_EXPLAINS_ZH = re.compile(
    r"(?:解读|问答|答记者问|解读之[一二三四五六七八九十]+)[）)]?$|^(?:图解|图说|一图(?:读懂|看懂|了解)|一文(?:读懂|看懂)|政策解读|专家解读)"
)
_BEFORE_TRADE_ZH = re.compile(
    r"(?:指南|指引|办法|细则|目录|清单|规范|标准)(?=\s?[^\W\d_]{2,12}(?:行业|领域|部分|产品|分册|篇)$)"
)
"""The kind of a document before the trade that this part of it is for ("核算指南 铝冶炼行业")."""
_OF_SERIES_ZH = re.compile(r"[^《》]{2,40}(?=第\s?\d{1,3}\s?号\s?[—–-])")
"""The kind of a document before its number in a series and its subject ("监管指引第10号——市值管理")."""
_ASKED_ZH = re.compile(
    r"征[求集][^，。；]{0,12}意见|意见(?:建议)?的?(?:反馈|征集|征求|截止)|(?:反馈|提出|修改|书面)意见"
)
"""Opinions that are asked for, no document's."""
_SERIES_NUMBER = re.compile(r"[（(]?\s*(?:19|20)\d\d\s*年\s*第\s*\d+\s*号\s*[）)]?$")
_TRAILING_ZH = re.compile(r"[\s（(［\[〔][^（）()\[\]〔〕]*[）)］\]〕]\s*$")
_ZH_ANYWHERE = tuple((re.compile(f"(?:{ending})"), kind) for ending, kind in _ZH_SUFFIXES if ending not in _OF_TITLES)


def find_document_type(title_en: str | None, title_zh: str | None) -> DocumentType | None:
    """Return the kind a title names, the Chinese one first as its suffix is fixed; None without a known suffix."""
    kind = _kind_of_zh(title_zh) if title_zh else None
    return kind or (_kind_of_en(title_en) if title_en else None)


def find_worded_type(wording: str) -> DocumentType | None:
    """Return the kind that the first of these words names ("new guidelines to ..."), or None.

    Of Chinese words that stand together the last is the head ("标准计划" is a plan).
    """
    wording = _ASKED_ZH.sub(lambda asked: " " * len(asked[0]), wording)
    hits = [(match.start(), -len(match[0]), kind) for word, kind in _EN_KINDS for match in word.finditer(wording)]
    words_zh = () if wording.isascii() else _ZH_ANYWHERE
    zh = [(match.start(), -len(match[0]), kind) for word, kind in words_zh for match in word.finditer(wording)]
    found = sorted((*hits, *zh), key=lambda hit: hit[:2])
    if not found:
        return None
    head, behind = found[0], {hit[0]: hit for hit in sorted(zh, key=lambda hit: -hit[1])}
    while head[0] - head[1] in behind:
        head = behind[head[0] - head[1]]
    return head[2]


def is_explaining(title: str) -> bool:
    """Return whether a Chinese headline says that its text explains a document (政策解读, 答记者问, 一图读懂)."""
    return _EXPLAINS_ZH.search(title.strip(" 。")) is not None


def _kind_of_zh(title: str) -> DocumentType | None:
    plain = title.strip(" 。").translate(_INNER_MARKS)
    if _EXPLAINS_ZH.search(plain):
        return DocumentType.INTERPRETATION
    if _STANDARD_ZH.search(plain):
        return DocumentType.STANDARD
    inner = _INNER_ZH.search(plain)
    if inner and _ISSUES_ZH.search(plain):
        named = inner[1].split("》")[0]
        campaign = DocumentType.ACTION_PLAN if _CAMPAIGN_ZH.search(named) else None
        return _suffix_of_zh(named) or campaign or _suffix_of_zh(plain)
    issued = _ISSUED_WORDS_ZH.search(_TRAILING_ZH.sub("", plain))
    if issued and (kind := _suffix_of_zh(issued["what"])):
        return kind
    first = re.split(r"[，,；;]\s*(?=[“《])", plain)[0]
    kind = _suffix_of_zh(first) or _suffix_of_zh(plain)
    inside = None if kind else _BEFORE_TRADE_ZH.search(_TRAILING_ZH.sub("", plain)) or _OF_SERIES_ZH.match(plain)
    return _suffix_of_zh(inside[0]) if inside else kind


def _suffix_of_zh(title: str) -> DocumentType | None:
    plain = _SERIES_NUMBER.sub("", title).strip(' 》《”"。')
    while (shorter := _TRAILING_ZH.sub("", plain).rstrip(' 》”"')) != plain and shorter:
        plain = shorter
    plain = re.sub(
        r"(?:征求意见稿|修[订正](?:草案|案)|草案|试行|暂行|(?:向社会|面向社会)?(?:公开)?征求(?:社会|公众)?意见)$",
        "",
        plain,
    )
    return next((kind for ending, kind in _ZH_ENDINGS if ending.search(plain)), None)


def _kind_of_en(title: str) -> DocumentType | None:
    inner = _EN_ISSUES.sub("", title).strip(" \"'“”‘’")
    head = _EN_HEAD.split(inner, maxsplit=1)[0]
    code = DocumentType.STANDARD if inner.startswith("Code for ") else None
    return code or _last_kind(head) or find_worded_type(inner)


def _last_kind(head: str) -> DocumentType | None:
    hits = [(match.end(), len(match[0]), kind) for word, kind in _EN_KINDS for match in word.finditer(head)]
    return max(hits, key=lambda hit: hit[:2])[2] if hits else None


# The kind of document that news names by words around it: the object of its verbs, a notice it tells from, a list.

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
_NEWS_KINDS_NUMBERED = re.compile(r"\b(?P<what>(?:\w+\s){0,3}\w+)\s*[(（][^()（）]{0,20}〔(?:19|20)\d\d〕\d+号")
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
    """Return the kind of what an item is told from, where it names no document: a notice, a standard, a list."""
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
    """Return the kind of the first document that a verb of issuing or ending is about, else that stands beside."""
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
    """Return the kinds of what takes effect, or on what comments close or are asked: no verb of issuing says them."""
    for sentence in passage.sentences:
        numbered = _NEWS_KINDS_NUMBERED.search(sentence.text) if "〔" in sentence.text else None
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
    """Return the words that name what is issued: before a passive verb, else after it, to the end of the phrase."""
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


_BEGINS = re.compile(
    r"\A[^.;]{2,160}?\s(?:(?:began|begins|started|starts)\sto\s\w+|would\s(?:begin|start)\sto\s\w+"
    r"|open(?:ed|s)\s(?:its|their|the|an?)\s(?:\w+\s){0,2}(?:session|meeting|conference))\b"
)
_MEETS = re.compile(
    r"\A[^.;]{2,160}?\s(?:met\s(?:on|with|to|in)\b|(?:summon|convene|host)(?:ed|s)\b|called\s[^.;]{2,60}?\sto\sa\s(?:meeting|talk)"
    r"|held\s(?:an?|its|the|talks)\s?(?:\w+\s){0,4}?(?:meeting|symposium|conference|session|talks|forum)?\b)"
    r"|\A[^。；]{2,60}?(?:约谈|会见|座谈|答记者问|出席[^，。]{0,30}会|(?:召开|举行)[^，。；]{0,30}会|会议(?:要求|强调|指出|研究))"
)
"""Opens news of a meeting: it issues nothing."""
_TOGETHER_ZH = re.compile(r"[两二三四五六七八九十\d]个?(?:部门|部委)(?:联合|共同)?推出")
_NUMBERED = re.compile(r"公告(?=\d)|令(?=第)")
"""A word of a number that is none of issuing."""
_ANNOUNCES = re.compile(r"Announcement\b")
_NAMES_STANDARD = re.compile(
    rf"(?:{CAP}\s){{0,6}}(?:Requirements|Methods?|Limits?|Limit Values|Terms|Terminology|Codes?|Norms?|Criteria"
    rf"|Principles|Quotas?|Classification|Grading|Index|Indicators)\s(?:for|of|on)(?:\s(?:{SMALL}|by|in|and|the|\d+)|\s{CAP}){{1,24}}"
)
"""The title of a standard, which no word for a kind of document shows ("Limits of Noise for Pumps")."""
_DESCRIBES = re.compile(r"[a-z]{2,}[\s,-](?!.*[A-Z][a-z]+(?:\s[a-z]+){0,2}\s[A-Z][a-z]+)")
"""Opens words that say what a document is, where others give its title ("notice on a pilot")."""
_HAS_EFFECT = re.compile(
    r"\b(?:rules?|measures|provisions|regulations?|laws?|guidelines|standards?|catalogues?|controls?|tariffs?|duties|bans?"
    r"|requirements?|licen[cs]ing)\b(?:[^.;,]|\.(?=\d)){0,60}?\s(?:(?:now\s)?(?:takes?|took)\seffect"
    r"|(?:comes?|came|enters?|entered)\sinto\s(?:force|effect)|appl(?:y|ies|ied)\s(?:from|since|as\sof)|kicks?\sin"
    r"|(?:begin|start)s?\s(?:on|today))\b"
    r"|》(?:（[^（）]*）)?[^，。；《]{0,16}?起?(?:正式)?(?:施行|实施|生效)",
    re.IGNORECASE,
)
"""Says from when something applies: it is there, whoever issued it."""


def recognise_policy(
    passages: Sequence[Passage], *, article_text: str | None, issued: bool, planning: bool = False
) -> tuple[ReportedPolicy, Titles]:
    """Return what an item says of its document, and the titles it prints; ``issued`` tells that an issuer is known.

    ``planning`` tells that the item begins with what a body will do.
    """
    news = [passage for passage in passages if passage.place in NEWS]
    titles = parse_article(article_text) if article_text else Titles()
    if not (titles.en or titles.zh):  # a number alone names no document
        own = find_leading_title(passages) or find_own_titles(news)
        titles = replace(own, en=drop_owner(own.en), number=titles.number or own.number)
    elif article_text and titles.zh and not titles.en:  # a list of documents has the English title for the headline
        titles = replace(titles, en=_find_named_headline(news) or find_own_titles(news).en)
    described = titles.en if article_text and titles.en and not titles.zh and _DESCRIBES.match(titles.en) else None
    titles = replace(titles, en=None) if described else titles
    printed = " ".join(filter(None, (titles.en, titles.zh)))
    wording = " ".join(passage.text for passage in news)
    listed = find_listed(passages)
    number = titles.number or find_number_behind(titles.zh or "", wording) or find_own_number(wording, titles.zh)
    number = number or next(filter(None, (find_lone_number(passage.text) for passage in news)), None)
    if not number and not ISSUES.search(_NUMBERED.sub("", wording)):
        number = find_ground_number(wording)
    kind = (
        (DocumentType.STANDARD if titles.zh and f"标准《{titles.zh}》" in wording else None)
        or (DocumentType.NOTICE if "公告" in (number or "") and _ANNOUNCES.match(titles.en or "") else None)
        or find_document_type(titles.en, titles.zh)
        or _find_described(described)
        or (DocumentType.STANDARD if article_text and STANDARD_CODE.search(article_text) else None)
        or find_type_in_news(news)
        or (find_worded_type(listed.wording) if listed else None)
        or find_type_around(wording, number)
    )
    if any(is_explaining(passage.text) for passage in news if passage.place is Place.HEADLINE):
        kind = DocumentType.INTERPRETATION
    by_company = not (kind or number or printed or _names(news, NameKind.BODY)) and _names(news, NameKind.COMPANY)
    worded = not by_company and any(form.search(wording) for form in (ISSUES, _TOGETHER_ZH, _HAS_EFFECT))
    status = find_stated_line(line for passage in news for line in passage.text.split("\n")) or decide_status(
        titles=printed,
        news=wording,
        issued=issued or bool(article_text) or worded,
        cited=bool(article_text),
        planning=planning,
        drafted=listed is not None and listed.is_draft,
    )
    if status is Status.ISSUED and not (kind or number or printed) and _only_begins(news):
        status = Status.UNKNOWN
    policy = ReportedPolicy(
        title_en=titles.en,
        title_zh=titles.zh,
        document_number=number,
        document_type=kind,
        nature=find_nature((printed, *_list_own_wordings(news, titles))),
        status=Status.ISSUED if kind is DocumentType.INTERPRETATION and status is Status.DRAFT_FOR_COMMENT else status,
    )
    return policy, titles


def _find_described(words: str | None) -> DocumentType | None:
    """Return the kind that a description names; one that is of no kind may be no document."""
    kind = find_document_type(words, None)
    return kind if kind is not DocumentType.OTHER else None


def _find_named_headline(news: Iterable[Passage]) -> str | None:
    """Return the headline where the whole of it is an English title, that of a standard too."""
    heads = (passage.text for passage in news if passage.place is Place.HEADLINE)
    return next((head for head in heads if is_named(head) or _NAMES_STANDARD.fullmatch(head)), None)


def _names(news: Iterable[Passage], kind: NameKind) -> bool:
    return any(passage.names_of(kind) for passage in news)


def _only_begins(news: Sequence[Passage]) -> bool:
    """Return whether the news is that somebody begins to do something, or meets somebody: that issues nothing."""
    first = next((p.sentences[0].text for p in news if p.place is Place.SUMMARY and p.sentences), "")
    return _BEGINS.search(first) is not None or tells_meeting(first)


def tells_meeting(sentence: str) -> bool:
    """Return whether a sentence is news of a meeting."""
    return _MEETS.search(sentence) is not None


def _list_own_wordings(news: Iterable[Passage], own: Titles) -> Iterator[str]:
    """Return what the news says apart from the titles of other documents: a ground may be interim, its act is not."""
    mine = [fold_title(title) for title in (own.en, own.zh) if title]
    for passage in news:
        kept, at = [], 0
        for start, title in list_printed_titles(passage.text):
            key = fold_title(title)
            is_own = any(key in title_of or title_of in key for title_of in mine)
            if not is_own and (mine or BUILDS_ON.search(passage.text[max(0, start - OBJECT_LENGTH) : start])):
                kept.append(passage.text[at:start])
                at = start + len(title)
        own_words = "".join((*kept, passage.text[at:]))
        yield (
            REPLACED.sub("", own_words)
            if mentions(own_words, ("replac", "supersed", "overtaken", "outdated", "outmoded", "made ", "废止"))
            else own_words
        )


def decide_in_force(policy: ReportedPolicy, deadlines: Sequence[Deadline], *, known_on: dt.date | None) -> Status:
    """Return the status once the dates are known: a draft while comments have a deadline, in force once it has effect.

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
    """Return whether a word of the news says that something is issued."""
    return any(ISSUES.search(passage.text) for passage in passages if passage.place in NEWS)


def reports_act(passages: Iterable[Passage]) -> bool:
    """Get whether the news says that a document is issued, by a verb and a kind or title of document, or lists one."""
    held = tuple(passages)
    news = [passage for passage in held if passage.place in NEWS]
    return find_own_titles(news) != Titles() or find_type_in_news(news) is not None or find_listed(held) is not None
