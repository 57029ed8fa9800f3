"""Fields that name themselves in both tongues are those that one of the names says."""

from __future__ import annotations

from bot.domain.records.briefing import Section
from bot.reading.grammar.lines.headings import find_section, is_outlook
from tests.reading.grammar.grammar_blocks import read

FIELDS = (
    "# Acme Rope Tracker",
    "Acme Institute | 1 August 2025",
    "## Policy documents 政策文件",
    "### 1. Ropes are weighed",
    "- **Title 标题:** Measures for Weighing Ropes 《绳索称重办法》",
    "- **Issuer 发文机关:** SAMR 市场监管总局",
    "- **No. 文号:** 市监绳〔2025〕7号",
    "- **Date 日期:** 2025-07-16",
    "- **生效日期 Effective:** 2025-09-15",
    "- **Comments 征求意见截止:** 2025-08-23",
    "Every rope is weighed twice before it may be sold.",
)


def test_fields_in_two_tongues_are_read() -> None:
    """The name that says what a field is counts, whichever stands first; the text below is the item's."""
    (item,) = read(*FIELDS).parts.items
    assert item.summary == (
        "Every rope is weighed twice before it may be sold.",
        "生效日期: 2025-09-15",
        "征求意见截止: 2025-08-23",
    )
    assert item.comment == ()
    assert item.date_text == "2025-07-16"
    assert "市监绳〔2025〕7号" in (item.article_text or "")


def test_sections_of_deals_and_of_days() -> None:
    """What firms do among themselves heads news of firms; days to come are told in two tongues too."""
    assert find_section("Deals and disputes") is Section.CORPORATE_NEWS
    assert find_section("Trade disputes") is None
    assert is_outlook("Dates 日程")
    assert is_outlook("For your calendar")
