"""The words of questions and the synonyms are read from files, and a mistake in one is refused by name."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from bot.config import find_data_folder
from bot.errors import StoreError
from bot.query.query import parse_query
from bot.query.wording import QUESTIONS_FILE, SYNONYMS_FILE, load_wording
from tests.query_lexicon import LEXICON


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (QUESTIONS_FILE, SYNONYMS_FILE):
        shutil.copy(find_data_folder("reference") / name, tmp_path / name)
    return tmp_path


def test_each_mark_has_words_in_both_languages(folder: Path) -> None:
    """The reader asks for nothing that the table does not have; only what one language lacks has words of the other."""
    marks = load_wording(folder).table.marks
    in_one = {mark for mark, words in marks.items() if len({word.isascii() for word in words}) == 1}
    assert in_one == {"comments", "kept", "together", "combined", "according", "but", "outside"}


def test_each_filter_is_one_of_the_command_language(folder: Path) -> None:
    """What a phrase means, and what it means where it is denied, is read without a fault."""
    for each in load_wording(folder).table.filter:
        for text in (each.means.replace("{n}", "4"), each.denied):
            parse_query(text, lexicon=LEXICON, today=dt.date(2025, 4, 10))


@pytest.mark.parametrize(
    ("name", "text"), [(QUESTIONS_FILE, "[marks]\nopener = 1\n"), (SYNONYMS_FILE, 'sets = [["a", 1]]\n')]
)
def test_a_mistake_is_refused_by_the_name_of_the_file(folder: Path, name: str, text: str) -> None:
    """The error names the file and what is wrong in it."""
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=name):
        load_wording(folder)
