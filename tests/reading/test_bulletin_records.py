"""Bulletins of records: fields over the text, numbers of the house before headlines, bullets parted by bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import DeadlineKind, DocumentType, PolicyStatus
from bot.reading.formats.source import read_document
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing, Item

FRONT = (
    "# Rope Standards Bulletin\n\nKelder Institute for Trade, 6 October 2025\n\nPeriod: 1 July to 30 September 2025\n"
)
TOLD = (
    "Whoever sells a rope has to say who made it, and keep a list for three years.",
    "Old winches go back to their makers, who take them without a fee.",
    "Owners of cranes write down each lift and show it once a year.",
)


def read(text: str) -> Briefing:
    """Read a text as a file of Markdown."""
    return read_briefing(text.encode(), source_name="bulletin.md", lexicon=LEXICON)


def write_records(code: str, fields: tuple[str, str, str]) -> str:
    """Give a bulletin of three records with such codes and lines of fields."""
    heads = ("Safety Rules for Ropes", "Limits of Noise for Winches", "Safety Rules for Cranes")
    records = [
        f"### {code.format(81 + at)}{head}\n\n{field}\n\n{told}\n"
        for at, (head, field, told) in enumerate(zip(heads, fields, TOLD, strict=True))
    ]
    return "\n".join([FRONT, "## Policy\n", *records])


def list_days(items: tuple[Item, ...]) -> list[str]:
    """Give the days of items."""
    return [str(item.reported_on) for item in items]


@pytest.mark.parametrize("code", ["2025-0{} · ", "CN-2025-0{}: ", "25/0{} | ", "2025/{} – ", ""])
def test_running_numbers_of_a_house_are_no_words_of_its_headlines(code: str) -> None:
    """A year and a running number, with or without letters, go from the headlines of three records or more."""
    fields = tuple(f"Issued by: MIIT  \nIssued on: {day} September 2025" for day in (1, 2, 3))
    items = read(write_records(code, (fields[0], fields[1], fields[2]))).items
    heads = ["Safety Rules for Ropes", "Limits of Noise for Winches", "Safety Rules for Cranes"]
    assert [item.headline for item in items] == heads
    assert list_days(items) == ["2025-09-01", "2025-09-02", "2025-09-03"]


@pytest.mark.parametrize("done", ["Approved", "Circulated", "Notified", "Enacted"])
def test_who_did_what_to_a_document_and_when_are_fields(done: str) -> None:
    """The verb is a label with "by" and with "on", whatever was done to the document."""
    fields = tuple(f"{done} by: MIIT and CAC  \n{done} on: {day} August 2025" for day in (4, 5, 6))
    items = read(write_records("", (fields[0], fields[1], fields[2]))).items
    assert list_days(items) == ["2025-08-04", "2025-08-05", "2025-08-06"]
    assert [item.issuing_bodies for item in items] == [("MIIT", "CAC")] * 3
    assert [item.text for item in items] == list(TOLD)


def test_the_day_of_effect_is_the_items_where_no_other_is_given() -> None:
    """So it is where the day lies in the time of the issue, and is no day to come."""
    fields = (
        "Issued by: MIIT  \nIn force since: 1 September 2025",
        "Issued by: MIIT  \nIn force from: 1 March 2026",
        "Issued by: MIIT  \nIssued on: 5 September 2025  \nIn force since: 8 September 2025",
    )
    items = read(write_records("", fields)).items
    assert list_days(items) == ["2025-09-01", "None", "2025-09-05"]
    assert [item.deadlines[0].kind for item in items] == [DeadlineKind.TAKES_EFFECT] * 3


def test_a_chinese_title_alone_has_the_headline_for_its_english_one() -> None:
    """A headline that is a standard's title says it in English; "not seen" is no title, and who guides issues not."""
    fields = (
        "Chinese title: 绳索安全规则  \nIssued by: MIIT, under the guidance of the CAC",
        "Chinese title: 绞车噪声测量方法  \nIssued by: MIIT",
        "Chinese title: not seen  \nIssued by: MIIT with the CAC",
    )
    policies = [item.policy for item in read(write_records("", fields)).items]
    assert [policy and policy.title_en for policy in policies] == [
        "Safety Rules for Ropes",
        "Limits of Noise for Winches",
        "Safety Rules for Cranes",
    ]
    assert [policy and policy.title_zh for policy in policies] == ["绳索安全规则", "绞车噪声测量方法", None]
    assert [policy and policy.document_type for policy in policies][1] is DocumentType.STANDARD
    assert [item.issuing_bodies for item in read(write_records("", fields)).items] == [
        ("MIIT",),
        ("MIIT",),
        ("MIIT", "CAC"),
    ]


