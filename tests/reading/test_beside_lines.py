"""Names and a day on a line beside each headline: wherever it stands, however it is set and parted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing


@dataclass(frozen=True, kw_only=True)
class Story:
    """A piece of news: its headline, its text, who acted or told it, and the day of March 2025."""

    head: str
    text: str
    who: str
    day: int


POLICY = (
    Story(
        head="Ropes need a licence to leave the country",
        text="Exporters have to show to whom they sell, and how long the rope is.",
        who="MOFCOM",
        day=4,
    ),
    Story(
        head="Old winches can be traded in",
        text="Ports get a tenth of the price back when they scrap a winch of before 2010.",
        who="NDRC",
        day=6,
    ),
    Story(
        head="Cranes are to count their loads",
        text="Each lift must be written down and kept for three years, the draft says.",
        who="MIIT",
        day=7,
    ),
)
COMPANIES = (
    Story(
        head="Seilbau opens a rope works in Wuxi",
        text="The works can make 40 tonnes a day and employs 120 people.",
        who="Reuters",
        day=5,
    ),
    Story(
        head="Kranwerk sells forty cranes",
        text="The cranes go to three ports on the Yangtze by next summer.",
        who="Caixin",
        day=11,
    ),
)
LINES = (
    "{who} | {day} March 2025",
    "{day} March · {who}",
    "March {day}, 2025 – {who}",
    "{who}, {day} March",
    "{day}.03.2025 / {who}",
    "2025-03-{day:02} {who}",
    "TRADE | {who} | {day} March 2025",
    "{day} March 2025, 09:14 GMT | {who}",
    "Published {day} March 2025 by {who}",
    "Issued by {who} on {day} March",
    "Beijing, {day} March · {who}",
    "{who} · Draft · {day} March 2025",
)
HEADS = ("### {}", "**{}**", "{}", "### [{}](https://a.example/1)")
LOOKS = ("{}", "*{}*", "> {}", "**{}**")
PLACES = ("over", "under", "behind")


def read(text: str, name: str = "a.md") -> Briefing:
    return read_briefing(text.encode(), source_name=name, lexicon=LEXICON)


def place(line: str, head: str, text: str, where: str) -> tuple[str, str, str]:
    return {"over": (line, head, text), "under": (head, line, text), "behind": (head, text, line)}[where]


def check(briefing: Briefing, *, dated: bool = True) -> None:
    """Every headline, text, section and day is right, and who acted; a state stands as a line below the text."""
    told = [(Section.POLICY_NEWS, story) for story in POLICY] + [(Section.CORPORATE_NEWS, each) for each in COMPANIES]
    assert [(item.section, item.headline, item.text.split("\n")[0]) for item in briefing.items] == [
        (section, story.head, story.text) for section, story in told
    ]
    days = [f"2025-03-{story.day:02}" for _, story in told] if dated else ["None"] * len(told)
    assert [str(item.reported_on) for item in briefing.items] == days
    assert [item.issuing_bodies for item in briefing.items[: len(POLICY)]] == [(story.who,) for story in POLICY]


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(("head", "look"), list(zip(HEADS, LOOKS, strict=True)))
def test_lines_of_names_and_days_in_markdown(head: str, look: str, line: str, where: str) -> None:
    """Over, under and behind, in all looks of headlines and lines."""

    def write(stories: tuple[Story, ...]) -> str:
        parts = (
            place(look.format(line.format(who=each.who, day=each.day)), head.format(each.head), each.text, where)
            for each in stories
        )
        return "\n\n".join(part for three in parts for part in three)

    front = "# Rope Tracker\n\nHarbour Law LLP | 14 March 2025"
    check(read(f"{front}\n\n## Policy\n\n{write(POLICY)}\n\n## Companies\n\n{write(COMPANIES)}\n"))


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("line", LINES[:4])
@pytest.mark.parametrize("wrap", ["<article>{}</article>", "<div>{}</div>", "{}"])
def test_lines_of_names_and_days_on_pages(wrap: str, line: str, where: str) -> None:
    """In cards and without; a link on the line is one of the item."""

    def write(stories: tuple[Story, ...]) -> str:
        made = ""
        for each in stories:
            told = f"{line.format(who=each.who, day=each.day)} | <a href='https://a.example/{each.day}'>Notice</a>"
            parts = place(f"<p>{told}</p>", f"<h3>{each.head}</h3>", f"<p>{each.text}</p>", where)
            made += wrap.format("".join(parts))
        return made

    front = "<html><head><title>Rope Wire</title></head><body><h1>Rope Wire</h1><p>Harbour Agency | 14 March 2025</p>"
    briefing = read(
        f"{front}<h2>Policy</h2>{write(POLICY)}<h2>Companies</h2>{write(COMPANIES)}</body></html>", "a.html"
    )
    check(briefing)
    addresses = [[link.url for link in item.links if link.url] for item in briefing.items]
    assert addresses == [[f"https://a.example/{story.day}"] for story in (*POLICY, *COMPANIES)]


@pytest.mark.parametrize("where", PLACES)
def test_lines_of_names_alone(where: str) -> None:
    """Offices and papers without a day."""

    def write(stories: tuple[Story, ...]) -> str:
        return "\n\n".join(part for each in stories for part in place(each.who, f"### {each.head}", each.text, where))

    front = "# Rope Tracker\n\nHarbour Law LLP | 14 March 2025"
    briefing = read(f"{front}\n\n## Policy\n\n{write(POLICY)}\n\n## Companies\n\n{write(COMPANIES)}\n")
    check(briefing, dated=False)


def test_a_line_with_words_of_its_own_between_the_others() -> None:
    """One without a day that says something else says who acted all the same."""
    lines = (
        "MOFCOM | 4 March 2025",
        "NDRC | 6 March 2025",
        "MIIT | call for views",
        "Reuters | 5 March",
        "Caixin | 11 March",
    )
    stories = (*POLICY, *COMPANIES)
    told = [f"### {each.head}\n\n{line}\n\n{each.text}" for each, line in zip(stories, lines, strict=True)]
    items = read("# Rope Tracker\n\nHarbour Law LLP | 14 March 2025\n\n## News\n\n" + "\n\n".join(told)).items
    assert [item.headline for item in items] == [each.head for each in stories]
    assert [str(item.reported_on)[-5:] for item in items] == ["03-04", "03-06", "None", "03-05", "03-11"]
    assert items[2].issuing_bodies == ("MIIT",)


def test_the_text_below_a_headline_and_its_day_is_no_opening_of_that_day() -> None:
    """It was left out as one where bold headlines stand over days."""
    told = "\n\n".join(f"**{each.head}**\n\n{each.day} March 2025\n\n{each.text}" for each in POLICY)
    items = read(f"# Rope Tracker\n\nHarbour Law LLP | 14 March 2025\n\n## Policy\n\n{told}\n").items
    assert [item.text for item in items] == [each.text for each in POLICY]


STORIES_ZH = (
    ("渡轮登记有了新要求", "登记满五年的渡轮每年接受一次检验，检验不合格的停航整改。", "商务部", 4),
    ("缆绳出口须经许可", "缆绳自2025年6月1日起凭许可证出口，此前签订的合同仍可履行。", "工业和信息化部", 6),
    ("绞车标准开始修订", "修订稿把试验载荷提高了一倍，并要求企业保存试验记录三年。", "财政部", 7),
)


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize(
    "line", ["来源：{} 3月{}日", "来源：{}　发布日期：2025年3月{}日", "发布单位：{}　发布时间：03-0{}"]
)
def test_lines_of_two_fields_in_chinese(line: str, where: str) -> None:
    """A source and a day, or who issued it; the source is its link."""
    notes = ["# 渡轮周报", "海河渡轮协会　2025年3月14日", "## 政策动态"]
    for head, text, who, day in STORIES_ZH:
        notes += place(line.format(who, day), f"### {head}", text, where)
    briefing = read("\n\n".join(notes))
    told = [(item.headline, item.text, item.reported_on and item.reported_on.day) for item in briefing.items]
    assert told == [(head, text, day) for head, text, _, day in STORIES_ZH]
    if line.startswith("来源"):
        assert [[link.label for link in item.links] for item in briefing.items] == [
            [who] for _, _, who, _ in STORIES_ZH
        ]
    else:
        assert [item.issuing_bodies for item in briefing.items] == [("MOFCOM",), ("MIIT",), ("MOF",)]
    assert briefing.unread == ()


def test_days_in_figures_below_headlines_are_no_counts() -> None:
    """Of days of one month the second figures are alike, as those of a count are."""
    notes = [
        note
        for day, story in zip((25, 26, 27), POLICY, strict=True)
        for note in (f"[{story.head}](https://a.example/{day})", f"{day}/03", story.text)
    ]
    briefing = read("\n\n".join(("# Rope Letter", "Acme Institute | 30 March 2025", "## Policy", *notes)))
    assert [item.reported_on and item.reported_on.day for item in briefing.items] == [25, 26, 27]


def test_news_in_few_words_with_an_office_is_no_such_line() -> None:
    """Where each story has such a paragraph and another below it, in brackets who acted."""
    heads = ("Packaging rules", "Methane to be measured", "Beef imports")
    told = [f"{head} in draft (MIIT). Makers would have to report their yield once a year." for head in heads]
    more = "Nothing changes for contracts that were signed before. They may run to their end."
    notes = [note for head, text in zip(heads, told, strict=True) for note in (f"### {head}", text, more)]
    briefing = read("\n\n".join(("# Rope Letter", "Acme Institute | 30 March 2025", "## Policy", *notes)))
    assert [item.text for item in briefing.items] == [f"{text}\n\n{more}" for text in told]


def test_a_sentence_with_an_office_and_a_day_is_a_headline() -> None:
    """It says what was done, and counts of other bodies are part of a name."""
    heads = (
        "The State Council shortened the list of closed trades on 4 March",
        "The Ministry of Commerce opened winches to all on 6 March",
        "The Ministry of Transport counted the cranes of all ports on 7 March",
    )
    notes = [
        note
        for head, topic, story in zip(heads, ("Foreign investment", "Winches", "Cranes"), POLICY, strict=True)
        for note in (f"### {topic}", head, story.text)
    ]
    briefing = read("\n\n".join(("# Rope Letter", "Acme Institute | 30 March 2025", "## Policy", *notes)))
    assert [item.headline for item in briefing.items] == list(heads)
    assert briefing.unread == ()


def test_names_of_topics_right_above_headlines_are_topics() -> None:
    """Lines of names stand below the headlines alone, a firm's among them."""
    topics = ("Exports", "Ports")
    notes = [f"### {topics[0]}"]
    for at, story in enumerate((*POLICY, *COMPANIES)):
        notes += [f"### {topics[1]}"] if at == 2 else ["## Companies"] if at == len(POLICY) else []
        notes += [f"### {story.head}", f"2025-03-{story.day:02} | {story.who}", story.text]
    briefing = read("\n\n".join(("# Rope Letter", "Acme Institute | 30 March 2025", "## Policy", *notes)))
    assert [item.headline for item in briefing.items] == [story.head for story in (*POLICY, *COMPANIES)]
    assert [item.section for item in briefing.items] == [Section.POLICY_NEWS] * 3 + [Section.CORPORATE_NEWS] * 2


