"""What kind of document a title names, or a report that prints no title."""

import re
from collections.abc import Iterable, Iterator

from bot.model.briefing import DocumentType
from bot.reading.facts.issuers import ISSUES
from bot.reading.facts.passages import Passage, Place

_ENDINGS = (
    (r"行动计划|行动方案", DocumentType.ACTION_PLAN),
    (r"规范条件|(?<=的)建议", DocumentType.OTHER),
    (r"解读|问答|答记者问|解释(?:第[〇一二三四五六七八九十\d]+号)?", DocumentType.INTERPRETATION),
    (
        r"国标|标准(?:体系)?|(?<!工作)要求|规范(?!性文件)|限[定]?[值额]|(?<=[测验定价识析算量])方法",
        DocumentType.STANDARD,
    ),
    (r"办法|措施|若干政策|(?<=若干)举措", DocumentType.MEASURES),
    (r"规定|规则|细则|规程", DocumentType.PROVISIONS),
    (r"条例", DocumentType.REGULATION),
    (r"意见", DocumentType.OPINIONS),
    (r"通知|公告|通告|通报|公示", DocumentType.NOTICE),
    (r"计划|规划|方案|纲要|路线图|工作要点", DocumentType.PLAN),
    (r"指南|指引|导则|指导原则|手册", DocumentType.GUIDELINES),
    (r"目录|清单|名单", DocumentType.CATALOGUE),
    (r"函|决定|批复|答复|令|宣言|声明|白皮书|报告|倡议|公报|典型案例", DocumentType.OTHER),
    (r"(?<!方)法", DocumentType.LAW),
)
_WORDS = (
    (r"action\splans?", DocumentType.ACTION_PLAN),
    (r"interpretations?|q\s?&\s?as?|questions\sand\sanswers|explainer", DocumentType.INTERPRETATION),
    (r"guidelines?|guidance(?!\s(?:catalog|list))|guides?|guidebook", DocumentType.GUIDELINES),
    (r"opinions?", DocumentType.OPINIONS),
    (r"(?<!\b\d\s)(?<!\b\d\d\s)(?<!teen\s)(?<!ty\s)measures", DocumentType.MEASURES),
    (r"provisions|rules", DocumentType.PROVISIONS),
    (r"regulations?", DocumentType.REGULATION),
    (r"plans?|schemes?|outlines?|programmes?|roadmaps?|blueprints?", DocumentType.PLAN),
    (
        r"catalogues?|catalogs?|(?<!that\s)(?<!which\s)lists?(?!\s(?:\d|an?\b|the\b|its\b))|directory",
        DocumentType.CATALOGUE,
    ),
    (r"(?:standard|normative|specifications?)\sconditions", DocumentType.OTHER),
    (
        r"standards?|specifications?|(?:safety|security|technical|general|basic)\srequirements|code\sfor",
        DocumentType.STANDARD,
    ),
    (r"notices?|circulars?|announcements?|notifications?", DocumentType.NOTICE),
    (r"laws?", DocumentType.LAW),
    (
        (
            r"letters?|frameworks?|decisions?|repl(?:y|ies)|declarations?|statements?|white\spapers?|reports?|orders?"
            r"|(?-i:Recommendations)"
        ),
        DocumentType.OTHER,
    ),
)
_KINDS = (*(kind for _, kind in _ENDINGS), *(kind for _, kind in _WORDS))
_LAST_ZH = re.compile(rf"(?:{'|'.join(f'({words})' for words, _ in _ENDINGS)})$")
_ANY = re.compile(
    "|".join((*(f"({words})" for words, _ in _ENDINGS[:-1]), "(\ue000)", *(rf"\b({words})\b" for words, _ in _WORDS))),
    re.IGNORECASE,
)
"""A kind in running text, its group's number the place of the kind; a law in Chinese is one in its title alone."""
_EXPLAINING = ("图解", "图说", "一图", "一文", "政策解读", "专家解读")
_BESIDE_KIND = re.compile(
    r"[\s（(［\[〔][^（）()\[\]〔〕]*[）)］\]〕]\s*$|[（(]?(?:19|20)\d\d\s*年\s*第\s*\d+\s*号[）)]?$"
    r"|(?:征求意见稿|修[订正](?:草案|案)|草案|试行|暂行|(?:面?向社会)?(?:公开)?征求(?:社会|公众)?意见)$"
    r"|[\s》《”\"。]+$"
)
"""What stands behind the word for the kind."""
_INNER_ZH = re.compile(
    r"^(?:[^《]*(?:印发|发布|公布|征求|转发|下达|修[改订])[^《]*)?《(?P<marked>.+?)》"
    r"|关于(?:印发|转发|发布|公布)(?!.*(?:[名清]单|目录|项目计划))(?P<plain>[^《》]{4,80})的(?:通知|公告|通告)$"
)
"""The title of what a notice only issues."""
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_ON = re.compile(r"\s(?:on|for|of|regarding|concerning|governing|to|about|in|under)\s", re.IGNORECASE)


