"""Pages of newsrooms and files of wires: what stands beside each story and around all of them is no news."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.bootstrap import read_reference
from bot.domain.records.briefing import Briefing, Section
from bot.reading.formats.html import read_html_text
from bot.reading.pipeline import read_briefing

LEXICON = read_reference()
STORIES = (
    (
        "MIIT names new ropes",
        "BEIJING, May 8 (Rope Wire) - The Ministry of Industry and Information Technology named ropes.",
    ),
    ("Docks must weigh ropes", "BEIJING, May 8 (Rope Wire) - The Ministry of Transport told docks to weigh all ropes."),
    ("Seilbau hires in Hefei", "HEFEI, May 9 (Rope Wire) - Seilbau will hire 40 people for its winches."),
    ("Rope prices to be watched", "BEIJING, May 9 (Rope Wire) - The market regulator SAMR will watch prices of ropes."),
)
HEADLINES = [headline for headline, _ in STORIES]


def read(text: str, name: str = "a.html") -> Briefing:
    """Read a page or a text."""
    return read_briefing(text.encode(), source_name=name, lexicon=LEXICON)


def told(text: str, name: str = "a.html") -> list[str | None]:
    """Give the headlines of a page or a text."""
    return [item.headline for item in read(text, name).items]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("CHINA-ROPES/{n}", "011{n} GMT, story {n} of 4"),
        ("ROPES-CHINA/PRICES (UPDATE 1)", "0{n}:15 · 2 min read"),
        ("", "Updated 14:0{n} GMT | {n}/4"),
        ("!! URGENT", "1{n}:30"),
        ("★★ High", "Published at 9:0{n} am"),
        ("0{n}:31", ""),
    ],
)
@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_marks_beside_stories_are_no_news(above: str, below: str, name: str) -> None:
    """Slugs, hours, places in a count and ratings, each on a line of its own, in a page or a text."""
    lines = ["The Rope File", "Friday, May 10, 2024. File closes 1900 GMT", ""]
    for n, (headline, body) in enumerate(STORIES, start=1):
        lines += [
            line
            for line in (above.format(n="ABCD"[n - 1] if "/" in above else n), headline, below.format(n=n), body)
            if line
        ]
        lines.append("")
    text = "\n\n".join(lines) if name == "a.txt" else "".join(f"<div>{line}</div>" for line in lines)
    briefing = read(text, name)
    assert [item.headline for item in briefing.items] == HEADLINES
    assert briefing.published_on == dt.date(2024, 5, 10)
    assert not briefing.unread


def test_a_capital_line_or_an_hour_that_stands_once_is_kept() -> None:
    """One alone may be anything."""
    page = "<h1>Rope File</h1><h2>Policy</h2><p>MIIT named a rope.</p><p>GB/T</p><p>14:30</p><p>MOFCOM named two.</p>"
    blocks = [item.text for item in read(page).items]
    assert "GB/T" in " ".join(blocks)
    assert "14:30" in " ".join(blocks)


CARD = (
    '<article><p class="kicker">{kicker}</p><h3><a href="/n{n}">{headline}</a></h3><p>{body}</p>'
    '<p><time>{n} May 2024</time> | Ann Bow</p><a href="/n{n}">Read more</a></article>'
)
KICKERS = ("Ropes", "Docks", "Winches", "Prices")
NEWSLETTER = "<h2>The Rope Letter</h2><p>Our weekly letter, every Saturday.</p>{form}"
FORM = '<form><input type="email"><button>Sign up</button></form>'


@pytest.mark.parametrize("box", ["aside", "div", "section"])
@pytest.mark.parametrize("canonical", ['<link rel="canonical" href="https://rope.example/china">', ""])
def test_cards_keep_headline_text_and_day(box: str, canonical: str) -> None:
    """The words over a headline, the link that leads on and the box for a letter are none of the news."""
    cards = [
        CARD.format(kicker=kicker, n=n, headline=headline, body=body.partition(" - ")[2])
        for n, (kicker, (headline, body)) in enumerate(zip(KICKERS, STORIES, strict=True), start=1)
    ]
    letter = f"<{box}>{NEWSLETTER.format(form=FORM)}</{box}>"
    page = f"<html><head>{canonical}</head><body><main><h1>China's ropes</h1><p>Page updated 10 May 2024, 18:20</p>"
    page += f"<h2>Policy</h2>{''.join(cards[:2])}{letter}<h2>Companies</h2>{''.join(cards[2:])}</main></body></html>"
    briefing = read(page)
    assert [item.headline for item in briefing.items] == HEADLINES
    assert [item.section for item in briefing.items] == [Section.POLICY_NEWS] * 2 + [Section.CORPORATE_NEWS] * 2
    assert [item.reported_on for item in briefing.items] == [dt.date(2024, 5, n) for n in range(1, 5)]
    assert [[link.label for link in item.links] for item in briefing.items] == [[headline] for headline in HEADLINES]


LIVE = """<html><head><title>Live: the rope congress | Rope News</title></head><body>
<header><a href="/" rel="home">Rope News</a></header><main><p>LIVE BLOG: closed</p><h1>Rope congress 2024: the news</h1>
<p>8 May 2024 to 9 May 2024. Last updated 9 May 2024, 19:05. All times are Beijing time.</p>
<p>Hosted by Ann Bow and Tom Knot in Beijing</p>
<div><label><input type="checkbox"> Show key events only</label></div>
{days}<p>That is all from us. Thank you for reading, and good night.</p></main>
<footer><p>Rope News is a service of Knot Media. Comments are closed.</p></footer></body></html>"""


@pytest.mark.parametrize("kind", ["ol", "ul"])
@pytest.mark.parametrize("wrap", ["{}", "<article>{}</article>"])
def test_a_live_blog_gives_its_posts(kind: str, wrap: str) -> None:
    """The hour before a headline in a list is no item; who hosts, the days and whose it is are the issue's."""
    posts = [
        wrap.format(f"<time>0{n}:12</time><h3>{headline}</h3><p>{body}</p>")
        for n, (headline, body) in enumerate(STORIES, start=1)
    ]
    items = [f"<li>{post}</li>" for post in posts]
    days = (("Wednesday, 8 May 2024", items[:2]), ("Thursday, 9 May 2024", items[2:]))
    briefing = read(LIVE.format(days="".join(f"<h2>{day}</h2><{kind}>{''.join(of)}</{kind}>" for day, of in days)))
    assert [item.headline for item in briefing.items] == HEADLINES
    assert [item.reported_on for item in briefing.items] == [dt.date(2024, 5, 8)] * 2 + [dt.date(2024, 5, 9)] * 2
    assert (briefing.publisher, briefing.published_on) == ("Rope News", dt.date(2024, 5, 9))
    assert (briefing.period_start, briefing.period_end) == (dt.date(2024, 5, 8), dt.date(2024, 5, 9))
    assert [person.name for person in briefing.people] == ["Ann Bow", "Tom Knot"]
    assert briefing.series == "Rope congress 2024: the news"
    assert not briefing.unread


