"""Cards, records and pages: days in eyebrows, values in columns, codes as heads, fields under bullets, own columns."""

from __future__ import annotations

from bot.domain.records.briefing import DeadlineKind, Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON
from tests.reading.test_bulletin_forms import STORIES, check, read


def test_a_state_and_a_day_over_a_headline_are_its_own() -> None:
    """Cards have the day over their headline; a path to the page names no series."""
    cards = "".join(
        f"<div><p><span>{state}</span> <span>{day} Mar 2025</span></p><h4>{head}</h4>"
        f"<p>{who} said this on ropes. {text}</p></div>"
        for state, (head, who, day, text) in zip(("Final", "In force", "Draft", "Final"), STORIES, strict=True)
    )
    page = (
        "<section><p>Insights / China desk</p><h1>China Policy Watch</h1><p>Page updated 30 March 2025.</p></section>"
        f"<section><h2>MIIT and others</h2>{cards}</section>"
    )
    briefing = read_briefing(page.encode(), source_name="a.html", lexicon=LEXICON)
    assert briefing.series == "China Policy Watch"
    assert [(item.headline, item.reported_on.day) for item in briefing.items if item.reported_on] == [
        (head, day) for head, _, day, _ in STORIES
    ]


def test_values_in_a_column_go_on_below_and_a_code_gives_way_to_the_title() -> None:
    """Records of a list of changes: "TITLE   : Rules on" over words set in to the same column."""
    records = "".join(
        f"{'=' * 60}\nCN-04{day:02}  [NEW]\nTITLE       : {head} and on many\n              further things\n"
        f"AUTHORITY   : {who}\nPUBLISHED   : 2025-03-{day:02}\nSUMMARY     : {text[:30].rsplit(' ', 1)[0]}\n"
        f"              {text[:30].rsplit(' ', 1)[1]}{text[30:]}\n\n"
        for head, who, day, text in STORIES
    )
    briefing = read(f"Rope Letter\nReleased 30 March 2025.\n\n{records}", "a.txt")
    found = [(i.headline, i.text, i.issuing_bodies[:1]) for i in briefing.items]
    assert found == [(f"{head} and on many further things", text, (who,)) for head, who, _, text in STORIES]


def test_a_sign_of_quotations_over_lines_set_in_is_a_bullet() -> None:
    """Notes in mails have "> CAPITALS. Sentence" with its other lines below, and where it stood in brackets."""
    news = "".join(
        f"> {head.upper()}. {text[:40].rsplit(' ', 1)[0]}\n  {text[:40].rsplit(' ', 1)[1]}{text[40:]}\n"
        f"  [{who}, {day} March]\n\n"
        for head, who, day, text in STORIES
    )
    briefing = read(
        f"Acme Institute\nROPE LETTER no. 4 | 30 March 2025\n\n{'-' * 40}\n1 | POLICY\n{'-' * 40}\n\n{news}", "a.txt"
    )
    assert [item.headline for item in briefing.items] == [head.upper() for head, *_ in STORIES]
    assert not any(">" in item.text for item in briefing.items)
    quoted = read("Acme Institute\n\n30 March 2025\n\n> MIIT said so.\n> It said more.\n> And more.\n", "a.txt")
    assert not quoted.items or quoted.items[0].headline is None


def test_fields_under_bullets_belong_to_the_bullet_above_them() -> None:
    """No item takes the summary of the one before or behind it, set in bold or not."""
    for bold in ("**", ""):
        records = "".join(
            f"- {bold}{place}：{what}{bold}\n\n发文单位：{who}\n\n发布日期：2024年4月{day}日\n\n摘要：{text}\n\n"
            for place, what, who, day, text in (
                ("浙江", "绳索认证", "浙江省商务厅", 10, "联合公布首批企业名单，涉及176家企业。"),
                ("广东", "绳索中心认定", "广东省商务厅", 16, "就绳索管理办法公开征求意见，截止时间为2024年5月20日。"),
                ("重庆", "二手绳索出口", "重庆市商务委员会", 22, "启动二手绳索出口企业备案。"),
            )
        )
        text = f"# 政策摘编\n\n江岭省商务厅\n\n2024年4月30日\n\n## 国家政策\n\n{records}"
        items = read(text, "a.md").items
        assert [item.headline for item in items] == ["浙江：绳索认证", "广东：绳索中心认定", "重庆：二手绳索出口"]
        assert [item.text[:4] for item in items] == ["联合公布", "就绳索管", "启动二手"]
        assert [[day.kind for day in item.deadlines] for item in items] == [[], [DeadlineKind.COMMENTS_CLOSE], []]


