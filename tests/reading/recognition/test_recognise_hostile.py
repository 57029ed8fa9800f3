"""Hostile text: any wording is read, without an exception and with quotes that stand in it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.records.briefing import CompanyMention, Deadline, Figure, Section, Target
from tests.reading.recognition.recognise_lexicon import read_company_news, read_item

WORDS = [
    "MIIT",
    "the NDRC",
    "issued",
    "released by",
    "and",
    ",",
    ", and",
    "(",
    ")",
    "（",
    "）",
    "《",
    "》",
    "“",
    "”",
    ". ",
    "；",
    "by 2027",
    "until March 3",
    "comments",
    "targets for 2025",
    "CNY 4 billion",
    "15 cities",
    "工信部",
    "印发",
    "办法",
    "征求意见稿",
    "〔2023〕217号",
    "2025年",
    "firms such as",
    "Aa",
    "Bb Co., Ltd.",
    "Huawei",
    "Notice on",
    "Measures for the",
    "Law",
    "draft",
    "takes effect on",
    "12/31",
    "在",
    "到",
    "MOST",
    "US",
    "of Vietnam",
    "\n",
    "a",
    "1.",
    "-",
    "%",
]


@given(st.lists(st.sampled_from(WORDS), max_size=40), st.sampled_from([" ", ""]))
@settings(max_examples=300, deadline=None)
def test_any_mixture_of_telling_words_is_read(words: list[str], glue: str) -> None:
    """Summary, article, issuer and date may hold anything; what is quoted stands in the text."""
    text = glue.join(words)
    item = read_item(text, article_text=text, issuer_text=text, date_text=text, section=Section.TOP)
    news = read_company_news(text)
    facts: tuple[Deadline | Target | Figure | CompanyMention, ...]
    facts = (*item.deadlines, *item.targets, *item.figures, *item.companies, *news.companies)
    assert all(fact.quote in text for fact in facts)
    assert set(item.issuing_bodies) <= set(item.bodies)


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read(text: str) -> None:
    """No character breaks the reading."""
    assert read_item("x", headline=text, points=(text,), comment=(text,), lead=text).text == "x"
