"""Document numbers (文号) as people type them, in any brackets."""

from __future__ import annotations

import re
import unicodedata

from bot.domain.names import HAN, normalise_document_number

_ROUND = str.maketrans({"(": "〔", ")": "〕", "《": "", "》": ""})
_NUMBER = re.compile(
    rf"(?:[{HAN}A-Za-z]{{0,30}}〔(?:19|20)\d\d〕(?:第)?\d{{1,5}}号"
    rf"|[{HAN}]{{2,30}}(?:(?:19|20)\d\d年)?第\d{{1,5}}号)"
)
_NUMBER_LEAD = re.compile(
    r"\A(?:(?:what|which|who|whose|is|are|was|does|has|have|had|bears|carries|issued|show|find|open|give|me|the|a|policy"
    r"|policies|text|with|under|of|about|in|by)\s+)*"
    r"(?:(?:document )?(?:number|no\.?)|document|文号)?[\s:：]*(?=[\u4e00-\u9fff])",
    re.IGNORECASE,
)
_WORDS_BEFORE = re.compile(rf"[A-Za-z]\s+[{HAN}]")
"""Words in English before a number: they are no part of it."""
_QUESTION_ENDS = "?？!！。 "
_MAX_NUMBER = 80


def find_document_number(text: str) -> str | None:
    """Give the document number (文号) that the whole text is, with its brackets as 〔〕; else None."""
    if len(text) > _MAX_NUMBER or _WORDS_BEFORE.search(text):
        return None
    plain = normalise_document_number(unicodedata.normalize("NFKC", text).translate(_ROUND))
    return plain if _NUMBER.fullmatch(plain) else None


def find_asked_number(text: str) -> str | None:
    """Give the document number that a text asks for, with words of asking, "number" or 文号 before it."""
    return find_document_number(_NUMBER_LEAD.sub("", text.strip().rstrip(_QUESTION_ENDS)))
