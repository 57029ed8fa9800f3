"""A mail is one document: its body in the best form, or what is attached to a short letter."""

import datetime as dt
from email.message import EmailMessage

import pytest

from bot.errors import UnreadableDocumentError
from bot.reading.document import Block, BlockKind, Document
from bot.reading.formats.source import read_document
from tests.reading.formats.word_file import build_file, build_paragraph, build_parts

PAGE = "<h1>News 2024</h1><p>one</p><p>two</p><p>three</p><p>four</p>"
WORD = build_file(build_parts(build_paragraph("From the attached file 2024")))
WORD_TYPE = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")


def build(text: str = "", *, page: str = "", **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"Message-ID": "<1@example.org>", "From": "desk@example.org", **headers}.items():
        message[name.replace("_", "-")] = value
    if text or not page:
        message.set_content(text)
        if page:
            message.add_alternative(page, subtype="html")
    else:
        message.set_content(page, subtype="html")
    return message


def read(message: EmailMessage | bytes) -> Document:
    return read_document(message if isinstance(message, bytes) else message.as_bytes(), source_name="a.eml")


def texts(blocks: tuple[Block, ...]) -> list[str]:
    return [block.text for block in blocks]


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_html_is_read_rather_than_text(encoding: str) -> None:
    """One briefing, not two, however its parts travel; it has neither pages nor lines."""
    message = build("the plain form")
    message.add_alternative(PAGE.replace("one", "数据 one"), subtype="html", cte=encoding)
    document = read(message)
    assert document.media_type == "message/rfc822"
    assert texts(document.blocks) == ["News 2024", "数据 one", "two", "three", "four"]
    assert {(block.page, block.line) for block in document.blocks} == {(None, None)}


def test_the_subject_and_the_day_stand_in_for_a_title() -> None:
    """Where the body has neither heading nor year, the header gives both, the day as the sender saw it."""
    subject = "=?utf-8?q?Weekly_=E5=85=AC=E6=8A=A5?="
    head = f"Message-ID: <1@a.org>\nSubject: {subject}\nDate: Wed, 06 Nov 2024 00:30:00 +0800\nMIME-Version: 1.0\n\n"
    blocks = read(f"{head}- November 4: one\n- November 5: two".encode()).blocks
    assert [(block.kind.value[0], block.text) for block in blocks] == [
        ("h", "Weekly 公报"),
        ("p", "November 6, 2024"),
        ("l", "November 4: one"),
        ("l", "November 5: two"),
    ]


@pytest.mark.parametrize("date", ["", "soon", "Wed, 99 Foo 2024", "Wed, 06 Nov 3024 00:30:00 +0800", "1 2 3 4 5"])
def test_a_header_without_a_day_gives_none(date: str) -> None:
    """What is no date is left out."""
    message = f"Message-ID: <1@a.org>\nMIME-Version: 1.0\nDate: {date}\n\nno year here"
    assert texts(read(message.encode()).blocks) == ["no year here"]


def test_an_attachment_beside_a_whole_body_is_left() -> None:
    """The PDF of a newsletter says the same again."""
    message = build("plain", page=PAGE)
    message.add_attachment(WORD, maintype=WORD_TYPE[0], subtype=WORD_TYPE[1], filename="a.docx")
    assert texts(read(message).blocks) == ["News 2024", "one", "two", "three", "four"]


def test_the_document_attached_to_a_letter_is_what_is_read() -> None:
    """The first that can be read; the letter itself is furniture."""
    message = build("Please see the file.")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    message.add_attachment(b"%PDF-1.4 broken", maintype="application", subtype="pdf", filename="a.pdf")
    message.add_attachment(WORD, maintype=WORD_TYPE[0], subtype=WORD_TYPE[1], filename="b.docx")
    document = read(message)
    assert texts(document.blocks) == ["From the attached file 2024"]
    assert texts(document.furniture) == ["Please see the file."]


def test_a_letter_whose_attachment_cannot_be_read_is_read_itself() -> None:
    """The letter is better than nothing; without a letter the attachment's error is the mail's."""
    message = build("The file of 2024 is attached.")
    message.add_attachment(b"%PDF-1.4 broken", maintype="application", subtype="pdf", filename="a.pdf")
    message.add_attachment(b"", maintype="application", subtype="pdf", filename="b.pdf")
    assert texts(read(message).blocks) == ["The file of 2024 is attached."]
    empty = build("")
    empty.add_attachment(b"%PDF-1.4 broken", maintype="application", subtype="pdf", filename="a.pdf")
    with pytest.raises(UnreadableDocumentError, match=r"a\.pdf is damaged"):
        read(empty)


def test_a_forwarded_mail_is_read() -> None:
    """A mail inside a mail gives its body."""
    message = build("For you, 2024:")
    message.add_attachment(build(page=PAGE))
    assert texts(read(message).blocks) == ["For you, 2024:", "News 2024", "one", "two", "three", "four"]


def test_a_page_in_another_charset_is_decoded() -> None:
    """The header's charset counts."""
    message = build("x")
    message.set_content("<h1>数据 2024</h1>", subtype="html", charset="gb2312")
    assert texts(read(message).blocks) == ["数据 2024"]


@pytest.mark.parametrize(
    "data",
    [
        b"".join(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1) for n in range(60)) + b"text\n",
        b"--b0\n\nx\n" * 1000,
        b"--b0\nContent-Type: multipart/mixed; boundary=b1\n\n" * 300,
    ],
)
def test_a_mail_of_too_many_parts_is_refused(data: bytes) -> None:
    """Deep, wide, or only claimed: one line, no text lost in silence."""
    head = b"Message-ID: <1@a.org>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n"
    with pytest.raises(UnreadableDocumentError, match=r"a\.eml has too many parts"):
        read(head + data)


def test_the_sending_day_is_kept_and_the_subject_titles_a_plain_text() -> None:
    """A plain text that opens with no heading is titled by its subject; the day sent stands beside the blocks."""
    text = "WEEKLY (13-17 November 2023)\n\nCARS\n* Nov 13: One.\n* Nov 14: Two.\n\nSHIPS\n* Nov 15: Three.\n"
    document = read(build(text, Subject="Port Desk - Weekly", Date="Fri, 17 Nov 2023 09:12:00 +0100"))
    assert document.sent_on == dt.date(2023, 11, 17)
    assert document.blocks[0].text == "Port Desk - Weekly"
    assert document.blocks[0].kind is BlockKind.HEADING
    assert read(build(text, Date="Fri, 31 Feb 2023 09:12:00 +0100")).sent_on is None
    assert read(build(text)).sent_on is None
