"""Running prose below sections: several acts in a paragraph, behind sentences that lead in to them."""

from __future__ import annotations

from bot.domain.records.briefing import Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

REVIEW = """# The Month in Harbours

*North Cape Institute. Review no. 3, covering 1 to 31 August 2023. Published on 2 September 2023.*

August is supposed to be quiet. This one was hot, and papers kept coming all the same. \
We go through them in the order in which they matter, then turn to what firms did.

## What the authorities did

Ropes received a document of their own. MOFCOM published on 3 August a Notice on the Export of Ropes, which covers \
ten kinds. In between, on 2 August, makers of cranes were told to stop hoarding steel. It was about time.

Ferries came a step closer to the shore. On 8 August the Ministry of Transport released rules that let them land at \
night. They name four harbours. On the same day MIIT announced a list of forty shipyards.

Money became a little cheaper. On 22 August the People's Bank of China said that its rate had come down to \
3.65 percent. It had cut the rate on 15 January as well.

## What firms did

The largest cheque was written for Hungary. Northcape Shipping announced on 12 August that it would build a wharf \
there. From Norway came worse news at the end of the month. Fjordline said on 31 August that it would close two yards.

Smaller names had news as well. Wendel Ropes opened a plant in Yancheng on 17 August, its third in the country.

*The next review appears in early October. It is written by the desk of the institute. The institute takes no money \
from firms that it writes about. To be taken off the list, write to a@northcape.example.*

[Back to all reviews](https://northcape.example/) · [Subscribe](https://northcape.example/rss)
"""
DAYS = {
    "Ropes received": "2023-08-03",
    "In between, on": "2023-08-02",
    "Ferries came a": "2023-08-08",
    "On the same da": "2023-08-08",
    "Money became a": "2023-08-22",
    "The largest ch": "2023-08-12",
    "From Norway ca": "2023-08-31",
    "Smaller names ": "2023-08-17",
}


def test_each_act_of_a_review_is_an_item_with_the_sentence_that_leads_in_to_it() -> None:
    """What leans on an act, or was before it, goes on with it; the end of the review is no news."""
    briefing = read_briefing(REVIEW.encode(), source_name="a.md", lexicon=LEXICON)
    assert {item.text[:14]: str(item.reported_on) for item in briefing.items} == DAYS
    sections = [item.section for item in briefing.items]
    assert sections == [Section.POLICY_NEWS] * 5 + [Section.CORPORATE_NEWS] * 3
    assert briefing.unread == ()


HAN = """# 港口月评

北岬研究院　2023年9月2日

## 政策

缆绳这个月有了自己的文件。商务部8月3日印发《缆绳出口通知》，涉及十个品种。此间，8月2日，交通运输部要求起重机厂商停止囤积钢材。

渡轮离岸更近了一步。8月8日，交通运输部发布《渡轮夜航规定》，允许渡轮夜间靠岸。同日，工业和信息化部公布船厂名单，共四十家。

资金成本略有下降，企业松了一口气。8月22日，中国人民银行宣布下调利率。此前的1月15日该行也曾下调利率。

## 企业

最大的一笔投资落在匈牙利，业界有些意外。北岬航运8月12日宣布，将在当地建设一座码头。数日后，8月17日，文德缆绳在盐城投产第三家工厂。
"""


def test_acts_of_a_review_in_chinese() -> None:
    """The same in Chinese, where a day needs no word before it."""
    briefing = read_briefing(HAN.encode(), source_name="a.md", lexicon=LEXICON)
    days = [str(item.reported_on)[5:] for item in briefing.items]
    assert days == ["08-03", "08-02", "08-08", "08-08", "08-22", "08-12", "08-17"]


STORIES = """# Harbour News

2 September 2023

## Policy

MOFCOM published on 3 August a Notice on the Export of Ropes, which covers ten kinds of ropes and nets.

The industry is nervous about what follows. Northcape Shipping said on 5 August that it would wait for details.

## Companies

Wendel Ropes opened a plant in Yancheng on 17 August, its third in the country, and hired forty people.

Fjordline said on 31 August that it would close two yards in the north of the country before the winter.
"""


def test_paragraphs_that_open_with_their_act_are_read_as_before() -> None:
    """Where days stand in the first sentences nothing is parted by what this form is known by."""
    briefing = read_briefing(STORIES.encode(), source_name="a.md", lexicon=LEXICON)
    assert [item.text[:9] for item in briefing.items if item.section is Section.CORPORATE_NEWS] == [
        "Wendel Ro",
        "Fjordline",
    ]
