"""How news in Chinese tells who acts, by what number, until when and how much: wordings of digests and weeklies."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import DocumentType, Item, PolicyStatus, Section
from bot.reading.recognition.counted import find_counted
from tests.reading.recognition.recognise_lexicon import read_company_news, read_item


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        (
            "工业和信息化部等三部门印发《渡轮登记办法》。三部门为工业和信息化部、商务部和财政部。",
            ("MIIT", "MOFCOM", "MOF"),
        ),
        ("三部门印发《渡轮登记办法》。财政部、商务部、工业和信息化部将分别解释。", ("MOF", "MOFCOM", "MIIT")),
        ("三部门印发《渡轮登记办法》。财政部、商务部将分别解释。", ()),
        ("商务部等八部门办公厅印发渡轮更新细则。", ("MOFCOM",)),
        ("财政部、商务部两部门通知：渡轮补贴延续一年。", ("MOF", "MOFCOM")),
        ("财政部办公厅4月2日发函征求《渡轮采购办法》意见。", ("MOF",)),
        ("商务部拟修订《渡轮出口办法》，现公开征求意见。", ("MOFCOM",)),
        ("商务部拟修订《渡轮出口办法》，专家表示欢迎。", ()),
        ("商务部就《渡轮出口办法》答记者问。", ("MOFCOM",)),
        ("商务部、财政部4月2日公告第58号，渡轮补贴暂停。", ("MOFCOM", "MOF")),
        ("财政部办公厅4月2日发出通知，就渡轮目录征求意见。", ("MOF",)),
        ("财政部就VIN编码办法征求意见。", ("MOF",)),
        ("财政部对三家渡轮公司处以罚款共120万元。", ("MOF",)),
        ("财政部｜下达渡轮补贴，共计120万元。", ("MOF",)),
        ("【财政部】印发《渡轮采购办法》。", ("MOF",)),
        ("MOF | Issued the Measures for Ferries.", ("MOF",)),
        ("MOFCOM cleared the ferry takeover with conditions.", ("MOFCOM",)),
        ("财政部提出并归口的《渡轮标准》由商务部、工业和信息化部批准发布。", ("MOFCOM", "MIIT")),
    ],
)
def test_who_acts(text: str, issuers: tuple[str, ...]) -> None:
    """Those that are counted and named after, and by verbs of asking, answering, planning to amend and announcing."""
    assert read_item(text).issuing_bodies == issuers


def test_who_answers_to_questions_stands_in_the_title_alone() -> None:
    """Those that issued what is explained are named, and the explanation of a draft is no draft."""
    item = read_item(
        "近日，商务部、财政部等两部门公布《渡轮出口办法》，此前曾公开征求意见。",
        headline="财政部有关负责人就《渡轮出口办法》答记者问",
        article_text="财政部有关负责人就《渡轮出口办法》答记者问",
    )
    assert item.issuing_bodies == ("MOF",)
    assert item.policy is not None
    assert (item.policy.document_type, item.policy.status) == (DocumentType.INTERPRETATION, PolicyStatus.ISSUED)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("四部门发布通知", 4),
        ("工业和信息化部等十二部门", 12),
        ("等15个部门", 15),
        ("Seven departments led by", 7),
        ("two central government agencies", 2),
        ("各部门", None),
        ("three firms", None),
    ],
)
def test_how_many_act(text: str, count: int | None) -> None:
    """In signs, figures and words."""
    assert find_counted(text) == count


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("财政部发布公告（财政部公告2024年第12号），明确渡轮税率。", "财政部公告2024年第12号"),
        ("海关总署4月2日公告（2024年第17号），调整渡轮检验。", "公告2024年第17号"),
        ("财政部、商务部公告2024年第44号：渡轮加计扣除。", "公告2024年第44号"),
        ("国务院总理签署第796号国务院令，公布《渡轮条例》。", "国务院令第796号"),
        ("商务部发布《渡轮办法》。配套的《渡轮编号指南》已获批发布（商办秘〔2024〕29号）。", None),
        ("商务部发布渡轮标准第1号修改单（2024年第3号公告）。", "商务部公告2024年第3号"),
        ("财政部发布通知，根据财政部公告（2020年第3号）执行。", None),
        ("4月2日，海关总署公告2024年第17号，渡轮检验从简。", "海关总署公告2024年第17号"),
        ("4月2日，海关总署2024年第17号公告明确，渡轮检验从简。", "海关总署2024年第17号公告"),
        ("海关总署网站发布海关总署2024年第17号公告，渡轮检验从简。", "海关总署2024年第17号公告"),
        ("财政部发布《关于渡轮税率的公告》（2024年第12号）。", "财政部公告2024年第12号"),
        ("财政部等部门发布2024年第12号公告，明确渡轮税率。", "2024年第12号公告"),
        ("渡轮出口须经许可。（财政部公告2024年第12号）", "财政部公告2024年第12号"),
        ("财政部公告2024年第12号、13号先后调整渡轮税率。", "财政部公告2024年第12号"),
        ("财政部公告2024年第12号自5月1日起废止。", None),
        ("财政部、商务部公告2024年第44号公布渡轮目录。", "财政部商务部公告2024年第44号"),
        ("财政部发布《渡轮税率办法》（2024年第12号）。", None),
        ("财政部发布《渡轮税率办法》。海关总署2024年第17号公告同时废止。", None),
    ],
)
def test_numbers_of_announcements(text: str, number: str | None) -> None:
    """In brackets behind the word, before a colon, and before the order's own name; never those of a ground."""
    item = read_item(text)
    assert (item.policy.document_number if item.policy else None) == number


