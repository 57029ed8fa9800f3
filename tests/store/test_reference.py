"""The loader of the reference lists: what it gives, and how it refuses a mistake."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.names.reference import load_lexicon

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "bodies.toml": (
        '[NEW]\nname_en = "New Office"\nname_zh = "新办"\nparent = "TOP"\npredecessors = ["OLD"]\nasked = ["N"]\n'
        '[OLD]\nname_en = "Old Office"\nname_zh = "旧办"\nkind = "former"\nuntil = "2018-03"\n'
        '[TOP]\nname_en = "Top Office"\nname_zh = "上办"\n'
    ),
    "companies.toml": '[CN.cars]\nacme = { name = "Acme", brands = ["Zip"] }\n[DE.all]\nbeta = { name = "Beta" }\n',
    "topics.toml": '[ai]\nname_en = "Artificial intelligence"\nname_zh = "人工智能"\nkeywords_en = ["ai"]\n',
    "local_offices.toml": (
        '[provinces]\nGuangdong = "广东省"\n[cities.Guangdong]\nFoshan = "佛山市"\n'
        '[fields.finance]\nname_en = "Finance"\nname_zh = "财政"\n'
    ),
    "abbreviations.toml": 'names = [["EU", "E.U.", "European Union", "欧盟"], ["US", "United States", "美国"]]\n',
    "not_companies.toml": 'press = ["The Daily", "The Weekly"]\nfairs = ["The Daily"]\n',
}


def write(folder: Path, **changed: str | None) -> Path:
    """Write the six good files, with some of them changed or left out."""
    for name, text in {**GOOD, **{f"{stem}.toml": text for stem, text in changed.items()}}.items():
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_it_gives_frozen_records_in_the_order_of_the_files(tmp_path: Path) -> None:
    """Bodies, companies with the country of their table, topics, and names once each."""
    lexicon = load_lexicon(write(tmp_path))
    assert [body.id for body in lexicon.bodies] == ["NEW", "OLD", "TOP"]
    assert lexicon.body_by_id["NEW"].predecessors == ("OLD",)
    assert [(c.id, c.country, c.brands) for c in lexicon.companies] == [("acme", "CN", ("Zip",)), ("beta", "DE", ())]
    assert lexicon.topic_by_id["ai"].keywords_en == ("ai",)
    assert lexicon.not_companies == ("The Daily", "The Weekly")
    assert lexicon.local is not None
    assert [(place.id, place.province) for place in lexicon.local.places] == [
        ("GUANGDONG", None),
        ("FOSHAN", "Guangdong"),
    ]
    assert [body.id for body in lexicon.find_bodies("佛山市财政局")] == ["FOSHAN_FINANCE_BUREAU"]
    with pytest.raises(dataclasses.FrozenInstanceError):
        lexicon.bodies[0].id = "X"  # type: ignore[misc]


def test_a_form_that_is_only_asked_finds_its_body_and_is_no_alias(tmp_path: Path) -> None:
    """``asked`` forms answer a question but are not printed or read in text."""
    lexicon = load_lexicon(write(tmp_path))
    assert [body.id for body in lexicon.find_bodies("n")] == ["NEW"]
    assert "N" not in lexicon.body_by_id["NEW"].aliases


def test_an_abbreviation_stands_for_all_names_of_the_thing(tmp_path: Path) -> None:
    """In either number and case, but for one that is an English word too: that one only in capitals."""
    lexicon = load_lexicon(write(tmp_path))
    union = ("EU", "E.U.", "European Union", "欧盟")
    assert lexicon.find_same("eu") == lexicon.find_same("European Unions") == lexicon.find_same("欧盟") == union
    assert lexicon.find_same("US")[1] == "United States"
    assert lexicon.find_same("us") == lexicon.find_same("u") == lexicon.find_same("Europe") == ()


BODY = '[A]\nname_en = "A Office"\nname_zh = "甲办"\n'


@pytest.mark.parametrize(
    ("stem", "text", "named"),
    [
        ("bodies", None, "missing"),
        ("companies", None, "companies.toml"),
        ("bodies", "[A\n", "cannot be read"),
        ("bodies", 'A = "x"\n', "“A”: is not a table"),
        ("bodies", BODY + 'colour = "red"\n', "“A”: has a field that is unknown here: colour"),
        ("bodies", BODY + 'pinyin = "jia"\n', "“A”"),
        ("bodies", BODY + "since = 2018\n", "“A”"),
        ("bodies", '[A]\nname_en = "A Office"\n', "“A”"),
        ("bodies", BODY + 'names_en = [" "]\n', "“A”: has an empty name"),
        ("bodies", BODY + 'parent = "B"\n', "names “B”"),
        ("bodies", BODY + 'predecessors = ["C"]\n', "names “C”"),
        ("bodies", BODY + 'former_names = [{ names = ["B Office"] }]\n', "has the former name “B Office”"),
        ("bodies", BODY + BODY, "cannot be read"),
        ("companies", 'CN = "x"\n', "“CN”"),
        ("companies", '[CN]\ncars = "x"\n', "“CN.cars”"),
        ("companies", "[CN.cars]\nacme = {}\n", "“acme”"),
        ("companies", '[CN.cars]\nacme = { name = "Acme", country = "DE" }\n', "unknown here: country"),
        ("companies", '[CN.a]\nx = { name = "X" }\n[CN.b]\nx = { name = "X" }\n', "“x”: is there twice"),
        (
            "companies",
            '[CN.a]\nx = { name = "X", words = ["Y"] }\n',
            "“x”: has the word “Y”, which is none of its names",
        ),
        ("topics", '[ai]\nname_en = "AI"\nname_zh = "智能"\nkeywords = []\n', "“ai”"),
        ("topics", '[ai]\nname_en = "AI"\nname_zh = "智能"\nbodies = ["B0"]\n', "has the body “B0”"),
        ("topics", '[ai]\nname_en = "AI"\nname_zh = "智能"\nissuers = ["B0"]\n', "has the body “B0”"),
        ("topics", '[ai]\nname_en = "AI"\nname_zh = "智能"\ncompanies = ["B0"]\n', "has “B0”"),
        ("not_companies", 'press = "The Daily"\n', "“press”"),
        ("local_offices", "[provinces]\nHebei = 1\n", "“provinces”"),
        ("local_offices", '[cities.Hebei]\nHandan = "邯郸市"\n', "“cities.Hebei”: is no province of this file"),
        ("local_offices", '[provinces]\nHebei = " "\n', "“provinces”: has an empty name"),
        ("local_offices", '[fields.finance]\nname_en = "Finance"\n', "“finance”"),
        ("abbreviations", 'names = ["EU"]\n', "“names”"),
        ("abbreviations", 'names = [["EU", " "]]\n', "“names”: has an empty name"),
        ("abbreviations", 'names = [["EU", "Union"], ["AU", "union"]]\n', "“union”: is there twice"),
        ("not_companies", 'press = ["The Daily", ""]\n', "“press”: has an empty name"),
    ],
)
def test_a_mistake_is_refused_with_file_and_entry(tmp_path: Path, stem: str, text: str | None, named: str) -> None:
    """Every mistake in a list ends in one line that names file and entry and says what to do."""
    folder = write(tmp_path, **{stem: text})
    with pytest.raises(StoreError) as caught:
        load_lexicon(folder)
    line = str(caught.value)
    assert f"{stem}.toml" in line
    assert named in line
    assert caught.value.hint
    assert "\n" not in line


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    """A list that is not UTF-8 is refused like broken TOML."""
    folder = write(tmp_path)
    (folder / "topics.toml").write_bytes(b"\xff\xfe[")
    with pytest.raises(StoreError, match=r"topics\.toml cannot be read"):
        load_lexicon(folder)
