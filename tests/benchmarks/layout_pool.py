"""What the composed briefings of ``make layouts`` say: our own sentences, and the words publishers name sections with.

Policies are made up, companies mostly too. A fact is a topic, who acts, what they did, a headline and a second
sentence; a body stands by its abbreviation, so that a publisher may print either name.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

BODIES = {
    "MIIT": "Ministry of Industry and Information Technology",
    "NDRC": "National Development and Reform Commission",
    "MOFCOM": "Ministry of Commerce",
    "SAMR": "State Administration for Market Regulation",
    "CAC": "Cyberspace Administration of China",
    "MEE": "Ministry of Ecology and Environment",
    "NEA": "National Energy Administration",
    "GACC": "General Administration of Customs",
    "MOF": "Ministry of Finance",
    "MOT": "Ministry of Transport",
    "CAAC": "Civil Aviation Administration of China",
    "NMPA": "National Medical Products Administration",
    "NHSA": "National Healthcare Security Administration",
    "CSRC": "China Securities Regulatory Commission",
    "PBOC": "People's Bank of China",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One piece of news: its topic, who did what, a headline for it, and what else there is to say."""

    topic: str
    who: str
    did: str
    head: str
    more: str

    @property
    def is_policy(self) -> bool:
        """Whether a body acts and not a company."""
        return self.who in BODIES


TOPICS = {
    "chips": ("Semiconductors", "Chips", "Electronics"),
    "energy": ("Energy", "Power and climate", "Energy and carbon"),
    "trade": ("Trade", "Customs and trade", "Foreign trade"),
    "data": ("Data", "Data and platforms", "Digital economy"),
    "health": ("Health care", "Pharma and devices", "Medicine"),
    "transport": ("Transport", "Mobility", "Cars and aviation"),
}


def _read_facts() -> tuple[Fact, ...]:
    text = Path(__file__).with_name("layout_facts.txt").read_text(encoding="utf-8")
    rows = (line.split("|") for line in text.splitlines())
    return tuple(Fact(topic=topic, who=who, did=did, head=head, more=more) for topic, who, did, head, more in rows)


FACTS = _read_facts()
POLICIES = tuple(fact for fact in FACTS if fact.is_policy)
COMPANIES = tuple(fact for fact in FACTS if not fact.is_policy)

KNOWN_NAMES = (("Policy news", "Policy", "Regulation"), ("Company news", "Companies", "Corporate news"))
_FRAMES = (
    "{} pulse",
    "From the {}",
    "{} watch",
    "The {} file",
    "Inside the {}",
    "{} notebook",
    "News from the {}",
    "What the {} did",
    "{} diary",
    "{} at work",
    "On the {} beat",
    "{} in motion",
    "Around the {}",
    "{} corner",
    "The {} page",
)
_POLICY_WORDS = ("regulatory", "ministries", "regulators", "rule", "policy", "government", "law", "legislative")
_COMPANY_WORDS = ("corporate", "companies", "business", "boardroom", "company", "firms", "enterprise", "makers")
OPAQUE_POLICY = (
    "Rulebook",
    "Capital lines",
    "Red stamps",
    "From the top",
    "Signed and sealed",
    "Paper trail",
    "In the corridors",
    "The centre speaks",
    "Ink on paper",
    "Beijing moves",
    "Who decided what",
    "State of play",
    "On our desk",
    "Levers of state",
    "New on the books",
    "The view from Beijing",
)
OPAQUE_COMPANIES = (
    "On the shop floor",
    "Dealmakers",
    "Who did what",
    "Market moves",
    "Factory gates",
    "Players",
    "Money and machines",
    "Corporate China",
    "Deals and plants",
    "Order books",
    "Shop talk",
    "Balance sheets",
    "On the ground",
    "In business",
    "Names in the news",
    "Movers",
)


def _frame(words: tuple[str, ...]) -> tuple[str, ...]:
    names = (frame.format(word) for frame in _FRAMES for word in words)
    return tuple(name[0].upper() + name[1:] for name in names)


WORDED_NAMES = (_frame(_POLICY_WORDS), _frame(_COMPANY_WORDS))
OPAQUE_NAMES = (OPAQUE_POLICY, OPAQUE_COMPANIES)

PUBLISHERS = (
    "Halden Research Institute",
    "Marsh & Tarrow LLP",
    "Kestrel Trade Chamber",
    "Ostmark Advisory GmbH",
    "Lowfield Business Council",
    "Embassy of Valdoria, Economic Section",
    "Sandwich Bay Consulting Ltd",
    "Centre for Harbour Studies",
)
SERIES = (
    "China Policy Weekly",
    "China Regulatory Digest",
    "Industry Letter China",
    "China Business Brief",
    "East Gate Monitor",
    "China Compliance Update",
    "The China Dispatch",
)
COMMENTS = ("Comment", "Our take", "Our view", "What it means", "So what?", "Why it matters", "Bottom line")
VIEWS = (
    "Members should look at their contracts.",
    "We expect more of this before summer.",
    "For most of our clients little changes.",
    "The cost will be felt first in small plants.",
)
AHEAD = ("Coming up", "Dates ahead", "Calendar", "Looking ahead", "Dates for your diary", "What to watch")
EVENTS = (
    "Trade figures for the first quarter",
    "Comments close on the draft on home batteries",
    "Fair for machine tools opens in Shanghai",
    "Reading of the energy bill",
)
LETTERS = (
    "a busy fortnight lies behind us, and there is much to tell. We hope you find this issue useful.",
    "spring has come to the capital, and with it a pile of paper. Here is what we took from it.",
)
FOOTERS = (
    "This newsletter is for information only and is no legal advice.",
    "You receive this mail because you are a member. Unsubscribe: https://mail.example/out",
    "To unsubscribe, write to news@house.example",
)
SOURCES = ("Xinhua", "Caixin", "China Daily", "Global Times", "MIIT", "SCMP")
PARAGRAPHS = (
    "Local offices have to report by the end of the quarter. Those that were late last year are named in an annex.",
    "The text had been expected since the autumn. An earlier version went further and met with resistance.",
    "Makers abroad are treated alike. How their plants are to be inspected remains open.",
    "Nothing changes for contracts that were signed before. They may run to their end.",
    "The cost is put at CNY 3 billion over four years. Half of it falls on the provinces.",
)
OPENINGS = (
    "It was a busy time for those who write rules and those who read them.",
    "Here is what stood out, in no order of weight.",
    "Less came than in the weeks before, but what came counts.",
    "Some of it had been known for long, some came overnight.",
    "Most of this will keep lawyers busy until summer.",
    "The pace has picked up again after the holidays.",
    "Two subjects ran through nearly everything that we saw.",
    "As ever, the details matter more than the headlines.",
    "Little of it was in the papers.",
    "We leave out what only repeats older texts.",
)
