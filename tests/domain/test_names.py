from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.lexicon import spell_id
from bot.domain.names import fold, fold_title, is_in_capitals, list_forms, list_numbers, normalise_document_number, slug


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministry of Industry & Information Technology", "ministry of industry and information technology"),
        ("ＭＩＩＴ", "miit"),
        ("Schaeffler’s", "Schaeffler's"),
        ("Citroën", "CITROEN"),
        ("housing and urban–rural", "housing and urban-rural"),
        ("工业 和 信息化部", "工业和信息化部"),
        ("U.S.  Steel", "u s steel"),
    ],
)
def test_two_spellings_of_one_name_fold_alike(one: str, other: str) -> None:
    """Case, width, accents, quotes, dashes and spacing do not tell names apart."""
    assert fold(one) == fold(other)


def test_different_names_stay_different() -> None:
    """Folding never merges names that differ in a letter."""
    assert fold("CBRC") != fold("CIRC")
    assert fold("工信部") != fold("公安部")


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    """A folded title is its own folded form."""
    assert fold_title(fold_title(text)) == fold_title(text)


@pytest.mark.parametrize(
    "printed",
    [
        "工信部联通装〔2023〕217号",
        "工信部联通装[2023]217号",
        "工信部联通装【2023】 217 号",
        "工信部联通装﹝2023﹞217号",
    ],
)
def test_a_document_number_is_one_in_any_brackets(printed: str) -> None:
    """Brackets and spaces of a document number are normalised."""
    assert normalise_document_number(printed) == "工信部联通装〔2023〕217号"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Fourier Intelligence", "fourier-intelligence"), ("  A+B, Ltd. ", "a-b-ltd"), ("华为", "华为")],
)
def test_a_slug_is_made_of_words_and_dashes(name: str, expected: str) -> None:
    """An id made of a name has no other signs."""
    assert slug(name) == expected


@pytest.mark.parametrize(
    ("body_id", "spelled"),
    [("MIIT", "MIIT"), ("STATE_COUNCIL", "State Council"), ("CPC_CC", "CPC CC"), ("MOC_CULTURE", "MOC Culture")],
)
def test_ids_of_bodies_are_spelled_for_people(body_id: str, spelled: str) -> None:
    """Abbreviations stay; words of an id with several are words."""
    assert spell_id(body_id) == spelled


def test_chinese_is_never_in_capitals() -> None:
    """Latin letters in it are acronyms; a line of them alone is set in capitals."""
    assert [is_in_capitals(text) for text in ("PORT NOTES", "港口的AGV", "Port", "港口")] == [True, False, False, False]


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("EV", {"ev", "evs"}),
        ("entity", {"entity", "entities"}),
        ("penalties", {"penalties", "penaltie", "penalty", "penaltiess"}),
        ("US", {"us", "uss"}),
        ("欧盟", {"欧盟"}),
    ],
)
def test_a_name_has_forms_in_either_number(name: str, forms: set[str]) -> None:
    """A word of two letters has no ending; what is no word does no harm."""
    assert set(list_numbers(name)) == forms
    assert set(list_forms(name)) <= forms