def test_what_heads_news_behind_its_day_may_be_short() -> None:
    """Mails in Chinese break the line behind a headline of few signs, in quotation marks too."""
    news = "".join(
        f"<p>9月{day}日　{head}<br>{text}</p>"
        for day, head, text in (
            (24, "央行降准降息组合拳", "中国人民银行宣布下调存款准备金率0.5个百分点，并表示支持绳索行业平稳发展。"),
            (24, "并购“六条”", "证监会发布《关于深化绳索市场改革的意见》，支持并购。"),
            (29, "降息", "中国人民银行完善利率定价机制。"),
        )
    )
    page = f"<h1>绳索周报（2024年第39周）</h1><p>发送日期：2024年9月30日</p><h2>一周政策</h2>{news}"
    briefing = read_briefing(page.encode(), source_name="a.html", lexicon=LEXICON)
    assert [item.headline for item in briefing.items[:2]] == ["央行降准降息组合拳", "并购“六条”"]
    assert "意见" in briefing.items[1].text


def test_a_day_before_a_source_in_brackets_dates_the_news() -> None:
    """Pages in Chinese credit with "（10月9日　来源：商务部官网）"."""
    news = "".join(
        f"<li>{text}<span>（10月{day}日　来源：商务部官网）</span></li>"
        for day, text in ((8, "商务部公告绳索出口须申请许可，自12月1日起实施。"), (9, "交通运输部公告对绳索船舶收费。"))
    )
    page = f"<h1>绳索早报</h1><p>2025年10月13日</p><h2>政策</h2><ol>{news}</ol>"
    items = read_briefing(page.encode(), source_name="a.html", lexicon=LEXICON).items
    assert [item.reported_on and item.reported_on.day for item in items] == [8, 9]
    assert [link.label for item in items for link in item.links if "日" not in link.label] == [
        "商务部官网",
        "商务部官网",
    ]


def test_no_source_loses_a_word_that_could_open_a_credit() -> None:
    """Only what opens a list of sources, or one of them with a colon, is not part of a name."""
    text = (
        "# Rope Letter\n\n13 October 2025\n\n## Policy\n\n"
        "- MIIT issued a rule. (Source: Reuters, Open Resources: Daily)\n"
        "- 工信部发布绳索标准。（来源：数据局公众号）\n- NDRC issued a rule. (Source: Xinhua)\n"
    )
    labels = [[link.label for link in item.links] for item in read(text).items]
    assert labels == [["Reuters", "Open Resources: Daily"], ["数据局公众号"], ["Xinhua"]]


def test_what_heads_a_column_beside_another_of_text_heads_the_titles() -> None:
    """A table with "What" and "Key content" has its titles in the first; a house's view is no part of the news."""
    rows = "".join(f"| {day} Mar | {who} | {head} | {text} | We stay calm. |\n" for head, who, day, text in STORIES)
    text = (
        "**Larkfield & Stowe**\n\n# China Policy Monitor\n\nMonthly | 30 March 2025"
        " | Window: 24 February – 28 March 2025\n\nBottom line: Fewer ropes, more nets.\n\n## Policy actions\n\n"
        f"| Date | Who | What | Key content | L&S view |\n|---|---|---|---|---|\n{rows}"
    )
    briefing = read(text)
    check(briefing)
    assert all("calm" not in item.text and item.section is Section.POLICY_NEWS for item in briefing.items)
    assert (briefing.publisher, briefing.series) == ("Larkfield & Stowe", "China Policy Monitor")
    assert briefing.period_start is not None