NEWS = "".join(f"<p><b>{headline}</b></p><p>{body}</p>" for headline, body in STORIES)
LINKS = "".join(f'<a href="/{name}">{name}</a><br>' for name in ("japan", "korea", "china"))
COLUMNS = f"<table><tr><td>{{left}}</td><td><h1>Ropes</h1>{NEWS}</td><td>{{right}}</td></tr></table>"


@pytest.mark.parametrize(
    ("page", "beside"),
    [
        (COLUMNS.format(left=f"<b>PAGES</b><br>{LINKS}", right=""), "japan"),
        (COLUMNS.format(left="", right=f"<b>MOST MAILED</b><br>{LINKS}<p>12 weeks for $12.</p>"), "weeks"),
        (f"<div>{LINKS}</div><h1>Ropes</h1>{NEWS}", "korea"),
        (f"<p>{LINKS.replace('<br>', ' | ')}</p><h1>Ropes</h1>{NEWS}", "korea"),
        (f"<h1>Ropes</h1><p><label>Sort <input type='radio'> oldest first</label></p>{NEWS}", "Sort"),
        (f"<h1>Ropes</h1>{NEWS}<div class='signup'><b>Never miss a rope.</b> Get alerts by SMS.</div>", "Never"),
        (f"<style>.away{{left:-999em}}</style><h1>Ropes</h1><p class='away'>Skip this</p>{NEWS}", ""),
    ],
)
def test_what_stands_beside_the_news_is_no_text(page: str, beside: str) -> None:
    """Bars and columns of a site's own links, boxes to choose or type in, and what is set outside the screen."""
    blocks, framed = read_html_text(f"<body>{page}</body>", source_name="a.html")
    texts = " ".join(block.text for block in blocks)
    assert all(headline in texts for headline in HEADLINES)
    assert not beside or (beside not in texts and beside in " ".join(block.text for block in framed))
    assert "Skip this" not in texts


