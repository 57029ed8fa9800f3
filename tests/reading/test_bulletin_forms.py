"""Bulletins: credits before the text, wires' slugs, memo heads, fields of a house's own, lists of links."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.domain.records.briefing import Person, PolicyStatus, Section
from bot.reading.pipeline import read_briefing
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing

HEAD = "# Rope Letter\n\nAcme Institute | 30 March 2025\n\n## Policy\n\n"
STORIES = (
    ("Ropes on a list", "MOFCOM", 4, "Exporters have to show to whom they sell, and how long the rope is."),
    ("Old winches go", "NDRC", 6, "Ports get a tenth of the price back when they scrap a winch."),
    ("Cranes that count", "MIIT", 7, "Each lift must be written down and kept for three years."),
    ("Nets with names", "MOT", 9, "Fishers get new nets on loan until the end of the year."),
)


def read(text: str, name: str = "a.md") -> Briefing:
    return read_briefing(text.encode(), source_name=name, lexicon=LEXICON)


def check(briefing: Briefing) -> None:
    """The first paragraph is the text; behind it may stand what a sign or field says of the document."""
    found = [
        (i.headline, i.text.split("\n")[0], i.reported_on and i.reported_on.day, i.issuing_bodies[:1])
        for i in briefing.items
    ]
    assert found == [(head, text, day, (who,)) for head, who, day, text in STORIES[: len(found)]]
    assert (len(found) > 2, briefing.unread) == (True, ())


@pytest.mark.parametrize("form", ["({who}, {day} March) ", "**({who} · {day} March)** ", "[{who} | {day} March 2025] "])
@pytest.mark.parametrize("head", ["### {}", "**{}**"])
def test_who_and_when_in_brackets_open_the_text(form: str, head: str) -> None:
    """They are no part of it."""
    notes = [
        note for title, who, day, text in STORIES for note in (head.format(title), form.format(who=who, day=day) + text)
    ]
    check(read(HEAD + "\n\n".join(notes)))


@pytest.mark.parametrize("sign", ["--", "–", "|"])
@pytest.mark.parametrize("number", ["[{:02}] ", "[{}] ", "#{} "])
def test_who_and_when_stand_on_the_texts_first_line(sign: str, number: str) -> None:
    """Below counted headlines in plain text, whose lines a house wraps, a sign of urgency before one of them."""
    lines = [
        f"{number.format(at)}{'(!) ' if at == 2 else ''}{head.upper()}\n     {who} {sign} {day} Mar 2025\n     {text}\n"
        for at, (head, who, day, text) in enumerate(STORIES, 1)
    ]
    text = "ROPE LETTER\nAcme Institute | 30 March 2025\n\nA. POLICY\n---------\n\n" + "\n".join(lines)
    items = read(text, "a.txt").items
    assert [(item.headline or "").capitalize() for item in items] == [head for head, *_ in STORIES]
    assert [(item.text, item.reported_on and item.reported_on.day) for item in items] == [
        (told, day) for _, _, day, told in STORIES
    ]
    assert [item.issuing_bodies for item in items] == [(who,) for _, who, *_ in STORIES]


SLUGS = ("CHINA-ROPES/EXPORTS", "WINCHES/PORTS", "CHINA-CRANES", "FISHING/NETS (UPDATE 2)")


@pytest.mark.parametrize("number", ["", "{:02}  "])
def test_a_wires_slug_heads_nothing(number: str) -> None:
    """The line below it is the headline, and a dateline may name a country behind its place."""
    lines = [
        f"{number.format(at)}{slug}\n\n{head}\n\nKIEL, Germany, Mar {day} (Rope) - {text}\n\nends\n"
        for at, (slug, (head, _, day, text)) in enumerate(zip(SLUGS, STORIES, strict=True), 1)
    ]
    items = read("ROPE WIRE\nAcme Institute\n30 March 2025\n\n" + "\n".join(lines), "a.txt").items
    assert [(item.headline, item.reported_on and item.reported_on.day) for item in items] == [
        (head, day) for head, _, day, _ in STORIES
    ]


def test_a_memos_head_stands_under_its_house_and_department() -> None:
    """Whose name is no section; the house has a legal form, and who may read it is no part of its name."""
    fields = (
        "To: All plants\nFrom: Government Affairs China, Oslo\nDate: 2 April 2025\nPeriod: 1 to 31 March 2025 (late)\n"
    )
    notes = "\n\n".join(f"- {day} March: {who} issued rules. {text}" for _, who, day, text in STORIES)
    house = "Acme Ropes SE            INTERNAL\n\nGovernment Affairs China\n\nMEMORANDUM\n\n"
    text = f"{house}{fields}\nA. POLICY\n\n{notes}\n"
    briefing = read(text, "a.txt")
    assert (briefing.publisher, str(briefing.published_on)) == ("Acme Ropes SE", "2025-04-02")
    assert (str(briefing.period_start), str(briefing.period_end)) == ("2025-03-01", "2025-03-31")
    assert ([item.section for item in briefing.items], briefing.unread) == ([Section.POLICY_NEWS] * 4, ())


@pytest.mark.parametrize("field", ["Working groups: Ports", "Who cares: harbours and docks"])
def test_a_field_of_the_houses_own_is_no_headline(field: str) -> None:
    """It comes again below other fields, in record after record."""
    notes = [
        f"### {head}\n\nAuthority: {who}\n\nPublished: {day} March 2025\n\n{field}\n\n{text}"
        for head, who, day, text in STORIES
    ]
    briefing = read(HEAD + "\n\n".join(notes))
    found = [(item.headline, item.text.split("\n")[0]) for item in briefing.items]
    assert found == [(head, text) for head, _, _, text in STORIES]


@pytest.mark.parametrize("day", ["**{} March** — ", "*{} March.* ", ""])
def test_short_headings_over_one_paragraph_each_are_headlines(day: str) -> None:
    """Whether the paragraphs open with a day or not."""
    heads = [f"{head} in the port" for head, *_ in STORIES]
    notes = [
        f"### {head}\n\n{day.format(on)}{text}\n\nRead more: [Port News](https://a.example/{on})"
        for head, (_, _, on, text) in zip(heads, STORIES, strict=True)
    ]
    assert [item.headline for item in read(HEAD + "\n\n".join(notes)).items] == heads


def test_topics_over_one_dated_paragraph_each_stay_topics() -> None:
    """Their names have few words."""
    notes = [f"### {topic}\n\n{day} March – {text}" for topic, (_, _, day, text) in zip("ABCD", STORIES, strict=True)]
    assert {item.headline for item in read((HEAD + "\n\n".join(notes)).replace("### ", "### Ropes ")).items} == {None}


LINKS = "## Links\n\n[1] https://a.example/1\n[2] https://a.example/2\n\n"
ENDS = (
    LINKS,
    "CALL WITH OUR DESK: Thursday 3 April, 16:00, on ropes. Details from your manager.\n\n",
    "Join us in Kiel on 3 April for a talk on ropes.\n\n",
    "Acme & Quill Ltd., 18/F Rope House, Hong Kong. This alert is no advice. Past alerts are in the portal.\n\n",
    "Correction: an earlier version of this letter had a wrong day.\n\n",
    "END OF LETTER 2025-31\n",
)


@pytest.mark.parametrize("end", ["".join(ENDS), *ENDS])
def test_what_ends_an_issue_is_no_news(end: str) -> None:
    """Lists of links, the house's own events and address, corrections, a line that says so."""
    notes = "".join(f"- {day} March: {who} issued rules. {text} [{day}]\n\n" for _, who, day, text in STORIES)
    briefing = read(HEAD + notes + end)
    assert (len(briefing.items), briefing.unread) == (len(STORIES), ())


