"""The verbs by which documents are issued, what news builds on, and what is asked for or changed between the two."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.reading.recognition.word_led import WordLed

ISSUES = WordLed(
    "issu co-issu releas publish unveil announc promulgat adopt approv present introduc launch circulat draft formulat"
    " propos amend revis repeal withdr solicit post finali put set sought seek ask invit request welcom open"
    " br ha vote sign forward pass adjust collect gather consult float sent send gazett follow roll made make"
    " 印发 发布 公布 出台 制定 下发 下达 颁布 征求 通过 修订 废止 转发 公示 起草 作出 作了 批复 有效期 发出"
    " 公开 编制 公告 通告 推出 发表 拿出 修改 修正 解读",
    r"\b(?:(?:co-)?issu|releas|publish|unveil|announc|promulgat|adopt|approv|present|introduc|launch|circulat|draft"
    r"|formulat|propos|amend|revis|repeal|withdr[ae]w|solicit|post"
    r"|finali[sz])(?:ed|es?|s|ing|n)?\b|\bputs? (?:out|forward|on(?= (?:its|the)\b))\b|\broll(?:s|ed) out\b"
    r"|\bbr(?:ings?|ought) out\b|\bvot(?:ed|es) through\b|\bha(?:ve|s) (?:its|their|a|your) say on\b"
    r"|\bputs?\b(?=\s[^.;]{3,140}?\sout for (?:\w+ ){0,4}(?:comments?|consultation)\b)"
    r"|\bfollow(?:s"
    r"|ed) up with\b|\bsets? (?:out|a|an|new|its)\b"
    r"|\bconsult(?:s|ed|ing)? on\b|\bfloat(?:s|ed)\b|\bgazett(?:ed|es)\b"
    r"|\b(?:sent|sends) (?:out )?(?:a|an|its|the) (?:joint |new )?(?=notice|circular|letter)"
    r"|\badjust(?:s|ed)\b(?= (?:the|its) [A-Z])"
    r"|\bma(?:de|kes?) (?:(?:it|them|this) )?public\b"
    r"|\bsign(?:s|ed)? off(?: on)?\b|\bforward(?:s|ed)\b|\bpass(?:ed|es)\b(?! (?:on|through|by)\b)"
    r"|\b(?:sought|seek(?:s|ing)?"
    r"|(?:collect|gather)(?:s|ed|ing)|ask(?:s|ed|ing) for|(?:invit|request|welcom|open)(?:ed|es|s|ing)) (?:public )?"
    r"(?:comments?|opinions|feedback|views)\b"
    r"(?: on(?: the| a| its)?(?: draft| proposed| planned)?(?: (?:changes|amendments|revisions|updates) to)?\b)?"
    r"|印发|发布|公布|出台|制定|下发|下达|颁布|发出(?=《|关于|通知)|公开(?=《)|[公通]告(?=《)|编制了?(?=《)|征求(?:意见|(?=《))|通过|修订|废止|转发|公示(?![期时])|起草(?!单位|人|工作)|作出(?:修改|解读|说明)|作了(?:修改|修订)|(?:推出|发表|拿出|修改|修正|解读)了?(?=《)|批复(?=同意|《)|有效期(?:延长|延续)",
    re.IGNORECASE,
)
BUILDS_ON = re.compile(
    r"(?:\b(?:under|in line with|based on|implement(?:s|ing|ation of)?|according to|pursuant to|following|as part "
    r"of|build(?:s|ing)? on|since|in accordance with|complement\w*"
    r"|in response to|supplement\w*|replac\w+|supersed\w+|required by|set out in|laid out in|accompan\w+|alongside"
    r"|with reference to|after(?!\s\w+\s(?:years|months|weeks|days)\b)|beyond"
    r"|decisions? (?:on|to) (?:amend|revis|repeal)\w*)\b[^.;:]{0,40}"
    r"|(?:根据|按照|依据|依照|落实|贯彻|遵照|配合)[^。；，]{0,20}《?[“\"‘]?)$",
    re.IGNORECASE,
)
CHANGES_TO = re.compile(r"\b(?:changes?|amendments?|revisions?|updates?|additions?)\s+to\b")
OBJECT_LENGTH = 100
ASKS = re.compile(r"solicit|seek|sought|invit|ask|collect|gather", re.IGNORECASE)
ASKED_FOR = re.compile(
    r"\s(?:public\s)?(?:comments|opinions|views|feedback|input)\s(?:(?:until|by|through)\s[^,;:]{3,20}?\s)?(?:on|about|regarding)(?=\s)",
    re.IGNORECASE,
)
"""What is asked for before what it is asked on ("solicited opinions on the catalogue")."""


@lru_cache(maxsize=128)
def list_verbs(text: str) -> tuple[re.Match[str], ...]:
    """Return the verbs of issuing in a sentence; its title and its kind are both looked for beside them."""
    return tuple(ISSUES.finditer(text))