@pytest.mark.parametrize(
    "kept",
    [
        (
            '<table><tr><td>{news}</td><td><a href="https://a.example/1">MIIT names a rope</a> '
            '<a href="https://a.example/2">Docks close</a></td></tr></table>'
        ),
        '<ul><li><input type="checkbox" disabled> A rope was named.</li></ul>{news}',
        '{news}<p><a href="/1">MIIT</a> | <a href="/2">Xinhua</a> | <a href="/3">NDRC</a></p>',
        '<form><input type="hidden"><h1>Ropes</h1>{news}</form>',
        "<ol><li><h3>A rope was named</h3><p>It is long.</p></li></ol>{news}",
    ],
)
def test_news_in_such_places_is_kept(kept: str) -> None:
    """Links to news elsewhere, a list of what is done, sources, and a page that is one form."""
    blocks, framed = read_html_text(f"<body>{kept.format(news=NEWS)}</body>", source_name="a.html")
    assert all(headline in [block.text for block in blocks] for headline in HEADLINES)
    assert not framed


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Duty editor: Tom Knot (Hong Kong newsroom)", "Tom Knot"),
        ("News editor: Tom Knot", "Tom Knot"),
        ("Hosted by Tom Knot in Hong Kong", "Tom Knot"),
    ],
)
def test_who_runs_the_desk_is_named(line: str, name: str) -> None:
    """With the place where they work, or without."""
    page = f"<h1>The Rope File</h1><p>10 May 2024</p><p>{line}</p>"
    page += "".join(f"<h2>{headline}</h2><p>{body}</p>" for headline, body in STORIES)
    briefing = read(page)
    assert [person.name for person in briefing.people] == [name]
    assert [item.headline for item in briefing.items] == HEADLINES


@pytest.mark.parametrize(
    "line",
    [
        "CSI 300 -1.97% Hang Seng -1.73% USD/CNH 7.13",
        "Slugs may be searched on the terminal. All times GMT unless stated.",
        "FTSE 100 +0.4% Brent ▼82.10",
    ],
)
def test_rates_and_words_on_the_file_are_no_news(line: str) -> None:
    """They are named furniture, and nothing is left unread."""
    page = f"<p>{line}</p><h1>The Rope File</h1><p>10 May 2024</p><p>{line}</p>"
    page += "".join(f"<h2>{headline}</h2><p>{body}</p>" for headline, body in STORIES)
    briefing = read(page)
    assert [item.headline for item in briefing.items] == HEADLINES
    assert not briefing.unread


def test_a_logo_in_capitals_is_named_as_the_rights_have_it() -> None:
    """A name in capitals in the text itself stays as the page has it."""
    page = "<html><head><title>ROPE WIRE / Ropes</title></head><body><div><a href='/'>ROPE WIRE</a> {links}</div>"
    page += (
        f"<h1>Daily ropes</h1><p>10 May 2024</p>{NEWS}<p>© 2024 Rope Wire Ltd. All rights reserved.</p></body></html>"
    )
    assert read(page.format(links=LINKS)).publisher == "Rope Wire"


