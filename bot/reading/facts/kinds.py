"""What kind of document a title names, or a report that prints no title."""

import re
from collections.abc import Iterable, Sequence

from bot.model.briefing import DocumentType
from bot.reading.facts.issuers import ISSUES
from bot.reading.facts.passages import Passage

_ENDINGS = {
    "action_plan": r"行动计划|行动方案",
    "other": r"规范条件|(?<=的)建议|函|决定|批复|答复|令|宣言|声明|白皮书|报告|倡议|公报|典型案例",
    "interpretation": r"解读|问答|答记者问|解释(?:第[〇一二三四五六七八九十\d]+号)?",
    "standard": r"国标|标准(?:体系)?|(?<!工作)要求|规范(?!性文件)|限[定]?[值额]|(?<=[测验定价识析算量])方法",
    "measures": r"办法|措施|若干政策|(?<=若干)举措",
    "provisions": r"规定|规则|细则|规程",
    "regulation": r"条例",
    "opinions": r"意见",
    "notice": r"通知|公告|通告|通报|公示",
    "plan": r"计划|规划|方案|纲要|路线图|工作要点",
    "guidelines": r"指南|指引|导则|指导原则|手册",
    "catalogue": r"目录|清单|名单",
}
_LAW_ZH = r"(?<!方)法"
_WORDS = {
    "action_plan": r"action\splans?",
    "interpretation": r"interpretations?|q\s?&\s?as?|questions\sand\sanswers|explainer",
    "guidelines": r"guidelines?|guidance(?!\s(?:catalog|list))|guides?|guidebook",
    "opinions": r"opinions?",
    "measures": r"(?<!\b\d\s)(?<!\b\d\d\s)(?<!teen\s)(?<!ty\s)measures",
    "provisions": r"provisions|rules",
    "regulation": r"regulations?",
    "plan": r"plans?|schemes?|outlines?|programmes?|roadmaps?|blueprints?",
    "catalogue": r"catalogues?|catalogs?|(?<!that\s)(?<!which\s)lists?(?!\s(?:\d|an?\b|the\b|its\b))|directory",
    "other": r"(?:standard|normative|specifications?)\sconditions|letters?|frameworks?|decisions?|repl(?:y|ies)"
    r"|declarations?|statements?|white\spapers?|reports?|orders?|(?-i:Recommendations)",
    "standard": r"standards?|specifications?|(?:safety|security|technical|general|basic)\srequirements|code\sfor",
    "notice": r"notices?|circulars?|announcements?|notifications?",
    "law": r"laws?",
}
_KINDS = (*_ENDINGS, "law", *_WORDS)
"""The kinds by the number of their group in both patterns below."""
_LAST_ZH = re.compile(rf"(?:{'|'.join(f'({words})' for words in (*_ENDINGS.values(), _LAW_ZH))})$")
_IN_TEXT = (*_ENDINGS.values(), "\ue000", *(rf"\b(?:{words})\b" for words in _WORDS.values()))
_ANY = re.compile("|".join(f"({words})" for words in _IN_TEXT), re.IGNORECASE)
"""A kind in running text; a law in Chinese is one in its title alone."""
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


_MARKS = str.maketrans("〈〉", "《》")
_REACH, _LONGEST_LEAD, _MOST_AHEAD = 100, 40, 2
_VAGUE = frozenset({DocumentType.OTHER, DocumentType.LAW})
"""Kinds whose words stand for much else in running text."""


def find_document_type(title_en: str | None, title_zh: str | None) -> DocumentType | None:
    """Return the kind a title names, the Chinese one first as its suffix is fixed; None without a known suffix."""
    kind = _find_zh(title_zh.strip(" 。").translate(_MARKS)) if title_zh else None
    if kind or not title_en:
        return kind
    heads = list(_ANY.finditer(_IN_BRACKETS.sub("", _ON.split(title_en, maxsplit=1)[0])))
    return _name_kind(heads[-1]) if heads else _find_worded(title_en)


def find_headed_type(headline: str) -> DocumentType | None:
    """Return the kind of the document that a headline opens with, behind whose it is ("MIIT - Notice on ...")."""
    lead, parted, rest = headline.replace(" – ", " - ").replace(" — ", " - ").partition(" - ")
    named = (rest if parted and len(lead) <= _LONGEST_LEAD else headline).removeprefix("The ")
    opening, *behind = _ON.split(named, maxsplit=1)
    found = [*_ANY.finditer(opening)] if behind and len(opening.split()) <= _MOST_AHEAD else []
    return _name_kind(found[-1]) if found and found[-1].end() == len(opening) else None


def is_explaining(title: str) -> bool:
    """Return whether a Chinese headline says that its text explains a document (政策解读, 答记者问, 一图读懂)."""
    bare = title.strip(" 。）)")
    return bare.startswith(_EXPLAINING) or bare.endswith(("解读", "问答", "答记者问")) or "解读之" in bare


def find_issued_type(told: Iterable[Passage]) -> DocumentType | None:
    """Return the kind of the first document that a verb of issuing is about; None without one."""
    objects = (_find_object(passage.text, verb) for passage in told for verb in ISSUES.finditer(passage.text))
    kinds = (_find_worded(words) or (None if words.isascii() else _find_last_zh(words)) for words in objects)
    return next(filter(None, kinds), None)


def find_type_around(told: Sequence[Passage]) -> DocumentType | None:
    """Return the kind of the document that the first sentences tell from, and that they do not cite; else None."""
    for text in (passage.text for passage in told[:2]):
        for match in _ANY.finditer(text):
            cited = not match[0].isascii() or text.endswith(("keep a ", "keeps a "), 0, match.start())
            if not cited and (kind := _name_kind(match)) not in _VAGUE:
                return kind
    return None


def _name_kind(match: re.Match[str]) -> DocumentType:
    return DocumentType(_KINDS[(match.lastindex or 0) - 1])


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
    return _name_kind(found) if found else None


def _find_worded(wording: str) -> DocumentType | None:
    """Return the kind that the first words for one name; of several that touch, the last ("标准计划" is a plan)."""
    found: re.Match[str] | None = None
    for match in _ANY.finditer(wording):
        if found is not None and found.end() != match.start():
            break
        found = match
    return _name_kind(found) if found else None


def _find_object(text: str, verb: re.Match[str]) -> str:
    """Return the words that may name what is issued: before a passive verb, else after it."""
    before = text[max(0, verb.start() - _REACH) : verb.start()]
    if text.startswith(" by ", verb.end()):
        return before
    if (about := before.rfind("就")) >= 0 and verb[0].startswith("征求"):
        return before[about:]
    return text[verb.end() : verb.end() + _REACH]
