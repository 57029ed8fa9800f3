"""Chinese newsletters in cards: a tag, a headline, a line of who, when and how it stands, and a paragraph in a cell."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from bot.domain.records.briefing import PolicyStatus, Section
from bot.reading.grammar.layout.credits import find_credit
from bot.reading.grammar.lines.furniture import is_advertisement
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

CARDS = (
    ("发布", "港口起重机登记办法", "交通运输部 ｜ 5月6日 ｜ 6月1日起施行", "要求起重机每年登记一次。"),
    ("征求意见", "渡轮检验规则（征求意见稿）", "交通运输部 ｜ 5月7日 ｜ 征求意见至6月8日", "渡轮每两年检验一次。"),
    (
        "发布",
        "关于促进缆绳消费的意见",
        "商务部等三部门 ｜ 5月8日 ｜ 已发布",
        "缆绳换新可以领取补贴，老旧缆绳集中回收。",
    ),
    ("公告", "缆绳出口须先登记", "商务部、海关总署 ｜ 5月8日 ｜ 已发布", "出口缆绳的厂商应当先在海关登记名称。"),
)
COMPANY = "<li><b>北岬港务买码头</b>：北岬港务5月7日宣布买下两座码头，另有三座在谈。 <span>[公司公告]</span></li>"


def _card(tag: str, headline: str, credit: str, text: str) -> str:
    return (
        f"<tr><td><span style='font-size:12px'>{tag}</span><div style='font-weight:bold'><a href='https://r.example/1'>"
        f"{headline}</a></div><div style='font-size:13px'>{credit}</div><p>{text}</p></td></tr>"
    )


def _mail(*, sign: str = "■ ") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "北岬咨询 <a@b.example>", "【港口速递】2024年第7期"
    rows = "".join(_card(*card) for card in CARDS)
    mail.set_content(
        "<html><body><table><tr><td><div>北岬咨询</div><div><b>港口速递</b></div>"
        "<div>2024年第7期　2024年5月9日</div></td></tr>"
        f"<tr><td style='font-weight:bold'>{sign}政策要览</td></tr>{rows}"
        f"<tr><td style='font-weight:bold'>{sign}企业动态</td></tr><tr><td><ul>{COMPANY}</ul></td></tr>"
        "<tr><td><a href='https://r.example/9'>报名线上讲解会</a><br><span>席位有限，先到先得</span></td></tr>"
        "</table></body></html>",
        subtype="html",
    )
    return mail.as_bytes()


@pytest.mark.parametrize("sign", ["■ ", "◆ ", ""])
def test_cards_have_their_headline_day_and_office_and_sections_stand_in_rows_of_their_own(sign: str) -> None:
    """A tag that could be a source's is one of its neighbours; a bold bullet alone in a row is a section's name."""
    briefing = read_briefing(_mail(sign=sign), source_name="a.eml", lexicon=LEXICON)
    assert [(item.section, item.headline, str(item.reported_on)) for item in briefing.items] == [
        (Section.POLICY_NEWS, "港口起重机登记办法", "2024-05-06"),
        (Section.POLICY_NEWS, "渡轮检验规则（征求意见稿）", "2024-05-07"),
        (Section.POLICY_NEWS, "关于促进缆绳消费的意见", "2024-05-08"),
        (Section.POLICY_NEWS, "缆绳出口须先登记", "2024-05-08"),
        (Section.CORPORATE_NEWS, "北岬港务买码头", "2024-05-07"),
    ]
    draft = briefing.items[1]
    assert [str(deadline.on) for deadline in draft.deadlines] == ["2024-06-08"]
    assert draft.policy is not None
    assert draft.policy.status is PolicyStatus.DRAFT_FOR_COMMENT


@pytest.mark.parametrize(
    ("line", "issuer", "terms"),
    [
        ("商务部等十三部门 ｜ 7月18日 ｜ 已发布", "商务部等十三部门", ("Status: 已发布",)),
        ("工信部｜2024-05-06｜自2024年7月1日起施行", "工信部", ("自2024年7月1日起施行",)),
        ("财政部 · 5月6日 · 意见反馈截止6月8日", "财政部", ("意见反馈截止6月8日",)),
        ("交通运输部等 | 5月6日 | 6月8日前反馈意见", "交通运输部等", ("6月8日前反馈意见",)),
    ],
)
def test_a_line_of_office_day_and_term_in_chinese_is_a_credit(line: str, issuer: str, terms: tuple[str, ...]) -> None:
    """What else happens on a day, and how a document stands, are parts of such a line as they are in English."""
    credit = find_credit(line)
    assert credit is not None
    assert (credit.issuers, credit.terms) == ((issuer,), terms)


@pytest.mark.parametrize(
    "line", ["报名线上讲解会\n席位有限，先到先得", "立即报名", "预约六月港口沙龙 >", "注册参加合规培训"]
)
def test_what_readers_may_sign_up_for_is_no_news(line: str) -> None:
    """A button to an event of the house is an advertisement."""
    assert is_advertisement(line)


def test_a_sentence_on_signing_up_is_news() -> None:
    """Who may apply for what by when is told in a sentence."""
    assert not is_advertisement("报名参加起重机试点的企业应于6月8日前提交材料。")


PAGE = """<!doctype html><html><head><title>每日要闻_北岬网</title></head><body>
<h1>每日要闻</h1><div><span>2024-12-06 07:30</span>　<span>来源：北岬网产业频道</span></div>
<h2>今日头条</h2>
<h3>渡轮检验有新规</h3><p>12月5日　交通运输部</p><p>《渡轮检验办法》要求渡轮每两年检验一次，港口负责登记。</p>
<h3>缆绳出口要登记</h3><p>12月4日　商务部、海关总署</p><p>《缆绳出口登记办法》要求出口缆绳的厂商在海关登记名称。</p>
<h2>政策发布</h2>
<p><strong>起重机登记有了操作手册</strong>　交通运输部12月4日印发《港口起重机登记指引（试行）》，要求每年登记一次。</p>
<p><strong>渡轮税费减半征收</strong>　财政部12月3日发布2024年第46号公告《关于渡轮税费的公告》：渡轮税费减半。</p>
<p><strong>交通运输部</strong>　12月2日启动港口检查，查处违规起重机。</p>
<h4>24小时热文</h4><ol><li><a href="/1">一图读懂放假安排</a></li><li><a href="/2">冬天渡轮怎么开</a></li></ol>
<div><a href="/3">上一篇</a> <a href="/4">返回列表</a></div><div>【责任编辑：周禾】 【纠错】 【打印】</div>
</body></html>"""


def test_a_wide_space_behind_bold_words_parts_a_headline_and_rankings_are_no_news() -> None:
    """An office in bold acts; a day and an office that a space parts credit; lists of the site are aside."""
    briefing = read_briefing(PAGE.encode(), source_name="a.html", lexicon=LEXICON)
    assert briefing.publisher == "北岬网"
    assert [person.name for person in briefing.people] == ["周禾"]
    assert [(item.section, item.headline, str(item.reported_on), item.text[:8]) for item in briefing.items] == [
        (Section.TOP, "渡轮检验有新规", "2024-12-05", "《渡轮检验办法》"),
        (Section.TOP, "缆绳出口要登记", "2024-12-04", "《缆绳出口登记办"),
        (Section.POLICY_NEWS, "起重机登记有了操作手册", "2024-12-04", "交通运输部12月"),
        (Section.POLICY_NEWS, "渡轮税费减半征收", "2024-12-03", "财政部12月3日"),
        (Section.POLICY_NEWS, None, "2024-12-02", "交通运输部 12"),
    ]
    policy = briefing.items[3].policy
    assert policy is not None
    assert (policy.title_zh, policy.document_number) == ("关于渡轮税费的公告", "财政部公告2024年第46号")


@pytest.mark.parametrize("head", ["24小时热文", "热门排行", "点击排行榜", "本周热榜", "推荐阅读"])
def test_lists_of_what_is_read_most_are_the_sites_own(head: str) -> None:
    """What such a list names is no news of the page."""
    page = PAGE.replace("24小时热文", head)
    assert len(read_briefing(page.encode(), source_name="a.html", lexicon=LEXICON).items) == 5


@pytest.mark.parametrize("line", ["12月5日 财政部征求意见", "财政部 12月5日征求意见", "12月5日 渡轮须检验"])
def test_a_headline_behind_a_day_is_no_credit(line: str) -> None:
    """Only the names of offices stand beside a day in a credit that a space parts."""
    assert find_credit(line) is None