def test_an_aside_beside_articles_is_none_of_them() -> None:
    """Inside an article it may be a part of the story."""
    aside = "<aside><h4>The Wire by mail</h4><p>Every Friday at seven, for those who sign up.</p></aside>"
    cards = [f"<article><h3>{headline}</h3><p>{body}</p>{{}}</article>" for headline, body in STORIES]
    page = f"<body><main><h1>Ropes</h1><h2>Policy</h2>{cards[0]}{{}}{''.join(cards[1:])}</main></body>"
    assert told(page.format("", aside, "", "", "")) == HEADLINES
    texts = [block.text for block in read_html_text(page.format(aside, "", "", "", ""), source_name="a.html")[0]]
    assert "The Wire by mail" in texts


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("3 hours ago", "3 May 2024"),
        ("2h", "3 May 2024"),
        ("Yesterday, 17:40", "3 May 2024"),
        ("Updated 5 min ago", "3 May 2024"),
        ("3小时前", "3 May 2024"),
        ("09:12", "09:12"),
        ("last spring", "last spring"),
        ("4 May 2024", "4 May 2024"),
    ],
)
def test_words_that_count_back_from_now_are_the_day_that_they_mean(words: str, shown: str) -> None:
    """An element of time tells the day beside them; a day, an hour and other words stay as they are shown."""
    blocks, _ = read_html_text(f"<p><time datetime='2024-05-03T10:00'>{words}</time> | A</p>", source_name="a.html")
    assert blocks[0].text == f"{shown} | A"


@pytest.mark.parametrize(
    "row",
    [
        '<div><a href="#">Copy link</a><a href="#">Email</a><a href="#">LinkedIn</a></div>',
        '<p><a href="/x">Share</a> <a href="/p">Print</a></p>',
    ],
)
def test_a_row_to_share_a_page_is_no_news(row: str) -> None:
    """Also where only its style parts the links."""
    blocks, framed = read_html_text(f"<body><h1>Ropes</h1>{NEWS}{row}</body>", source_name="a.html")
    assert blocks[-1].text == STORIES[-1][1]
    assert framed


def test_parts_of_one_link_stay_one_word() -> None:
    """Two links to one place are what a file of another program made of one."""
    blocks, _ = read_html_text('<p>The <a href="/a">Rope</a><a href="/a">s</a> rule.</p>', source_name="a.html")
    assert blocks[0].text == "The Ropes rule."


MASTHEAD = """<html><head><title>IN BRIEF | The Rope Gazette, Asia pages</title></head><body>
<p><b>The Rope Gazette</b></p><p>Monday, July 31, 2023 | Late edition | Price: $3.50</p>
<p>In Brief<br><i>China's month in ropes, July 1-31, 2023. Compiled by Tom Knot.</i></p>
<p><b>GOVERNMENT</b></p>{news}<p><b>BUSINESS</b></p>{more}
<p>Do you know something that belongs here? Write to inbrief@gazette.example. Corrections are printed on page 2.</p>
<p>Copyright 2023 Rope Street Newspapers, Inc. All rights reserved.</p></body></html>"""


def test_the_masthead_of_a_column_is_its_title() -> None:
    """A column's name over its days is no label of a summary, a price no news, a question to readers no item."""
    paragraphs = [f"<p><b>{headline}.</b> {body.partition(' - ')[2]}</p>" for headline, body in STORIES]
    briefing = read(MASTHEAD.format(news="".join(paragraphs[:2]), more="".join(paragraphs[2:])))
    assert (briefing.publisher, briefing.published_on) == ("The Rope Gazette", dt.date(2023, 7, 31))
    assert (briefing.period_start, briefing.period_end) == (dt.date(2023, 7, 1), dt.date(2023, 7, 31))
    assert [person.name for person in briefing.people] == ["Tom Knot"]
    assert [item.section for item in briefing.items] == [Section.POLICY_NEWS] * 2 + [Section.CORPORATE_NEWS] * 2
    assert not briefing.unread


def test_those_who_report_are_named_without_their_places() -> None:
    """The period that an introduction tells is the issue's."""
    page = "<h1>The Week in Ropes</h1><p>By Ann Bow in Hong Kong and Tom Knot in Beijing</p><p>17 October 2025</p>"
    page += "<p>Our round-up of what Beijing and those who make ropes did from October 9 to October 17.</p>"
    page += "".join(f"<h2>{headline}</h2><p>{body}</p>" for headline, body in STORIES)
    briefing = read(page)
    assert [person.name for person in briefing.people] == ["Ann Bow", "Tom Knot"]
    assert (briefing.period_start, briefing.period_end) == (dt.date(2025, 10, 9), dt.date(2025, 10, 17))
    assert [item.headline for item in briefing.items] == HEADLINES


