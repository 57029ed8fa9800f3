"""Who does what in a sentence, in English and Chinese, with one sign for each body that it names."""

import re
from functools import lru_cache

from bot.model.ids import HAN
from bot.reading.facts.passages import BODY, NameKind, Passage

_SET_ASIDE = "\ue001"
"""Stands for a body's name in a clause that does not tell the news."""

# Bodies that stand side by side.

_THE = r"(?:(?:[Tt]he|[Ii]ts|China['’]s|Beijing['’]s)\s(?:(?:[a-z]+\s){0,2}(?:planner|regulator|watchdog)\s)?)?"
_UNIT = (
    rf"{BODY}(?:\s{BODY})?(?:\s*[(（][^()（）]{{0,40}}[)）])?"
    r"(?:['’]s\s(?:General\sOffice|(?:[A-Za-z]\w+\s){1,3}?(?:[Dd]epartment|[Bb]ureau|[Oo]ffice)))?"
)
_WITH = (
    r"(?:(?:along|together|jointly)\swith|as\swell\sas|alongside|with|in\s(?:cooperation|collaboration|coordination"
    r"|conjunction)\swith)"
)
_AND = (
    rf"(?:\s*[,;、/+]\s*(?:(?:and|{_WITH})\s)?|\s+(?:and|or|&|{_WITH}|[–-])\s+|,?\s+(?:including|such\sas|namely)\s+"
    rf"|:\s+){_THE}"
)
_MANY = "departments|agencies|ministries|bodies|regulators|authorities|commissions"
_KIND = "department|bureau|office|administration|commission|ministry|committee|agency|authority|regulator|watchdog"
_OTHERS = rf"(?:[\w-]+\s){{0,6}}?(?i:{_MANY}|{_KIND})\b(?:\sof\s(?:the\s)?{BODY})?|[A-Z]{{3,6}}\b"
"""Others beside them whom no list of ours holds."""
_CHAIN_EN = rf"{_UNIT}(?:{_AND}(?:{_UNIT}|{_OTHERS})){{0,24}}(?:,?\s(?:and|&)\s(?:\w+\s)?others\b)?"
_UNIT_ZH = (
    rf"{BODY}(?:办公[厅室]|秘书[局处]|[{HAN}]{{1,6}}司|副?(?:行长|部长|主任|局长|主席|署长))?"
    r"(?:[(（][^()（）]{0,30}[)）])?"
)
_MANY_ZH = "部门|部委|单位|机构"
_CHAIN_ZH = (
    rf"{_UNIT_ZH}(?:(?:\s*[、，,]\s*|\s*|会同|联合|以及|[和与及]){_UNIT_ZH}"
    rf"|[、和与及](?:(?![和与及])[{HAN}]){{2,14}}?(?:[部委局署院会厅办]|总社|公司|集团|大学)){{0,24}}"
    rf"(?:(?:等[{HAN}\d]{{0,4}}|[两二三四五六七八九十\d]{{1,3}}个?)(?:{_MANY_ZH})|会同(?:有关|相关)(?:{_MANY_ZH}))?"
)
_CHAIN = re.compile(rf"{_CHAIN_EN}|{_CHAIN_ZH}")
_EN, _ZH = rf"(?P<chain>{_CHAIN_EN})", rf"(?P<chain>{_CHAIN_ZH})"

# What they do: any verb in English but those of plans and talk, the verbs of acts in Chinese.

