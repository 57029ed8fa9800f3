"""What ``gongbao ingest`` is to read: files found in folders and addresses, checked, and the bytes of files."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bot.errors import FetchError, UnreadableDocumentError
from bot.reading.received import MAX_BYTES, READABLE_SUFFIXES
from bot.web.addresses import parse_address, show_url

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:(?://|\\\\)|(?:https?|file|ftp|gopher|data|javascript):", re.IGNORECASE)
_SHOWN_SKIPPED = 8
_SHOWN_PATH = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """An address whose document is to be fetched."""

    url: str

    @property
    def name(self) -> str:
        """The address as it may be shown."""
        return show_url(self.url)


@dataclass(frozen=True, kw_only=True, slots=True)
class Sources:
    """What a call names: what to read, files of other types in its folders, and names refused with the reason."""

    files: tuple[Path | Link, ...]
    skipped: tuple[Path, ...]
    refused: tuple[tuple[str, UnreadableDocumentError | FetchError], ...]


def list_sources(given: tuple[str, ...]) -> Sources:
    """Return what these paths and addresses name, in their order; files of a folder (and of folders in it) by path."""
    files: list[Path | Link] = []
    skipped: list[Path] = []
    refused: list[tuple[str, UnreadableDocumentError | FetchError]] = []
    for name in given:
        try:
            if _ADDRESS.match(name):
                files.append(Link(url=str(parse_address(name))))
                continue
            path = _find(name)
            if path.is_dir():
                wanted, others = _list_folder(path)
                files += wanted
                skipped += others
            else:
                files.append(path)
        except (UnreadableDocumentError, FetchError) as error:
            refused.append((name, error))
    return Sources(files=tuple(files), skipped=tuple(skipped), refused=tuple(refused))


def read_source(path: Path) -> bytes:
    """Return the bytes of a file; UnreadableDocumentError when there are too many or the system refuses them."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableDocumentError(
                f"{path.name} is too large: {size / 1024 / 1024:.0f} MB.",
                hint=f"At most {MAX_BYTES // 1024 // 1024} MB are read; split it or save it without images.",
            )
        return path.read_bytes()
    except OSError as error:
        raise _refuse(path, error) from error


def describe_skipped(skipped: tuple[Path, ...]) -> str:
    """Return one line that names the files left out of folders; empty when there are none."""
    if not skipped:
        return ""
    more = f" and {len(skipped) - _SHOWN_SKIPPED} more" if len(skipped) > _SHOWN_SKIPPED else ""
    named = ", ".join(path.name for path in skipped[:_SHOWN_SKIPPED])
    return f"Skipped, no kind of document by name: {named}{more}."


def _find(name: str) -> Path:
    """Return the folder or plain file of this name, or raise UnreadableDocumentError."""
    path = Path(name)
    try:
        if not name or not path.exists():
            raise UnreadableDocumentError(f"There is no file “{name}”.", hint="Check the path.")
        if not path.is_dir() and not path.is_file():
            raise UnreadableDocumentError(f"{name} is not a plain file.", hint="Save what it gives to a file first.")
    except OSError as error:
        raise _refuse(path, error) from error
    return path


def _list_folder(folder: Path) -> tuple[list[Path], list[Path]]:
    """Return the plain files below a folder by path, readable ones and others; nothing hidden is looked at."""
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    wanted = [path for path in found if path.suffix.lower() in READABLE_SUFFIXES]
    if not wanted:
        raise UnreadableDocumentError(
            f"The folder {folder} holds no briefing.",
            hint="Put PDF, Word, HTML, mail, feed, Markdown or text files there.",
        )
    return wanted, [path for path in found if path not in set(wanted)]


def _refuse(path: Path, error: OSError) -> UnreadableDocumentError:
    shown = str(path) if len(str(path)) <= _SHOWN_PATH else f"{str(path)[: _SHOWN_PATH - 1]}…"
    return UnreadableDocumentError(f"{shown} cannot be read: {error.strerror}.", hint="Check the path and its rights.")
