"""Who acts, and goals, in German, French and Spanish sentences."""

from __future__ import annotations

import pytest

from tests.reading.recognition.recognise_lexicon import read_item


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Am 20. Mai veröffentlichte das MIIT die „Kranregeln“.", ("MIIT",)),
        (
            "Nun hat das MIIT zusammen mit der SAMR am 21. Mai die „Regeln“ (《规则》, 商务部令2025年第6号) erlassen.",
            ("MIIT", "SAMR"),
        ),
        ("MIIT und SAMR haben den Entwurf der Kranregeln veröffentlicht.", ("MIIT", "SAMR")),
        ("Das MIIT kündigte neue Kranregeln an.", ("MIIT",)),
        ("Am 20. Mai gaben MIIT und SAMR die Kranregeln bekannt.", ("MIIT", "SAMR")),
        ("Le MIIT a publié les règles sur les grues.", ("MIIT",)),
        ("Le ministère (MIIT) et la SAMR ont conjointement adopté les règles.", ("MIIT", "SAMR")),
        ("La SAMR et l'Administration des ports ont soumis les règles à consultation.", ("SAMR",)),
        ("El MIIT publicó las normas de grúas junto con la SAMR.", ("MIIT",)),
        ("El MIIT y la SAMR han publicado las normas.", ("MIIT", "SAMR")),
        ("Nach Angaben des MIIT stieg die Zahl der Kräne.", ()),
        ("Selon le MIIT, les grues sont neuves.", ()),
    ],
)
def test_who_acts(text: str, bodies: tuple[str, ...]) -> None:
    """The subject before or behind its verb; who is only quoted does not act."""
    assert read_item(text).issuing_bodies == bodies


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Das MIIT veröffentlichte die Regeln. Bis 2028 sollen alle Kräne neu sein.", [2028]),
        ("Das MIIT veröffentlichte die Regeln. Die Kräne von 2024 bis 2028 sollen neu sein.", []),
        ("Le MIIT a publié les règles. D'ici à 2030, les grues seront neuves.", [2030]),
        ("Le MIIT a publié les règles, à l'horizon 2035.", [2035]),
    ],
)
def test_goals(text: str, years: list[int]) -> None:
    """A year up to which something is to be; the end of a span is none."""
    assert [target.year for target in read_item(text).targets] == years
