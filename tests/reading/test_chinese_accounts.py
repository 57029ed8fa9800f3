"""Accounts' issues: parts counted on a line of their own, lead-ins to readers, captions, and the editor's remarks."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.domain.records.briefing import PolicyStatus, Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

PAGE = """<html><body><h1>政策速览｜渡轮、缆绳，这些新政别错过</h1>
<div>原创 <a href="javascript:void(0);">港区笔记</a> <em>2024年10月27日 18:30</em></div>
<section><p>{lead}：小长假之后发文密集。我们把10月8日至10月25日值得一看的政策打包给你。</p></section>
<section><p>{one}</p><p><strong>部委动态</strong></p></section>
<p><strong>01</strong></p><p><strong>渡轮须年检</strong></p>
<p>10月8日，交通运输部印发《渡轮检验办法》，渡轮每年检验一次。</p><p>{says}：船坞要早约。</p><p>来源：交通运输部</p>
<p><strong>02</strong></p><p><strong>缆绳出口须先许可</strong></p>
<p>10月9日，商务部印发《缆绳出口管理规定》，出口缆绳先取得许可。</p><p>{says}：许可约需一月。</p><p>来源：商务部网站</p>
<p><strong>03</strong></p><p><strong>浮标编号有新标准</strong></p>
<p>10月10日，工业和信息化部印发《浮标标准化指南》。</p><p>{says}：旧编号仍可用。</p><p>来源：工信微报</p>
<p>{caption}</p>
<section><p>{two}</p><p><strong>企业动态</strong></p></section>
<ul><li>10月24日，比亚迪第四艘滚装船在烟台下水。（公司官微）</li><li>10月25日，宁德时代发布船用电池。（财联社）</li></ul>
</body></html>"""


@pytest.mark.parametrize(
    ("one", "two", "lead", "says", "caption"),
    [
        ("PART 01", "PART 02", "导读", "小编说", "一图读懂：渡轮怎么检（长按保存）"),
        ("Part.1", "Part.2", "编者按", "编辑部认为", "浮标编号一览（左右滑动查看）"),
        ("第一部分", "第二部分", "写在前面", "笔者认为", "缆绳许可流程（点击查看大图）"),
        ("— PART ONE —", "— PART TWO —", "导语", "小编划重点", "渡轮检验表（扫码下载）"),
    ],
)
def test_parts_lead_ins_and_captions_of_an_account(one: str, two: str, lead: str, says: str, caption: str) -> None:
    """A counter alone heads nothing, a lead-in tells the period, a caption is no news, what the editor says a view."""
    page = PAGE.format(one=one, two=two, lead=lead, says=says, caption=caption)
    briefing = read_briefing(page.encode(), source_name="a.html", lexicon=LEXICON)
    assert [(item.section, item.headline) for item in briefing.items] == [
        (Section.POLICY_NEWS, "渡轮须年检"),
        (Section.POLICY_NEWS, "缆绳出口须先许可"),
        (Section.POLICY_NEWS, "浮标编号有新标准"),
        (Section.CORPORATE_NEWS, None),
        (Section.CORPORATE_NEWS, None),
    ]
    assert [item.comment for item in briefing.items[:2]] == ["船坞要早约。", "许可约需一月。"]
    assert (briefing.period_start, briefing.period_end) == (dt.date(2024, 10, 8), dt.date(2024, 10, 25))
    assert not briefing.unread


@pytest.mark.parametrize("source", ["公司公告", "公司动态", "政策文件"])
def test_a_link_behind_news_is_its_source_whatever_it_says(source: str) -> None:
    """Where other news has such links too, one that is called like a section is none."""
    news = (
        ("渡轮完成检验", "海陵渡轮有限公司的渡轮完成检验。", "澎湃新闻"),
        ("缆绳厂投产", "海陵缆绳有限公司的新厂投产。", source),
        ("比亚迪新船下水", "比亚迪第四艘滚装船在烟台下水。", "财联社"),
    )
    told = "".join(
        f'<h3>{head}</h3><p>{text}</p><p><a href="https://a.example/{at}">{link}</a></p>'
        for at, (head, text, link) in enumerate(news)
    )
    page = f"<html><body><h1>港航周报</h1><p>2024年7月8日</p><h2>企业动态</h2>{told}</body></html>"
    items = read_briefing(page.encode(), source_name="a.html", lexicon=LEXICON).items
    assert [(item.section, [link.label for link in item.links]) for item in items] == [
        (Section.CORPORATE_NEWS, [link]) for _, _, link in news
    ]


def test_links_that_are_all_called_like_sections_are_sections() -> None:
    """A page may link the names of its parts."""
    parts = (("政策动态", "商务部发布缆绳新规。"), ("企业动态", "比亚迪第四艘滚装船在烟台下水。"))
    told = "".join(f'<p><a href="https://a.example/s">{name}</a></p><p>7月5日，{text}</p>' for name, text in parts)
    page = f"<html><body><h1>港航周报</h1><p>2024年7月8日</p>{told}</body></html>"
    items = read_briefing(page.encode(), source_name="a.html", lexicon=LEXICON).items
    assert [item.section for item in items] == [Section.POLICY_NEWS, Section.CORPORATE_NEWS]


FIELDED = """<html><body><h1>政策双周谈｜渡轮、缆绳</h1>
<div><span>原创</span> <span>编辑：王小明</span> <a href="javascript:void(0)">港区产业观察</a>
<em>2024-10-28 18:30</em></div>
<p>各位读者好。本期“政策双周谈”梳理2024年10月14日至10月27日各部门的新政。全文约900字。</p>
<h2>壹 · 政策</h2>
<p><span class="b">01</span><strong>渡轮须年检</strong></p>
<p>{sign}名称：渡轮检验办法<br>{sign}文号：交水发〔2024〕8号<br>{sign}机构：交通运输部<br>{sign}日期：2024年10月15日<br>{sign}状态：已发布（转发）</p>
<p>已实施限航的地区优化限航措施，渡轮每年检验一次。</p>
<blockquote>【港评】船坞要早约。</blockquote><p>来源：交通运输部网站、新华社</p>
<p><span class="b">02</span><strong>APP要先备案</strong></p>
<p>{sign}名称：缆绳管理规定（征求意见稿）<br>{sign}机构：商务部<br>{sign}日期：2024年10月16日<br>{sign}状态：公开征求意见，截止2024年11月15日</p>
<p>出口缆绳先取得许可。</p><blockquote>【港评】许可约需一月。</blockquote><p>来源：商务部网站</p>
<h2>贰 · 企业</h2>
<p>◆ 10月24日　甲乙缆绳公司新线投产（{paper}）</p>
<p>◆ 10月25日　丙丁船用泵公司中标（公司公告）</p>
</body></html>"""


@pytest.mark.parametrize(("sign", "paper"), [("▷", "上海证券报"), ("◆", "财联社"), ("▶", "公司官微")])
def test_fields_behind_signs_under_counted_headlines_of_an_account(sign: str, paper: str) -> None:
    """A number that only style sets apart counts, a row names editor and house, and a paper in brackets is a source."""
    page = FIELDED.format(sign=sign, paper=paper)
    briefing = read_briefing(page.encode(), source_name="a.html", lexicon=LEXICON)
    one, two, three, _ = briefing.items
    assert [person.name for person in briefing.people] == ["王小明"]
    assert (briefing.period_start, briefing.period_end) == (dt.date(2024, 10, 14), dt.date(2024, 10, 27))
    assert (one.headline, two.headline) == ("渡轮须年检", "APP要先备案")
    assert one.policy is not None
    assert one.policy.title_zh == "渡轮检验办法"
    assert (one.policy.document_number, one.policy.status) == ("交水发〔2024〕8号", PolicyStatus.ISSUED)
    assert (one.issuing_bodies, one.reported_on, one.comment) == (("MOT",), dt.date(2024, 10, 15), "船坞要早约。")
    assert [deadline.on for deadline in two.deadlines] == [dt.date(2024, 11, 15)]
    assert (three.text, three.links[0].label) == ("甲乙缆绳公司新线投产", paper)
    assert not briefing.unread
