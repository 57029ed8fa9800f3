"""Titles, numbers, kinds and statuses in wordings of the news that name their document in passing."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import DocumentType, PolicyStatus
from bot.reading.recognition.pinyin_numbers import find_pinyin_number
from tests.reading.recognition.recognise_lexicon import read_item

TITLES = [
    (
        "MOHURD's Code for Fire Safety of Timber Sheds (GB 55037-2024) is mandatory from 1 May.",
        "Code for Fire Safety of Timber Sheds",
    ),
    (
        "The State Council's Regulations on Rope Trade, revised in March, came into force on 1 March.",
        "Regulations on Rope Trade",
    ),
    (
        'MOHURD rolled out its "Guidelines for Ropes in Old Buildings" nationwide.',
        "Guidelines for Ropes in Old Buildings",
    ),
    ("The Ministry of Transport's Provisions on Towing Barges took effect on 12 March.", "Provisions on Towing Barges"),
    ("Since 1 March the Provisions on Ropes in Ports apply, which MOT had issued.", "Provisions on Ropes in Ports"),
    ("The 2024 edition of the Negative List for Rope Trade drops two entries.", "Negative List for Rope Trade"),
    ("MOT released the Policies and Measures for Promoting Ropes.", "Policies and Measures for Promoting Ropes"),
    (
        "MIIT asked for views on new Standard Conditions for the Rope Industry.",
        "Standard Conditions for the Rope Industry",
    ),
    ("MIIT put on its Guidance Catalogue for Rope Tools ten machines.", "Guidance Catalogue for Rope Tools"),
    ("Under a Notice on Opening Rope Works, MIIT added four cities.", "Notice on Opening Rope Works"),
    ("The Standing Committee published a draft amendment to the Rope Law on 12 March.", "Rope Law"),
    ("SAMR approved “Safety Requirements for Steel Ropes”.", "Safety Requirements for Steel Ropes"),
    (
        "MOT's Interim Measures for Ropes in Mines (《矿山绳索暂行办法》) set a cap of 8 percent.",
        "Interim Measures for Ropes in Mines",
    ),
]
TITLES_ZH = [
    ("工信部决定，《绳索登记办法》有效期延长至2026年12月31日。", "绳索登记办法"),
    ("国务院批复同意《绳索走廊规划》。", "绳索走廊规划"),
    ("财政部 交通运输部关于绳索政策的通知（财税〔2024〕14号）：政策执行至年底。", "财政部交通运输部关于绳索政策的通知"),
    ('MOT released its Measures for Ropes (《绳索管理办法》, MOT Order No. 8, the "Measures").', "绳索管理办法"),
    ("MIIT asks for views on a standard for ropes (钢丝绳通用要求).", "钢丝绳通用要求"),
    ("市场监管总局废止《绳索管理办法》，同日公布新的《绳索使用规定》。", "绳索使用规定"),
    ("工信部对《绳索行业规范条件》作出修改。", "绳索行业规范条件"),
]
NUMBERS = [
    ("Licences will be required for ropes (MOFCOM-GACC Announcement 2024/No. 40).", "商务部海关总署公告2024年第40号"),
    ("市场监管总局令第99号废止《绳索召回规定》。", "市场监管总局令第99号"),
    (
        "MOFCOM and Customs put ropes under licence. The announcement (No. 18 of 2024) applies.",
        "公告2024年第18号",
    ),
    ("Licences are needed from 20 April, according to MOFCOM Announcement No. 15 of 2024.", "商务部公告2024年第15号"),
    ("MOFCOM has required licences since 1 March (Announcement No. 23 of 2024).", "商务部公告2024年第23号"),
    ("Exporters of ropes need a licence under MOFCOM Announcement No. 54 of 2024.", "商务部公告2024年第54号"),
    ("海关总署公告2024年第27号明确，抽检比例下调。", "海关总署公告2024年第27号"),
    ("海关总署令第277号公布《绳索检验规定》。", "海关总署令第277号"),
    ("国家发改委第33号令发布《绳索审查办法》。", "国家发改委令第33号"),
    (
        "The General Office of the State Council published opinions on ropes (Guo Ban Fa [2024] No. 12).",
        "国办发〔2024〕12号",
    ),
]
KINDS = [
    ("工信部公开征求绳索限量标准意见。", DocumentType.STANDARD),
    ("Under the plan, adopted by the State Council on Monday, output is to grow.", DocumentType.PLAN),
    ("市场监管总局起草了绳索标签规则。", DocumentType.PROVISIONS),
    ("工信部关于征集绳索项目的通知要求，各地报送材料。", DocumentType.NOTICE),
    ("商务部公告2024年第36号公布初步裁定，采取临时反倾销措施。", DocumentType.NOTICE),
    ("MOFCOM placed three firms on its unreliable entity list.", DocumentType.CATALOGUE),
    ("MIIT asks for applications for its list of rope makers.", DocumentType.CATALOGUE),
    ("Until 7 April, MOT is collecting opinions on draft rules for ropes.", DocumentType.PROVISIONS),
    ("Mills must save rope, according to guidelines issued by MIIT.", DocumentType.GUIDELINES),
    ("MOT told ports on 11 March to save rope, in a notice that lists ten ways.", DocumentType.NOTICE),
    ("Applications are open until 30 April, MOT said in a notice.", DocumentType.NOTICE),
    ("The action plan by MIIT sets a goal of 60 industry standards.", DocumentType.ACTION_PLAN),
    ("SAMR announced limits for tea; GB 2763-2024 contains 381 of them.", DocumentType.STANDARD),
    ("In a set of measures for ports, the State Council waives fees.", DocumentType.MEASURES),
    ("The NPC Standing Committee scheduled a second reading of the rope law.", DocumentType.LAW),
    ("NDRC published 28 measures to help rope makers.", None),
    ("中国人民银行决定废止12件规范性文件。", None),
    ("国家发展改革委印发《关于印发〈绳索行动方案〉的通知》。", DocumentType.ACTION_PLAN),
]
STATUSES = [
    ("商务部发布公告，即日起允许进口绳索。", PolicyStatus.IN_FORCE),
    ("工信部对绳索新规征求意见。", PolicyStatus.DRAFT_FOR_COMMENT),
    ("The Rope Regulations were revised by the State Council.", PolicyStatus.AMENDED),
    ("MOT revised its Measures for Ropes. The new version is in force from 1 May 2025.", PolicyStatus.AMENDED),
    (
        "MOFCOM placed ropes under licence. The announcement applied from the moment it went online.",
        PolicyStatus.IN_FORCE,
    ),
    ("MOST revised its rules; they entered into force upon publication.", PolicyStatus.IN_FORCE),
    (
        "Since 1 March, exporters of ropes need a licence under MOFCOM Announcement No. 54 of 2024.",
        PolicyStatus.IN_FORCE,
    ),
    ("中国人民银行决定废止12件规范性文件。", PolicyStatus.REPEALED),
    ("国务院修订后的《绳索条例》9月15日起施行。", PolicyStatus.AMENDED),
    ("修改后的规范条件已于3月1日起实施，工信部印发通知。", PolicyStatus.IN_FORCE),
    ("市场监管总局废止《绳索管理办法》，同日公布新的《绳索使用规定》。", PolicyStatus.ISSUED),
    ("MOT began to inspect 80 barges.", PolicyStatus.UNKNOWN),
    ("MOF said it would begin to sell bonds on 17 May.", PolicyStatus.UNKNOWN),
    ("MIIT put on hold the new fuel standard.", PolicyStatus.UNKNOWN),
    ("四部委推出20条举措支持小微企业融资。", PolicyStatus.ISSUED),
]
ISSUERS = [
    ("A decision by MOFCOM suspends the levy on ropes.", ("MOFCOM",)),
    ("Rules on the recall of ropes, in place since 2022, were scrapped by SAMR.", ("SAMR",)),
    ("国务院批复同意《绳索走廊规划》。", ("STATE_COUNCIL",)),
    ("Duties of 8 percent apply to ropes, MOFCOM ruled in Announcement No. 36 of 2024.", ("MOFCOM",)),
    ("财政部、交通运输部关于印发《绳索方案》的通知明确，有效期两年。", ("MOF", "MOT")),
    ("工信部对绳索新规征求意见。", ("MIIT",)),
    ("Together with the CAC, SAMR told six shops to lower their fees.", ("CAC", "SAMR")),
    ("MIIT, on Sept. 9, put out a catalogue of ropes.", ("MIIT",)),
    ("The NDRC, in Order No. 33, promulgated the Measures for Ropes.", ("NDRC",)),
    ("With effect from 1 April, MOT accepts electronic papers.", ("MOT",)),
    ("工信部对《绳索行业规范条件》作出修改。", ("MIIT",)),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_the_title_of_the_document_that_the_news_is_about(text: str, title: str) -> None:
    """It need not be the object of a verb of issuing."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.title_en == title


