"""Layouts of Chinese publishers: short headlines, days without a month or over several, names behind squares."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from bot.bootstrap import read_reference
from bot.domain.records.briefing import Section
from bot.reading.pipeline import read_briefing
from tests.composed_zh.compose import compose
from tests.composed_zh.habits import choose_habits
from tests.composed_zh.scoring import score
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing

COMPOSED = 40
FLOOR = 0.95
HEAD = "港口周讯\n第7期\n2024年5月14日\n北岬信息中心\n"
NEWS = (
    ("渡轮登记有了办法", "交通运输部印发渡轮登记办法。"),
    ("缆绳检验要求调整", "海关总署调整缆绳检验要求。"),
    ("北岬港务买下码头", "北岬港务宣布买下两座码头。"),
    ("沧浪船舶船坞投产", "沧浪船舶公告称，第二座船坞投产。"),
)
DAYS = ("5月8日", "5月9日", "5月10日")


def read(*paragraphs: str, name: str = "a.txt") -> Briefing:
    """Read paragraphs with empty lines between them."""
    return read_briefing("\n\n".join(paragraphs).encode(), source_name=name, lexicon=LEXICON)


def told(briefing: Briefing) -> list[tuple[str | None, str, str]]:
    return [(item.headline, item.text, str(item.reported_on)) for item in briefing.items]


WANTED = [(head, text, f"2024-05-{day:02}") for (head, text), day in zip(NEWS, (8, 9, 10), strict=False)]


@pytest.mark.parametrize("form", ["{}", "### {}", "**{}**"])
def test_a_short_line_over_one_dated_paragraph_is_its_headline(form: str) -> None:
    """A topic would stand over several; a plain text sets the line by itself, Markdown as heading or in bold."""
    lines = [
        part for (head, text), day in zip(NEWS, DAYS, strict=False) for part in (form.format(head), f"{day}，{text}")
    ]
    head, name = (HEAD, "a.txt") if form == "{}" else ("# " + HEAD.replace("\n", "\n\n"), "a.md")
    assert told(read(head, *lines, name=name)) == WANTED


@pytest.mark.parametrize(
    "form", ["{day}日，{text}", "{text}（{day}日）", "{text}（来源：港口报，{day}日）", "05-{day:02} {text}"]
)
def test_days_without_a_month_are_the_last_before_the_issue(form: str) -> None:
    """So are months and days in figures, where a day may stand."""
    lines = [form.format(text=text, day=day) for (_, text), day in zip(NEWS, (8, 9, 10), strict=False)]
    found = told(read(HEAD, "一、政策", *lines[:2], "二、企业", *lines[2:]))
    assert found == [(None, text, day) for _, text, day in WANTED]


@pytest.mark.parametrize("form", ["{}", "【{}】", "■ {}"])
def test_a_day_over_several_headlines_dates_them_all(form: str) -> None:
    """With its weekday behind it, plain, in brackets or behind a square."""
    first = [line for head, text in NEWS[:2] for line in (head, text)]
    second = [line for head, text in NEWS[2:] for line in (head, text)]
    found = read(HEAD, form.format("5月8日 星期三"), *first, form.format("5月9日 星期四"), *second)
    assert [str(item.reported_on) for item in found.items] == ["2024-05-08"] * 2 + ["2024-05-09"] * 2
    assert [item.headline for item in found.items] == [head for head, _ in NEWS]


def test_squares_before_a_few_signs_are_no_bullets() -> None:
    """They name sections, also where the news have points of their own."""
    first, second, third = (
        f"{head}\n\n{day}，{text}\n\n  · 有效期两年；\n  · 不收费用；"
        for (head, text), day in zip(NEWS, DAYS, strict=False)
    )
    found = read(HEAD, "■ 令出有据", first, second, "■ 企业动态", third)
    assert [item.section for item in found.items] == [Section.POLICY_NEWS] * 2 + [Section.CORPORATE_NEWS]
    assert [len(item.points) for item in found.items] == [2, 2, 2]


def test_bullets_that_may_be_headlines_are_none_where_points_close() -> None:
    """A bullet that closes nothing over a paragraph heads it, though other bullets are points."""
    parts = [f"● {head}\n\n{day}，{text}\n\n· 有效期两年；" for (head, text), day in zip(NEWS, DAYS, strict=False)]
    assert told(read(HEAD, "一、本周要点", *parts)) == WANTED


def test_numbers_before_brackets_and_over_comments_count_on() -> None:
    """【】 may stand behind a number; a comment between two numbered news does not end their count."""
    tagged = [
        f"{at}、【{head}】{day}，{text}" for at, ((head, text), day) in enumerate(zip(NEWS, DAYS, strict=False), 1)
    ]
    assert told(read(HEAD, "一、政策", *tagged)) == WANTED
    plain = [f"{at}、{text}（{day}）" for at, ((_, text), day) in enumerate(zip(NEWS, DAYS, strict=False), 1)]
    found = read(HEAD, "一、政策", plain[0], "小编点评：可以先看看。", *plain[1:])
    assert told(found) == [(None, text, day) for _, text, day in WANTED]
    assert found.items[0].comment == "可以先看看。"


def test_the_editors_note_before_the_news_is_no_item() -> None:
    """It is a comment on the issue, and nothing of it is unread."""
    lines = [part for (head, text), day in zip(NEWS, DAYS, strict=False) for part in (head, f"{day}，{text}")]
    found = read(HEAD, "编者按：本期内容不多。", *lines)
    assert (told(found), found.unread) == (WANTED, ())


def test_composed_issues_are_read() -> None:
    """Of issues of publishers' habits chosen at random nearly all is found, and in its section."""
    lexicon = read_reference()
    found = []
    for seed in range(COMPOSED):
        chance = random.Random(77_000 + seed)  # noqa: S311  the same in every run
        found.append(score(compose(chance, choose_habits(chance)), lexicon))
    wanted = sum(each.wanted for each in found)
    assert sum(each.exact for each in found) >= FLOOR * (wanted + sum(each.extra for each in found))
    assert sum(each.placed for each in found) >= FLOOR * wanted


