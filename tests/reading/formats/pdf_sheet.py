"""PDFs drawn by hand, for the tests of the PDF reader."""

import io
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from bot.reading.document import Block
from bot.reading.formats.pdf import read_pdf

CHINESE = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
BODY = "Machines that talk to each other are what the ministry wants to see in"


class Sheet:
    """A PDF drawn by hand: text at (x, y) from the lower left corner of an A4 page."""

    def __init__(self, **options: Any) -> None:
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=A4, invariant=1, **options)

    def text(self, x: float, y: float, text: str, *, font: str = "Helvetica", size: float = 10) -> float:
        """Draw a text and give where it ends."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, text)
        return x + float(pdfmetrics.stringWidth(text, font, size))

    def lines(
        self, x: float, y: float, *lines: str, font: str = "Helvetica", size: float = 10, step: float = 13
    ) -> float:
        """Draw lines below each other and give the height for the next one."""
        for line in lines:
            self.text(x, y, line, font=font, size=size)
            y -= step
        return y

    def page(self) -> None:
        self.canvas.showPage()

    def read(self) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
        self.canvas.save()
        return read_pdf(self.out.getvalue(), source_name="a.pdf")

    def outline(self) -> list[tuple[str, int, str]]:
        return [(block.kind.value, block.level, block.text) for block in self.read()[0]]
