"""Who acts, how a document stands and which days count in Chinese news: the wordings of many houses for one thing."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import PolicyStatus
from tests.reading.recognition.recognise_lexicon import read_item


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("财综〔2024〕14号文明确，财政部、交通运输部统筹安排300亿元资金，支持旧船更新。", ("MOF", "MOT")),
        ("国务院去年6月公布的《船舶登记条例》自今日起正式施行。", ("STATE_COUNCIL",)),
        ("《渡轮管理办法》生效，交通运输部、公安部1月联合公布的这部规章要求渡轮登记。", ("MOT", "MPS")),
        ("海关总署称，因业界意见较多，决定撤回《缆绳检验办法（征求意见稿）》。", ("GACC",)),
        ("商务部新闻发言人就前述公告答记者问，称不针对任何国家。", ("MOFCOM",)),
        ("工信部装备司负责人就《渡轮更新方案》作出解读。", ("MIIT",)),
        ("商务部、海关总署就部分船用发动机等物项发布2024年第7号公告，4月1日起施行。", ("MOFCOM", "GACC")),
        ("央行行长、财政部部长与商务部部长出席发布会，宣布设立500亿元再贷款。", ("PBOC", "MOF", "MOFCOM")),
        ("国家能源局拿出《岸电建设方案（征求意见稿）》。", ("NEA",)),
        ("财会〔2024〕11号文，即财政部《船舶会计处理暂行规定》，4月1日起执行。", ("MOF",)),
        ("市场监管总局批准发布由工信部组织制定的《缆绳安全要求》等3项国家标准。", ("SAMR",)),
        ("依据商务部海关总署公告2024年第33号，六类缆绳未经许可不得出口。", ("MOFCOM", "GACC")),
        ("全国人大常委会去年底修订的《海商法》正式施行。", ("NPCSC",)),
        ("财政部此前宣布的对缆绳加征关税的措施自3月20日起执行。", ("MOF",)),
        ("央行完善渡轮贷款定价机制，自4月1日起允许重新约定。", ("PBOC",)),
        ("商务部当天还就缆绳领域措施启动反歧视立案调查。", ("MOFCOM",)),
        ("全国人大常委会初次审议《海商法（修订草案）》。", ("NPCSC",)),
        ("国家发展改革委主任办公会审议通过《渡轮办法》。", ("NDRC",)),
        ("《船舶登记条例》由国务院令第820号公布。", ("STATE_COUNCIL",)),
        ("商务部外资司负责人解读《渡轮投资管理办法》。", ("MOFCOM",)),
        ("3月7日，央行行长在国新办发布会上宣布一揽子政策。", ("PBOC",)),
    ],
)
def test_who_acts(text: str, issuers: tuple[str, ...]) -> None:
    """Also officers, those who speak for a body, and those whose number opens the news; not who only made a draft."""
    assert read_item(text).issuing_bodies == issuers


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("国务院2月公布的《船舶登记条例》自今日起正式施行。", PolicyStatus.IN_FORCE),
        ("《渡轮管理办法》（试行）今起实施，渡轮应当登记。", PolicyStatus.IN_FORCE),
        ("海州市交通运输局公告，《渡轮补贴实施细则》等7件规范性文件予以废止。", PolicyStatus.REPEALED),
        ("交通运输部印发《渡轮办法》，《缆绳办法》予以废止。", PolicyStatus.ISSUED),
        ("《渡轮更新行动计划》由交通运输部印发：到2026年渡轮全部更新。", PolicyStatus.ISSUED),
        ("《渡轮安全要求》草案已完成技术审查，发布时间待定。", PolicyStatus.UNKNOWN),
        ("财政部出台《关于渡轮补贴的意见》，交通运输部同日就配套指引公开征求意见。", PolicyStatus.ISSUED),
        ("商务部新闻发言人就前述公告答记者问，称不针对任何国家。", PolicyStatus.UNKNOWN),
        ("国家能源局印发的《岸电管理办法》到期失效。", PolicyStatus.REPEALED),
        ("商务部公告，自公布之日起恢复缆绳进口。", PolicyStatus.IN_FORCE),
        ("商务部公布调整后的《缆绳出口目录》，新增制备技术。", PolicyStatus.AMENDED),
        ("央行行长出席发布会，宣布设立500亿元再贷款。", PolicyStatus.UNKNOWN),
    ],
)
def test_how_a_document_stands(text: str, status: PolicyStatus) -> None:
    """What starts today is in force; what is put off, and what is only said, are neither a draft nor issued."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.status is status


