"""The list of bodies: complete, consistent, and free of clashes that nobody meant."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from bot.config import find_data_folder
from bot.model.ids import fold
from bot.names.reference import load_lexicon

LEXICON = load_lexicon(find_data_folder("reference"))
KINDS = (
    "state_council ministry commission bank administration office institution party congress court procuratorate "
    "military committee association exchange former"
)
CLASHES = {
    "nfra": ("NFRA", "NFRA_FIRE"),
    "sac": ("SAC", "SAC_SECURITIES"),
    "moc": ("MOFCOM", "MOC_CONSTRUCTION", "MOC_COMMUNICATIONS", "MOC_CULTURE"),
    "交通部": ("MOT", "MOC_COMMUNICATIONS"),
    "ministry of agriculture": ("MARA", "MOA"),
    "ministry of culture": ("MCT", "MOC_CULTURE"),
}
"""The names that two bodies carry on purpose, the one meant without context first."""
HAN = re.compile(r"[\u4e00-\u9fff]")


def ids(name: str) -> tuple[str, ...]:
    return tuple(body.id for body in LEXICON.find_bodies(name))


def test_ids_are_well_formed_and_unique() -> None:
    """An id is letters, digits and underscores in capitals, and stands once."""
    every = [body.id for body in LEXICON.bodies]
    assert len(every) == len(set(every)) > 200
    assert [id_ for id_ in every if not re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", id_)] == []


def test_names_are_in_their_language() -> None:
    """English names hold no Chinese, Chinese names do, pinyin is written together in plain small letters."""
    for body in LEXICON.bodies:
        assert not any(HAN.search(name) for name in (body.name_en, *body.names_en, *body.abbreviations)), body.id
        assert all(HAN.search(name) for name in (body.name_zh, *body.names_zh, *body.prefixes_zh)), body.id
        assert all(re.fullmatch("[a-z]+", name) for name in body.pinyin), body.id


def test_kinds_and_dates_agree() -> None:
    """Only former bodies have an end, dates are ISO, and a body ends after it began."""
    for body in LEXICON.bodies:
        assert body.kind in KINDS.split(), body.id
        assert (body.kind == "former") == (body.until is not None), body.id
        for date in filter(None, (body.since, body.until)):
            assert re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-[0-3]\d)?)?", date), body.id
        assert not (body.since and body.until) or body.since[:4] <= body.until[:4], body.id


def test_predecessors_are_former_and_nobody_precedes_itself() -> None:
    """A predecessor of a body has ended, and the line of succession has no ring."""
    for body in LEXICON.bodies:
        for id_ in body.predecessors:
            assert LEXICON.body_by_id[id_].until, (body.id, id_)
        seen: set[str] = set()
        queue = list(body.predecessors)
        while queue:
            id_ = queue.pop()
            assert id_ != body.id
            if id_ not in seen:
                seen.add(id_)
                queue.extend(LEXICON.body_by_id[id_].predecessors)


def test_no_two_bodies_share_a_name_by_accident() -> None:
    """A name leads to one body, save for the clashes that are meant and decided by context."""
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for body in LEXICON.bodies:
        for name in {fold(name) for name in body.all_names}:
            owners[name].append(body.id)
    assert {name: tuple(found) for name, found in owners.items() if len(found) > 1} == CLASHES


def test_no_prefix_of_document_numbers_belongs_to_two_bodies() -> None:
    """A document number's prefix names one body."""
    prefixes = [prefix for body in LEXICON.bodies for prefix in body.prefixes_zh]
    assert len(prefixes) == len(set(prefixes))


def test_a_body_and_a_company_share_no_name() -> None:
    """SAIC is the abolished body; the car maker is SAIC Motor and 上汽集团."""
    companies = {fold(name) for company in LEXICON.companies for name in company.all_names}
    assert {name for body in LEXICON.bodies for name in body.all_names if fold(name) in companies} == set()
    assert ids("SAIC") == ("SAIC",)
    assert [company.id for company in LEXICON.find_companies("上汽集团")] == ["saic-motor"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("MIIT", "MIIT"),
        ("工信部", "MIIT"),
        ("Ministry of Industry & Information Technology", "MIIT"),
        ("国家发改委", "NDRC"),
        ("fagaiwei", "NDRC"),
        ("国家互联网信息办公室", "CAC"),
        ("中央网络安全和信息化委员会", "CCAC"),
        ("SAT", "STA"),
        ("SACH", "NCHA"),
        ("Customs", "GACC"),
        ("央行", "PBOC"),
        ("CAE", "CAE_ACADEMY"),
        ("消防救援局", "NFRA_FIRE"),
        ("Customs Tariff Commission of the State Council", "SCTC"),
    ],
)
def test_a_name_leads_to_its_body(name: str, expected: str) -> None:
    """English, Chinese, pinyin, old and short names are one body."""
    assert ids(name) == (expected,)
