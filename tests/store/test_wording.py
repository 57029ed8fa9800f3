"""The words of questions and the synonyms are read from files, and a mistake in one is refused by name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.config import find_data_folder
from bot.errors import StoreError
from bot.query.wording import QUESTIONS_FILE, SYNONYMS_FILE, load_wording


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (QUESTIONS_FILE, SYNONYMS_FILE):
        shutil.copy(find_data_folder("reference") / name, tmp_path / name)
    return tmp_path


def test_the_words_that_travel_with_the_program_are_read(folder: Path) -> None:
    """Openers, fillers, goals and groups of synonyms in both languages."""
    wording = load_wording(folder)
    assert "which" in wording.openers
    assert {"targets", "目标"} <= wording.goals
    assert "征求意见稿" in dict(wording.statuses)
    assert wording.list_synonyms("锑")[0] == "antimony"  # the smallest group comes first
    assert "芯片" in wording.list_synonyms("semiconductors")
    assert "标识" in wording.list_synonyms("标示")
    assert {"level 3", "level 4"} <= set(wording.list_synonyms("L3/L4"))
    assert "Cybersecurity Law" in wording.list_synonyms("网安法")


def test_no_group_is_there_twice_and_none_of_one(folder: Path) -> None:
    """A group has at least two wordings, and no wording stands in it twice."""
    wording = load_wording(folder)
    for group in (*wording.synonyms, *wording.translations):
        assert len(set(group)) == len(group) > 1, group


def test_translations_name_a_thing_in_both_languages(folder: Path) -> None:
    """Each group has a name in English and one in Chinese."""
    for group in load_wording(folder).translations:
        assert {name.isascii() for name in group} == {True, False}, group


@pytest.mark.parametrize(
    ("name", "text"), [(QUESTIONS_FILE, "[english]\nopeners = 1\n"), (SYNONYMS_FILE, 'groups = [["a", 1]]\n')]
)
def test_a_mistake_is_refused_by_the_name_of_the_file(folder: Path, name: str, text: str) -> None:
    """The error names the file and what is wrong in it."""
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(StoreError, match=name):
        load_wording(folder)
