"""What shows that a name in Chinese news is a company's: its form, its trade, what it does and with whom."""

from __future__ import annotations

from bot import lazy_re as re
from bot.domain.names import HAN
from bot.reading.recognition.geography import CITIES_ZH, COUNTRIES_ZH, PROVINCES_ZH

IN_LIST_ZH = re.compile(
    rf"(?P<names>[{HAN}A-Za-z]{{2,8}}(?:、[{HAN}A-Za-z]{{2,8}}){{1,9}})等(?:多家|\d+家)?[{HAN}]{{0,6}}?(?:企业|公司|厂商|巨头|品牌|车企)"
)
WITH_FORM_ZH = re.compile(
    rf"(?:^|[，。、；：“（(】》\s]|\d日|由|与|和|向|为|对|将|给|在|以及|包括|旗下|子公司|企业|公司|单位|[应造营务销]商|开发商|客户|股东)(?:确定|决定|同意|批准|拟)?(?:[由与向对将给在]|认定|授予)?"
    rf"(?P<names>(?!该|本公司|设立|[（(]|(?:我会)?会员|(?:\d{{4}}年)?\d\d?月)(?:(?!与|(?<!自)由|(?:[应造营务销]|开发)商)[{HAN}（）()A-Za-z0-9]){{2,24}}?"
    rf"(?<!存量)(?<!新设)(?<!现有)(?:股份有限公司"
    rf"|有限责任公司|有限公司|集团公司))"
)
_ACTS_ZH = (
    r"(?:[，,]?(?:近日|日前|今日)?(?:正式|成功|共同|联合|再次|首次|已)*(?:宣布|公告|披露|完成|推出|发布|投产|中标|签署|签订|收购|启动|获得?|计划|拟"
    rf"|开工|交付|上线|成立|收到|冲刺|递表|因涉嫌|与[^，。；]{{2,30}}?(?:签|订立|达成|合作|成立|携手|联手)|向[^，。；]{{2,12}}?(?:递表|递交|提交|申请|交付|供[货应]|采购|订购)|在[{HAN}]{{2,12}}(?:的|建|投|设|开)))"
)
_TRADES_ZH = (
    r"(?:航天|芯片|机器人|半导体|人工智能|新能源|电池|汽车|生物|医[药疗]|软件|驾驶|无人机|光伏|储能|氢能|材料|物流|传感器|雷达|模型"
    r"|量子|聚变|飞行)"
)
"""The trade of a company that is told right before its name ("商业航天公司…")."""
MAKES_ZH = (
    r"[磁型钢铝铜特靶膜板]材|新材|光电|精工|精机|微电子|锂业|铝业|铜业|矿业|纸业|药业|制药|半导体|生物|[泵阀钢乳酒船]业"
)
PLACED_ZH = (
    r"(?:化工|精密|阀门|轴承|电缆|电气|缆索|机床|船舶|物流|化纤|纺织|塑胶|模具|传动|减速器|光学|传感"
    r"|新材|科技|电子|材料|机械|装备|智能|食品|医疗|生物)"
)
"""Ends the name of a company that is long enough to have its place first."""
_GENERIC_ZH = (
    r"(?:高端|新型|智能|智慧|工程|通用|农业|重型|现代|绿色|新能|能源|传统|节能|商用|民用|先进|数字|电力|船用|海洋|矿山|化工|机床|人工|工业|特种"
    r"|生物|医疗|化学|创新|战略|国产|半导体|新|低空|轨道|航空|航天|车用|汽车|环保|物流|科技|医药|消费|精密|大型|小型|微型|服务)"
)
_PLACE_ZH = "|".join((*PROVINCES_ZH, *CITIES_ZH))
_OF_LISTED_ZH = (
    r"(?:[的已正将及和近在拟与数名]|高管|并购|股东|监管|治理|信息|业绩|再融资"
    r"|质量|重组|市值|年报|年度|回购|分红|董事|独立|控股股东)"
)
"""What listed companies have, behind the word."""
_ENDS_ZH = (
    r"(?:医疗|科技|能源|电子|钢铁|汽车|生物|制药|医药|重工|半导体|材料|资本|物流|海控|化工|航空|电气|智能"
    r"|软件|食品|特材|新材|智造|精密)"
)
ZH_SHORT = re.compile(
    rf"旗下(?:的|子公司|公司|企业|品牌)?(?P<owned>(?!子公司|公司|企业|品牌)[{HAN}A-Za-z0-9]{{2,8}}?(?<![月日]))(?=(?:品牌)?(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?{_ACTS_ZH}|与)"
    rf"|(?:^|[。；]\s?)(?P<first>(?!中国|全国|我国|国内|多家|该|本|国产|创新|合成|现代|第三代)(?:(?!与)[{HAN}]){{2,6}}(?:股份|集团|科技|控股|重工|{MAKES_ZH}))(?=(?:\d{{1,2}}月\d{{1,2}}日)?(?:、[^，。；、]{{2,10}}){{0,5}}?{_ACTS_ZH}|[:：])"
    rf"|(?:^|[。；]\s?)(?P<funded>(?![该本其某两多])[{HAN}]{{3,6}}?)(?<!公司)(?<!企业)(?<!项目)(?<!团队)(?<!厂)(?<!商)(?=(?:获得?|完成)[^，。；]{{0,14}}融资)"
    rf"|(?:^|[。；]\s?|^(?:受|因|由于)[^，。；]{{2,24}}，|企业|厂商|龙头)(?P<placed>(?:{_PLACE_ZH})(?:(?!与|的|企业|公司|{_GENERIC_ZH})[{HAN}]){{2,4}}{PLACED_ZH})"
    rf"(?={_ACTS_ZH}|年产|[:：]|自?\d{{1,2}}月\d{{1,2}}日)"
    rf"|(?:上市|挂牌|[AHB]股|[主科创][创业]?板|北交所|新三板)公司(?P<quoted>(?!{_OF_LISTED_ZH})(?:[{HAN}]{{2,8}}?(?=[:：（(])|[{HAN}]{{2,6}}?(?:股份|集团|控股|材|{MAKES_ZH}|{_ENDS_ZH})(?={_ACTS_ZH}|披露|称|发公告)))"
    rf"|(?:^|[，。；]\s?)(?P<group>(?![该本其某两多])[{HAN}]{{3,14}}集团)(?=旗下|下属|所属|子公司)"
    rf"|子公司(?P<sub>(?![的已正将及和近在拟与])[{HAN}]{{4,8}}?)(?=取得|获|中标|收[到购]|签|拟|与|完成|成功)"
    rf"|{_TRADES_ZH}[{HAN}]{{0,4}}?(?:公司|企业|厂商|独角兽)(?P<traded>(?!的|[已正将及和近在拟与])[{HAN}]{{3,6}}?)(?={_ACTS_ZH})"
    rf"|(?:企业|车企|药企|厂[商家]|制造商|[运开供][营发应]商|巨头|独角兽)(?P<dated>(?![的该已将及与和在于家们])[{HAN}]{{3,10}}?)"
    r"(?<![会人部局单表方])(?=\d{1,2}月\d{1,2}日(?![起前至到]))"
    rf"|[与和同](?:{'|'.join(COUNTRIES_ZH)})?(?P<partner>(?!该|本|其|多|各)[{HAN}]{{2,6}}?(?:股份|集团|科技|控股|重工|{MAKES_ZH}))(?=签|达成|合作|共同|合资|成立|携手|组建|联合)"
    rf"|[与和同](?:{'|'.join(COUNTRIES_ZH)})?(?P<foreign>(?!该|本|其|这|子|总|分|母|多)[{HAN}]{{2,8}}公司)(?=签|达成|合作|成立|共同|就|的)"
)
"""Short names in Chinese: of what a group owns, of whose news it is, of a company from abroad at a company's side."""
OWNED_ZH = re.compile(rf"(?:旗下|子公司)(?:的)?(?P<names>[{HAN}]{{2,4}}?{_ENDS_ZH})(?!公司|集团|股份|有限)")
"""What a group owns, by the ending of its name."""
FOREIGN_ZH = re.compile(
    rf"(?:{'|'.join(COUNTRIES_ZH)})[{HAN}]{{0,8}}?(?:企业|公司|厂商|厂家|巨头|车企(?!业)|药企(?!业)|船东|船企|[开制供运服经]\w商|制造商|供应商|初创)"
    rf"(?P<role>(?!之|签|达成|合作|成立|宣布|开|投|将|与|和|在|的|就|等)[{HAN}]{{2,8}}?)(?=[等在与和将签拟就的为至向从，。、；（(\d]|宣布|达成|合作|共同|联合|开工|投产|成立|终止|解散|携手|整合|出资|收购)"
)
"""A company from abroad, told by its country and its trade: "瑞士传感器厂商阿尔维耶"."""
INVESTS_ZH = re.compile(
    rf"由(?P<names>[{HAN}]{{3,8}})(?:独家|联合)?(?:领投|投资(?![{HAN}]{{0,2}}(?:基金|集团|公司|控股|管理))|跟投)"
    rf"|由(?P<leading>[{HAN}]{{3,12}}?)(?=(?:[与和、][{HAN}]{{3,12}}?){{1,3}}(?:联合|共同)?(?:领投|跟投))"
    rf"|(?<=[与和、])(?P<beside>(?![{HAN}]*[与和])[{HAN}]{{3,12}}?)(?:联合|共同)(?:领投|跟投)"
    rf"|(?:领投|跟投|投资)(?:方|人|机构)(?:为|是|包括)(?P<led>[{HAN}]{{3,10}}?)(?=[，。；、和与等及]|\Z)"
    rf"|[，；](?:[新老原]?股东)?(?P<joining>(?!由|[新老原]?股东)[{HAN}]{{3,8}}?)(?:独家|联合|持续|继续)?(?:领投|跟投)"
    rf"|(?:收购|入股|增持|减持|出售|转让)(?:所持)?(?:{'|'.join(COUNTRIES_ZH)})?(?P<bought>(?!所持|[一两三四五多\d]家)[{HAN}]{{2,8}}?)"
    r"(?:品牌|业务)?(?:剩余|全部|部分|约|的)*(?:\d+(?:\.\d+)?\s?[%％])?的?(?:股权|股份)"
)
"""Who puts money into a round, and of whom shares are bought."""
BAR_ZH = re.compile(
    rf"^(?:\d{{1,2}}[.、\s]\s*)?(?P<names>(?!{_GENERIC_ZH}+{_ENDS_ZH}|{_GENERIC_ZH}+(?:机械|动力|装备|机器人))"
    rf"[{HAN}]{{2,4}}(?:{_ENDS_ZH}|股份|集团|控股|机械|动力|精工|精机|装备|机器人|光电|船舶|锂业|铝业|铜业|矿业|纸业|药业|阀门|轴承))\s*[|｜]"
    rf"[^|｜。]*?(?:投产|下线|中标|[签续]约|签|合资|合作|建厂|收购|并购|上市|获|交付|开工|推出|发布|扩产|增资|融资|募资|业绩|营收|出海|量产|宣布|关闭|停产|裁员|新[品厂车])"
)
"""Whose news a headline tells before a bar, where what is told behind it is a company's doing."""
_LATIN = r"[A-ZÀ-Þ][A-Za-zÀ-ÿ0-9&+.’'-]*(?:\s[A-ZÀ-Þ][A-Za-zÀ-ÿ0-9&+.’'-]*){0,5}"
LATIN_ZH = re.compile(
    rf"(?<![A-Za-z] )(?P<names>{_LATIN})\s?(?:公司|集团)"
    rf"|(?:{'|'.join(COUNTRIES_ZH)})(?:[{HAN}]{{0,8}}(?:企业|公司|[厂船]商|船东|车企|药企|[{HAN}][商业]|巨头))?\s?(?P<foreign>{_LATIN})(?=\s?(?!认证|标准|许可|法案|规则)[{HAN}，。、])"
)
PAIR_ZH = re.compile(
    rf"(?:^|[，。、；：“\s]|[与和由向对给]|收购|旗下|子公司|{'|'.join(COUNTRIES_ZH)})"
    rf"(?P<whole>[{HAN}]{{2,10}}(?<!技术)(?<!系统)(?<!模型)(?<!协议)(?<!标准)(?<!平台)(?<!电池)(?<!工艺)(?<!机制)(?<!大学)"
    rf"(?<!智能)(?<!协会)(?<!组织)[（(](?P<names>{_LATIN})[）)])"
)
"""A Chinese name with its own in Latin letters behind it: a company from abroad, in news about companies."""
PARTNER_ZH = re.compile(
    rf"[与和同向]\s?(?P<names>{_LATIN})(?=\s?(?:签|达成|合作|共同|合资|成立|携手|组建|供[货应]|交付))"
)
"""As whose partner somebody acts, the name in Latin letters alone."""
TICKER_ZH = re.compile(
    rf"(?:^|[，。、；：“】\s]|[与和由向对]|公司|企业|厂商|龙头)(?P<names>(?!{_OF_LISTED_ZH})(?:(?!(?:公司|企业|厂商|龙头)[{HAN}])[{HAN}A-Za-z]){{2,8}})"
    rf"[（(](?:(?:(?:股票|证券)(?:代码)?[:：]?\s?)?(?:(?:SH|SZ|BJ|HK)[.:]?)?\d{{4,6}}(?:\.(?:SH|SZ|SS|BJ|HK))?"
    rf"|(?:股票|证券)简称[:：]?\s?[{HAN}A-Za-z-]{{2,8}}(?:[，,；;、]\s?[^()（）]{{2,20}})?)[)）]"
)
"""A company by the number under which its shares are traded."""
NUMBER_IN_BRACKETS = re.compile(
    r"[（(](?:(?:股票|证券)简称|(?:(?:股票|证券)(?:代码)?[:：]?\s?)?(?:(?:SH|SZ|BJ|HK)[.:]?)?\d{4})"
)
