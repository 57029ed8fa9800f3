"""The form of ``/ingest``: addresses, files, or both; what it was given, and what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.domain.intake import MOST_DOCUMENTS, Source
from bot.errors import GongbaoError
from bot.slack.blocks import actions, build_message, button, context, modal, plain, section
from bot.slack.calls.files import parse_shared_file
from bot.slack.ingest_arguments import parse_addresses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain.posts.post import Message
    from bot.slack.blocks import Block

FORM = "ingest.form"
OPEN_FORM = "ingest.open"
"""The button of an offer of the form."""
ADDRESSES, FILES = "addresses", "files"
"""The ids of the two fields, each of its block and of its element."""
FILE_TYPES = ("pdf", "docx", "html", "htm", "eml", "md", "markdown", "txt", "xml", "rss", "atom")
_MAX_ERROR = 2000
_MAX_ADDRESSES = 3000


def build_form() -> Block:
    """Build the window."""
    blocks: list[Block] = [
        context("Briefings and official notices: PDF, Word, web pages, mail (EML), feeds, Markdown and text."),
        {
            "type": "input",
            "block_id": FILES,
            "optional": True,
            "label": plain("Files", 150),
            "hint": plain(f"At most {MOST_DOCUMENTS} documents in all. The report comes to your direct messages.", 150),
            "element": {
                "type": "file_input",
                "action_id": FILES,
                "filetypes": list(FILE_TYPES),
                "max_files": MOST_DOCUMENTS,
            },
        },
        {
            "type": "input",
            "block_id": ADDRESSES,
            "optional": True,
            "label": plain("Or web addresses", 150),
            "hint": plain("Public https addresses, one a line.", 150),
            "element": {
                "type": "plain_text_input",
                "action_id": ADDRESSES,
                "multiline": True,
                "max_length": _MAX_ADDRESSES,
                "placeholder": plain("https://…", 150),
            },
        },
    ]
    return modal("Ingest", blocks, callback_id=FORM, submit="Read")


def build_form_offer() -> Message:
    """Build the answer to a message that would open the form: only a press or a command opens one."""
    text = "A message cannot open a form. Press the button for it, or send me the file in a direct message."
    return build_message(text, [section(text), actions(button("Open the form", OPEN_FORM, "form"))])


def read_form(view: Mapping[str, Any]) -> tuple[tuple[Source, ...], dict[str, str]]:
    """Give the documents that a submitted form names, and for each field what is wrong with it."""
    addresses = _get_field(view, ADDRESSES).get("value")
    files = _get_field(view, FILES).get("files")
    sources: list[Source] = []
    errors: dict[str, str] = {}
    try:
        sources += parse_addresses(str(addresses or "").split())
    except GongbaoError as error:
        errors[ADDRESSES] = _shorten(error)
    for said in files if isinstance(files, list) else []:
        try:
            sources.append(parse_shared_file(said if isinstance(said, dict) else {}))
        except GongbaoError as error:
            errors[FILES] = _shorten(error)
    if not errors and not sources:
        errors[FILES] = "Give a file or an address."
    if not errors and len(sources) > MOST_DOCUMENTS:
        errors[FILES] = f"These are {len(sources)} documents; at most {MOST_DOCUMENTS} are read at once."
    return tuple(sources), errors


def _get_field(view: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found: Any = view
    for key in ("state", "values", name, name):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _shorten(error: GongbaoError) -> str:
    return str(error)[:_MAX_ERROR]