def find_document_type(title_en: str | None, title_zh: str | None) -> DocumentType | None:
    """Return the kind a title names, the Chinese one first as its suffix is fixed; None without a known suffix."""
    kind = _find_zh(title_zh.strip(" 。").translate(_MARKS)) if title_zh else None
    if kind or not title_en:
        return kind
    heads = list(_ANY.finditer(_IN_BRACKETS.sub("", _ON.split(title_en, maxsplit=1)[0])))
    return _KINDS[(heads[-1].lastindex or 0) - 1] if heads else find_worded_type(title_en)


_MARKS = str.maketrans("〈〉", "《》")


def is_explaining(title: str) -> bool:
    """Return whether a Chinese headline says that its text explains a document (政策解读, 答记者问, 一图读懂)."""
    bare = title.strip(" 。）)")
    return bare.startswith(_EXPLAINING) or bare.endswith(("解读", "问答", "答记者问")) or "解读之" in bare


def _find_zh(title: str) -> DocumentType | None:
    if is_explaining(title):
        return DocumentType.INTERPRETATION
    if "标准《" in title:  # what a notice issues, whatever its name ends with
        return DocumentType.STANDARD
    inner = _INNER_ZH.search(title)
    issued = (inner["marked"] or inner["plain"]) if inner else ""
    if not inner and "，" in title and (first := _find_last_zh(title.partition("，")[0])):
        return first  # two documents side by side
    campaign = DocumentType.ACTION_PLAN if "行动" in issued else None
    return _find_last_zh(issued) or campaign or _find_last_zh(title)


def _find_last_zh(title: str) -> DocumentType | None:
    while (shorter := _BESIDE_KIND.sub("", title)) not in {title, ""}:
        title = shorter
    found = _LAST_ZH.search(title)
    return _KINDS[(found.lastindex or 0) - 1] if found else None


def find_worded_type(wording: str) -> DocumentType | None:
    """Return the kind that the first of these words names ("new guidelines to ..."), or None.

    Of words that stand together the last is the head ("标准计划" is a plan).
    """
    found: re.Match[str] | None = None
    for match in _ANY.finditer(wording):
        if found is not None and found.end() != match.start():
            break
        found = match
    return _KINDS[(found.lastindex or 0) - 1] if found else None


# The kind of document that news names by words around it: the object of its verbs, else the first not cited.

_REACH = 100


def find_issued_type(news: Iterable[Passage]) -> DocumentType | None:
    """Return the kind of the first document that a verb of issuing is about; None without one."""
    texts = _list_sentences(news)
    objects = (_find_object(text, verb) for text in texts for verb in ISSUES.finditer(text))
    kinds = (find_worded_type(words) or (None if words.isascii() else _find_last_zh(words)) for words in objects)
    return next((kind for kind in kinds if kind), None)


def find_type_around(news: Iterable[Passage]) -> DocumentType | None:
    """Return the kind of the document that the first sentences tell from, and that they do not cite; else None."""
    kinds = (kind for text in _list_sentences(news)[:2] for kind in _list_kinds(text))
    return next((kind for kind in kinds if kind not in _VAGUE), None)


_VAGUE = frozenset({DocumentType.OTHER, DocumentType.LAW})
"""Kinds whose words stand for much else in running text."""


def _list_sentences(news: Iterable[Passage]) -> list[str]:
    ordered = sorted(news, key=lambda passage: passage.place is not Place.SUMMARY)
    return [sentence.text for passage in ordered for sentence in passage.sentences]


def _list_kinds(text: str) -> Iterator[DocumentType]:
    for match in _ANY.finditer(text):
        if match[0].isascii() and not text[: match.start()].endswith(("keep a ", "keeps a ")):
            yield _KINDS[(match.lastindex or 0) - 1]


def _find_object(text: str, verb: re.Match[str]) -> str:
    """Return the words that may name what is issued: before a passive verb, else after it."""
    before = text[max(0, verb.start() - _REACH) : verb.start()]
    if text.startswith(" by ", verb.end()):
        return before
    if (about := before.rfind("就")) >= 0 and verb[0].startswith("征求"):
        return before[about:]
    return text[verb.end() : verb.end() + _REACH]
