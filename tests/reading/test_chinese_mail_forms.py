"""Chinese mails of plain text: sections between drawn lines, numbers that run on, a signature behind two dashes."""

from __future__ import annotations

from bot.domain.records.briefing import Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

LINE = "━" * 16
MAIL = f"""港口早报

2024年5月8日　星期三　第7期
北岬信息中心

{LINE}
一、政策
{LINE}

1. 起重机登记办法出台
5月6日，交通运输部印发《港口起重机登记办法》，要求起重机每年登记一次。（港口报）

2. 《渡轮法》拟修改
5月7日，交通运输部就修改渡轮检验规则公开征求意见，拟提高罚款上限。（港口报）

{LINE}
二、产业数据
{LINE}

3. 国家统计局日前公布，4月渡轮产量为6.6万艘。（港口报）

4. 海关总署公布，前4个月我国进口缆绳3697吨。（港口报）

{LINE}
三、公司
{LINE}

5. 北岬港务买下两座码头
5月7日，北岬港务股份有限公司宣布，已买下两座码头。（公司公告）

--
港口早报由北岬信息中心编发，工作日早七点推送。
"""


def test_drawn_lines_part_sections_and_numbers_run_on_over_them() -> None:
    """A row of ━ is no text; a title in 《》 behind a number is a headline; numbers go on behind those of headlines."""
    briefing = read_briefing(MAIL.encode(), source_name="a.txt", lexicon=LEXICON)
    assert (briefing.publisher, briefing.series, briefing.unread) == ("北岬信息中心", "港口早报", ())
    assert [(item.section, item.headline, item.text[:6]) for item in briefing.items] == [
        (Section.POLICY_NEWS, "起重机登记办法出台", "交通运输部印"),
        (Section.POLICY_NEWS, "《渡轮法》拟修改", "交通运输部就"),
        (Section.CORPORATE_NEWS, "北岬港务买下两座码头", "北岬港务股份"),
        (Section.OTHER, None, "国家统计局日"),
        (Section.OTHER, None, "海关总署公布"),
    ]