_IDLE = (
    r"(?:(?:say|plan|want|hope|expect|intend|aim|need|consider|vow|pledge|promise|mull|weigh|discuss|discusse|believe"
    r"|meet|hold|host|remain|warn|note|stress|official|statistic|figure|expert|researcher|source|document|regulator"
    r"|leader|minister|compan)(?:s|d|ed|ned|ies)|said|has|is|was|does|its|this|as|data)\b"
)
_IRREGULAR = (
    r"cut|put|set|lets?|sought|seek|gave|took|made|sent|wrote|withdrew|drew|found|forbade|laid|told|hit|begun|issue"
    r"|publish|release|announce|propose|invite|require|order|ban|raise|lower|impose|extend|launch|suspend|approve"
    r"|adopt|open|give|pay|name|allow|ease|tighten|lift|forbid|draw|write|add|tell|call|take|make|send|lay|charge|start"
)
_VERB = rf"(?:(?:is|are)\s(?:\w+\s)?[a-z]+ing|(?!{_IDLE})(?:(?:co-)?[a-z]{{2,}}(?:ed|s)|{_IRREGULAR}))\b(?!['’])"
_ADVERB = (
    r"(?:,?\s*(?:\w+ly|also|today|yesterday|now|then|again|first|together|has|have|had|no\slonger"
    r"|on\s(?:\w+day|\w+(?:\.?\s\d{1,2})?|\d{1,2}\s\w+\.?)(?:,?\s\d{4})?|(?:this|last)\s\w+)\b,?)*"
)
_ASIDE = rf"(?:,\s(?:[^,;.:{BODY}]|\.(?=\s?\d)){{3,80}},)?"
_OFFICER = (
    r"(?:(?:['’]s)?\s(?:(?:regular|latest|executive|standing|plenary|full|vice|deputy)[\s-])*(?:meeting|session"
    r"|chair\w*|minister|governor|head|director|chief|president)\b(?:\s[A-Z][\w-]+){0,3})?"
)
_OPENING = rf"^(?:[A-Z][^,.;{BODY}]{{3,120}},\s)?{_THE}"
_SUBJECT = rf"{_EN}\)?{_OFFICER}{_ASIDE}{_ADVERB},?\s+"
_DAY = r"(?:,?\s\(?(?:\d{1,2}\s[A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\.?\s\d{1,2})(?:,?\s(?:19|20)\d\d)?\)?)?"
_ACTIVE = re.compile(rf"{_SUBJECT}{_VERB}")
_REACH = 30
_MERELY_NAMED = re.compile(r"\b(?:of|to|by|with|from|under|than|for|at)\s(?:the\s)?\Z")
"""Stands before who is merely named, whatever verb follows."""
_PASSIVE = re.compile(
    rf"\b(?:\w+ed|made\spublic|put\sforward|put\sout|set\sout|drawn\sup|withdrawn|cut|banned)"
    rf"(?:\s(?:on|in|for|until|from)\s[^,;.{BODY}]{{2,30}}?)?(?:\s\w+ly|\stogether)?\sby\s{_THE}{_EN}"
)
_FROM = re.compile(
    r"\b(?i:guidelines?|rules?|regulations?|notice|circular|measures|plan|opinions|document|draft|catalogue"
    r"|standards?"
    r"|announcement|decision|order|provisions|consultation|paper|roadmap|scheme|list|statement|report)"
    rf"(?:\s(?:No\.?\s?)?[\d/()]+)?(?:['”)\"])?\s(?:from|by|of)\s{_THE}{_EN}|\bissuers?\s(?:are|is"
    rf"|were)\s{_THE}(?P<are>{_CHAIN_EN})"
)
_ADVERB_ZH = rf"(?:[^。；：:《》{BODY}]{{0,24}}?|就[^。]{{2,80}}?|[^。；]{{0,12}}?会议)"
_VERB_ZH = (
    r"(?:印发|发布(?!会)|下达|出台|公布|制定|下发|颁布|通过|批准|起草|征求|征集|启动|部署|开展|宣布|通报"
    r"|约谈|修订|修改|废止|推出|批复"
    r"|明确|要求|提出|决定|编制|转发|公示(?![期时])|发出|公开(?=《)|发表|解读|答记者问|裁定|初裁|终裁|立案"
    r"|罚款|处罚|撤回"
    r"|(?:公告|通告|通知)(?=[，,：:\d第])|令)"
)
_ACTIVE_ZH = re.compile(rf"(?<![据经向对受被给报]){_ZH}{_ADVERB_ZH}{_VERB_ZH}|(?<=转发)(?P<passed>{_CHAIN_ZH})")

