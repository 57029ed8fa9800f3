"""What kind of document a title or a report's wording names.

Decided: rules (规则), detailed rules (细则) and norms for a trade's conduct count as provisions; letters, decisions,
replies and the conditions that firms of a trade are asked to meet (规范条件) are ``other``; a list is a catalogue; a
scheme is a plan. A notice that only issues another document has that document's kind.
"""

from __future__ import annotations

import re

from bot.model.briefing import DocumentType

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
