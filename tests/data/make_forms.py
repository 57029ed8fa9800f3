"""Writes the labelled documents that are no text files (Word file, mail, PDF in two columns): the same bytes each time.

``python tests/data/make_forms.py`` writes them beside itself. The wording is ours; companies that nobody has heard of
are made up, so that no list of names holds them.
"""

# ruff: noqa: E501, ISC004  the documents' paragraphs stand as they are
from __future__ import annotations

import datetime as dt
import io
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

HERE = Path(__file__).resolve().parent
FIRST_DAY = (1980, 1, 1, 0, 0, 0)

UPDATE = (
    ("Title", "Reuss & Partners"),
    ("Subtitle", "Client update: Data and technology in China"),
    ("Normal", "4 July 2025"),
    ("Heading 1", "1. Government data must be shared"),
    ("Normal", "Regulations on Government Data Sharing (政务数据共享条例)"),
    ("Normal", "State Council | published 3 June 2025 | effective 1 August 2025"),
    ("Heading 2", "What is new"),
    ("Normal", "Agencies may no longer ask for papers that another agency already holds."),
    ("List Bullet", "Every agency keeps a catalogue of its data"),
    ("List Bullet", "A request is answered within ten working days"),
    ("Heading 2", "What it means for you"),
    ("Normal", "Licence applications should need fewer certified copies. Keep your own records in order all the same."),
    ("Heading 1", "2. A digital identity for the internet"),
    (
        "Normal",
        "Administrative Measures for the National Network Identity Authentication Public Service (国家网络身份认证公共服务管理办法)",
    ),
    (
        "Normal",
        "Ministry of Public Security, Cyberspace Administration of China | published 23 May 2025 | effective 15 July 2025",
    ),
    ("Heading 2", "What is new"),
    ("Normal", "Users can prove who they are without handing their papers to each platform. Taking part is voluntary."),
    ("Heading 2", "What it means for you"),
    ("Normal", "Platforms that accept the new proof may not ask for the identity card on top."),
    ("Heading 1", "3. Unfair competition, third version"),
    ("Normal", "Anti-Unfair Competition Law (反不正当竞争法)"),
    (
        "Normal",
        "Standing Committee of the National People's Congress | adopted 27 June 2025 | effective 15 October 2025",
    ),
    ("Heading 2", "What is new"),
    ("Normal", "Large firms that press small suppliers into late payment can be fined up to RMB 5 million."),
    ("List Bullet", "Fake reviews and malicious returns are named"),
    ("List Bullet", "Platforms may not force merchants to sell below cost"),
    ("Heading 2", "What it means for you"),
    (
        "Normal",
        "Check payment terms with small suppliers before October. Our client Vessoro Pumps has already done so.",
    ),
    ("Heading 1", "Contact"),
    ("Normal", "Reuss & Partners, Shanghai office. This update is not legal advice."),
)

MAIL_TEXT = """\
CHAMBER OF MACHINE MAKERS
China Desk Mail 17/2024
23 August 2024

POLICY

* Antimony: From 15 September, exports of antimony ores and metals need a licence,
  the Ministry of Commerce and the General Administration of Customs announced
  (15 August).
* Power grid: The NDRC, the National Energy Administration and the National Data
  Administration issued an action plan for the new power system, 2024-2027
  (加快构建新型电力系统行动方案（2024—2027年）). Nine special actions are planned.
  (6 August)
* Green shift: The CPC Central Committee and the State Council published opinions
  on the green transformation of the whole economy. The energy-saving and
  environmental industry should reach about CNY 15 trillion by 2030. (11 August)
* Dairy: MOFCOM opened an anti-subsidy investigation into dairy products from the
  European Union. (21 August)

MEMBERS AND MARKETS

* Our member Ostrach Spindles closed its sales office in Wuhan. (12 August)
* Chinese robot maker Estun and the Bavarian gear maker Zwiesel Getriebe agreed to
  build gears in Nanjing. They invest EUR 40 million. (19 August)

DATES

* 24-28 September 2024: China International Industry Fair, Shanghai

--
Chamber of Machine Makers e. V., Frankfurt
To leave this list, write to desk@chamber.example
"""