def test_notes_numbers_are_no_part_of_a_sources_name() -> None:
    """They lead to the list of links."""
    notes = "".join(f"### {head}\n\n{text}\n\nSources: Port News [1]; Caixin [2]\n\n" for head, _, _, text in STORIES)
    labels = {link.label for item in read(HEAD + notes + LINKS).items for link in item.links}
    assert labels == {"Port News", "Caixin"}


def test_links_that_close_a_story_are_its_sources() -> None:
    """Where who and when stand below counted headlines, the link above the next one is no section's name."""
    cells = "".join(
        f"<tr><td><p>{at}&nbsp; {head}</p><p>{who} | {day} March 2025</p><p>{text}</p>"
        f'<p><a href="https://a.example/{at}">Text of it</a></p></td></tr>'
        for at, (head, who, day, text) in enumerate(((f"… {h}", *rest) for h, *rest in STORIES), 1)
    )
    rows = f"<table><tr><td><p>POLICY</p></td></tr>{cells}</table>"
    page = f"<html><body><h1>Rope Letter</h1><p>30 March 2025</p>{rows}</body></html>"
    items = read(page, "a.html").items
    assert [item.headline for item in items] == [f"… {head}" for head, *_ in STORIES]
    assert [[link.label for link in item.links] for item in items] == [["Text of it"]] * len(STORIES)


