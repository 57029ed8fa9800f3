"""Companies in Chinese news by what they are called before and behind their names; figures and goals beside them."""

from __future__ import annotations

import pytest

from bot.domain.records.briefing import DocumentType, Section
from tests.reading.recognition.recognise_lexicon import read_company_news, read_item


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("上市公司澜特维（688516）公告，其与境外客户签订合同。", ["澜特维"]),
        ("A股公司宏昇缆绳：与沙特客户签约，供应缆绳。", ["宏昇缆绳"]),
        ("北交所上市公司沁源缆材因涉嫌信息披露违法违规，收到立案告知书。", ["沁源缆材"]),
        ("造船厂供应商江门市澄宇缆绳有限公司二期投产。", ["江门市澄宇缆绳"]),
        ("自贡磊锋缆绳集团旗下磊锋刀具科技获得订单。", ["自贡磊锋缆绳", "磊锋刀具科技"]),
        ("绵阳沛源材料（证券简称：沛源材料）上市申请被终止审核。", ["绵阳沛源材料"]),
        ("盐城晴朔传动科技（集团）有限公司工厂投产。", ["盐城晴朔传动科技"]),
        ("无人机企业合肥华纬通航向北交所递表，拟募资2.3亿元。", ["合肥华纬通航"]),
        ("苏州朗恩制药股份与境外药企订立许可协议。", ["苏州朗恩制药"]),
        ("生产空心杯电机的桐庐澄川微电机有限公司称，二期厂房已投产。", ["桐庐澄川微电机"]),
        ("入园企业闽锐精密刀具有限公司签订供货协议。", ["闽锐精密刀具"]),
        ("佛山锐铝型材宣布关停一条产线。", ["佛山锐铝型材"]),
        ("苏州睿恒光达科技有限公司获得一家德国商用车企业的定点，五年内供货。", ["苏州睿恒光达科技"]),
        ("车规芯片厂完成3亿元融资。", []),
        ("芯片设计公司镭芯缆电完成数亿元B轮融资。", ["镭芯缆电"]),
        ("浙江省重点企业衢州巨缆新材年产5万吨缆绳项目开工。", ["衢州巨缆新材"]),
        ("受原料涨价影响，山东恒缆化工自12月10日起上调价格。", ["山东恒缆化工"]),
        ("医疗器械企业苏州同缆医疗（股票代码：688888.SH）产品获批上市。", ["苏州同缆医疗"]),
        ("上市公司并购重组（2024年）情况发布，上市公司高管获奖。", []),
        ("跨境电商物流：旺季运价上涨。高端智能装备年产值突破百亿元。", []),
        ("重点企业新能源材料年产10万吨项目开工。", []),
        ("上市公司应当披露年报。上市公司首次披露碳排放。A股公司合计推出新品百款。", []),
        ("全球首台储能装备交付。大力发展智能装备年产值百亿元。春季新品食品上线。", []),
    ],
)
def test_companies_by_what_stands_beside(text: str, names: list[str]) -> None:
    """Where it is listed, what it supplies, its group, its share's short name, or what it does tells a company."""
    assert [company.name for company in read_company_news(text).companies] == names


def test_a_short_name_in_the_headline_is_the_same_company() -> None:
    """The text has its place first."""
    item = read_item(
        "苏州朗恩制药股份与境外药企订立许可协议。", headline="朗恩制药与境外药企联手", section=Section.CORPORATE_NEWS
    )
    assert [company.name for company in item.companies] == ["苏州朗恩制药"]


def test_a_subsidiary_is_no_name() -> None:
    """What a group owns is named behind the word."""
    assert read_item("", headline="晴朔旗下子公司获融资", section=Section.CORPORATE_NEWS).companies == ()


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("限制措施由31条减至29条。", [("31", "条"), ("29", "条")]),
        ("技术出口目录由164项压减至134项。", [("164", "项"), ("134", "项")]),
        ("8种缆绳和6种绞车未经许可不得出口。", [("8", "种缆绳"), ("6", "种绞车")]),
        ("《渡轮细则》等7件规范性文件予以废止。", [("7", "件规范性文件")]),
        ("全年销售80台空气压缩机。", [("80", "台空气压缩机")]),
        ("白皮书约2.8万字，印制30万张。", [("2.8万", "字"), ("30万", "张")]),
        ("中心新增算力1.2万P，面向企业。", [("1.2万", "P")]),
        ("17家重点整车企业表示，将加快付款。", [("17", "家重点整车企业")]),
        ("审评1类创新药需要60天。", []),
        ("开展10个要素市场化配置综合改革试点。", [("10", "个要素市场化配置综合改革试点")]),
        ("工信部下达35项国家标准制修订计划。", [("35", "项国家标准")]),
        ("即上线Mate 60 Pro，销量不明。", []),
    ],
)
def test_what_is_counted(text: str, figures: list[tuple[str, str]]) -> None:
    """What is counted ends before what becomes of it; a number in a product's name counts nothing."""
    assert [(figure.value, figure.unit) for figure in read_item(text).figures] == figures


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("方案提出，到2025年标准比例达到60%以上；2030年标准体系持续完善；2035年标准供给更加充分。", [2025, 2030, 2035]),
        ("到2025年建成5个港口；2025年3月启动试点。", [2025]),
        ("到“十四五”末，港口粉尘浓度下降10%。", [2025]),
        ("装置开工，总投资约100亿元，2027年前后陆续投产。", []),
        ("2027年前建成5个港口。", [2027]),
    ],
)
def test_stages_of_a_goal(text: str, years: list[int]) -> None:
    """Stages behind semicolons go on with the goal; a plan's end is its last year; about a year is no goal."""
    assert [target.year for target in read_item(text).targets] == years


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("全国人大常委会表决通过新修订的海商法，10月15日起施行。", DocumentType.LAW),
        ("国务院办公厅印发《关于培育新增长点的若干举措》，共9条。", DocumentType.MEASURES),
        ("工信部就精密缆绳国家标准（征求意见稿）征求意见，意见请于4月26日前反馈。", DocumentType.STANDARD),
        ("全国人大常委会通过企业合法权益议案。", None),
        ("财政部《关于印发〈企业会计准则解释第17号〉的通知》就负债划分作出规定。", DocumentType.INTERPRETATION),
    ],
)
def test_kinds_of_laws_and_interpretations(text: str, kind: DocumentType | None) -> None:
    """A law needs no marks, and an interpretation has its number behind it."""
    policy = read_item(text).policy
    assert policy is not None
    assert policy.document_type is kind