@pytest.mark.parametrize(
    ("text", "deadlines"),
    [
        ("国务院2月公布的《船舶登记条例》自今日起正式施行。", ["2024-03-12 takes_effect"]),
        ("《渡轮管理办法》生效，渡轮应当登记。", ["2024-03-12 takes_effect"]),
        ("《渡轮管理办法》自公布之日起施行。", []),
        ("《渡轮管理办法》施行一年以来，渡轮更新了三成。", []),
        ("国务院公布《船舶登记条例》，2025年元旦起施行。", ["2025-01-01 takes_effect"]),
        ("财政部：《渡轮补贴办法》3月1日起施行，渡轮可申请。", ["2024-03-01 takes_effect"]),
        ("财政部公布《渡轮补贴办法》，将于3月1日起施行。", ["2025-03-01 takes_effect"]),
        ("央行发布通知，自2025年1月1日起便利外商投资。", ["2025-01-01 takes_effect"]),
        ("工信部征集渡轮项目，请于4月30日（周二）下班前报送。", ["2024-04-30 applications_close"]),
        ("国务院公布《船舶登记条例》，明年元旦起施行。", ["2025-01-01 takes_effect"]),
        ("元旦假期，海州港接待了10万人。", []),
        ("海关总署：自4月15日零时起，暂停进口缆绳。", ["2024-04-15 takes_effect"]),
        ("财政部公告，加征关税自4月10日12时01分起执行。", ["2024-04-10 takes_effect"]),
        ("交通运输部通知：6月28日起，旅客不得携带缆绳上船。", ["2024-06-28 takes_effect"]),
        ("交通运输部要求，各省推荐文件报送不得晚于二〇二四年十一月十日。", ["2024-11-10 applications_close"]),
        ("交通运输部就《渡轮办法》征求意见，意见反馈最迟于4月9日。", ["2024-04-09 comments_close"]),
        ("证监会批准公司暂停业务的申请，存量合约不晚于9月30日了结。", []),
        (
            "交通运输部对《渡轮办法（征求意见稿）》公开征求意见，意见收集期为3月12日至4月22日。",
            ["2024-04-22 comments_close"],
        ),
        (
            "交通运输部公开征求对《渡轮方案（征求意见稿）》的意见，书面反馈请于4月19日前寄达。",
            ["2024-04-19 comments_close"],
        ),
    ],
)
def test_days_that_close_or_begin(text: str, deadlines: list[str]) -> None:
    """A term's day in words, at an hour or by its name counts; what starts today starts on the day of the news."""
    assert [f"{one.on} {one.kind}" for one in read_item(text).deadlines] == deadlines


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("公安部《关于渡轮试点的通知》，即交水联发〔2024〕217号，遴选渡轮。", "交水联发〔2024〕217号"),
        ("《船舶登记条例》由国务院令第820号公布。", "国务院令第820号"),
        ("财政部、交通运输部以2024年第17号令发布《渡轮特许经营办法》。", "2024年第17号令"),
        ("依据商务部海关总署公告2024年第33号，六类缆绳未经许可不得出口。", "商务部海关总署公告2024年第33号"),
        ("交通运输部印发《渡轮办法》，依据商务部公告2024年第33号，缆绳不得出口。", None),
    ],
)
def test_numbers_behind_that_is_and_of_grounds(text: str, number: str | None) -> None:
    """The number from which the news is told is its own only where nothing else is issued."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.document_number == number
