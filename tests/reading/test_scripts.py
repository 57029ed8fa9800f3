"""Texts in traditional characters are read like those in simplified ones, and told in their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.reading.document import Block, BlockKind, Span
from bot.reading.pipeline import read_briefing
from bot.reading.scripts import find_twin
from tests.reading.recognition.recognise_lexicon import DOCUMENT, LEXICON

TITLE = "國家發展改革委關於公開徵求《起重機登記辦法（徵求意見稿）》意見的通知"
NOTICE = (
    TITLE,
    "發改港〔2024〕15號",
    "為了規範起重機登記，我們起草了有關辦法。請於2024年6月5日前將意見反饋至電子郵箱。",
    "附件：後續說明",
    "國家發展改革委\n2024年5月6日",
)


def test_a_notice_in_traditional_characters_is_read_and_told_in_them() -> None:
    """Issuer, number, deadline and kind are found; wording keeps its characters, the number is an identity."""
    briefing = read_briefing("\n\n".join(NOTICE).encode(), source_name="notice.txt", lexicon=LEXICON)
    (item,) = briefing.items
    assert item.policy is not None
    assert (item.issuing_bodies, item.policy.document_number) == (("NDRC",), "发改港〔2024〕15号")
    assert (item.headline, item.policy.title_zh, str(item.policy.document_type)) == (TITLE, TITLE, "measures")
    assert [(str(d.on), d.quote) for d in item.deadlines] == [
        ("2024-06-05", "請於2024年6月5日前將意見反饋至電子郵箱。"),
    ]
    assert "後續說明" in item.text
    assert briefing.publisher == "國家發展改革委"


@pytest.mark.parametrize(
    "text", ["港口管理局发布起重机登记办法，臺北的公司也要登记。", "Cranes in 臺灣 are registered.", ""]
)
def test_other_texts_have_no_twin(text: str) -> None:
    """A name or two in traditional characters makes no text of that script."""
    blocks = (Block(kind=BlockKind.PARAGRAPH, spans=(Span(text=text),)),)
    assert find_twin(replace(DOCUMENT, blocks=blocks)) is None
