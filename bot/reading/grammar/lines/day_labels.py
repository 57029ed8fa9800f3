"""Labels of days that close something or put it into effect, as heads of columns and before a colon."""

from __future__ import annotations

import re

DEADLINE_LABEL = (
    r"(?:(?:public\s+)?(?:comments?|consultations?|feedback|applications?|submissions?|responses?|closing"
    r"|nominations?|proposals?"
    r"|bids?|tenders?|replies|views|papers)\s+)?(?:deadlines?|due(?: date| by)?)"
    r"|deadline for (?:public )?(?:comments?|applications?|feedback|submissions?|bids|proposals|nominations|replies)"
    r"|(?:window|call|round|period) (?:closes|ends|shuts)(?: on)?"
    r"|(?:register|file|submit|reply|nominate|bid) (?:by|before|until)"
    r"|(?:proposals?|bids?|nominations?|replies|submissions?|views|registrations?) (?:by|until|close)"
    r"|(?:public )?(?:comments?|applications?|consultation|feedback|closing)"
    r" (?:by|until|close|closes|closing|date|end|ends|due|period|window|period ends)|closes|closing date|respond by"
    r"|apply (?:by|before)|until"
    r"|(?:open )?for (?:public )?comments? until|open for (?:public )?applications? until"
    r"|(?:last|final|closing) (?:day|date) for (?:(?:the )?submissions? of )?(?:public )?"
    r"(?:comments?|feedback|applications?|submissions?)"
    r"|(?:反馈|意见反馈|征求意见|申报|申请|报名|受理|征集)?截止(?:日期|时间)?|(?:申报|申请|报名)(?:时间|期限)"
    r"|(?:公开)?征求意见(?:期限|时间|期)"
    r"|意见(?:征集|反馈|征求)(?:截止)?(?:期限|时间|日期|期)|(?:征集|公示)?(?:结束|截止)(?:时间|日期)"
)
"""A pattern of the labels under which a day closes something."""
EFFECT_LABEL = (
    r"effective(?: date| from| on| as of| since)?|date effective|date of effect"
    r"|takes effect(?: on)?|in force(?: from| since)?|(?:date of )?entry into force"
    r"|(?:taking|coming into|entering into) (?:effect|force)|in effect(?: from)?|implementation date"
    r"|date of implementation"
    r"|appli(?:es|cable) (?:from|since|as of)|(?:start|date) of application"
    r"|(?:valid|binding|mandatory|compulsory) (?:from|since|as of)|starts? (?:date|on|from)|bites? (?:on|from)"
    r"|(?:即将|正式|开始)?(?:生效|施行|实施|执行|起效)(?:日期|时间|日)?"
)
"""A pattern of the labels under which a day puts a document into effect."""
_SIGN = r"(?:\s*(?:[:：|]|(?<=[期间])为)|\s[–—-](?=\s))\s*"
_FROM_NOW = r"(?:(?:from )?(?:now|today) (?:until|to|through) |(?:自)?即日起?至\s*)?"
_DEADLINE = re.compile(rf"(?:{DEADLINE_LABEL}){_SIGN}{_FROM_NOW}", re.IGNORECASE)
_EFFECT = re.compile(rf"(?:{EFFECT_LABEL}){_SIGN}", re.IGNORECASE)


def labels_deadline(text: str) -> bool:
    """Return whether this text is nothing but the label of a day that closes something, its sign included."""
    return _DEADLINE.fullmatch(text) is not None


def labels_effect(text: str) -> bool:
    """Return whether this text is nothing but the label of a day on which something takes effect, its sign included."""
    return _EFFECT.fullmatch(text) is not None
