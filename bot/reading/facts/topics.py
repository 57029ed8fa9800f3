"""Topics of an item, by the keywords of the lexicon in its news; the strongest first."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import lru_cache
from itertools import islice

import ahocorasick_rs

from bot.dates.date_words import is_month
from bot.model.ids import HAN
from bot.names.lexicon import Lexicon
from bot.reading.facts.known_names import NameKind, flatten, is_han
from bot.reading.facts.passages import NEWS, Passage, Place
from bot.reading.facts.places import (
    CHINA,
    CHINESE_CITIES,
    CITIES_ABROAD,
    COUNTRIES,
    COUNTRIES_ZH,
    DEMONYMS,
    PROVINCES,
)
from bot.reading.facts.sentences import Sentence
from bot.reading.facts.word_led import WordLed

# News that a foreign company puts money into China: no single word tells it, but who invests how much and where.


def _any_of(names: tuple[str, ...]) -> str:
    return rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)"


_INVESTS = WordLed(
    "invest spend spent pour inject put commit 投资 出资 注资 增资",
    r"\b(?:invest(?:s|ed|ing|ments?)?|spend(?:s|ing)?|spent|pour(?:s|ed|ing)?|inject(?:s|ed|ing)?|put(?:s|ting)?"
    r"|commit(?:s|ted|ting)?)\b|投资|出资|注资|增资",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?:\b[A-Z]{3}|US\$|HK\$|[$€£¥￥])\s?\d|\d(?:\.\d+)?\s?(?:million|billion|bn|mn|m)?\s(?:yuan|renminbi|dollars|euros|pounds"
    r"|yen|won|francs|kron[eo]r)\b|\d\s?[十百千]?[万亿]+(?:元|美元|欧元|日元|英镑|港元|韩元|人民币)"
)
_IN_CHINA = re.compile(_any_of((*CHINA, *PROVINCES, *CHINESE_CITIES)))
_ABROAD = re.compile(f"{_any_of((*COUNTRIES, *CITIES_ABROAD))}|{'|'.join(COUNTRIES_ZH)}")
_FOREIGN = re.compile(_any_of(DEMONYMS))
_HAN = re.compile(f"[{HAN}]")
FOREIGN_MONEY = "foreign_investment"
"""The topic of such news."""
_HOME = frozenset({"CN", None})


def tells_of_foreign_money(passage: Passage, *, lexicon: Lexicon) -> bool:
    """Return whether a sentence says that a foreign company invests a sum of money, and in China."""
    return _INVESTS.search(passage.text) is not None and any(
        _tells(passage, sentence, lexicon) for sentence in passage.sentences
    )


def _tells(passage: Passage, sentence: Sentence, lexicon: Lexicon) -> bool:
    text = sentence.text
    invests = _INVESTS.search(text)
    if invests is None or not _MONEY.search(text) or _ABROAD.search(text):
        return False
    if not (_HAN.search(text) or _IN_CHINA.search(text)):
        return False
    companies = passage.names_within(sentence, NameKind.COMPANY)
    if companies and companies[0].start < sentence.start + invests.start():
        return lexicon.company_by_id[companies[0].id].country not in _HOME
    return _FOREIGN.search(text, 0, invests.start()) is not None


_LEAD = 4.0
_WEIGHTS = {
    Place.HEADLINE: _LEAD,
    Place.ARTICLE: _LEAD,
    Place.HEADING: 2.0,
    Place.SUMMARY: 2.0,
    Place.POINT: 0.5,
    Place.COMMENT: 1.0,
}
_LEADS = frozenset({Place.HEADLINE, Place.ARTICLE})
_NEWS = NEWS | {Place.ARTICLE, Place.HEADING}
_BODY = frozenset({Place.SUMMARY, Place.POINT})
_JOINED = re.compile(r"\s*(?:[,，、/&与和及]|\band\b)\s*", re.IGNORECASE)
_REPEATED = 0.25
_FURTHER = 0.5
_WEAK = 0.1
_TOLD = 1.0
_PART_OF_HEADING = 0.15
_SHARES_OF_BEST = (0.0, 0.2, 0.6)
"""What a first, second and third topic weigh of the best at least: an item is about one thing or two, seldom three."""
_BESIDE_LEAD = 0.5
_LONGEST_ACRONYM = 2
_DAY_BEFORE = re.compile(r"(?<!\d)\d{1,2}(?:er|\.)?\s?\Z")
_DAY_LENGTH = 6
_PLURAL = re.compile(r"(?:s|es|'s)(?![a-z0-9])")


_Word = tuple[int, int]
"""A keyword in a text: its number, and where it starts."""


class TopicGround(Enum):
    """What an item's topics are read off."""

    WORDS = "words"
    HINT = "hint"
    SECTOR = "sector"
    ASIDE = "aside"