def test_short_texts_below_lines_of_a_firm_and_a_day_are_news() -> None:
    """A sentence between a section's name and the first headline is none."""
    sold = (("BYD sells forty cranes", "They go to two ports."), ("CATL builds in Fujian", "It costs little."))
    notes = ["## Policy", "What was decided in Beijing in two weeks."]
    notes += [note for story in POLICY for note in (f"### {story.head}", f"{story.who} | 2025-03-04", story.text)]
    notes += ["## Business"]
    notes += [note for head, text in sold for note in (f"### {head}", f"2025-03-23 | {head.split()[0]}", text)]
    briefing = read("\n\n".join(("# Rope Letter", "Acme Institute | 30 March 2025", *notes)))
    found = [(item.headline, item.text) for item in briefing.items if item.section is Section.CORPORATE_NEWS]
    assert found == list(sold)
    assert len(briefing.items) == len(POLICY) + len(sold)


def test_chinese_headlines_with_their_day_in_brackets_are_no_such_lines() -> None:
    """Over a paragraph each."""
    heads = ("港口岸电建设三年行动计划正式印发", "渡轮登记办法修订工作全面启动", "缆绳检验收费标准大幅下调")
    text = "船东须在年底前备案，逾期不得离港；旧船另有安排，港口可以给一年的过渡期。"
    notes = [note for head in heads for note in (f"{head}（2025-03-07）", text)]
    briefing = read("\n\n".join(("# 港口周讯", "第7期 2025年3月30日", "## 政策动态", *notes)))
    assert [item.headline for item in briefing.items] == list(heads)
    assert {str(item.reported_on) for item in briefing.items} == {"2025-03-07"}