@pytest.mark.parametrize("sign", [" · ", " | "])
def test_lines_of_key_data_give_titles_in_both_tongues(sign: str) -> None:
    """A day with a word before it, counted bodies, a title and its twin, and a term instead of the day are fields."""
    lines = (
        (
            "Dated 2 September 2025",
            "Two bodies: MIIT, CAC",
            "Plan for Safe Ropes",
            "绳索安全方案",
            "工信部〔2025〕14号",
        ),
        (
            "Dated 4 September 2025",
            "MIIT",
            "Draft for comment until 3 October 2025",
            "Rules on Winches",
            "绞车管理规定",
        ),
        ("In force since 1 September 2025", "MIIT, CAC"),
    )
    fields = [sign.join(line) for line in lines]
    items = read(write_records("", (fields[0], fields[1], fields[2]))).items
    assert list_days(items) == ["2025-09-02", "2025-09-04", "2025-09-01"]
    assert [item.issuing_bodies for item in items] == [("MIIT", "CAC"), ("MIIT",), ("MIIT", "CAC")]
    policies = [item.policy for item in items[:2] if item.policy]
    assert [policy.title_en for policy in policies] == ["Plan for Safe Ropes", "Rules on Winches"]
    assert [policy.title_zh for policy in policies] == ["绳索安全方案", "绞车管理规定"]
    assert policies[0].document_number == "工信部〔2025〕14号"
    assert policies[1].status is PolicyStatus.DRAFT_FOR_COMMENT


def test_words_that_describe_a_document_in_its_place_are_no_title() -> None:
    """They tell its kind, and what was announced beside others names nobody who issues."""
    fields = (
        "2 September 2025 | MIIT | notice on a pilot, no number given | issued",
        "4 September 2025 | MIIT | announced at a press conference with the CAC",
        "5 September 2025 | MIIT | Rules on Cranes (起重机管理规定) | issued",
    )
    items = read(write_records("", fields)).items
    assert [item.policy and item.policy.title_en for item in items] == [None, None, "Rules on Cranes"]
    assert items[0].policy
    assert items[0].policy.document_type is DocumentType.NOTICE
    assert [item.issuing_bodies for item in items] == [("MIIT",)] * 3


@pytest.mark.parametrize("bold", ["**", ""])
@pytest.mark.parametrize("gap", ["\n  ", "  \n  "])
def test_bullets_with_a_line_of_bars_over_their_text(bold: str, gap: str) -> None:
    """The first line of a bullet gives its day, who issued what, and how it stands; the rest is the news."""
    heads = (
        f"{bold}29 Sep{bold} | MIIT | *2025 Plan for Ropes* / 2025年绳索方案 / 工信部〔2025〕12号 | {bold}final{bold}",
        f"{bold}27 September{bold} | CAC | *Rules on Winches* | {bold}draft, comments until 26 October 2025{bold}",
        f"{bold}25 September{bold} | MIIT and CAC | talks with makers, no document seen | {bold}under way{bold}",
    )
    bullets = [
        f"* {head}{gap}{told}  \n  Source: [Gazette](https://gazette.example/{told[:3]})"
        for head, told in zip(heads, TOLD, strict=True)
    ]
    items = read("\n".join([FRONT, "## Policy\n", *bullets])).items
    assert [item.text.partition("\n")[0] for item in items] == list(TOLD)
    assert list_days(items) == ["2025-09-29", "2025-09-27", "2025-09-25"]
    assert [item.issuing_bodies for item in items] == [("MIIT",), ("CAC",), ("MIIT", "CAC")]
    assert [[link.label for link in item.links] for item in items] == [["Gazette"]] * 3
    policies = [item.policy for item in items if item.policy]
    assert [policy.title_en for policy in policies] == ["2025 Plan for Ropes", "Rules on Winches", None]
    assert policies[0].title_zh == "2025年绳索方案"
    assert policies[0].document_number == "工信部〔2025〕12号"
    assert policies[1].status is PolicyStatus.DRAFT_FOR_COMMENT