def test_a_houses_tip_between_numbered_news_is_its_comment() -> None:
    """As a bullet too; and a source in 【】 ends a sentence."""
    text = (
        "《园区政策周报》\n\n2024年第12期 2024年4月1日\n\n一、国家政策\n\n"
        "1．3月27日，工信部印发《绳索办法》，明确标识要求。【工信微报】\n▲园区提示：企业请尽早登记。\n\n"
        "2．3月28日，财政部公布《锡税规定》，明确税率。【财政部】\n\n二、园区企业\n\n"
        "1．3月29日，福建岚屿储能科技有限公司二期厂房封顶。【融媒体】\n\n2．3月30日，三一重工签订供货协议。【融媒体】\n"
    )
    items = read_briefing(text.encode(), source_name="a.txt", lexicon=read_reference()).items
    assert [(item.section.value, str(item.reported_on)) for item in items] == [
        ("policy_news", "2024-03-27"),
        ("policy_news", "2024-03-28"),
        ("corporate_news", "2024-03-29"),
        ("corporate_news", "2024-03-30"),
    ]
    assert items[0].comment == "企业请尽早登记。"


def test_a_line_in_square_brackets_below_news_is_its_source_and_day() -> None:
    """Also in the wide brackets of Chinese."""
    text = (
        "港口周讯\n第7期\n2024年5月14日\n\n一、政策瞭望\n\n"
        "1．渡轮登记有了办法\n\n交通运输部印发渡轮登记办法，要求船东备案。\n\n［交通部网站 05-08］\n\n"
        "2．缆绳检验要求调整\n\n海关总署调整缆绳检验要求，取消两项证书。\n\n［海关发布 05-09］\n"
    )
    items = read_briefing(text.encode(), source_name="a.txt", lexicon=read_reference()).items
    assert [(str(item.reported_on), [link.label for link in item.links]) for item in items] == [
        ("2024-05-08", ["交通部网站"]),
        ("2024-05-09", ["海关发布"]),
    ]