@pytest.mark.parametrize(
    "line",
    [
        "Prepared by | Ann Bow, Policy Manager; reviewed by Tom Oar, Head of Affairs",
        "Prepared by: Ann Bow; edited by: Tom Oar",
    ],
)
def test_who_prepared_and_who_reviewed(line: str) -> None:
    """In one line, or a row of the title page's table."""
    rows = (
        f"| Number | 8/2025 |\n|---|---|\n| Date | 30 March 2025 |\n| {line} |\n"
        if "|" in line
        else f"30 March 2025\n\n{line}\n"
    )
    notes = "".join(f"- {day} March: {who} issued rules. {text}\n\n" for _, who, day, text in STORIES)
    briefing = read(f"# Rope Letter\n\nAcme Institute\n\n{rows}\n\n## Policy\n\n{notes}")
    assert briefing.people == (Person(name="Ann Bow", role="author"), Person(name="Tom Oar", role="editor"))
    assert briefing.unread == ()


def test_what_a_page_puts_beside_its_stories_is_none() -> None:
    """An aside that its class names as a promotion, and the invitation to its mails."""
    stories = "".join(
        f"<h3>{head} in the port</h3><p>{who} acted on {day} March. {text}</p>" for head, who, day, text in STORIES
    )
    promo = '<aside class="promo"><h4>Rope Live</h4><p>Rope Day, Kiel, 19 September 2025. Tickets end soon.</p></aside>'
    page = (
        f"<html><body><main><article><h1>Rope Letter</h1><p>30 March 2025</p><h2>Policy</h2>{promo}{stories}{promo}"
        "</article><section><h2>Never miss a Friday</h2><p>Get it in your inbox.</p></section></main></body></html>"
    )
    assert [item.headline for item in read(page, "a.html").items] == [f"{head} in the port" for head, *_ in STORIES]


def test_days_with_their_weekday_stand_in_a_column() -> None:
    """Each line opens news, and lines in capitals over several of them are topics, an office over one of them too."""
    days = ("Wed 5/3", "Tue 4/3", "Thu 6/3", "Fri 7/3")
    told = [f"{day}  {text}" for day, (_, _, _, text) in zip(days, STORIES, strict=True)]
    text = (
        "ROPE DIGEST\nRope Wire / No. 3 / Fri 7 March 2025 18:30\n\n+++ POLICY +++\n\n"
        f"MARKETS\n{told[0]}\n{told[1]}\n\nCABINET\n{told[2]}\n\nHARBOURS\n{told[3]}\n{told[1]}\n"
    )
    items = read(text, "a.txt").items
    assert [(item.headline, item.reported_on and item.reported_on.day) for item in items] == [
        (None, day) for day in (5, 4, 6, 7, 4)
    ]


