"""Companies that no role stands right before: members, partners, subjects of later sentences, firms from abroad."""

from __future__ import annotations

import pytest

from tests.reading.recognition.recognise_lexicon import read_company_news, read_item

NEWS = [
    ("Swedish valve maker opens in Wuxi. Lindmark Hydraulik has opened a plant.", ["Lindmark Hydraulik"]),
    ("Chip tester Jinghe Semi filed for a listing in Shanghai.", ["Jinghe Semi"]),
    ("Council member Arvid Ventilation took over the works.", ["Arvid Ventilation"]),
    ("It handed over its share to the Chinese partner, Kaihe Pneumatics.", ["Kaihe Pneumatics"]),
    (
        "Ford and its partner Brevig Bearings ended a venture; the pump supplier Ruba Alba and China's Newa merge.",
        ["Ford", "Brevig Bearings", "Ruba Alba", "Newa"],
    ),
    ("后者转让所持股份。", []),
    ("On 16 August Intel called off a deal.", ["Intel"]),
    ("Danish pump maker Nordvang A/S opened a plant.", ["Nordvang"]),
    ("华为与爱尔兰渡轮公司科里布签约。", ["Huawei", "科里布"]),
    ("华为与瑞士传感器厂商阿尔维耶等12家企业合作。", ["Huawei", "阿尔维耶"]),
    ("华为与挪威Fjellvik Subsea签约。", ["Huawei", "Fjellvik Subsea"]),
    ("华为与葡萄牙开发商Ribeira Solar签订合同。", ["Huawei", "Ribeira Solar"]),
    ("湖岭绿澜机械｜宣布关闭车间。", ["湖岭绿澜机械"]),
    ("绿澜机械｜宣布关闭旧车间。", ["绿澜机械"]),
    ("Xiamen Qiaohe Sports Goods Co., Ltd. (厦门峤荷体育用品有限公司) moved.", ["Xiamen Qiaohe Sports Goods"]),
    ("华为集团子公司云岭特材5万吨项目试生产。", ["Huawei", "云岭特材"]),
    ("Tieling Tungsten told customers abroad that it would quote no prices.", ["Tieling Tungsten"]),
    ("Quanwei Sensing, maker of sensors for cars, took in CNY 90 million.", ["Quanwei Sensing"]),
    ("Trellis & Vossen, a Danish maker of pumps, closed its foundry.", ["Trellis & Vossen"]),
    ("Keswick Optomechanics of Changchun, a maker of stages, raised money.", ["Keswick Optomechanics"]),
    ("Ostmark Laminates, a U.S. maker of films, won its case.", ["Ostmark Laminates"]),
    ("Ningwei Servo, our rival in small drives, won an order.", ["Ningwei Servo"]),
    ("Zhongshan's Lumiqiao Optics bought a works.", ["Lumiqiao Optics"]),
    ("The Norwegian investor Cyvo would put money into it.", ["Cyvo"]),
    ("Shares of Lumiqiao fell by 10 percent.", ["Lumiqiao"]),
    ("A spokesman for Harzblick said that the works would close.", ["Harzblick"]),
    ("Litera Fleisch of Spain, which was sampled, has the lowest rate.", ["Litera Fleisch"]),
    ("Frosthafen Seafoods of Nova Scotia says that sales have halved.", ["Frosthafen Seafoods"]),
    ("Luobei Fastener: contract for bolts, worth CNY 140 million.", ["Luobei Fastener"]),
    ("Two cargoes of Hengmao Grain arrive in Zhoushan.", ["Hengmao Grain"]),
    ("An order worth CNY 90 million went to Jiaxing Lihe Valves.", ["Jiaxing Lihe Valves"]),
    ("Only Nordsund Fisch and Vestra Seafood keep their licences.", ["Nordsund Fisch", "Vestra Seafood"]),
    ("Anhui Jinlan Folien doubles capacity. Jinlan Folien has 40 lines.", ["Anhui Jinlan Folien"]),
    ("Loss-making Ledan Drives cut 300 jobs.", ["Ledan Drives"]),
    ("Ma Minghao was appointed head of the office.", []),
    ("Ma Minghao told reporters that ropes are strong.", []),
    ("Orders from Germany rose.", []),
    ("The Guangdong Development Plan names ropes.", []),
]
ANYWHERE = [
    (
        "MOFCOM added Techvision and more than a dozen other organisations to its unreliable entity list.",
        ["Techvision"],
    ),
    ("Fourteen organizations, among them Techvision and Dedrona, were put on a list.", ["Techvision", "Dedrona"]),
    (
        "Customs suspends the permits of three shippers, Chexa, Egta and Louis Drayfus.",
        ["Chexa", "Egta", "Louis Drayfus"],
    ),
    ("Illumino is barred from shipping sequencers to China.", ["Illumino"]),
    (
        "MOFCOM listed three American companies, Sarano Technologies, Aerkor and Oceanis International.",
        ["Sarano Technologies", "Aerkor", "Oceanis International"],
    ),
    (
        "MOFCOM adds 15 US firms, incl. Leidon, to its list, and ten (among them Tecom and Stick Rudder) to another.",
        ["Leidon", "Tecom", "Stick Rudder"],
    ),
    ("Kaunas-based Nimbo Lidar ended its venture in Wuxi.", ["Nimbo Lidar"]),
    ("Ships owned, run or built by Americans pay more.", []),
    ("Kaunas-based Nimbo Lidar said it would move to Wuxi.", ["Nimbo Lidar"]),
    ("Suzhou-based Nimbo Lidar, which supplies sensors, filed for a listing.", ["Nimbo Lidar"]),
    ("It will spend money on a plant in Taicang, the company announced.", []),
]


@pytest.mark.parametrize(("text", "names"), NEWS)
def test_names_in_news_about_companies(text: str, names: list[str]) -> None:
    """A place in the sentence shows them, and a trade from abroad in Chinese."""
    assert [company.name for company in read_company_news(text).companies] == names


@pytest.mark.parametrize(("text", "names"), ANYWHERE)
def test_names_in_any_news(text: str, names: list[str]) -> None:
    """Lists go on in brackets, and a technical word may end a name."""
    assert [company.name for company in read_item(text).companies] == names
