"""A small lexicon for tests of the command language: clashes, long names, Chinese names, legal suffixes."""

import datetime as dt

from bot.names.lexicon import Lexicon
from bot.names.records import Body, Company, Topic

TODAY = dt.date(2023, 12, 10)
LEXICON = Lexicon(
    bodies=(
        Body(
            id="MIIT",
            name_en="Ministry of Industry and Information Technology",
            name_zh="工业和信息化部",
            names_zh=("工信部",),
            pinyin=("gongxinbu",),
        ),
        Body(id="MOF", name_en="Ministry of Finance", name_zh="财政部"),
        Body(id="NDRC", name_en="National Development and Reform Commission", name_zh="国家发展和改革委员会"),
        Body(id="STATE_COUNCIL", name_en="State Council", name_zh="国务院"),
        Body(id="NFRA", name_en="National Financial Regulatory Administration", name_zh="国家金融监督管理总局"),
        Body(
            id="NFRA_FIRE",
            name_en="National Fire and Rescue Administration",
            name_zh="国家消防救援局",
            abbreviations=("NFRA",),
        ),
    ),
    companies=(
        Company(id="china-mobile", name="China Mobile", name_zh="中国移动"),
        Company(id="huawei", name="Huawei", name_zh="华为"),
    ),
    topics=(
        Topic(id="data_security", name_en="Data security", name_zh="数据安全"),
        Topic(id="ai", name_en="Artificial intelligence", name_zh="人工智能"),
    ),
)
