"""What single lines of news say: labels, columns, days, sources, lines beside headlines, names of sections."""

from __future__ import annotations

import time

import pytest

from bot.model.briefing import Section
from bot.reading.document import Span
from bot.reading.layout.beside import parse_beside
from bot.reading.layout.label_names import Field
from bot.reading.layout.labels import find_label, list_labels, tell_columns, tell_label
from bot.reading.layout.printed_days import find_closing_day, find_opening_day, find_told_day, is_day
from bot.reading.layout.section_names import is_outlook, tell_section
from bot.reading.layout.sources import is_source_line, split_sources
from bot.reading.layout.spans import raw_of


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("Issuing body: MOT", Field.ISSUER, "MOT"),
        ("Isuing body: MOT", Field.ISSUER, "MOT"),
        ("发布机构 / Issuing body：交通运输部", Field.ISSUER, "交通运输部"),
        ("Date | 5 May", Field.DATE, "5 May"),
        ("【点评】港口要准备。", Field.COMMENT, "港口要准备。"),
        ("Quay Institute commentary: Ports wait.", Field.COMMENT, "Ports wait."),
        ("Why it matters – ports wait", Field.COMMENT, "ports wait"),
        ("文 号：交水〔2025〕1号", Field.NUMBER, "交水〔2025〕1号"),
    ],
)
def test_a_label_names_the_field_of_what_follows(line: str, field: Field, value: str) -> None:
    """Labels are found before a colon, a bar, a dash or in brackets, in either language, a letter wrong perhaps."""
    label = find_label(line)
    assert label is not None
    assert (label.field, line[label.end :]) == (field, value)


@pytest.mark.parametrize(
    "line", ["风险提示：股市有风险", "https://quay.example", "10:30 Ports open", "港口产业观察", "The new rules: ports"]
)
def test_other_words_before_a_colon_are_no_label(line: str) -> None:
    """Warnings, addresses, hours and names of series label nothing."""
    assert find_label(line) is None


def test_own_labels_and_several_labels_in_a_line() -> None:
    """A publisher's own label wins, and one line may hold the whole record."""
    own = find_label("Harbour light: x", {"harbour light": Field.SUMMARY})
    assert own is not None
    assert own.field is Field.SUMMARY
    text = "At a glance: Ports open. Why it matters: Ropes. Issuing body: MOT Article: Port Rules"
    assert [text[at:].split(":", maxsplit=1)[0] for at, _ in list_labels(text)] == [
        "At a glance",
        "Why it matters",
        "Issuing body",
        "Article",
    ]
    assert tell_label("Policy") is None
    assert tell_label("Our view") is not None


@pytest.mark.parametrize(
    ("heads", "fields"),
    [
        (["#", "Instrument", "Closes"], (Field.INDEX, Field.TITLE, Field.CLOSES)),
        (["序号", "文件名称", "发布机构"], (Field.INDEX, Field.TITLE, Field.ISSUER)),
        (["Indicator", "May", "April"], None),
        (["Rope plan", "MOT", "5 May 2025"], None),
    ],
)
def test_columns_by_their_heads(heads: list[str], fields: tuple[Field, ...] | None) -> None:
    """A row of names is a table's head; figures and rows of news are none."""
    assert tell_columns(heads) == fields


@pytest.mark.parametrize(
    ("line", "day", "rest"),
    [
        ("October 26: Ports open", "October 26", "Ports open"),
        ("26 Oct – Ports open", "26 Oct", "Ports open"),
        ("10月26日，港口开放", "10月26日", "港口开放"),
        ("[12/3] Ports open", "12/3", "Ports open"),
        ("5日，港口开放", "5日", "港口开放"),
        ("03-05 港口开放", "03-05", "港口开放"),
    ],
)
def test_the_day_a_line_opens_with(line: str, day: str, rest: str) -> None:
    """A sign, brackets or a blank behind Chinese figures set the day off."""
    found = find_opening_day(line)
    assert found is not None
    assert (found.text, line[found.end :]) == (day, rest)


def test_days_in_figures_alone_are_days_where_the_layout_says_so() -> None:
    """Without a sign behind them only the layout tells figures from a number."""
    assert find_opening_day("12/3 Ports open") is None
    assert find_opening_day("12/3 Ports open", in_figures=True) is not None
    assert find_opening_day("5 ports open in May") is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Ports open (26 October)", "26 October"),
        ("港口开放（10月26日）", "10月26日"),
        ("港口开放。(2025-05-15)（来源：港口网）", "2025-05-15"),
        ("Ports close (until 26 October)", None),
        ("Comments are possible until – 26 October", None),
    ],
)
def test_the_day_a_line_ends_with(line: str, day: str | None) -> None:
    """A day behind the news dates it unless it is a term."""
    found = find_closing_day(line)
    assert (found.text if found else None) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("On 5 March, MOT opened the port.", "5 March"),
        ("MOT (5 March) opened the port.", "5 March"),
        ("BEIJING, March 5 — MOT opened the port.", "March 5"),
        ("交通运输部3月5日开放港口。", "3月5日"),
        ("交通运输部5日印发通知。", "5日"),
        ("The rules take effect on 5 March.", None),
        ("港口办法自3月5日起施行。", None),
        ("截至3月5日，港口完成投资。", None),
    ],
)
def test_the_day_a_text_tells(text: str, day: str | None) -> None:
    """The first sentences date the news; terms do not."""
    assert find_told_day(text) == day