TEASER = (
    '<div class="story"><div>{kicker}</div><div><a href="/s{n}">{headline}</a></div>'
    "<div>By Ann Bow | {n} May 2024</div>"
    '<div>{body}</div><div class="tags"><a href="/t">ropes</a> <a href="/u">docks</a></div>{more}</div>'
)


@pytest.mark.parametrize("more", ["Continue reading →", "Full story", "阅读全文"])
def test_a_teaser_in_plain_boxes_has_its_headline_for_a_link(more: str) -> None:
    """The words that lead on from each, its tags and what a sponsor pays for are no sources."""
    teasers = [
        TEASER.format(kicker=kicker, n=n, headline=headline, body=body, more=f'<p><a href="/s{n}">{more}</a></p>')
        for n, (kicker, (headline, body)) in enumerate(zip(KICKERS, STORIES, strict=True), start=1)
    ]
    paid = '<div class="story sponsored"><div><a href="/s9">How Acme helps you</a></div><div>Paid content.</div></div>'
    page = f"<body><div>China Ropes</div><p>10 May 2024</p>{''.join(teasers[:2])}{paid}{''.join(teasers[2:])}</body>"
    items = sorted(read(page).items, key=lambda item: HEADLINES.index(item.headline or ""))
    assert [[link.label for link in item.links] for item in items] == [[headline] for headline in HEADLINES]


def test_sources_below_linked_headlines_are_kept() -> None:
    """They lead elsewhere, even where one comes again."""
    sources = ("MIIT", "MIIT", "MIIT", "MIIT")
    cards = [
        f'<h2><a href="https://rope.example/n{n}">{headline}</a></h2><p>{body}</p><p><a href="https://a.example/{n}">{source}</a></p>'
        for n, ((headline, body), source) in enumerate(zip(STORIES, sources, strict=True))
    ]
    blocks, _ = read_html_text(f"<body><h1>Ropes</h1>{''.join(cards)}</body>", source_name="a.html")
    assert [block.text for block in blocks if block.text in sources] == list(sources)


def test_a_standfirst_is_no_news() -> None:
    """The sentence between a page's title and its day or author sums up what the stories below tell."""
    page = "<h1>What happened to ropes</h1><p>Ministries went after ropes, and makers after docks.</p>"
    page += "<p>By Ann Bow</p><p>10 May 2024</p>" + "".join(f"<h2>{h}</h2><p>{b}</p>" for h, b in STORIES)
    briefing = read(page)
    assert [item.headline for item in briefing.items] == HEADLINES
    assert not briefing.unread


@pytest.mark.parametrize(
    ("stamp", "author"),
    [
        ("Von Anna Bogen, Peking – {n}.05.2024, 14:05 Uhr", "Anna Bogen"),
        ("Par Anna Bogen, le {n} mai 2024 à 14h05", "Anna Bogen"),
        ("By Anna Bogen, {n} May 2024, 8:15 am", "Anna Bogen"),
    ],
)
def test_stamps_in_other_languages(stamp: str, author: str) -> None:
    """Who wrote a story, where and when is no text of it."""
    page = "<h1>Ropes</h1><p>10 May 2024</p>"
    for n, (headline, body) in enumerate(STORIES, start=1):
        page += f"<article><h3>{headline}</h3><p>{stamp.format(n=n)}</p><p>{body}</p></article>"
    briefing = read(page)
    assert [item.headline for item in briefing.items] == HEADLINES
    assert [item.text for item in briefing.items] == [body for _, body in STORIES]
    assert [item.reported_on for item in briefing.items] == [dt.date(2024, 5, n) for n in range(1, 5)]
    assert [person.name for person in briefing.people] == [author]


@pytest.mark.parametrize(
    ("meta", "label"),
    [
        ("来源：工信部网站 阅读 1.2万 评论 15", "工信部网站"),
        ("来源：新华社 | 浏览量：356", "新华社"),
        ("Source: Xinhua · 1.2k views · 15 comments", "Xinhua"),
    ],
)
def test_how_many_have_read_a_story_is_no_source(meta: str, label: str) -> None:
    """Counts of readers stand behind the source, or alone."""
    page = "<h1>Ropes</h1><p>10 May 2024</p><ul>"
    page += "".join(f"<li><h3>{headline}</h3><p>{body}</p><p>{meta}</p></li>" for headline, body in STORIES)
    page += "</ul><p><a href='/more'>加载更多</a></p>"
    assert [[link.label for link in item.links] for item in read(page).items] == [[label]] * len(STORIES)