def test_lines_that_are_drawn_tell_nothing() -> None:
    """Of one sign again and again, behind the last news too."""
    notes = "".join(f"- {day} March: {who} issued rules. {text}\n\n" for _, who, day, text in STORIES)
    briefing = read(f"{HEAD}{notes}\\_\\_\\_\\_\\_\\_\\_\\_\n\nAcme Institute, Kiel. This letter is no advice.\n")
    assert (len(briefing.items), briefing.unread) == (len(STORIES), ())


@pytest.mark.parametrize("form", ["A{} {}", "P{}: {}"])
def test_codes_before_headlines_need_no_sign(form: str) -> None:
    """They count from 1."""
    notes = [
        f"### {form.format(at, head)}\n\n{who} acted. {text}" for at, (head, who, _, text) in enumerate(STORIES, 1)
    ]
    assert [item.headline for item in read(HEAD + "\n\n".join(notes)).items] == [head for head, *_ in STORIES]


def test_bold_words_that_open_a_cell_are_the_headline() -> None:
    """Where a sentence with a capital stands behind them, and its links."""
    rows = "".join(
        f"<tr><td>{day} March 2025</td><td>{who}</td><td><b>{head} again</b><br>{text}<br><a href='https://a.example'>Text</a></td></tr>"
        for head, who, day, text in STORIES
    )
    head = "<thead><tr><th>Date</th><th>Authority</th><th>What is new</th></tr></thead>"
    table = f"<table>{head}<tbody>{rows}</tbody></table>"
    page = f"<html><body><h1>Rope Letter</h1><p>30 March 2025</p><h2>Policy news</h2>{table}</body></html>"
    found = [(item.headline, item.text, [link.label for link in item.links]) for item in read(page, "a.html").items]
    assert found == [(f"{head} again", text, ["Text"]) for head, _, _, text in STORIES]


def test_the_title_page_shows_a_house_without_its_legal_form() -> None:
    """Which its imprint has."""
    notes = "".join(f"- {day} March: {who} issued rules. {text}\n\n" for _, who, day, text in STORIES)
    front = "# Rope Letter\n\nNorth Rope Federation\n\n30 March 2025\n\n## Policy\n\n"
    assert read(f"{front}{notes}© 2025 North Rope Federation e.V.\n").publisher == "North Rope Federation"


def test_pictures_stand_for_day_office_and_source() -> None:
    """And a table says which signs mean what: that is no news."""
    key = "| Sign | Meaning |\n|---|---|\n| 🟢 | in force |\n| 🔵 | open for comment |\n\n"
    notes = "\n\n".join(
        f"### {sign} {head}\n📅 {day} March · 🏢 {who} · 🔗 [{who}](https://a.example/{day}), [our list](https://b.example/{day})\n\n"
        f"{text}"
        for sign, (head, who, day, text) in zip("🟢🔵🟢🔵", STORIES, strict=True)
    )
    briefing = read(f"# 📡 Rope Radar\n\n**Acme Institute** · 30 March 2025\n\n{key}## 🏛️ Policy\n\n{notes}")
    check(briefing)
    states = [item.policy.status for item in briefing.items if item.policy]
    assert states == [PolicyStatus.IN_FORCE, PolicyStatus.DRAFT_FOR_COMMENT] * 2


def test_a_heading_in_two_tongues_heads_the_imprint() -> None:
    """Where either half says so; the year before a Chinese title is its own."""
    notes = "".join(f"- {day} March: {who} issued rules. {text}\n\n" for _, who, day, text in STORIES)
    briefing = read(f"{HEAD}{notes}## Contact 联系我们\n\nKiel: 8 Rope Road, mail@acme.example\n")
    assert (len(briefing.items), briefing.unread) == (len(STORIES), ())
    title = "Title: 2025 Action Plan for Ropes and Nets 2025年绳网行动方案"
    record = f"### Ropes\n\n{title}\n\nIssued by: MIIT\n\nDate: 4 March 2025\n"
    (policy,) = (item.policy for item in read(f"{HEAD}{record}\nSummary: Ropes get names.\n").items)
    assert policy is not None
    assert (policy.title_en, policy.title_zh) == ("2025 Action Plan for Ropes and Nets", "2025年绳网行动方案")
