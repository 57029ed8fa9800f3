"""Grammatical cues by which a text shows that an unknown name is a company's.

Each cue gives candidates with their place; whether a candidate can be a company is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.model.ids import HAN
from bot.reading.facts.bodies import CHINESE_CITIES, COUNTRIES, COUNTRIES_ZH, PROVINCES
from bot.reading.facts.company_names import (
    AND_MORE,
    BAR_ZH,
    FOREIGN_ZH,
    IN_LIST_ZH,
    INVESTS_ZH,
    LATIN_ZH,
    MAKES_ZH,
    NAME,
    NUMBER_IN_BRACKETS,
    OWNED_ZH,
    PAIR_ZH,
    PARTNER_ZH,
    PLACED_ZH,
    TICKER_ZH,
    WITH_FORM_ZH,
    ZH_SHORT,
    begins_with_place,
)
from bot.reading.facts.passages import WordLed, mentions
from bot.reading.facts.references import list_reference_spans

# Cues that show a company's name only in news of companies: its trade, its place in China, and that the news is its.

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
_COMPANY_CUES_NEWS_LIST = rf"{NAME}(?:(?:\s*,\s*(?:and\s)?|\sand\s|\s&\s){NAME}){{0,5}}"
_SEAT = r"(?:\s(?:of|from)\s(?:the\s)?[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+)?)?"
OPEN_SUBJECT = re.compile(
    rf"(?:^|[;:]\s|(?<=[a-z)]\.)\s)(?:Only\s)?(?P<names>(?=\S+\s(?:and\s)?[A-ZÀ-Þ]|[A-Z][a-z]+[A-Z][a-z]){_COMPANY_CUES_NEWS_LIST}){_SEAT}"
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


ROLES = (
    r"(?:\w*makers?|manufacturers?|producers?|firms?|company|companies|giants?|developers?|suppliers?|startups?"
    r"|start-ups?|conglomerates?|unicorns?|operators?"
    r"|retailers?|insurers?|brands?|providers?|foundry|foundries|shipbuilders?|miners?|subsidiar(?:y|ies)"
    r"|affiliates?|champions?|contractors?|lenders?|airlines?"
    r"|vendors?|distributors?|builders?|exporters?|importers?|refiners?|utility|utilities|multinationals?"
    r"|(?:hedge|private equity|venture capital|buyout|investment) funds?"
    r"|farmers?|breeders?|recyclers?|growers?|brewers?|carriers?|processors?|fabricators?|installers?"
    r"|(?:ferry|shipping|cruise|container|bus) lines?|(?:software|publishing|fashion|design|trading|auction) houses?"
    r"|specialists?|automakers?|carmakers?|chipmakers?|drugmakers?|smelters?"
    r"|enterprises?|businesses|players?|auditors?|rivals?|competitors?|(?<!central )bank|consultancy|brokerage"
    r"|platforms?|entities|(?:tech|technology|chemicals?|energy|car"
    r"|auto|automotive|media|telecoms?|steel"
    r"|industrial|pharmaceutical|food|mining|investment|internet|e-commerce|consumer|fashion|luxury|logistics"
    r"|shipping|semiconductor|battery|engineering|pump|machine|machinery|tool|robotics|chip|electronics|textile|glass"
    r"|paper|rail|aerospace|defen[cs]e|medical|packaging|lighting|valve|gear|lift|crane|bearing|sensor|optics|plastics"
    r"|rubber|furniture|toy|seed|dairy|beverage|brewing|construction|cement|wind|solar|hydrogen|trading|retail) group"
    r"|investors?|shippers?)"
)
_ROLE_WORDS = (
    "maker manufacturer producer firm compan giant developer supplier startup start-up conglomerate unicorn"
    " operator retailer insurer brand provider foundr shipbuilder miner subsidiar affiliate champion contractor"
    " lender airline vendor distributor builder exporter importer refiner utilit multinational specialist smelter"
    " fund hedge private venture buyout"
    " enterprise business player auditor rival competitor bank consultancy brokerage platform tech chemical energy"
    " car auto media telecom steel industrial pharmaceutical food mining investment internet e-commerce consumer"
    " fashion luxury logistics shipping semiconductor battery engineering pump machine tool robotics chip"
    " electronics textile glass paper rail aerospace defence defense medical packaging lighting group"
    " valve gear lift crane bearing sensor optics plastics rubber furniture toy seed"
    " entities farmer breeder recycler grower brewer carrier processor fabricator installer"
    " ferry cruise container bus software publishing design auction"
    " member client buyer user seller trader investor shipper organi"
    " customer peer newcomer dairy beverage brewing construction cement wind solar hydrogen trading retail"
)
VERBS = (
    r"(?:announc(?:ed|es)|releas(?:ed|es)|unveil(?:ed|s)|launch(?:ed|es)|confirm(?:ed|s)|stat(?:ed|es)|plans?|will"
    r"|appl(?:ied|ies)\sfor|signed|signs|opened|opens|acquir(?:ed|es)|complet(?:ed|es)"
    r"|began|begins|start(?:ed|s)|deliver(?:ed|s)|invest(?:ed|s)|agreed|agrees|sold|sells|expand(?:ed|s)|enlarg(?:ed|es)|introduc"
    r"(?:ed|es)|reveal(?:ed|s)|debut(?:ed|s)|rais(?:ed|es)|buil(?:t|ds)"
    r"|develop(?:ed|s)|produc(?:ed|es)|recall(?:ed|s)|shipp?(?:ed|s)|halt(?:ed|s)|suspend(?:ed|s)|clos(?:ed|es)"
    r"|cut|cuts|withdrew|exit(?:ed|s)|filed|files|won|wins|secur(?:ed|es)|pulled"
    r"|teamed|partnered|partners|joined|joins|put|puts|showed|shows|supplied|sued|bought|buys|hired|fired|lost"
    r"|paid|shut|left|handed over|hands over|settl(?:ed|es)|mov(?:ed|es)|appoint(?:ed|s)|dropp?(?:ed|s)|scrapp?(?:ed|s)"
    r"|merg(?:ed|es)|delay(?:ed|s)|postpon(?:ed|es)|tak(?:es|ing)|told\s(?:its\s)?(?:customers|clients|investors|suppliers|staff)"
    r"|doubled|overtook|order(?:ed|s)|named|listed|received|gained|took|broke ground|showcas(?:ed|es)"
    r"|display(?:ed|s)|present(?:ed|s)|present|roll(?:ed"
    r"|s)|to (?:build|invest|open|sell|cut|launch|acquire|buy|close|expand|produce))"
)
SAYING = r"(?:said|says|told|warned|added|denied|noted|expects?|reported)"
_AND = r"(?:\s*,\s*(?:and\s|or\s)?|\s(?:and|or|&)\s)"
_LIST = rf"{NAME}(?:{_AND}{NAME}){{0,7}}"
_ROLE = WordLed(
    _ROLE_WORDS,
    rf"(?<![\w-]){ROLES}\s(?:(?:like|such as|including|named|called)\s)?(?P<names>{_LIST})",
    inside=True,
)
_ROLE_LIST = WordLed(
    _ROLE_WORDS,
    rf"(?<![\w-])(?i:{ROLES}|members|clients|customers|peers|newcomers|buyers|users|sellers|traders|organi[sz]ations)(?:,)?"
    rf"\s(?:such as|including|like|namely|among them)\s(?P<names>{_LIST})",
    inside=True,
)
_SUCH_AS = WordLed(
    _ROLE_WORDS,
    rf"(?<![\w-]){ROLES}\b(?:[^.;:]|(?<=incl)\.){{0,90}}?(?:,\s|\s\()"
    rf"(?:such as|including|incl\.|among them|e\.g\.)\s(?P<names>{_LIST})",
    inside=True,
)
_OF = WordLed(
    "subsidiar unit arm affiliate division owned backed manufactured made produced built developed operated supplied"
    " founded joint stake shares partner merger takeover acqui supplier invest plant deal contract liquidator"
    " administrator adviser advisor lawyer auditor consultant",
    r"\b(?:subsidiar(?:y|ies) of|unit of|arm of|affiliate of|division of|owned by|backed by|manufactured by|made "
    r"by|produced by|built by|developed by|operated by"
    r"|supplied by|founded by|joint venture (?:with|between)|stakes? in|[Ss]hares (?:in|of)|partner(?:ship|ed|s)? "
    r"with|merger with|takeover of|acquisition of|acquired"
    r"|(?:liquidators?|administrators?|advis[eo]rs?|lawyers?|auditors?|consultants?) (?:of|from|at)|supplier to"
    r"|invest(?:ed|ment)? in|plant of|(?:deal|contract)(?:\sfor\s[^.;,]{2,40}?)?\swith)"
    rf"\s(?P<names>{NAME}(?:\s(?:and)\s{NAME})?)",
)
_DONE_TO = WordLed(
    "fined penali punished sued bought buys acquires took takes",
    r"\b(?:fined|penali[sz]ed|punished|sued|bought|buys|acquires|took over|takes over)\s(?:\w+\s){0,2}?"
    rf"(?P<names>{NAME})"
    r"(?=\s(?:for|over|on|from|and|after|in|a|(?:CNY|RMB|USD|EUR|HKD)\b|[$€]?\d)|[,.;]|$)",
)
"""Who is fined or bought."""
_SHARE = re.compile(
    r"\b(?:bought|buys?|acquire[ds]?|tak(?:es|ing)|took|sold|sells|holds?|held|owns?|owned)\s(?:over\s)?(?:\w+\s)?[\d.]+\s?"
    rf"(?:percent|per\scent|%)\s(?:stake\sin|of(?:\sthe\sshares\s(?:in|of))?)\s(?P<names>{NAME})"
)
"""Of whom a share is bought, sold or held: "took over 60 percent of Brewer Tools"."""
_TOLD_TO = WordLed(
    "asked told ordered urged instructed allowed required permitted warned",
    rf"\b(?:asked|told|ordered|urged|instructed|allowed|required|permitted|warned)\s(?P<names>{NAME})"
    r"(?=\s(?:to|that|not)\b)",
)
"""Whom an office tells what to do."""
_OURS = WordLed(
    "our",
    r"(?<!says )(?<!said )\b[Oo]ur\s(?:\w+\s)?(?:clients?|members?|member\scompan(?:y|ies)|customers?"
    rf"|portfolio\scompan(?:y|ies))\s(?P<names>{_LIST})",
)
_MEMBER = WordLed(
    "member partner owner parent buyer rival supplier customer client peer licensee distributor",
    rf"\b(?:(?<=[Cc]ouncil\s)member|(?<=[Cc]hamber\s)member|(?<=[Cc]lub\s)member|(?:partner|owner|parent|buyer|rival|supplier|customer|client|peer|licensee|distributor),)"
    rf"\s(?P<names>{NAME})(?=[,.;]|\s(?:has|have|took|{VERBS}|{SAYING})\b)",
)
"""A member of a club, or whom somebody deals with, named behind a comma: "to its partner, Brewer Tools"."""
_APPOSITIVE = re.compile(
    rf"(?P<names>(?:{NAME}\s&\s)?{NAME})(?:\sof\s[A-Z]\w+)?\s?(?:\([^()]{{1,20}}\)\s?)?"
    rf",\s(?!the\s\w+\s(?:said|says|[a-z]+ed)\b)(?:a|an|the|one of|our)"
    rf"\s(?:(?:[\w’'-]+|U\.S\.|U\.K\.)\s){{0,7}}?(?:{ROLES}|group|bank|fund|business|consultanc(?:y|ies)|client|member|customer)\b"
    rf"(?!\s(?:{SAYING}|announced|confirmed|wrote)\b)"
)
_MAKER = re.compile(
    rf"(?P<names>{NAME}),\s(?:[a-z-]+\s){{0,3}}?"
    r"(?:maker|producer|supplier|developer|operator|builder|distributor|importer|manufacturer)s?\s(?:of|for)\b"
)
"""What they make behind a comma: "Acme Lidar, maker of sensors"."""
_COUNTED = WordLed(
    "two three four five six seven eight nine ten",
    rf"\b(?:two|three|four|five|six|seven|eight|nine|ten)\s(?:[a-z-]+\s){{0,2}}?{ROLES},\s(?P<names>{_LIST})",
)
"""Who some firms are, behind their number: "three shippers, A, B and C"."""
_ON_LIST = WordLed(
    "added adds put puts placed places",
    rf"\b(?:added|adds|put|puts|placed|places)\s(?P<names>{_LIST})(?:\s(?:and|with)\s[^.;:]{{3,60}}?)?"
    r"\s(?:to|on|onto)\s(?:its|the|their)\s(?:[\w-]+\s){0,3}(?:list|blacklist)\b",
)
"""Whom an office puts on a list."""
_BARRED = re.compile(
    rf"(?:^|[.;:]\s)(?P<names>{NAME})\s(?:is|was|were|has been)\s"
    r"(?:barred|banned|fined|blacklisted|delisted|sanctioned)\b"
)
"""To whom something is done that is done to firms."""
_SPEAKS = WordLed("spokes", rf"\bspokes(?:man|woman|person)\s(?:for|of)\s(?P<names>{NAME})")
_AMONG = re.compile(rf"\((?:among them|including|incl\.)\s(?P<names>{_LIST})\)")
"""Some of several firms, in brackets behind their number: "ten (among them Brewer Tools)"."""
_MAKES = re.compile(
    rf"(?P<names>{NAME}),\swhich\s(?:makes|supplies|builds|sells|produces|develops|operates|designs|manufactures)\b"
)
_BASED = re.compile(
    rf"(?<!\w)[A-Z]\w+-(?:based|listed)\s(?P<names>{NAME})(?=,|\s(?:has|have|is|was|sold|bought|built|won|took|set|will|{SAYING}|[a-z]{{2,}}ed|[a-z]{{2,}}s)\b)"
)
"""Who is told by where it sits ("Turin-based Brewer Tools, ...")."""
_SUFFIX_WORDS = (
    r"(?:Co\.?,?\s?Ltd\b\.?|Co\.(?!\w)|Corp\b\.?|Corporation\b(?:\sof\sChina\b)?"
    r"|Company\sLimited|Inc\b\.?|Ltd\b\.?|LLC|AG|SE|GmbH|S\.A\.|SpA|N\.V\.|NV|PLC|plc"
    r"|Holdings?|Group|Technology|Technologies|Pharmaceuticals?|Pharma|Motors?|Automobiles?|Automotive"
    r"|Semiconductors?|Electronics|Biotech|Biosciences|Biologics"
    r"|Therapeutics|Robotics|Airlines|Aviation|Aerospace|Microelectronics|Photonics|Optoelectronics|Materials|Chemicals?"
    r"|Steel|Mining|Petroleum|Shipbuilding|Telecom|Securities"
    r"|Insurance|Capital|Networks|Software|Systems|Medical|Healthcare|Foods|Dynamics|Labs|Solar|Batteries"
    r"|Industries|Heavy Industr(?:y|ies)|Logistics|Bank)\b"
)
_SUFFIX = re.compile(rf"(?P<names>{NAME}(?:\s{_SUFFIX_WORDS}|,\s(?:Co\.?,?\s?Ltd|Corp|Inc|Ltd|Limited|LLC)\b\.?))")
_ASIDE = r"(?:,\s(?:an?|the|one\sof|which|whose|based\sin)\s[^,.;]{3,80},)?"
_PERSONS = (
    r"(?:\w*minister|officer|premier|chancellor|ambassador|governor|mayor|director|leader|lawyer|founder|manager|lawmaker"
    r"|writer|author|reporter|doctor|professor|senator|spokes\w+|researcher|engineer|former|worker|member|commissioner"
    r"|prosecutor|teacher|under|over|after|per|their|other|for|or)\s"
)
_SUBJECT = re.compile(
    rf"(?:^(?:[A-Z][A-Z ’'-]{{2,20}}, [^–—:]{{3,16}}[–—]\s)?|[;:]\s|\bthat\s)(?P<names>{_LIST})(?:\s\([^()]{{1,20}}\))?"
    rf"{_ASIDE}(?:\s(?:also|recently|officially|formally|has"
    rf"|have|had|is|are|jointly|successfully|today))*\s{VERBS}\b"
)
_NEXT_SUBJECT = re.compile(
    rf"(?<=[a-z)]\.)\s(?P<names>(?=\S+\s[A-Z]){NAME})(?:\s(?:also|recently|officially|now|has|have|had))*\s{VERBS}\b"
)
"""The subject of a later sentence, in two words at least."""
_WHAT_IT_IS = re.compile(
    rf"(?:^|[;:]\s)(?:(?:An?|The)\s)?[A-Z][a-z]+\s(?:[a-z-]+\s){{0,3}}?(?!{_PERSONS})(?:[a-z-]{{2,}}(?:ers?|ors?|house|works|yard)|group)"
    rf"\s(?P<names>{NAME}(?:\s&\s{NAME})?)(?:\s(?:has|have|is|also|on\s(?:\w+day|\d{{1,2}}\s[A-Z]\w+|[A-Z]\w+\s\d{{1,2}})))*"
    rf"\s(?:{VERBS}|[a-z]+ed)\b"
)
"""Whose news a sentence begins to tell by what they make or do: "Swedish crane fitter Acme stopped"."""
_SAID = re.compile(rf"(?:^|[;:]\s)(?P<names>[A-Z][\w’'-]*(?:\s&\s[A-Z][\w’'-]+)?)\s{SAYING}\b")
_CHIEF = re.compile(
    rf"(?<![\w-])(?P<names>{NAME})['’]s?\s(?:CEO|chief executive|chairman|founder|shareholders?|factory|plant|sales"
    rf"|shares|revenue|board|IPO|flagship)\b"
)
_KIN = re.compile(
    r"['’]s?\s(?:\w+\s){0,2}?(?:unit|arm|partner|parent|owner|agent|customer|client|licensee|spin-off|venture|peer|buyer"
    rf"|investor|neighbo?ur)\s(?P<names>{NAME})"
)
"""Who is what to somebody: "Acme's partner Brewer Tools"."""
_OF_COUNTRY = re.compile(
    rf"(?:^|[;,]\s|\band\s)(?:{'|'.join(country for country in COUNTRIES if country != 'China')})['’]s?\s"
    rf"(?P<names>{NAME})(?=\s(?:and|is|has|{VERBS}|{SAYING})\b)"
)
"""Whose country is told before what it does: "Germany's Brewer Tools opened"."""
_LEAD = re.compile(
    rf"^(?P<names>{NAME})(?:\s*[:：]|\s[–—→-])\s(?:(?:The|Its|A|An)\s(?:[\w-]+\s){{0,3}}?{ROLES}\b|(?i:{VERBS})\b)"
)
_CELL = re.compile(rf"^(?:Compan(?:y|ies)|Firms?|Enterprises?|Businesses)[:：]\s(?P<names>{_LIST})")
_IN_LIST = re.compile(rf"(?P<names>{NAME}(?:{_AND}{NAME}){{1,7}})")
_LISTS = WordLed(
    "such including incl. e.g. like namely among",
    r"(?<=[\s(])(?:such as|including|incl\.|e\.g\.|like|namely|among them)\s",
)
_APPOSED = re.compile(r",\s(?:an?|the|one of|our)\s")
_OWN = re.compile(r"['’]s?\s")
_HAN_SIGN = re.compile(f"[{HAN}]")
_SUFFIX_WORD = re.compile(_SUFFIX_WORDS)
_PIECE = re.compile(NAME)
_AMPERSAND = re.compile(rf"{NAME} & {NAME}")
_SEVERAL = re.compile(r"(?:s|ies|companies|such as|including|like|between|with)\s\Z")
_ROLE_LENGTH, _SHORTEST_LATIN = 24, 4
_QUOTED = re.compile(r"[“\"][^“”\"\n]{1,200}[”\"]|《[^《》]*》")
_NEEDED: dict[re.Pattern[str] | WordLed, re.Pattern[str] | WordLed] = {
    _ROLE_LIST: _LISTS,
    _SUCH_AS: _LISTS,
    _APPOSITIVE: _APPOSED,
    _MAKER: re.compile(", "),
    _BARRED: re.compile("barred|banned|fined|listed|sanctioned"),
    _AMONG: WordLed(
        "firms companies entities businesses makers suppliers groups",
        r"(?:firms|companies|entities|businesses|makers|suppliers|groups)\b",
    ),
    _MAKES: re.compile(", which "),
    _BASED: re.compile("-based |-listed "),
    _CHIEF: _OWN,
    _KIN: _OWN,
    _OF_COUNTRY: _OWN,
    _SUFFIX: _SUFFIX_WORD,
    _SHARE: re.compile(r"percent |per cent |% "),
    WITH_FORM_ZH: re.compile("公司"),
    ZH_SHORT: re.compile(
        f"旗下|融资|股份|集团|科技|控股|重工|公司|企业|[车药]企|厂[商家]|商(?!务|业)|巨头|独角兽|{MAKES_ZH}|{PLACED_ZH}"
    ),
    LATIN_ZH: re.compile(f"公司|集团|{'|'.join(COUNTRIES_ZH)}"),
    FOREIGN_ZH: re.compile("|".join(COUNTRIES_ZH)),
    OWNED_ZH: re.compile("旗下|子公司"),
    INVESTS_ZH: re.compile("投|股[权份]"),
    BAR_ZH: re.compile("[|｜]"),
}
"""What stands in every match of a pattern that is slow to try."""
_EVERYWHERE = (
    _ROLE,
    _OURS,
    _MEMBER,
    _ROLE_LIST,
    _SUCH_AS,
    _OF,
    _APPOSITIVE,
    _AMONG,
    _MAKER,
    _COUNTED,
    _ON_LIST,
    _BARRED,
    _SPEAKS,
    _MAKES,
    _BASED,
    _SUFFIX,
    _CHIEF,
    _KIN,
    ITS_KIN,
    _DONE_TO,
    _SHARE,
    _TOLD_TO,
    _CELL,
    WITH_FORM_ZH,
    LATIN_ZH,
)
_OF_NEWS = (
    *_EVERYWHERE,
    _OF_COUNTRY,
    _SUBJECT,
    _NEXT_SUBJECT,
    _WHAT_IT_IS,
    FOREIGN_ZH,
    _SAID,
    _LEAD,
    *NEWS_CUES,
    ZH_SHORT,
    OWNED_ZH,
    INVESTS_ZH,
    BAR_ZH,
)
_IN_HAN = frozenset({WITH_FORM_ZH, LATIN_ZH, FOREIGN_ZH, ZH_SHORT, OWNED_ZH, INVESTS_ZH, BAR_ZH})
"""Patterns of which every match holds a Chinese sign."""
_BY_GROUP = frozenset({ZH_SHORT, INVESTS_ZH, LATIN_ZH, FOREIGN_ZH})
_WHOLE = frozenset(
    {
        _WHAT_IT_IS,
        _APPOSITIVE,
        FOREIGN_ZH,
        BAR_ZH,
        _SUFFIX,
        WITH_FORM_ZH,
        ZH_SHORT,
        _CHIEF,
        _SAID,
        LATIN_ZH,
        OWNED_ZH,
        INVESTS_ZH,
    }
)


def list_cued_names(text: str, *, about_companies: bool) -> Iterator[tuple[int, int, str]]:
    """Return (start, end, name) for every name that a cue marks; subjects count only in news about companies."""
    masked = mask_quotations(text)
    has_han = not masked.isascii() and _HAN_SIGN.search(masked) is not None
    for pattern in _OF_NEWS if about_companies else _EVERYWHERE:
        needed = _NEEDED.get(pattern)
        if (pattern in _IN_HAN and not has_han) or (needed and not needed.search(masked)):
            continue
        for match in pattern.finditer(masked):
            start, end = match.span(match.lastgroup or "names" if pattern in _BY_GROUP else "names")
            more = AND_MORE.match(masked, end) if masked.startswith(" & ", end) else None
            end = more.end() if more else end
            yield from _split_list(text, start, end, whole=pattern in _WHOLE)
    for match in BUYS.finditer(masked) if mentions(masked, BUYING) else ():
        yield from ((*match.span(group), match[group]) for group in match.groupdict() if match[group])
    for match in TICKER_ZH.finditer(masked) if NUMBER_IN_BRACKETS.search(masked) else ():
        yield (*match.span("names"), match["names"])
    for match in PARTNER_ZH.finditer(masked) if about_companies and has_han else ():
        if not (match["names"].isupper() or len(match["names"]) < _SHORTEST_LATIN):  # AI, FDA: no partner
            yield (*match.span("names"), match["names"])
    for match in PAIR_ZH.finditer(masked) if about_companies and has_han else ():
        if not match["names"].isupper():  # LPR, DRG: short for the words before
            yield (*match.span("whole"), match["names"])


def _is_pair(text: str, start: int, end: int) -> bool:
    """Return whether "A & B" is one name, as after a role in the singular ("gear maker A & B")."""
    several = _SEVERAL.search(text, max(0, start - _ROLE_LENGTH), start)
    return _AMPERSAND.fullmatch(text, start, end) is not None and several is None


def list_enumerations(text: str) -> Iterator[tuple[tuple[int, int, str], ...]]:
    """Return the enumerations of capitalised names in the text, each as (start, end, name) in order."""
    masked = mask_quotations(text)
    for match in _IN_LIST.finditer(masked):
        yield tuple(_split_list(text, *match.span("names"), whole=False))
    for match in IN_LIST_ZH.finditer(masked):
        at = match.start("names")
        yield tuple((at + piece.start(), at + piece.end(), piece[0]) for piece in re.finditer("[^、]+", match["names"]))


def mask_quotations(text: str) -> str:
    """Return the text with quotations and names of documents blanked, character for character."""
    quotes = any(map(text.__contains__, '“"《'))
    unquoted = _QUOTED.sub(lambda match: "·" * len(match[0]), text) if quotes else text
    spans = list_reference_spans(text)
    masked = list(unquoted) if spans else []
    for start, end in spans:
        masked[start:end] = "·" * (end - start)
    return "".join(masked) if spans else unquoted


def _split_list(text: str, start: int, end: int, *, whole: bool) -> Iterator[tuple[int, int, str]]:
    if whole or _is_pair(text, start, end):
        yield start, end, text[start:end]
        return
    position = start
    for piece in re.split(_AND, text[start:end]):
        found = text.find(piece, position, end)
        position = found + len(piece)
        if _PIECE.match(piece) and not (found == start and begins_with_place(text, found, position)):
            yield found, position, piece
