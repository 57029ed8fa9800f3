"""Blocks of a PDF: paragraphs, headings, lists, links and the characters in them."""

import pytest

from tests.reading.formats.pdf_sheet import BODY, CHINESE, Sheet


def test_headings_are_larger_or_bold() -> None:
    """Size ranks headings; bold text of body size is the lowest; a bold label and a large sentence are none."""
    sheet = Sheet()
    sheet.text(70, 760, "Weekly Notes", size=24)
    sheet.text(70, 720, "Policy news of the week which is", size=16)
    sheet.text(70, 700, "longer than a line", size=16)
    sheet.text(70, 670, "1. Factories talk", font="Helvetica-Bold")
    y = sheet.lines(70, 650, BODY, BODY, BODY)
    sheet.text(70, y - 10, "Issuing body: MIIT", font="Helvetica-Bold")
    sheet.text(70, y - 40, "2. Rails hum", font="Helvetica-Oblique")
    large = "This is one whole sentence in larger letters that leads us"
    sheet.lines(70, y - 70, large, large, f"{large} in.", size=11.5, step=15)
    assert sheet.outline() == [
        ("heading", 1, "Weekly Notes"),
        ("heading", 2, "Policy news of the week which is longer than a line"),
        ("heading", 4, "1. Factories talk"),
        ("paragraph", 0, f"{BODY} {BODY} {BODY}"),
        ("paragraph", 0, "Issuing body: MIIT"),
        ("heading", 4, "2. Rails hum"),
        ("paragraph", 0, f"{large} {large} {large} in."),
    ]


@pytest.mark.parametrize("bullet", ["•", "–", "o", "path", "dash"])
def test_bullets_printed_drawn_or_dashed(bullet: str) -> None:
    """A bullet is a sign, a shape, or a dash, and never part of the text; lines go on under it."""
    sheet = Sheet()
    y = sheet.lines(70, 700, BODY, "its factories, which means that they shall do the following things:") - 8
    for lines in (
        ("Send what they know of their work to those who ask for it in each of", "the provinces"),
        ("Learn",),
    ):
        if bullet == "path":
            sheet.canvas.rect(78, y + 2, 3, 3, fill=1)
        elif bullet == "o":
            sheet.text(78, y, "o", font="Courier")
        elif bullet != "dash":
            sheet.text(78, y, bullet)
        y = sheet.lines(90, y, *(f"- {line}" if bullet == "dash" and not at else line for at, line in enumerate(lines)))
    assert sheet.outline()[1:] == [
        ("list_item", 1, "Send what they know of their work to those who ask for it in each of the provinces"),
        ("list_item", 1, "Learn"),
    ]


def test_chinese_titles_keep_their_characters() -> None:
    """Chinese wraps without a space, beside Latin text with one."""
    sheet = Sheet()
    x = sheet.text(70, 700, "Guiding Opinions on Machines That Talk to Each Other (")
    sheet.text(x, 700, "关于印发《机器互联指导意", font=CHINESE)
    x = sheet.text(70, 687, "见（试行）》的通知", font=CHINESE)
    sheet.text(x, 687, ") and so on")
    assert sheet.outline()[0][2] == (
        "Guiding Opinions on Machines That Talk to Each Other (关于印发《机器互联指导意见（试行）》的通知) and so on"
    )


def test_hyphens_at_line_ends_are_mended() -> None:
    """A split word becomes whole, a compound keeps its hyphen."""
    sheet = Sheet()
    sheet.lines(
        70,
        700,
        "The mass production of all these machines is a matter of the infor-",
        "mation that they share, and of how mass-",
        "production goes on.",
    )
    text = sheet.outline()[0][2]
    assert "information" in text
    assert "mass-production" in text