def test_notes_at_the_front_say_from_whom_and_what_time_is_covered() -> None:
    """The fields of a note program name the sender and the time under several words."""
    note = "---\nfrom: Embassy of Norvania in Beijing\ntitle: Rope Report\ndate: 2025-06-03\n"
    note += "covering: 27 May – 2 June 2025\n---\n"
    briefing = read(
        f"{note}\n## Policy\n\n- **28 May:** MIIT issued rules on ropes.\n- **29 May:** CAC issued rules on winches.\n"
    )
    assert briefing.publisher == "Embassy of Norvania in Beijing"
    assert (str(briefing.period_start), str(briefing.period_end)) == ("2025-05-27", "2025-06-02")


def test_the_parts_of_an_issue_in_a_table_and_a_word_on_its_marks_are_no_news() -> None:
    """Neither is unread, and what the house says of itself behind its list is no part of the last news."""
    parts = "| In this bulletin | |\n|---|---|\n| Part I | Rules |\n| Part II | Meetings |\n"
    note = "All dates are those of the Chinese text. *Our remark* marks what is our own.\n"
    news = "## Part I – Rules\n\n### Ropes\n\n*3 July 2025 | MIIT*\n\nMIIT issued rules on ropes.\n"
    meetings = "## Part II – Meetings\n\n- 4 November 2025: Talks, Oslo\n- 2 December 2025: Talks on cranes, Bergen\n"
    foot = "---\n\nKELDER is financed by its members. To change your address write to <post@kelder.example>.\n"
    briefing = read(f"{FRONT}\n{parts}\n{note}\n{news}\n{meetings}\n{foot}")
    assert briefing.unread == ()
    assert briefing.items[-1].text == "Talks on cranes, Bergen"
    assert briefing.items[-1].links == ()


SUBSTACK = """<html><head><title>Tracker #41: Ropes get names</title>
<meta property="og:site_name" content="Kelder Tracker"></head><body><article><h1>Tracker #41: Ropes get names</h1>
<h3 class="subtitle">What China's regulators did between 9 February and 21 March 2025</h3>
<div><a href="/@kelder">Kelder Institute for Trade</a></div><div>Mar 24, 2025</div>
<h2>Policy watch</h2><h3>Ropes get names</h3><p>MIIT issued rules on ropes on March 3. Makers keep a list.</p>
<h3>Winches go back</h3><p>CAC issued rules on winches on March 4. Makers take them.</p>
<h2>Company watch</h2><h3>Seilbau opens</h3><p>Seilbau opened a works on March 5. It makes ropes.</p>
</article></body></html>"""


def test_a_post_of_a_numbered_letter_is_of_the_series_that_the_page_names() -> None:
    """The headline of an issue is no series' name, and the line below says of which days it tells."""
    briefing = read_briefing(SUBSTACK.encode(), source_name="post.html", lexicon=LEXICON)
    assert (briefing.publisher, briefing.series) == ("Kelder Institute for Trade", "Kelder Tracker")
    days = (briefing.published_on, briefing.period_start, briefing.period_end)
    assert list(map(str, days)) == ["2025-03-24", "2025-02-09", "2025-03-21"]


def write_mail(records: list[tuple[str, dict[str, str], str]]) -> str:
    """Give a mail whose records have their fields in tables that only lay them out."""
    layout = '<table role="presentation" width="100%">{}</table>'
    rows = ["<tr><td>Kelder Law Monthly</td></tr>", "<tr><td>8 April 2024 | Developments of 1–31 March 2024</td></tr>"]
    rows.append("<tr><td>New legislation</td></tr>")
    for head, fields, told in records:
        cells = "".join(f"<tr><td width='110'>{name}</td><td>{value}</td></tr>" for name, value in fields.items())
        rows += [
            f"<tr><td><b>{head}</b></td></tr>",
            f"<tr><td>{layout.format(cells)}</td></tr>",
            f"<tr><td>{told}</td></tr>",
        ]
        rows.append('<tr><td><a href="https://kelder.example/text">Company statement</a></td></tr>')
    return f"<html><body>{layout.format(''.join(rows))}</body></html>"