def test_a_section_over_headlines_is_no_label_of_a_summary() -> None:
    """What stands beside the issue's day on its line is no news."""
    page = (
        "<h1>The Rope Room</h1><p>June 14, 2024 | Reported from Beijing and Brussels | Subscribe</p><h2>WHAT'S NEW</h2>"
    )
    page += "".join(
        f"<h3>{n}. {headline}</h3><p>{body}</p><p><b>Why it matters:</b> Ropes hold.</p>"
        for n, (headline, body) in enumerate(STORIES, start=1)
    )
    briefing = read(page)
    assert [item.headline for item in briefing.items] == HEADLINES
    assert briefing.published_on == dt.date(2024, 6, 14)


def test_words_that_a_style_sets_apart_are_parted() -> None:
    """Parts of a word in letters of another look stay one."""
    row = (
        '<p><span class="by">Ann Bow</span><span class="day">14 June 2024</span><span class="to-read">5 min read</span>'
    )
    blocks, _ = read_html_text(f"{row}<p><span class='a'>Ro</span><span>pes</span></p>", source_name="a.html")
    assert [block.text for block in blocks] == ["Ann Bow | 14 June 2024 | 5 min read", "Ropes"]


@pytest.mark.parametrize("standfirst", ['<h2 class="standfirst">{}</h2>', "<h2 class='dek'>{}</h2>", "<p>{}</p>"])
def test_where_in_a_site_a_page_is_and_what_it_adds_to_its_title(standfirst: str) -> None:
    """A section's name over the only title and a heading that goes on with it head no news."""
    page = f"<main><span>Business</span><h1>Ropes in five minutes</h1>{standfirst.format('Your digest of rules')}"
    page += "<p>14 June 2024</p>" + "".join(f"<p><b>{headline}.</b> {body}</p>" for headline, body in STORIES)
    page += "<h3>Comments (12)</h3><p>Pete: I like ropes.</p></main>"
    briefing = read(page)
    assert [item.section for item in briefing.items] == [Section.OTHER] * 4
    assert (briefing.series, briefing.published_on) == ("Ropes in five minutes", dt.date(2024, 6, 14))


@pytest.mark.parametrize("apart", [True, False])
def test_days_below_stories_in_a_river_are_theirs(*, apart: bool) -> None:
    """A lead in a box of its own is told by the same look as the stories of the list."""
    rows = [
        f"<div><a href='/n{n}'>{headline}</a></div><p>{body}</p><span>May {n}, 2024 at 6:14 PM GMT+8</span>"
        for n, (headline, body) in enumerate(STORIES, start=1)
    ]
    lead, listed = (f"<div>{rows[0]}</div>", rows[1:]) if apart else ("", rows)
    river = "".join(f"<li>{row}</li>" for row in listed)
    page = f"<div role='main'><h1>China</h1>{lead}<ul>{river}</ul></div>"
    page += "<div role='complementary'><h2>Markets</h2><p>CSI 300 3,541.53 +0.44%</p></div>"
    briefing = read(page)
    assert [item.headline for item in briefing.items] == HEADLINES
    assert [item.reported_on for item in briefing.items] == [dt.date(2024, 5, n) for n in range(1, 5)]


def test_cuttings_are_dated_by_the_paper_above_them() -> None:
    """With the page on which they stood; an office of a house puts them together for it."""
    page = "<h1>Press cuttings on ropes, week 24/2024</h1>"
    page += "<p>Compiled by the press office of Seilbau AG for internal use, 17 June 2024</p><h2>Policy</h2>"
    page += "".join(
        f"<p>Caixin, {n} June 2024, p. {n}</p><h3>{headline}</h3><p>{body.partition(' - ')[2]}</p>"
        for n, (headline, body) in enumerate(STORIES, start=1)
    )
    briefing = read(page)
    assert [item.headline for item in briefing.items] == HEADLINES
    assert [item.reported_on for item in briefing.items] == [dt.date(2024, 6, n) for n in range(1, 5)]
    assert briefing.publisher == "Seilbau AG"


