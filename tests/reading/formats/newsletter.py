"""Our newest sample in the other forms in which briefings arrive, made from its Markdown."""

from email.message import EmailMessage
from pathlib import Path
from urllib.parse import quote

from markdown_it import MarkdownIt

from bot.reading.formats.markdown import read_markdown_blocks
from tests.reading.formats.word_file import build_word_file

SAMPLE = Path(__file__).resolve().parents[3] / "data" / "briefings" / "china-industry-monitor-2025-04.md"
_COUNTER = "https://mail.example.org/c/e?id=7&amp;u="


def build_newsletter() -> bytes:
    """Return the sample as an HTML newsletter: layout tables, a hidden preview, counted links, a service line."""
    page = MarkdownIt("commonmark").render(SAMPLE.read_text(encoding="utf-8"))
    address = "https://www.cac.gov.cn/2025-03/14/c_1743654684782215.htm"
    page = page.replace(address, _COUNTER + quote(address, safe=""))
    top, _, news = page.partition("<h2>NOTEWORTHY</h2>")
    cells = "".join(
        f'<tr><td align="center"><table role="presentation" width="600"><tr><td><img src="i.png" alt="logo"></td></tr>'
        f"<tr><td>{part}</td></tr></table></td></tr>"
        for part in (top, f"<h2>NOTEWORTHY</h2>{news}")
    )
    service = '<p><a href="https://mail.example.org/u">Unsubscribe</a> | <a href="#">View in browser</a></p>'
    return (
        '<!doctype html><html><head><meta charset="utf-8"><title>Monitor</title><style>p{margin:0}</style></head>'
        '<body><div style="display:none;max-height:0">A look inside&nbsp;\u200c&nbsp;</div>'
        f'<table width="100%">{cells}<tr><td>{service}</td></tr></table></body></html>'
    ).encode()


def build_word() -> bytes:
    """Return the sample as a Word file."""
    return build_word_file(read_markdown_blocks(SAMPLE.read_text(encoding="utf-8")))


def build_mail() -> bytes:
    """Return the sample as a mail: plain text, the newsletter, and the PDF attached."""
    message = EmailMessage()
    message["Message-ID"] = "<1@example.org>"
    message["Subject"] = "公报 Monitor"
    message["Date"] = "Wed, 02 Apr 2025 10:00:00 +0000"
    message.set_content(SAMPLE.read_text(encoding="utf-8"))
    message.add_alternative(build_newsletter().decode(), subtype="html", cte="quoted-printable")
    message.add_attachment(
        SAMPLE.with_suffix(".pdf").read_bytes(), maintype="application", subtype="pdf", filename="a.pdf"
    )
    return message.as_bytes()
