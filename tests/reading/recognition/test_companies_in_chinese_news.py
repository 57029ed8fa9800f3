"""Companies that Chinese news names beside what they are, who puts money in, and with whom somebody signs."""

from __future__ import annotations

import pytest

from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("副会长单位海陵精密船坞股份有限公司获得6500万元A轮融资，领投方为国河创合。", ["海陵精密船坞", "国河创合"]),
        ("船舶测试设备商海陵芯测科技（天津）有限公司完成B轮融资。", ["海陵芯测科技（天津）"]),
        ("会员企业海陵缆绳制造有限公司二期厂房封顶。", ["海陵缆绳制造"]),
        ("缆绳供应商海陵缆绳制造有限公司二期厂房封顶。", ["海陵缆绳制造"]),
        ("融资由海陵产业投资基金与元河泊华联合领投。", ["海陵产业投资基金", "元河泊华"]),
        ("融资由海陵资本投资，用于扩建船坞。", ["海陵资本"]),
        ("海陵船坞与天河股份签署合作协议，共建船台。", ["天河股份"]),
        ("规定要求存量有限责任公司调整出资期限。", []),
        ("其与德国母公司之间的合同已完成备案。", []),
    ],
)
def test_companies_beside_what_they_are(text: str, names: list[str]) -> None:
    """What a company is stands before its name and is none of it; words for all companies are nobody's."""
    page = f"# 港航周报\n\n2025年4月3日\n\n## 企业动态\n\n- {text}\n"
    (item,) = read_briefing(page.encode(), source_name="a.md", lexicon=LEXICON).items
    assert [company.name for company in item.companies] == names
