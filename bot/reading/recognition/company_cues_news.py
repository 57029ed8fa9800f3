"""Cues that show a company's name only in news of companies: its trade, its place in China, and that the news is its.

A sentence of such news begins with whose it is. Elsewhere the same words name offices, fairs and documents.
"""

from __future__ import annotations

import re

from bot.reading.recognition.company_names import NAME
from bot.reading.recognition.geography import CHINESE_CITIES, PROVINCES
from bot.reading.recognition.word_led import WordLed

_TRADES = (
    r"(?:Acciai|Alloys?|Aluminium|Aluminum|Appliances|Batter(?:y|ies)|Bearings?|Biopharma|Brakes|Breweries|Brewery|Cables?"
    r"|Castings?|Cement|Ceramics|Chem|Circuits|Coatings|Coffee|Components|Compressors?|Controls|Copper|Cranes?|Dairy"
    r"|Devices|Diagnostics|Displays?|Drives?|Drones?|Dyes|Electric|Electrolysers?|Electrolyzers?|Engines?|Equipment|Estates"
    r"|Fabrics|Fasteners?|Feed|Fertilisers?|Fibres?|Fibers?|Filters?|Fisheries|Fluids|Foils?|Food|Forgings?|Foundry|Freight"
    r"|Furniture|Gases|Gears?|Genetics|Glass|Grain|Grains|Graphite|Hydraulics|Hydrogen|Instruments?|Irrigation|Laminates"
    r"|Lasers?|Lenses|Lidar|Lifts?|Lighting|Lithium|Machinery|Magnets?|Marine|Meats?|Metals?|Mills?|Minerals|Mobility"
    r"|Moulds|Nickel|Optics|Optomechanics|Packaging|Paints?|Paper|Pipes?|Plastics|Polymers?|Power|Powertrain|Pumps?|Rail"
    r"|Recycling|Refining|Resins?|Roboti[ck]s?|Rubber|Satellites?|Seafoods?|Seeds?|Sensing|Sensors?|Servos?|Shipping"
    r"|Shipyards?|Silicon|Smelting|Space|Spirits|Storage|Substrates?|Tankers?|Textiles?|Tires?|Titanium|Tools|Toys"
    r"|Transmissions?|Tungsten|Turbines?|Tyres?|Valves?|Wafers?|Wind|Wines?|Wires?|Yards?)"
)
"""What firms make or do, as the last word of their names."""
_FIRM = r"(?:[A-ZÀ-Þ][\w&’'-]+\s){1,4}"
_FIRST = (
    r"(?<![\w’'-])(?!(?:The|A|An|In|On|At|For|And|But|New|Green|Renewable|Clean|Chinese|China|State|National|Smart)\s)"
)
OF_TRADE = re.compile(rf"{_FIRST}(?P<names>{_FIRM}{_TRADES})(?![\w’'-]*\s[A-Z])(?=['’]s?\b|[^\w’'-]|\Z)")
_HOME = "|".join((*PROVINCES, *CHINESE_CITIES))
OF_PLACE_IN_CHINA = re.compile(
    rf"(?<![\w’'-])(?P<names>(?:{_HOME})(?:\s[A-Z][a-z][\w’'-]+){{2,4}})(?=[^\w’'-]|['’]s\b|\Z)(?!\s[A-Z])"
)
"""A place in China before two capitalised words or more."""
_NO_VERB = (
    r"(?:in|on|of|at|for|and|or|with|from|by|to|the|an?|as|than|that|which|who|whose|near|under|over|after|before|against"
    r"|via|per|its|their|this|these|was|were|is|are"
    r"|said|says|told|tells|met|meets|visit\w*|chair\w*|spoke|speaks|urge\w*|stress\w*|address\w*|inspect\w*|attend\w*)\b"
)
_LIST = rf"{NAME}(?:(?:\s*,\s*(?:and\s)?|\sand\s|\s&\s){NAME}){{0,5}}"
_SEAT = r"(?:\s(?:of|from)\s(?:the\s)?[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)?)?"
OPEN_SUBJECT = re.compile(
    rf"(?:^|[;:]\s|(?<=[a-z)]\.)\s)(?:Only\s)?(?P<names>(?=\S+\s(?:and\s)?[A-ZÀ-Þ]|[A-Z][a-z]+[A-Z][a-z]){_LIST}){_SEAT}"
    r"(?:\s\([^()]{1,20}\))?(?:,\s(?:an?|the|which|whose|based\sin|our)\s[^,.;]{3,80},)?"
    rf"\s(?:(?:is|are|was|were)\s(?!appointed|named|elected|confirmed|promoted)(?:to\s|not\s|in\s|under\s|[a-z]+(?:ed|ing|nt)\b)|(?!{_NO_VERB})[a-z]{{2,}}\b)"
)
"""Whose news a sentence is: capitalised words, two or more, or a list of them, before any verb."""
OPENS_NEWS = re.compile(rf"^(?P<names>(?=\S+\s[A-ZÀ-Þ]){NAME}):\s(?=[a-z0-9])")
"""Whose news stands behind a colon and begins small: "Acme Fasteners: contract for seat bolts"."""
NEWS_CUES = (OF_TRADE, OF_PLACE_IN_CHINA, OPEN_SUBJECT, OPENS_NEWS)
BUYS = re.compile(
    rf"(?P<names>{NAME})['’]s?\s(?:\w+\s){{0,2}}?(?:purchase|acquisition|takeover|buyout) of (?P<bought>{NAME})"
    rf"|\b(?:its|their|the)\s(?:\w+\s){{0,2}}?(?:purchase|acquisition|takeover|buyout) of (?P<taken>{NAME})"
    rf"|(?<!court\s)\b(?:[Oo]rder(?:s|ed)?|[Bb]ought|[Bb]uys)\s[^.;]{{2,60}}?\sfrom\s(?P<seller>{NAME})"
)
"""Who buys whom, and from whom something is ordered."""
BUYING = ("purchase of", "acquisition of", "takeover of", "buyout of", "order", "bought", "buys")
"""Words of which one stands in every match of that."""
ITS_KIN = WordLed(
    "its their", rf"\b(?:[Ii]ts|[Tt]heir)\s(?:\w+\s){{0,2}}?(?:partner|parent|owner|customer|buyer)\s(?P<names>{NAME})"
)
"""Who is what to somebody told of before."""