def test_fields_in_tables_that_only_lay_out_are_fields() -> None:
    """A few letters beside a value, again in other tables of the mail, name it; so does one row alone."""
    fields = (
        {"Measure": "Rules on Ropes (《绳索管理规定》)", "Issuer": "MIIT", "Released": "22 March 2024"},
        {"Draft": "Measures for Winches (《绞车管理办法》)", "Issuer": "CAC", "Released": "19 March 2024"},
    )
    heads = ("Ropes get names", "Winches go back to makers")
    mail = write_mail(list(zip(heads, fields, TOLD, strict=False)))
    items = read_briefing(mail.encode(), source_name="mail.html", lexicon=LEXICON).items
    assert [item.headline for item in items] == list(heads)
    assert [item.text for item in items] == list(TOLD[:2])
    assert list_days(items) == ["2024-03-22", "2024-03-19"]
    assert [item.policy and item.policy.title_en for item in items] == ["Rules on Ropes", "Measures for Winches"]
    assert [[link.label for link in item.links] for item in items] == [["Company statement"]] * 2
    alone = "<table role='presentation'><tr><td>Released</td><td>5 March 2024</td></tr></table>"
    page = "".join(f"<p>{head}</p>{alone}<p>{told}</p>" for head, told in zip(heads, TOLD, strict=False))
    texts = [block.text for block in read_document(page.encode(), source_name="page.html").blocks]
    assert texts.count("Released: 5 March 2024") == len(texts) // 3


def test_sources_behind_a_view_are_those_of_the_news() -> None:
    """They leave the house's words, whatever their label."""
    told = "The ministry counts ropes.\nWhy it matters: nobody did before. (Source: Gazette; Reuters)"
    stories = f"1. ROPES GET NAMES\n{told}\n\n2. WINCHES GO BACK\n{told}\n"
    text = f"KELDER LINE\nMonday, October 13, 2025\n\nTHE BIG TWO\n===========\n\n{stories}"
    items = read_briefing(text.encode(), source_name="line.txt", lexicon=LEXICON).items
    assert [item.comment for item in items] == ["nobody did before."] * 2
    assert [[link.label for link in item.links] for item in items] == [["Gazette", "Reuters"]] * 2


def test_sentences_behind_bars_are_bullets_and_the_secretariats_watch_is_a_view() -> None:
    """The bar is none of their words, and an advertisement between them is none of the news."""
    page = (
        "<html><body><h1>智装周报｜绳索新规出台</h1><p>2024年12月16日</p><p><strong>政策速递</strong></p>"
        "<p><strong>绳索有了新规</strong></p><p>工业和信息化部 ｜ 12月12日 ｜ 已印发</p>"
        "<p>工业和信息化部印发《绳索管理办法》，明确生产企业须留存记录。</p>"
        "<p><strong>秘书处观察：</strong>会员企业请逐项核对。</p><p>—— 广告 ——</p>"
        "<p>2025绳索展展位预订：扫描下方二维码</p>"
        "<p><strong>企业动态</strong></p><p>▍12月10日，埃斯顿在南京发布一款重载机器人。（来源：公司公告）</p>"
        "<p>▍12月11日，优必选向富士康交付首批机器人。（来源：财联社）</p></body></html>"
    )
    items = read_briefing(page.encode(), source_name="zhoubao.html", lexicon=LEXICON).items
    assert items[0].comment == "会员企业请逐项核对。"
    assert "广告" not in items[0].text
    assert [item.text for item in items[1:]] == ["埃斯顿在南京发布一款重载机器人。", "优必选向富士康交付首批机器人。"]
    assert list_days(items[1:]) == ["2024-12-10", "2024-12-11"]


@pytest.mark.parametrize(
    "told",
    [
        "Ropes get names. MIIT and CAC made it public on 9 September.",
        "The two agencies behind the rules (绳索规则) are MIIT and the CAC.",
        "The ministries responsible for the Rules on Ropes were MIIT and CAC.",
    ],
)
def test_who_made_it_public_or_stands_behind_it_issued_it(told: str) -> None:
    """The sentence need not name the document, and the bodies may stand last."""
    items = read(f"{FRONT}\n## Policy\n\n### Ropes get names\n\n*9 September 2025*\n\n{told}\n").items
    assert [item.issuing_bodies for item in items] == [("MIIT", "CAC")]
