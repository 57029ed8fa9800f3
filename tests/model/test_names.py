import pytest

from bot.model.ids import fold, normalise_document_number


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
