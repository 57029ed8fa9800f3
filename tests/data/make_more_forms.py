"""Writes two more labelled documents that are no text files, a mail and a Word file: the same bytes each time.

``python tests/data/make_more_forms.py`` writes them beside itself. They are samples: the wording is ours, some of the
documents and firms are made up.
"""

# ruff: noqa: E501  the documents' paragraphs stand as they are
from __future__ import annotations

import datetime as dt
import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx

HERE = Path(__file__).resolve().parent
FIRST_DAY = (1980, 1, 1, 0, 0, 0)

STORIES = (
    (
        "Foreign hospitals, in nine places",
        "Sept 8 | MOFCOM, National Health Commission, NMPA",
        "Wholly foreign-owned hospitals may be set up in Beijing, Tianjin, Shanghai, Nanjing, Suzhou, Fuzhou, Guangzhou, Shenzhen and on Hainan. The three agencies published the Notice on Expanding Pilot Opening in the Medical Field (关于在医疗领域开展扩大开放试点工作的通知) on Sunday; it takes effect at once.",
    ),
    (
        "The last gaps in manufacturing close",
        "Sept 8 | NDRC, MOFCOM",
        "The 2024 edition of the Negative List for Foreign Investment drops its two last entries for manufacturing, printing and Chinese medicine. It enters into force on 1 November 2024.",
    ),
    (
        "Probe into Canadian rapeseed",
        "Sept 3 | MOFCOM",
        "The ministry will look into dumping after Ottawa put a surcharge on electric cars. Xinjiang and Inner Mongolia grow most of the rapeseed at home.",
    ),
    (
        "Draft rules for labels on synthetic content",
        "Sept 6 | CAC",
        "Platforms would have to mark text, pictures and sound made by machines. Comments on the draft Measures for Labelling Synthetic Content can be sent until Oct 14.",
    ),
    ("", "BUSINESS", ""),
    (
        "Brackwater shelves its Wuhu plant",
        "Sept 4",
        "Norwegian cell maker Brackwater Energi will not build in Wuhu. The city had promised land worth CNY 300 million.",
    ),
    (
        "Volvo takes a step back",
        "Sept 4",
        "Volvo Cars no longer aims to sell electric cars only by 2030; its owner Geely agreed.",
    ),
)
HEADS = ("No.", "Document", "Date", "Status", "What members should know")
TABLES = (
    (
        "Ministry of Industry and Information Technology (MIIT)",
        (
            "1",
            "Action Plan for the Digital Transformation of Light Industry (轻工业数字化转型实施方案)",
            "25.11.2024",
            "issued",
            "Sensors for workshops are named as a bottleneck. By 2027, 60 flagship factories shall be built.",
        ),
        (
            "2",
            "Measures for Industrial Data Risk Assessment (draft)",
            "02.12.2024",
            "for comment until 05.01.2025",
            "Makers of instruments that send data abroad count as handlers.",
        ),
    ),
    (
        "State Administration for Market Regulation (SAMR)",
        (
            "3",
            "Measures for the Administration of Metrological Verification (计量检定管理办法), Order No. 94",
            "28.11.2024",
            "in force from 01.03.2025",
            "Certificates may be electronic.",
        ),
        (
            "4",
            "Catalogue of Measuring Instruments under Compulsory Administration, 2025 edition",
            "10.12.2024",
            "draft, comments by 10 January 2025",
            "Blood pressure meters leave the list; breath analysers stay on it.",
        ),
    ),
    (
        "Ministry of Commerce and General Administration of Customs",
        (
            "5",
            "Announcement on Export Declarations of Precision Balances, 2024 No. 58",
            "13.12.2024",
            "issued; applies from 1 February 2025",
            "The joint announcement adds three fields to the form.",
        ),
    ),
)