@pytest.mark.parametrize(("text", "title"), TITLES_ZH)
def test_the_chinese_title_beside_other_things(text: str, title: str) -> None:
    """A number, a short name or a document that ends may stand beside it."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.title_zh == title


@pytest.mark.parametrize(("text", "number"), NUMBERS)
def test_the_number_of_the_document_that_the_news_is_told_from(text: str, number: str) -> None:
    """The news may be told "according to" it, or under it where nobody issues anything."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.document_number == number


@pytest.mark.parametrize("text", ["Chen Wei [2024] No. 3 said so.", "Guo Fa Zhang [2024] No. 3", "See page (2024) 3."])
def test_letters_that_are_no_office_give_no_number(text: str) -> None:
    """Every word has to be one of those that such numbers are made of."""
    assert find_pinyin_number(text) is None


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_kind_by_the_words_around_it(text: str, kind: DocumentType | None) -> None:
    """A list one is put on, a notice it is told in, an object, but no count of steps."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.document_type is kind


@pytest.mark.parametrize(("text", "status"), STATUSES)
def test_the_status_by_verbs(text: str, status: PolicyStatus) -> None:
    """What is in force from a later day is not yet; what only begins issues nothing."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.status is status


@pytest.mark.parametrize(("text", "issuers"), ISSUERS)
def test_who_acts_beside_asides_and_openings(text: str, issuers: tuple[str, ...]) -> None:
    """A day with a dot, a number or those with whom somebody acts stand before the verb."""
    assert read_item(text).issuing_bodies == issuers