def test_lines_that_are_a_day() -> None:
    """Weekdays, brackets and a few days in a row are allowed around a day, and nothing else."""
    assert all(map(is_day, ("Thursday, 17 July", "5–6 May", "【7月13日 星期日】", "16日", "2025-05-03")))
    assert not any(map(is_day, ("Ports on 5 May", "12/3", "2025")))


@pytest.mark.parametrize(
    ("text", "rest", "sources"),
    [
        ("Ports open. (MOT notice, Quay Daily)", "Ports open.", ("MOT notice", "Quay Daily")),
        ("Ports open. Source: Reuters", "Ports open.", ("Reuters",)),
        ("港口开放。（来源：新华社）", "港口开放。", ("新华社",)),
        ("港口开放。——港口网", "港口开放。", ("港口网",)),
        ("The Ministry of Transport (MOT) opened a port", "The Ministry of Transport (MOT) opened a port", ()),
        ("MOT published the Port Rules (draft)", "MOT published the Port Rules (draft)", ()),
    ],
)
def test_sources_behind_the_news(text: str, rest: str, sources: tuple[str, ...]) -> None:
    """Sources are taken off the end of a text; short names and states in brackets stay."""
    cited = split_sources([Span(text=text)])
    assert (raw_of(cited.spans).strip(), cited.labels) == (rest, sources)


def test_links_that_lead_on_are_sources() -> None:
    """A link behind the last sentence, or alone on its line, says where the news can be read."""
    link = Span(text="Read more", link="https://quay.example")
    assert split_sources([Span(text="Ports open. "), link]).links[0].url == "https://quay.example"
    assert is_source_line([link])
    assert not is_source_line([Span(text="Ports open")])


def test_lines_beside_a_headline() -> None:
    """Office, day, number, title and term stand in parts beside each other."""
    told = parse_beside("State Council | Port Rules (港口办法) | Adopted 29 December 2023 | Effective 1 July 2024")
    assert told is not None
    assert (told.issuers, told.date_text, told.titles, told.terms) == (
        ["State Council"],
        "29 December 2023",
        ["Port Rules (港口办法)"],
        ["Effective 1 July 2024"],
    )
    assert parse_beside("26 December: MOT set up a port committee with 65 members (MOT)") is None
    kicker = parse_beside("Ports · 5 May")
    assert kicker is not None
    assert (kicker.topics, kicker.date_text) == (["Ports"], "5 May")


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("1. Policy news", Section.POLICY_NEWS),
        ("二、政策法规", Section.POLICY_NEWS),
        ("Company updates 企业动态", Section.CORPORATE_NEWS),
        ("▌企业之窗", Section.CORPORATE_NEWS),
        ("Top 5 stories", Section.TOP),
        ("本期要闻", Section.TOP),
        ("News in brief", Section.OTHER),
        ("Coming up", Section.OTHER),
        ("Ports and ropes", None),
        ("Regulatory Alert 14/2025", None),
        ("Policies and companies", None),
    ],
)
def test_names_of_sections(heading: str, section: Section | None) -> None:
    """A heading names a section where all its words do, behind a number or a sign and in either language."""
    assert tell_section(heading) is section


def test_sections_of_days_ahead() -> None:
    """Calendars are known by their names."""
    assert all(map(is_outlook, ("Dates for your diary", "What to watch", "四、下期关注", "下周日程")))
    assert not any(map(is_outlook, ("Policy news", "企业动态")))


@pytest.mark.parametrize(
    "unit", ["a: ", "Date: x. ", "(Xinhua)", "5 May 2025, ", "【打印】", " ", "\n", "部", "(", "关于检查的通知\n"]
)
def test_a_long_line_is_read_in_time(unit: str) -> None:
    """Whatever repeats in a line of a million signs, each question about it is answered at once."""
    line = unit * (1_000_000 // len(unit))
    spans = [Span(text=line)]
    begin = time.process_time()
    for ask in (find_label, list_labels, find_opening_day, find_closing_day, find_told_day, is_day, parse_beside):
        ask(line)
    split_sources(spans)
    is_source_line(spans)
    tell_section(line)
    assert time.process_time() - begin < 3
