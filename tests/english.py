"""Words that we do not say to people, and how many buttons a message may have."""

import re
from typing import Any

_NEVER = (
    *(r"\bheld\b", r"\bcorpus\b", r"\bstands\b", r"\bis told\b", r"\byou are told\b", r"none printed", r"Understood:"),
    *(r"Near, not counted", r"Waiting for answers", r"read off kind", r"not checked", r"no address in the source"),
    *(r"waits for a look", r"is looked after by", r"is no pace here", r"Take it on", r"\[Wrong\?", r"Ledger:"),
    *(r"view, not fact", r"within three seconds", r"out of your briefings", r"unread 0", r"every block placed"),
)
_OLD = re.compile("|".join(_NEVER), re.IGNORECASE)
MOST_BUTTONS = 3


def list_old_words(text: str) -> list[str]:
    """Return what of a text is in words that we no longer use."""
    return [f"says {found[0]!r}" for found in _OLD.finditer(text)]


def list_too_many(payload: dict[str, Any]) -> list[str]:
    """Return where a message has more buttons than three and one menu; one more may stand beside each row.

    The list of what is to be reviewed asks a question in each row, with its answers below it.
    """
    elements = [each for block in payload.get("blocks", ()) for each in block.get("elements", ())]
    counted = [each["type"] for each in elements if not str(each.get("action_id")).startswith("review.")]
    buttons, menus = counted.count("button"), counted.count("overflow")
    return [f"{buttons} buttons and {menus} menus"] if buttons > MOST_BUTTONS or menus > 1 else []
