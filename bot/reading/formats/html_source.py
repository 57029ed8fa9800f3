"""Makes any markup safe to parse: whole tags with the few attributes that matter, no scripts, in linear time.

The parser of the standard library takes quadratic time on tags and comments that are never closed; what comes from here
has none of them, so that the tree builder behind it can be trusted with hostile bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.errors import UnreadableDocumentError

MAX_TAGS = 400_000
_MAX_NAME = 40
_MAX_VALUE = 8000
_MAX_LENIENT = 2000
_LENIENT_TRIES = 1000
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][^\s<>/\"'=]*+)(?P<rest>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>")
_LENIENT_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>[A-Za-z][^\s<>/\"'=]*+)"
    rf"(?P<rest>(?:[^<>\"']|\"[^\"]{{0,{_MAX_LENIENT}}}\"|'[^']{{0,{_MAX_LENIENT}}}'){{0,{_MAX_LENIENT}}})>"
)
_BARE_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][^\s<>/\"'=]*+)[^<>]*+>")
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s\"'>]*+)))?+"
)
_SELF_CLOSED = re.compile(r"(?:\A|[\s\"'])/\Z")
_KEPT_TEXT = (
    "align alt aria-hidden aria-level charset class colspan content datetime hidden href id property rel role rowspan "
    "start style type value"
)
_WORDLESS_TEXT = (
    "applet audio button canvas embed frameset iframe map math noembed noframes noscript object rt script select style "
    "svg template textarea title video"
)
_KEPT = frozenset(_KEPT_TEXT.split())
_WORDLESS = frozenset(_WORDLESS_TEXT.split())
# Content that is no markup, or no text of the document: left out from the opening tag to the closing one.
_SKIPPED = ("script", "style", "title", "iframe", "noframes", "noembed", "textarea", "svg", "math")
_CLOSERS = {name: re.compile(rf"</{name}(?=[\s/>])[^<>]*+>?", re.IGNORECASE) for name in _SKIPPED}


@dataclass(frozen=True, kw_only=True, slots=True)
class CleanMarkup:
    """Markup whose every ``<`` opens a whole tag, and the text of the style sheets that stood in it."""

    markup: str
    styles: str


def clean_markup(text: str, *, source_name: str) -> CleanMarkup:
    """Return markup that can be parsed in linear time; UnreadableDocumentError for more than MAX_TAGS tags.

    Comments, declarations and scripts go; one that is never closed loses its opening only, so no text is lost. A ``<``
    that opens no tag becomes text.
    """
    scan = _Scan(text=text.replace("\x00", ""), source_name=source_name)
    scan.run()
    return CleanMarkup(markup="".join(scan.pieces), styles="\n".join(scan.styles))


def is_wordless(name: str) -> bool:
    """Say whether an element of this name holds nothing that a reader sees as text."""
    return name in _WORDLESS


@dataclass(kw_only=True, slots=True)
class _Scan:
    text: str
    source_name: str
    pieces: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    never: set[str] = field(default_factory=set)
    lenient: int = _LENIENT_TRIES
    tags: int = 0

    def run(self) -> None:
        position = 0
        while (at := self.text.find("<", position)) >= 0:
            self.pieces.append(_escape_text(self.text[position:at]))
            position = self._read_mark(at)
        self.pieces.append(_escape_text(self.text[position:]))

    def _read_mark(self, at: int) -> int:
        """Take what opens at a ``<``; give where to go on."""
        text = self.text
        if text.startswith("<!--", at):
            closed = next((end for end in ("<!-->", "<!--->") if text.startswith(end, at)), "")
            return at + len(closed) if closed else self._skip_to("-->", at, at + 4)
        if text.startswith("<![CDATA[", at):
            end = self._skip_to("]]>", at, at + 9)
            self.pieces.append(_escape_text(text[at + 9 : end - 3].replace("<", "&lt;")) if end > at + 9 else "")
            return end
        if text.startswith(("<!", "<?"), at):
            return self._skip_to(">", at, at + 2)
        match = self._match_tag(at)
        if match is None:
            self.pieces.append("&lt;")
            return at + 1
        return self._take_tag(match)

    def _skip_to(self, closer: str, at: int, start: int) -> int:
        """Return the place after the closer, or after the opening where none follows."""
        end = -1 if closer in self.never else self.text.find(closer, start)
        if end >= 0:
            return end + len(closer)
        self.never.add(closer)
        if self.text[at : at + 2] in {"<!", "<?"} and start == at + 2:
            self.pieces.append("&lt;")
            return at + 1
        return start

    def _match_tag(self, at: int) -> re.Match[str] | None:
        match = _TAG.match(self.text, at)
        if match is None and self.lenient and self.text[at + 1 : at + 2].isalpha():
            self.lenient -= 1
            match = _LENIENT_TAG.match(self.text, at)
        return match or _BARE_TAG.match(self.text, at)

    def _take_tag(self, match: re.Match[str]) -> int:
        name = match["name"].lower()
        self.tags += 1
        if self.tags > MAX_TAGS:
            raise UnreadableDocumentError(
                f"{self.source_name} is made of more than {MAX_TAGS} tags.", hint="Split it, or save it as text."
            )
        if name in _CLOSERS:
            return self._skip_content(name, match)
        if len(name) <= _MAX_NAME:
            attributes = "" if match["end"] else _write_attributes(match.groupdict().get("rest") or "")
            closed = "/" if not match["end"] and _is_self_closed(match) else ""
            self.pieces.append(f"<{match['end']}{name}{attributes}{closed}>")
        return match.end()

    def _skip_content(self, name: str, match: re.Match[str]) -> int:
        if match["end"] or _is_self_closed(match) or name in self.never:
            return match.end()
        closer = _CLOSERS[name].search(self.text, match.end())
        if closer is None:
            self.never.add(name)
            return match.end()
        if name == "style":
            self.styles.append(self.text[match.end() : closer.start()])
        return closer.end()


def _is_self_closed(match: re.Match[str]) -> bool:
    """Say whether a tag ends with a slash of its own, not with that of an address without quotes."""
    return _SELF_CLOSED.search(match.groupdict().get("rest") or "") is not None


def _write_attributes(rest: str) -> str:
    """Write the attributes that matter anew, each in double quotes."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(rest) if rest else ():
        name = match["name"].lower()
        value = match["double"] or match["single"] or match["bare"] or ""
        if name in _KEPT and name not in found and len(value) <= _MAX_VALUE:
            found[name] = value.replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f' {name}="{value}"' for name, value in found.items())


def _escape_text(text: str) -> str:
    """Return text in which nothing can be taken for a tag; references of characters stay."""
    return text.replace("<", "&lt;")