def test_what_a_document_is_called_tells_its_kind() -> None:
    """A standard though named rules, an announcement by its number, a notice told of, an explainer, a table's entry."""
    standard = read_item("商务部发布国家标准《渡轮设计规则》，自2024年6月1日起实施。").policy
    announced = read_item("海关总署4月2日公告（2024年第17号），渡轮检验从简。").policy
    told = read_item("MOFCOM set a target of 100 green ferries in a notice of March 4.").policy
    explained = read_item("商务部公布《渡轮出口办法》。", headline="政策解读｜渡轮为什么要登记").policy
    asked = read_item("MOFCOM opened a consultation on its ferry rules.").policy
    entry = read_item("Crude ferry output control notice", issuer_text="MOFCOM").policy
    kinds = [
        policy.document_type if policy else None for policy in (standard, announced, told, explained, entry, asked)
    ]
    assert kinds == [
        DocumentType.STANDARD,
        DocumentType.NOTICE,
        DocumentType.NOTICE,
        DocumentType.INTERPRETATION,
        DocumentType.NOTICE,
        DocumentType.PROVISIONS,
    ]


def test_submissions_to_a_consultation_are_comments() -> None:
    """And a round of consultation that is opened is on a draft."""
    item = read_item("MOFCOM opened a second round of consultation on its ferry rules. Submissions are due by 7 June.")
    assert [f"{deadline.on} {deadline.kind}" for deadline in item.deadlines] == ["2024-06-07 comments_close"]
    assert item.policy is not None
    assert item.policy.status is PolicyStatus.DRAFT_FOR_COMMENT


