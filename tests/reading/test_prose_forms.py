"""One text in prose as every kind of file, in two languages, gives the same items; other pages stay refused."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from bot.reading.pipeline import read_briefing
from tests.reading.formats.pdf_sheet import CHINESE, Sheet
from tests.reading.formats.word_file import build_file, build_paragraph, build_parts
from tests.reading.recognition.recognise_lexicon import LEXICON

if TYPE_CHECKING:
    from bot.domain.records.briefing import Briefing

ENGLISH = (
    "Harbour Notes on China",
    "5 March 2024",
    "MIIT has issued measures on seals for cranes, which oblige all ports to keep a book of what they lift every day.",
    "The crane maker Hubwerk plans to build a second dock in Ningbo and will spend two million euros on it there.",
    "The Ministry of Transport asked port owners to list their ropes without further delay; it gave no date for it.",
)
HAN = (
    "港口产业简报",
    "2024年3月5日",
    "工业和信息化部印发起重机封条管理办法，要求各港口建立台账，并定期公布检查结果。",
    "起重机制造商海工重机计划在宁波建设第二座码头，未来三年将投入二十亿元用于建设。",
    "交通运输部要求港口企业尽快上报缆绳清单，但没有给出具体的完成时限和有关要求。",
)
PAGES = {
    "cookies": (
        "Harbour Daily",
        "We use cookies to show you what fits you, and our partners store what they learn of it on your device.",
        "By clicking accept you agree that we and our partners may look at what you read and how long you stay.",
    ),
    "error": (
        "Page not found",
        "The page that you are looking for has been moved, had its name changed, or is not on our server any more.",
        "If you think that this is an error on our side, please write to the webmaster and name the link you used.",
    ),
    "denied": (
        "Access denied",
        "The owner of this website has banned visits that come from the network and the country you are in now.",
        "Hubwerk protected this site from an attack. What was done triggered the lock that guards it day and night.",
    ),
    "portal": (
        "Harbour Portal",
        "This resource needs an account. Users who have forgotten their password can set a new one on the next page.",
        "The administrator has been told of this visit and keeps a record of all visits from outside the network.",
    ),
    "about": (
        "About the Harbour Institute",
        "The Harbour Institute studies how ports and shipping change under new rules and with new kinds of machines.",
        "Founded in 1998, the institute is funded by its members and by grants from public bodies in two continents.",
    ),
}


def build_page(texts: tuple[str, ...]) -> bytes:
    title, *rest = texts
    paragraphs = "".join(f"<p>{text}</p>" for text in rest)
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{paragraphs}</body></html>"
    return page.encode()


def build_mail(texts: tuple[str, ...]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = "Notes <notes@harbour.example>", texts[0], "<1@harbour.example>"
    mail["Date"] = "Tue, 05 Mar 2024 09:00:00 +0100"
    mail.set_content("\n\n".join(texts[2:]), cte="base64")
    return mail.as_bytes()


def build_pdf(texts: tuple[str, ...]) -> bytes:
    han = texts is HAN
    font, width = (CHINESE, 34) if han else ("Helvetica", 88)
    sheet = Sheet()
    y = sheet.lines(70, 780, texts[0], font=font, size=20, step=30)
    for text in texts[1:]:
        y = sheet.lines(70, y, *wrap(text, width, gap="" if han else " "), font=font, size=11, step=14) - 14
    sheet.canvas.save()
    return sheet.out.getvalue()


def wrap(text: str, width: int, *, gap: str) -> list[str]:
    """Give a text in lines, broken at spaces where it has them."""
    lines = [""]
    for word in text.split(" ") if gap else text:
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] += (gap if lines[-1] else "") + word
    return lines


def build(form: str, texts: tuple[str, ...]) -> bytes:
    title, *rest = texts
    if form == "html":
        return build_page(texts)
    if form == "eml":
        return build_mail(texts)
    if form == "pdf":
        return build_pdf(texts)
    if form == "docx":
        body = build_paragraph(title, style="Heading1") + "".join(map(build_paragraph, rest))
        return build_file(build_parts(body))
    return "\n\n".join((f"# {title}" if form == "md" else title, *rest)).encode()


def read(form: str, data: bytes) -> Briefing:
    return read_briefing(data, source_name=f"notes.{form}", lexicon=LEXICON)


@pytest.mark.parametrize("form", ["txt", "md", "html", "docx", "eml", "pdf"])
@pytest.mark.parametrize("texts", [ENGLISH, HAN], ids=["english", "chinese"])
def test_prose_is_read_in_every_form(form: str, texts: tuple[str, ...]) -> None:
    """Title and date line are the document's; each paragraph is an item of that date, which waits for a look."""
    briefing = read(form, build(form, texts))
    assert briefing.published_on == dt.date(2024, 3, 5)
    assert [item.text for item in briefing.items] == list(texts[2:])
    assert {(item.section, item.reported_on) for item in briefing.items} == {("other", dt.date(2024, 3, 5))}
    assert briefing.items[0].issuing_bodies == ("MIIT",)
    doubts = [[(i.value, i.confidence) for i in item.inferred if i.field == "reported_on"] for item in briefing.items]
    assert doubts == [[("2024-03-05", 0.6)]] * 3
    assert briefing.unread == ()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_other_pages_give_neither_item_nor_date(name: str) -> None:
    """Pages of cookies, errors and accounts stay empty, so that they are refused."""
    briefing = read("html", build_page(PAGES[name]))
    assert (briefing.items, briefing.published_on, briefing.period_end) == ((), None, None)


def test_the_last_day_of_the_period_dates_prose_that_covers_one() -> None:
    """News of a month lies at its end at the latest, even where the issue came out later."""
    texts = ("Harbour Notes", "Reporting period: 1 - 29 February 2024", "Published on 5 March 2024", *ENGLISH[2:])
    assert {item.reported_on for item in read("txt", build("txt", texts)).items} == {dt.date(2024, 2, 29)}


def test_an_essay_has_the_date_of_its_page() -> None:
    """The whole text is the item, so its date is surer than that of one paragraph among others."""
    view = "Nobody should be surprised that ropes are a matter of state. For years it was asked how long they last."
    (item,) = read("md", f"# Why ropes matter\n\nBy Ann Bow, 5 March 2024\n\n{view}\n\n{view}\n".encode()).items
    assert (item.headline, item.reported_on, item.text) == (
        "Why ropes matter",
        dt.date(2024, 3, 5),
        f"{view}\n\n{view}",
    )
    assert [i.confidence for i in item.inferred if i.field == "reported_on"] == [0.85]