WATCH = (
    ("h", "Chips and computing"),
    (
        "p",
        "<b>9 Oct.</b> MIIT and eleven other departments issued the Guiding Opinions on Interconnected Computing "
        "Power (关于推进算力互联互通的指导意见). By 2028, the country's computing centres shall answer as one machine.",
    ),
    (
        "p",
        "<b>14 Oct.</b> The memory maker Quanzhou Mornix said that it would double the output of its fab to 60,000 "
        "wafers a month. It did not say who makes the equipment.",
    ),
    (
        "p",
        "<b>16 Oct.</b> The Cyber Security Association of China asked for a review of Intel's products. Intel "
        "answered that it would talk to the authorities.",
    ),
    ("h", "Clean energy"),
    (
        "p",
        "<b>18 Oct.</b> The NDRC and five other bodies issued Guiding Opinions on Replacing Fossil Fuels with "
        "Renewable Energy (关于大力实施可再生能源替代行动的指导意见, 发改能源〔2024〕1537号). Consumption of renewables should "
        "reach more than 1.1 billion tonnes of coal equivalent in 2025 and 1.5 billion tonnes in 2030.",
    ),
    (
        "p",
        "<b>21 Oct.</b> The Ministry of Ecology and Environment asked for opinions on methane limits for coal mines. "
        "The consultation ends on 20 November.",
    ),
    (
        "p",
        "<b>25 Oct.</b> Sungrow and the Danish converter maker Kolding Elektra won a storage order in Saudi Arabia "
        "for 7.8 GWh.",
    ),
    ("h", "Space and flight"),
    (
        "p",
        "<b>15 Oct.</b> The Chinese Academy of Sciences, the China National Space Administration and the China Manned "
        "Space Agency published a programme for space science until 2050 (国家空间科学中长期发展规划（2024—2050年）).",
    ),
    (
        "p",
        "<b>29 Oct.</b> EHang delivered 27 of its pilotless aircraft to a customer in Wenzhou.",
    ),
)


def write_update() -> None:
    """Write the law firm's update, a Word file."""
    document = docx.Document()
    for style, text in UPDATE:
        document.add_paragraph(text, style=style)
    document.core_properties.created = document.core_properties.modified = dt.datetime(2025, 7, 4)  # noqa: DTZ001  the file format has no zone
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as made, zipfile.ZipFile(HERE / "reuss_update.docx", "w", zipfile.ZIP_DEFLATED) as held:
        for name in sorted(made.namelist()):
            held.writestr(zipfile.ZipInfo(name, FIRST_DAY), made.read(name), zipfile.ZIP_DEFLATED)


def write_mail() -> None:
    """Write the chamber's mail: plain text in quoted-printable, and the same as simple HTML."""
    message = EmailMessage()
    message["Message-ID"] = "<17@chamber.example>"
    message["From"] = "China Desk <desk@chamber.example>"
    message["To"] = "members@chamber.example"
    message["Subject"] = "China Desk Mail 17/2024"
    message["Date"] = "Fri, 23 Aug 2024 11:00:00 +0200"
    message.set_content(MAIL_TEXT, cte="quoted-printable")
    (HERE / "machine_makers.eml").write_bytes(bytes(message))


def write_watch() -> None:
    """Write the institute's monthly: a PDF in two columns with a running header."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle("b", fontName="Helvetica", fontSize=9, leading=12, spaceAfter=7)
    head = ParagraphStyle("h", parent=body, fontName="Helvetica-Bold", fontSize=12, leading=16, spaceBefore=6)
    title = ParagraphStyle("t", parent=head, fontSize=20, leading=26)
    width, height = A4
    column = (width - 50 * mm) / 2
    out = io.BytesIO()
    template = BaseDocTemplate(out, pagesize=A4, invariant=1, title="China Tech Watch", author="Kranich Institute")
    frames = [
        Frame(20 * mm + at * (column + 10 * mm), 20 * mm, column, height - 110 * mm, id=f"c{at}", showBoundary=0)
        for at in (0, 1)
    ]
    template.addPageTemplates(PageTemplate(id="two", frames=frames, onPage=_draw_frame(title, body)))
    story: list[Any] = []
    for kind, text in WATCH:
        story.append(Paragraph(_set_chinese(text), head if kind == "h" else body))
    template.build(story)
    (HERE / "kranich_watch.pdf").write_bytes(out.getvalue())


def _draw_frame(title: ParagraphStyle, body: ParagraphStyle) -> Any:
    def draw(canvas: Any, _document: Any) -> None:
        _, height = A4
        canvas.setFont("Helvetica", 8)
        canvas.drawString(20 * mm, height - 12 * mm, "Kranich Institute")
        canvas.drawRightString(190 * mm, 10 * mm, f"{canvas.getPageNumber()}")
        if canvas.getPageNumber() == 1:
            for text, style, down in (("China Tech Watch", title, 35), ("October 2024", body, 45)):
                paragraph = Paragraph(text, style)
                paragraph.wrap(170 * mm, 30 * mm)
                paragraph.drawOn(canvas, 20 * mm, height - down * mm)

    return draw


def _set_chinese(text: str) -> str:
    out, inside = [], False
    for sign in text:
        chinese = sign > "\u2e80" or sign in "—〔〕"
        if chinese != inside:
            out.append('<font name="STSong-Light">' if chinese else "</font>")
            inside = chinese
        out.append(sign)
    return "".join(out) + ("</font>" if inside else "")


if __name__ == "__main__":
    write_update()
    write_mail()
    write_watch()