@pytest.mark.parametrize(
    ("text", "deadlines"),
    [
        ("商务部公开征求《渡轮设计建造检验登记出口管理办法实施细则》意见，6月8日截止。", ["2024-06-08 comments_close"]),
        ("商务部公布《渡轮目录》，5月6日至14日接受申报。", ["2024-05-14 applications_close"]),
        ("商务部公布《渡轮办法》，自2024年6月1日起，企业报关时不再提交副本。", ["2024-06-01 takes_effect"]),
        ("商务部发布通告，自2024年6月1日起在三个港口试点。", ["2024-06-01 takes_effect"]),
        ("商务部发布渡轮标准，公示至6月8日。", ["2024-06-08 comments_close"]),
        ("商务部发布《渡轮办法》，明年5月1日起施行。", ["2025-05-01 takes_effect"]),
        ("商务部公布渡轮办法草案，意见反馈至6月8日。", ["2024-06-08 comments_close"]),
        ("商务部发布通知，船东于每年1月31日前报送名单。", []),
        ("MOFCOM issued a draft on ferries; comments are due by June seventh.", ["2024-06-07 comments_close"]),
        ("MOFCOM issued ferry rules; applications close on the last day of June.", ["2024-06-30 applications_close"]),
    ],
)
def test_until_when(text: str, deadlines: list[str]) -> None:
    """Days closed by the word behind them, ranges within a month, what is tried out or ends; none of each year."""
    item: Item = read_item(f"2024年5月2日，{text}" if text[0] > "z" else f"On 2 May 2024, {text}")
    assert [f"{deadline.on} {deadline.kind}" for deadline in item.deadlines] == deadlines


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("商务部将15种渡轮部件纳入目录。", "15 种渡轮部件"),
        ("商务部将12家渡轮企业列入名单。", "12 家渡轮企业"),
        ("公司预计交付8.8万辆至9.3万辆。", "8.8万 辆"),
        ("产线生产8英寸晶圆。", "8 英寸"),
        ("芯片堆叠286层。", "286 层"),
    ],
)
def test_what_is_counted_ends_before_what_is_done_with_it(text: str, figure: str) -> None:
    """The unit is the thing, not the verb behind it."""
    assert [f"{each.value} {each.unit}" for each in read_item(text).figures][:1] == [figure]


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("衡岳药业与Lindvik公司合作的渡轮急救箱上市。", ["衡岳药业", "Lindvik"]),
        ("瑞典林德维克（Lindvik Marin AB）在厦门投产。", ["Lindvik Marin"]),
        ("渡轮贷款市场报价利率（LPR）下调，海上人工智能（Marine AI）升温。", []),
        ("该公司完成融资，由海岳创投领投。", ["海岳创投"]),
        ("渡轮公司完成融资，由海岳创投领投，老股东东屿璞华跟投。", ["海岳创投", "东屿璞华"]),
        ("商业航天公司海岳动力完成融资，半导体公司将投产。", ["海岳动力"]),
        ("海岳泵业宣布渡轮水泵投产。", ["海岳泵业"]),
        ("海岳飞渡获1.5亿美元融资。渡轮公司完成B轮融资。", ["海岳飞渡"]),
        ("海岳股份：子公司宁波海岳传动取得渡轮订单。", ["海岳股份", "宁波海岳传动"]),
        ("上汽、比亚迪、蔚来均表示缩短账期。", ["SAIC Motor", "BYD", "Nio"]),
        ("上汽、长江、渡轮码头一带举行展会。", []),
        ("该公司出售两家子公司股权。", []),
        ("该公司收购德国莱茵渡剩余股权。", ["莱茵渡"]),
        ("该公司收购德国莱茵渡品牌股权。", ["莱茵渡"]),
        ("Acme ordered pumps from Wuxi-based Kolding Elektra.", ["Acme", "Kolding Elektra"]),
        ("港口集团旗下东屿重工交付渡轮，其子公司西屿电子投产。", ["东屿重工", "西屿电子"]),
    ],
)
def test_companies_by_chinese_cues(text: str, companies: list[str]) -> None:
    """Names in Latin letters beside 公司 or behind a Chinese one, investors, what is bought, and what a group owns."""
    assert [company.name for company in read_company_news(text).companies] == companies


def test_a_title_keeps_the_owners_of_its_first_words() -> None:
    """An apostrophe after a plural does not end it."""
    item = read_item("MOFCOM issued the Measures for Managing Sailors' Papers (Trial) on Friday.")
    assert item.policy is not None
    assert item.policy.title_en == "Measures for Managing Sailors' Papers (Trial)"


def test_who_stands_before_a_colon_and_a_title_issues_it() -> None:
    """As in a headline of a weekly."""
    item = read_item("3月11日公布，自公布之日起施行。", headline="商务部：《渡轮出口暂行办法》")
    assert item.issuing_bodies == ("MOFCOM",)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024年渡轮产量增长目标为5%左右。", [2024]),
        ("2024年渡轮产量已完成目标。", []),
        ("2023年渡轮产量增长目标为5%左右。", []),
    ],
)
def test_a_goal_may_be_for_the_year_of_the_news(text: str, years: list[int]) -> None:
    """Where the year has a goal for its noun, and has not met it."""
    assert [target.year for target in read_item(text).targets] == years


@pytest.mark.parametrize(
    ("text", "companies"),
    [
        ("SAMR will decide on Halvorsen's planned purchase of Tindra Marine.", ["Halvorsen", "Tindra Marine"]),
        ("Acme orders a 40 tonne crane from Kolding Elektra.", ["Acme", "Kolding Elektra"]),
    ],
)
def test_buyers_and_sellers_are_companies(text: str, companies: list[str]) -> None:
    """Who buys whom, and from whom something is ordered."""
    assert [company.name for company in read_company_news(text).companies] == companies


