"""The whole way from a file's bytes to a Briefing, in one process; ``bot.reading.child`` runs it in another."""

from __future__ import annotations

from bot.errors import GongbaoError, UnreadableDocumentError
from bot.model.briefing import Briefing
from bot.names.lexicon import Lexicon
from bot.reading.facts.recognise import recognise
from bot.reading.formats.source import read_document
from bot.reading.layout.read import read_layout
from bot.reading.received import clean_source_name
from bot.reading.traditional import find_twin


def read_briefing(data: bytes, *, source_name: str, lexicon: Lexicon) -> Briefing:
    """Read a briefing from a file's bytes; whatever goes wrong ends in UnreadableDocumentError with its cause."""
    try:
        document = read_document(data, source_name=source_name)
        twin = find_twin(document)
        if twin is not None:
            return twin.restore(recognise(read_layout(twin.document).parts, lexicon=lexicon, document=twin.document))
        return recognise(read_layout(document).parts, lexicon=lexicon, document=document)
    except GongbaoError:
        raise
    except (MemoryError, RecursionError) as error:
        raise UnreadableDocumentError(
            f"{clean_source_name(source_name)} is too large or damaged.", hint="Split it, or save it again as text."
        ) from error
    except Exception as error:
        raise UnreadableDocumentError(
            f"{clean_source_name(source_name)} could not be read ({type(error).__name__}).",
            hint="Save it again as PDF, Markdown or text; if that fails too, report it with the file.",
        ) from error