class TopicFinder:
    """Finds topics by keywords; made once per lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        strengths: defaultdict[str, dict[str, float]] = defaultdict(dict)
        for topic in lexicon.topics:
            for keywords, strength in (
                ((*topic.keywords_en, *topic.keywords_zh), 1.0),
                ((*topic.weak_en, *topic.weak_zh), _WEAK),
            ):
                for form in (form for keyword in keywords for form in _forms(_flat(keyword.strip()))):
                    strengths[form].setdefault(topic.id, strength)
            for phrase in topic.misleading:
                strengths.setdefault(_flat(phrase), {})
        self._lexicon = lexicon
        self._order = {topic.id: index for index, topic in enumerate(lexicon.topics)}
        self._keywords = list(strengths)
        self._months = {at for at, keyword in enumerate(self._keywords) if is_month(keyword)}
        self._strengths = [tuple(strengths[keyword].items()) for keyword in self._keywords]
        self._of_sector = {sector: topic.id for topic in lexicon.topics for sector in topic.sectors}
        self._of_company = {company: topic.id for topic in lexicon.topics for company in topic.companies}
        self._of_body = {body: topic.id for topic in lexicon.topics for body in (*topic.bodies, *topic.issuers)}
        self._of_issuer = {body: topic.id for topic in lexicon.topics for body in topic.issuers}
        self._crossing = frozenset(topic.id for topic in lexicon.topics if topic.crossing)
        self._trades = frozenset(self._order) - self._crossing
        self._automaton = ahocorasick_rs.AhoCorasick(self._keywords)
        self._list_keywords = lru_cache(maxsize=64)(self._find_keywords)
        """The keywords of a text, which is asked for its topics and again for what they are read off."""

    def list_topics(self, passages: Iterable[Passage]) -> tuple[str, ...]:
        """Return the ids of at most three topics; companies' trades, bodies and the comment count where no words tell.

        A company's trade also stands beside words that fit every trade, and the field of the body that acts beside any.
        """
        passages = tuple(passages)
        known = [passage for passage in passages if passage.place in _WEIGHTS]
        news = [passage for passage in known if passage.place in _NEWS]
        scores = self._score(news)
        told = {topic for topic, score in scores.items() if score >= _TOLD}
        for topic in self._list_unsaid(news, told):
            scores[topic] = scores.get(topic, 0.0) + _LEAD
        scores = scores or self._score([passage for passage in known if passage.place is Place.COMMENT])
        if field := self._of_issuer.get(_find_leading_body(passages)):
            scores[field] = scores.get(field, 0.0) + _WEIGHTS[Place.SUMMARY]
        if FOREIGN_MONEY in self._order and any(tells_of_foreign_money(p, lexicon=self._lexicon) for p in news):
            scores[FOREIGN_MONEY] = scores.get(FOREIGN_MONEY, 0.0) + _WEIGHTS[Place.SUMMARY]
        if not scores:
            return ()
        best = max(scores.values())
        ranked = sorted(scores, key=lambda topic: (-scores[topic], self._order[topic]))
        return tuple(
            topic for topic, share in zip(ranked, _SHARES_OF_BEST, strict=False) if scores[topic] >= best * share
        )

    def find_ground(self, passages: Iterable[Passage]) -> TopicGround:
        """Return what the topics are read off: the news' own words, a company's sector, what is less sure."""
        news = [passage for passage in passages if passage.place in _NEWS]
        words = [word for _, text in map(mask_bodies, news) for word in self._list_keywords(text)]
        told = [strength for key, _ in words for _, strength in self._strengths[key]]
        if 1.0 in told or any(passage.place is Place.HEADING and self._named_by(passage.text) for passage in news):
            return TopicGround.WORDS
        if told:
            return TopicGround.HINT
        return TopicGround.SECTOR if self._score_companies(news) else TopicGround.ASIDE

    def _score(self, passages: Sequence[Passage]) -> dict[str, float]:
        """Return the topics' weights; the words of a body's name count only where no others do.

        A heading that joins fields ("Chips and computing") says of an item only that it is of one of them: it adds
        little, unless a company of one of these fields is named.
        """
        joined = [passage for passage in passages if self._joins_fields(passage)]
        own = [passage for passage in passages if passage not in joined]
        named = [(passage, passage.text) for passage in own if passage.names]
        scores = self._weigh(map(mask_bodies, own)) or self._weigh(named)
        sectors = self._score_companies(own) if joined else {}
        for topic, weight in self._weigh(map(mask_bodies, joined)).items():
            scores[topic] = scores.get(topic, 0.0) + weight * (1.0 if topic in sectors else _PART_OF_HEADING)
        return scores

    def _joins_fields(self, passage: Passage) -> bool:
        joins = passage.place is Place.HEADING and len(_JOINED.split(passage.text)) > 1
        return joins and not self._lexicon.find_topics(passage.text)

    def _list_unsaid(self, news: Sequence[Passage], told: set[str]) -> Iterable[str]:
        """Return what companies and bodies add to the topics that words tell, if these do not tell the trade."""
        if told - self._crossing:
            return ()
        return self._score_companies(news, most=1) if told else self._score_companies(news) or self._score_bodies(news)

    def _score_companies(self, passages: Iterable[Passage], *, most: int | None = None) -> dict[str, float]:
        """Return the trades that the companies named belong to, or the first so many of them."""
        named = (name.id for passage in passages for name in passage.names_of(NameKind.COMPANY))
        return dict.fromkeys(filter(None, map(self._find_trade, islice(named, most))), 1.0)

    def _find_trade(self, company_id: str) -> str | None:
        """Return the topic that the news of a company is about, if it is of one trade."""
        company = self._lexicon.company_by_id.get(company_id)
        of_sector = self._of_sector.get(company.sector or "") if company else None
        return self._of_company.get(company_id, of_sector)

    def _score_bodies(self, passages: Iterable[Passage]) -> dict[str, float]:
        """Return the topics that the acts of the bodies named are about."""
        named = (name.id for passage in passages for name in passage.names_of(NameKind.BODY))
        return dict.fromkeys(filter(None, (self._of_body.get(body_id) for body_id in named)), 1.0)

    def _weigh(self, texts: Iterable[tuple[Passage, str]]) -> dict[str, float]:
        """Return the topics that words tell with their weights, which is most for the words of the lead.

        The headline and the title lead, else the first sentence. What stands elsewhere weighs half beside a lead that
        tells a topic of its kind: a trade beside a trade, or what fits every trade beside such.
        """
        found = [(passage, self._list_keywords(text)) for passage, text in texts]
        if not found:
            return {}
        best: dict[str, float] = {}
        total: dict[str, float] = {}
        seen: set[int] = set()
        lead, ends = self._find_lead(found)
        beside = self._list_beside(lead)
        for passage, words in found:
            whole = _WEIGHTS[passage.place]
            in_body = passage.place in _BODY
            if passage.place is Place.HEADING:
                total |= {topic: total.get(topic, 0.0) + whole for topic in self._named_by(passage.text)}
            end = ends.get(id(passage), 0)
            for key, start in words:
                weight = _LEAD if start < end else whole
                weight *= _REPEATED if key in seen else 1.0
                seen.add(key)
                for topic, strength in self._strengths[key]:
                    told = weight * strength * (_BESIDE_LEAD if in_body and topic in beside else 1.0)
                    total[topic] = total.get(topic, 0.0) + told
                    best[topic] = max(best.get(topic, 0.0), told)
        return {topic: score + (best.get(topic, 0.0) - score) * _FURTHER for topic, score in total.items()}

    def _list_beside(self, lead: set[str]) -> frozenset[str]:
        """Return the topics of a kind with one of the lead that are none of it."""
        crossing = self._crossing if lead & self._crossing else frozenset()
        return (crossing | (self._trades if lead - self._crossing else frozenset())) - lead

    def _find_lead(self, found: Sequence[tuple[Passage, tuple[_Word, ...]]]) -> tuple[set[str], dict[int, int]]:
        """Return the topics that headline or title tell, else the first sentence, and where that ends if it leads."""
        topics = {topic for passage, words in found if passage.place in _LEADS for topic in self._tell(words)}
        headed = any(passage.place in _LEADS for passage, _ in found)
        for passage, words in () if topics else found:
            if passage.place is Place.SUMMARY:
                end = passage.sentences[0].end
                told = self._tell(word for word in words if word[1] < end)
                return told, {} if headed else {id(passage): end}
        return topics, {}

    def _tell(self, words: Iterable[_Word]) -> set[str]:
        """Return the topics of words that are not weak."""
        return {topic for key, _ in words for topic, strength in self._strengths[key] if strength == 1.0}

    def _find_keywords(self, text: str) -> tuple[_Word, ...]:
        """Return the keywords in the text in order; none that stands in a longer one ("exports" in "data exports")."""
        flat = _flat(text)
        matches = self._automaton.find_matches_as_indexes(flat, overlapping=True)
        hits = [hit for hit in matches if _is_whole(text, flat, hit[1], hit[2])]
        longest_to = 0
        words: list[_Word] = []
        for key, start, end in sorted(hits, key=lambda hit: (hit[1], -hit[2])) if len(hits) > 1 else hits:
            if end <= longest_to + 1 and start < longest_to:
                continue
            longest_to = max(longest_to, end)
            if key not in self._months or not _DAY_BEFORE.search(text, max(0, start - _DAY_LENGTH), start):
                words.append((key, start))
        return tuple(words)

    def _named_by(self, heading: str) -> set[str]:
        """Return the topics whose name is this heading, else those whose names it joins ("Trade and energy")."""
        whole = self._lexicon.find_topics(heading)
        return {topic.id for part in _JOINED.split(heading) for topic in whole or self._lexicon.find_topics(part)}


def _find_leading_body(passages: Sequence[Passage]) -> str:
    """Return the id of the body that an item names first: as its issuer where it stands apart, else in the text."""
    for passage in sorted(passages, key=lambda passage: passage.place is not Place.ISSUER):
        if names := passage.names_of(NameKind.BODY):
            return names[0].id
    return ""


def mask_bodies(passage: Passage) -> tuple[Passage, str]:
    """Return a passage with its text in which the names of bodies are blanked, character for character."""
    names = passage.names_of(NameKind.BODY) if passage.names else ()
    if not names:
        return passage, passage.text
    chars = list(passage.text)
    for name in names:
        chars[name.start : name.end] = " " * (name.end - name.start)
    return passage, "".join(chars)


def _flat(text: str) -> str:
    return flatten(text).replace("-", " ")


def _forms(keyword: str) -> tuple[str, ...]:
    if keyword.endswith("y") and keyword[-2:-1] not in set("aeiou") and not is_han(keyword[0]):
        return (keyword, f"{keyword[:-1]}ies")
    return (keyword,) if keyword else ()


def _is_whole(text: str, flat: str, start: int, end: int) -> bool:
    """Return whether a keyword stands as a word of its own, a plural ending allowed; short ones only in capitals."""
    if is_han(flat[start]):
        return True
    if start and flat[start - 1].isalnum() and not is_han(flat[start - 1]):
        return False
    if end - start <= _LONGEST_ACRONYM and not text[start:end].isupper() and text[start:end].isalpha():
        return False
    plural = _PLURAL.match(flat, end)
    return plural is not None or end == len(flat) or not flat[end].isalnum() or is_han(flat[end])
