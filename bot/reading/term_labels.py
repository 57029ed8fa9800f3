"""Labels of days that close something or put it into effect, as heads of columns and before a colon."""

from __future__ import annotations

import re

DEADLINE_LABEL = (
    r"(?:(?:public\s+)?(?:comments?|consultations?|feedback|applications?|submission|response|closing)\s+)?"
    r"(?:deadlines?|due(?: date| by)?)"
    r"|deadline for (?:public )?(?:comments?|applications?|feedback|submissions?)"
    r"|(?:public )?(?:comments?|applications?|consultation|feedback|closing)"
    r" (?:by|until|close|closes|closing|date|end|ends|due|period|window|period ends)|closes|closing date|respond by"
    r"|apply by|until"
    r"|(?:反馈|意见反馈|征求意见|申报|申请)?截止(?:日期|时间)?|(?:公开)?征求意见(?:期限|时间|期)"
)
"""A pattern of the labels under which a day closes something."""
EFFECT_LABEL = (
    r"effective(?: date| from| on)?|takes effect(?: on)?|in force(?: from| since)?|(?:date of )?entry into force"
    r"|(?:taking|coming into|entering into) (?:effect|force)|in effect(?: from)?"
    r"|(?:即将)?(?:生效|施行|实施)|implementation date|(?:生效|施行|实施)(?:日期|时间)"
)
"""A pattern of the labels under which a day puts a document into effect."""
_DEADLINE = re.compile(rf"(?:{DEADLINE_LABEL})\s*[:：|]\s*", re.IGNORECASE)
_EFFECT = re.compile(rf"(?:{EFFECT_LABEL})\s*[:：|]\s*", re.IGNORECASE)
_APPLICATIONS = re.compile(
    r"\bappl(?:y|ications?|icants?)\b|\bsubmission|\bbids?\b|\btenders?\b|申报|申请|报名", re.IGNORECASE
)
_COMMENTS = re.compile(r"\bcomments?\b|\bdraft\b|\bconsult|\bfeedback\b|征求意见|反馈", re.IGNORECASE)


def labels_deadline(text: str) -> bool:
    """Tell whether this text is nothing but the label of a day that closes something, colon included."""
    return _DEADLINE.fullmatch(text) is not None


def labels_effect(text: str) -> bool:
    """Tell whether this text is nothing but the label of a day on which something takes effect, colon included."""
    return _EFFECT.fullmatch(text) is not None


def labels_applications(label: str, wording: str) -> bool | None:
    """Tell whether a label's day is for applications, or for comments; the wording decides where the label does not.

    None where neither says what is asked for.
    """
    if _APPLICATIONS.search(label):
        return True
    if _COMMENTS.search(f"{label} {wording}"):
        return False
    return True if _APPLICATIONS.search(wording) else None