@pytest.mark.parametrize(
    ("headline", "companies"),
    [
        ("恒远机械｜与德国伙伴合资建厂", ["恒远机械"]),
        ("蓝鲸动力|发动机获认证", ["蓝鲸动力"]),
        ("天桥精工｜中标渡轮项目", ["天桥精工"]),
        ("工程机械｜出口企业获补贴", []),
        ("低空航空｜渡轮航线开通合作", []),
        ("生物医药｜两款新药获批上市", []),
        ("恒远机械｜渡轮为何更贵", []),
    ],
)
def test_a_name_before_a_bar_is_a_companys(headline: str, companies: list[str]) -> None:
    """Where it ends as companies' names do, is no branch of industry, and something is told that companies do."""
    item = read_item("渡轮明年更新。", headline=headline, section=Section.CORPORATE_NEWS)
    assert [company.name for company in item.companies] == companies


def test_titles_of_news_told_in_two_languages() -> None:
    """Each language's own sentence prints the title in it; a sentence in the same one tells of another document."""
    english = "MEE issued the Draft List of Cranes for public comment."
    item = read_item(f"{english} 3月7日，生态环境部就《起重机清单（征求意见稿）》公开征求意见。")
    assert item.policy is not None
    assert (item.policy.title_en, item.policy.title_zh) == ("Draft List of Cranes", "起重机清单（征求意见稿）")
    alone = read_item("生态环境部印发《起重机清单》。生态环境部还印发《缆绳清单》。")
    assert alone.policy is not None
    assert (alone.policy.title_en, alone.policy.title_zh) == (None, "起重机清单")


def test_what_only_belongs_to_a_title_does_not_issue_it() -> None:
    """What is revised are rules beside it; the next sentence names the document."""
    item = read_item("市场监管总局修订《起重机登记办法》配套规则。市场监管总局印发《起重机文书规范》。")
    assert item.policy is not None
    assert item.policy.title_zh == "起重机文书规范"


def test_the_text_has_the_whole_title() -> None:
    """A headline may shorten it."""
    item = read_item(
        "国家网信办发布《大型起重机信息保护规定（征求意见稿）》，意见反馈截止时间为2024年4月14日。",
        headline="网信办就《起重机信息规定》征求意见",
    )
    assert item.policy is not None
    assert item.policy.title_zh == "大型起重机信息保护规定（征求意见稿）"


def test_a_number_alone_is_no_title() -> None:
    """公告2025年第94号 in a column of titles says which announcement it is."""
    item = read_item("优化起重机出口转关。", article_text="公告2024年第94号", issuer_text="海关总署")
    assert item.policy is not None
    assert (item.policy.title_zh, item.policy.document_number) == (None, "海关总署公告2024年第94号")
    whole = read_item("优化起重机出口转关。", article_text="海关总署公告2024年第94号", issuer_text="海关总署")
    assert whole.policy is not None
    assert (whole.policy.title_zh, whole.policy.document_number) == (None, "海关总署公告2024年第94号")


def test_a_term_that_runs_to_a_day() -> None:
    """期限至 as 截至."""
    item = read_item("工信部就《起重机规定（征求意见稿）》公开征求意见，期限至4月21日。")
    assert [(str(d.on), d.kind) for d in item.deadlines] == [("2024-04-21", "comments_close")]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("港口厅就《起重机条例（草案）》公开征求意见，时间为4月12日至5月11日。", ["2024-05-11"]),
        ("工信部公布起重机委员会筹建方案，公示截止4月17日。", ["2024-04-17"]),
    ],
)
def test_more_words_before_the_last_day_for_views(text: str, days: list[str]) -> None:
    """时间为 behind a comma, and 截止 behind 公示."""
    assert [str(deadline.on) for deadline in read_item(text).deadlines] == days


def test_a_title_in_a_list_tells_who_issued_it() -> None:
    """A row of a ministry's list of documents has nothing but the title."""
    item = read_item("工业和信息化部关于印发《起重机登记办法》的通知")
    assert item.issuing_bodies == ("MIIT",)