def test_each_update_of_a_page_has_its_own_day_and_no_link_to_itself() -> None:
    """A time stands right before its author; a page is no story by the day at its head."""
    page = "<main><h1>Live updates: ropes</h1><p>Updated 4 May 2024, 18:40 CEST</p>"
    for n, (headline, body) in enumerate(STORIES, start=1):
        page += (
            f"<article><header><time datetime='2024-05-0{n}T18:05'>{n}d ago</time><span class='author'>Ann Bow</span>"
        )
        page += f"</header><h3>{headline}</h3><p>{body}</p>"
        page += f"<footer><a href='#u{n}'>Link to this update</a></footer></article>"
    briefing = read(f"{page}</main>")
    assert [item.headline for item in briefing.items] == HEADLINES
    assert [item.reported_on for item in briefing.items] == [dt.date(2024, 5, n) for n in range(1, 5)]
    assert not any(item.links for item in briefing.items)
    assert briefing.published_on == dt.date(2024, 5, 4)


@pytest.mark.parametrize(
    "beside",
    [
        '<div id="sidebar"><h4>Latest news</h4><ul><li><a href="/n1">Rates fall</a> 13.06.2024</li></ul></div>',
        '<div class="prevnext"><a href="/10">« Ropes 10/2024</a> <a href="/12">Ropes 12/2024 »</a></div>',
    ],
)
def test_a_sidebar_and_other_issues_are_no_news(beside: str) -> None:
    """A sentence that only says what a page holds, before its first section, is none either."""
    page = (
        "<h1>Ropes 11/2024</h1><p>14 June 2024</p><p>The most important news from China in the first half of June.</p>"
    )
    page += "<h2>Policy</h2>" + "".join(f"<h3>{headline}</h3><p>{body}</p>" for headline, body in STORIES) + beside
    briefing = read(page)
    assert [item.headline for item in briefing.items] == HEADLINES
    assert not briefing.unread


def test_a_page_of_updates_tells_its_days_and_their_order() -> None:
    """How the news is sorted and which clock it goes by is no part of the period."""
    page = "<h1>Ropes Live</h1><p>Updates from 8 to 14 May 2024, newest first. All times Beijing. "
    page += "<b>Live editor:</b> Tom Knot</p>"
    page += "<h2>Tuesday 14 May 2024</h2>" + "".join(f"<p>{body.partition(' - ')[2]}</p>" for _, body in STORIES)
    briefing = read(page)
    assert (briefing.period_start, briefing.period_end) == (dt.date(2024, 5, 8), dt.date(2024, 5, 14))


def test_what_was_corrected_stands_in_the_stamp() -> None:
    """It is no text of the story."""
    page = "<h1>Ropes</h1><p>10 May 2024</p>"
    for n, (headline, body) in enumerate(STORIES, start=1):
        note = " Corrected 9 May: an earlier version named the wrong rope." if n == 1 else ""
        page += f"<h3>{headline}</h3><p>Published {n} May 2024, 12:10.{note}</p><p>{body}</p>"
    briefing = read(page)
    assert [item.text for item in briefing.items] == [body for _, body in STORIES]
    assert [item.reported_on for item in briefing.items] == [dt.date(2024, 5, n) for n in range(1, 5)]


def test_a_week_and_the_day_of_making_are_no_name() -> None:
    """Words that say when an issue was made name nobody."""
    page = "<h1>China-Presseschau</h1><p>KW 24 / 2024, erstellt am 14.06.2024</p>"
    page += "".join(f"<h2>{headline}</h2><p>{body}</p>" for headline, body in STORIES)
    briefing = read(page)
    assert (briefing.publisher, briefing.series) == (None, "China-Presseschau")
    assert briefing.published_on == dt.date(2024, 6, 14)


def test_when_the_next_issue_comes_is_no_news() -> None:
    """In a list of terms at the foot it belongs to no item."""
    page = "<h1>Ropes</h1><p>10 May 2024</p>" + "".join(f"<h2>{h}</h2><p>{b}</p>" for h, b in STORIES)
    page += "<dl><dt>Editor</dt><dd>Tom Knot</dd><dt>Next roundup</dt><dd>3 June 2024</dd></dl>"
    briefing = read(page)
    assert [item.text for item in briefing.items] == [body for _, body in STORIES]
    assert not briefing.unread