_ACTING = ((_ACTIVE, _ACTIVE_ZH), (_PASSIVE, _FROM))
"""Patterns of an act, with who does it as ``chain``; the surer ones first."""
_NO_VERB = (
    r"(?!(?:officials|statistics|figures|data|experts|researchers|sources|documents|companies|of|for|in|on"
    r"|at|by|with|from"
    r"|and|or|as|than)\b)"
)
SUBJECT = re.compile(
    rf"{_OPENING}{_SUBJECT}{_NO_VERB}[a-z]{{2,}}\b|^(?:[^，。；{BODY}]{{0,24}}[，,的])?(?P<zh>{_CHAIN_ZH})[^。]"
)
"""Who is the subject with which a sentence begins, of whatever verb."""
LEADING = re.compile(
    rf"^{_THE}{_EN}{_OFFICER}{_DAY}(?:\s*[:：|｜]\s?|\s+[–—→-]\s)|^[【\[]?(?P<zh>{_CHAIN_ZH})\s*[:：|｜】\]]"
)
"""Who is named before a colon, a bar or a dash with which a sentence begins."""
TITLED = re.compile(
    rf"(?:^|[(（《“])\s*{_ZH}\s*(?:联合)?(?:公告|通告|令|关于|[:：]?\s*(?=《)|[^，。]{{0,8}}负责[人同]志?就)"
)
"""Whose document a Chinese title is."""
BESIDE = (
    re.compile(
        rf"{_EN}(?:['’]s?)?[\s-]+(?:\w+[\s-]+){{0,3}}?(?i:guidelines?|rules?|regulations?|notice|circular"
        r"|measures|plans?|opinions"
        r"|scheme|catalogue|list|standards?|document|announcement|order|provisions|draft|decision|led|issued)\b"
    ),
    re.compile(rf"[(（–—-]\s?{_THE}{_EN}{_DAY}(?:\s[\w.\s/-]{{1,30}})?\s?(?:[)）]|\.?$)"),
)
"""Who stands beside the name of a document, or in brackets behind it."""
PLANS = re.compile(
    rf"{_OPENING}{_SUBJECT}(?:will|would|may|might|could|(?:plan|intend|expect|hope|want|aim|pledge|vow"
    r"|promise)(?:s|ed|d|ned)?\sto|plans?"
    r"|(?:is|are|was|were)\s(?:\w+\s)?to|(?:said|says"
    r"|announced)\s(?:on\s[^,.;]{3,20}?\s)?(?:that\s)?it\s(?:would|will|was\s\w+\sto)"
    r"|(?:has|have)\s(?:begun|started)|(?:began|begins|started|starts)\s(?!(?:to\s)?(?:accept|solicit|seek"
    r"|collect|ask|tak|receiv))(?:to\b"
    r"|[a-z]+ing))\b"
)
"""Who will or wants to do something, or only begins to."""
TOLD = re.compile(
    r"\b(?:said|says|saying|claim(?:s|ed)?|stat(?:es|ed)|told|according\sto|filing|disclos\w+)\b|称|表示|据|透露",
    re.IGNORECASE,
)
"""Somebody says so; it may be a company."""
TELLER = re.compile(rf",\s{_THE}{BODY}{_OFFICER}\s(?:said|says)\b(?:\s[^,.;]{{1,40}})?\s*(?:[.(]|$)")
"""Closes a sentence with who says it, which is no act of theirs."""

# Clauses that do not tell the news.

_ASIDES = re.compile(
    rf"(?:\b(?:after|before|while|although|because|since|until|when|once|unless|if|following|as(?=\s{_THE}{BODY}))\s"
    r"|,\s(?:\w+\s)?(?:which|who|whose|where)\b)"
    rf"(?:[^,;.]|\.(?=\w))*"
    r"|\b(?:on\sbehalf\sof|(?:at|on)\sthe\s\w+\sof|under\sthe\s\w+\sof|(?:with"
    r"|upon)\s(?:the\s)?approval\s(?:of|by|from))"
    rf"\s{_THE}{_CHAIN_EN}|{_CHAIN_EN}\s(?:\w+ly\s)?had\s(?!to\b)"
    r"|\b(?:draft|formulat|prepar|propos|compil|draw|drawn\sup)\w*\sby"
    rf"\s{_THE}{_CHAIN_EN}|由{_CHAIN_ZH}[^，。；《》]{{0,8}}?(?:制定|起草|编制|提出|归口|修订)的",
    re.IGNORECASE,
)
"""A clause of what was before, of what is explained, or of those who only prepared or allowed it."""


@lru_cache(maxsize=128)
def _set_aside(text: str) -> str:
    """Return the sentence with all bodies set aside but those of its main clauses, sign for sign."""
    return _ASIDES.sub(lambda clause: clause[0].replace(BODY, _SET_ASIDE), text)


def find_actors(passage: Passage, *forms: re.Pattern[str], aside: bool = False) -> tuple[str, ...]:
    """Return who stands in the place of these patterns in a sentence's main clauses, or with ``aside`` in any."""
    bodies = passage.names_of(NameKind.BODY)
    if not bodies:
        return ()
    text = passage.signed if aside else _set_aside(passage.signed)
    chains = [found.span() for found in _CHAIN.finditer(text)]  # bodies that stand side by side act together
    spans: list[tuple[int, int]] = []
    for form in forms:
        for found in form.finditer(text):
            start, end = found.span(found.lastgroup or "chain")
            start = min(first for first, last in (*chains, (start, end)) if first <= start < last)
            if form is not _ACTIVE or not _MERELY_NAMED.search(text, max(0, start - _REACH), start):
                spans.append((start, end))
    signs = (at for at, sign in enumerate(passage.signed) if sign == BODY)
    acting = {
        name.id: None
        for name, at in zip(bodies, signs, strict=True)
        if text[at] == BODY and any(start <= at < end for start, end in spans)
    }
    return tuple(acting)


def find_acting(passage: Passage, *, aside: bool = False) -> tuple[str, ...]:
    """Return who acts in a sentence: as subject, else by whom it was done."""
    return next(filter(None, (find_actors(passage, *forms, aside=aside) for forms in _ACTING)), ())