def _cell(html: str, colour: str = "#fff") -> str:
    inner = f'<table width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td style="font-family:Arial">{html}</td></tr></table>'
    return f'<tr><td bgcolor="{colour}" style="padding:12px">{inner}</td></tr>'


def _story(number: int, headline: str, credit: str, text: str) -> str:
    if not headline:
        return _cell(f'<span style="color:#fff">{credit}</span>', "#024")
    return _cell(
        f'<div style="font-size:18px"><b>{headline}</b></div><div style="color:#777;font-size:12px">{credit}</div>'
        f'<p style="margin:0">{text}</p><div><a href="https://pennant.example/c?u={number}">Read the source &raquo;</a></div>'
    )


def write_weekly() -> None:
    """Write the weekly: nested layout tables in quoted-printable, under a subject that names topics and series."""
    rows = [
        _cell(
            '<span style="font-size:28px">Pennant China Weekly</span><br><span>No. 211 | week of 2 to 8 September 2024 | sent Monday, 9 September</span>',
            "#eee",
        ),
        _cell(
            "<p>Dear reader,</p><p>customs forms, a hospital door opened a little wider, and a battery plant that is not to be.</p>"
        ),
        _story(0, "", "GOVERNMENT", ""),
        *(_story(number, *story) for number, story in enumerate(STORIES, start=1)),
        _story(0, "", "ON THE CALENDAR", ""),
        _cell("<p>Sept 12: Consumer prices for August</p>"),
        _cell(
            '<small>Pennant China Weekly is a product of Saltmarsh Advisory Ltd. A sample: the wording and some firms are made up. <a href="https://pennant.example/u">Unsubscribe</a></small>',
            "#eee",
        ),
    ]
    html = (
        '<html><body style="margin:0"><table width="100%" bgcolor="#ccc"><tr><td align="center"><table width="620"><tr><td>'
        f'<table width="100%">{"".join(rows)}</table></td></tr></table></td></tr></table></body></html>'
    )
    message = EmailMessage()
    message["Message-ID"] = "<211@pennant.example>"
    message["From"] = "Pennant China Weekly <weekly@pennant.example>"
    message["To"] = "list@pennant.example"
    message["Subject"] = "Hospitals, gaps, labels – Pennant China Weekly 211"
    message["Date"] = "Mon, 09 Sep 2024 07:30:00 +0800"
    message.set_content("Please open this mail in a program that shows HTML.\n")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message.set_boundary("pennant-211")
    (HERE / "pennant_weekly.eml").write_bytes(bytes(message))


def write_circular() -> None:
    """Write the federation's circular: a Word file with a table for each ministry."""
    document = docx.Document()
    document.add_paragraph("Federation of Instrument Makers", style="Title")
    document.add_paragraph("Circular to members 6/2024: New rules in China")
    document.add_paragraph("Status: 20 December 2024. It covers the time since 20 November.")
    for ministry, *rows in TABLES:
        document.add_heading(ministry, 1)
        table = document.add_table(rows=0, cols=len(HEADS))
        table.style = "Table Grid"
        for row in (HEADS, *rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.add_heading("News from members and competitors", 1)
    for text in (
        "5 December: Mettler-Toledo enlarged its plant in Changzhou.",
        "11 December: Our member Hollenstein Messtechnik founded a joint venture with Hexin Instruments of Guangzhou.",
    ):
        document.add_paragraph(text, style="List Bullet")
    document.add_paragraph(
        "Federation of Instrument Makers, China working group. Sample text; documents and firms are partly made up."
    )
    document.core_properties.created = document.core_properties.modified = dt.datetime(2024, 12, 20)  # noqa: DTZ001  the file format has no zone
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as made, zipfile.ZipFile(HERE / "instrument_circular.docx", "w") as kept:
        for name in sorted(made.namelist()):
            info = zipfile.ZipInfo(name, date_time=FIRST_DAY)
            kept.writestr(info, made.read(name), compress_type=zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    write_weekly()
    write_circular()
