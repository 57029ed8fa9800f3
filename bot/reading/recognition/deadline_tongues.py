"""The words of deadlines in tongues that newsletters mix with English, beside the months of ``month_names``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.model.briefing import DeadlineKind


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tongue:
    """The words of a tongue, as parts of patterns.

    ``until`` stands before the day of ``comments`` or ``applications``, as does ``ends`` behind them; ``label`` names a
    deadline; ``effect`` stands before a day of effect, ``parted_effect`` where the rest stands behind it ("tritt am ...
    in Kraft"); ``over`` tells of what is past.
    """

    comments: str
    applications: str
    until: str
    ends: str
    label: str
    effect: str
    over: str
    parted_effect: str = ""
    effect_label: str


_TONGUES = (
    _Tongue(
        comments=r"stellungnahmen?|komment\w+|rückmeldungen|konsultation\w*|anhörung\w*|anmerkungen",
        applications=r"antr[aä]g\w*|bewerbung\w*|anmeldung\w*",
        until=r"bis(?:\s(?:einschließlich|spätestens))?(?:\szum|\sam)?",
        ends=r"(?:endet|enden|läuft|laufen|schließt|schließen)(?:\sam|\sbis\szum)?",
        label=r"(?:frist|fristende|schlusstermin)\sfür\s(?:die\s)?",
        over=r"wurden?|war|waren|hatten?",
        effect=r"(?:gilt|gelten)\s(?:ab|seit)(?:\sdem)?|in\skraft\sab(?:\sdem)?",
        parted_effect=r"(?:tritt|treten)\s(?:\w+\s){0,2}?(?:am|zum)",
        effect_label=r"inkrafttreten|in\skraft(?:\sab)?|gültig\sab",
    ),
    _Tongue(
        comments=r"commentaires?|observations|consultation|contributions|avis",
        applications=r"candidatures?|demandes|dossiers|inscriptions",
        until=r"jusqu['’]au|avant\sle|au\splus\stard\sle",
        ends=r"(?:se\stermine|se\sterminent|prend\sfin|s['’]achève|est\sclose)(?:\sle)?",
        label=r"(?:date\slimite|échéance|délai)\s(?:pour\sles\s|des\s|de\sla\s|de\s|d['’]envoi\sdes\s)",
        over=r"était|étaient|(?:a|ont)\sété|avaient?",
        effect=r"(?:entre|entrent|entrera|entreront)\sen\svigueur\s(?:le|à\scompter\sdu|à\spartir\sdu)",
        effect_label=r"entrée\sen\svigueur",
    ),
    _Tongue(
        comments=r"comentarios?|observaciones|consulta|alegaciones",
        applications=r"solicitudes?|candidaturas?|inscripciones",
        until=r"hasta\sel|antes\sdel?",
        ends=r"(?:termina|concluye|finaliza|cierra)(?:\sel)?",
        label=r"(?:fecha\slímite|plazo)\s(?:para\s(?:las?\s|los\s)?|de\s(?:las?\s|los\s)?)",
        over=r"fue|fueron|era|eran|había",
        effect=r"(?:entra|entran|entrará|entrarán)\sen\svigor\s(?:el|a\spartir\sdel)",
        effect_label=r"entrada\sen\svigor",
    ),
)
_WEEKDAY = r"(?:\s\w+,?(?:\sden)?)?"
_IN_FORCE_AFTER = re.compile(r"\s(?:\w+\s)?in\sKraft\b")
_SPLIT = re.compile(r"[;.]\s")


def _ask(tongue: _Tongue, words: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:{words})\b(?:(?!\b(?:{tongue.over})\b)[^,;:]){{0,80}}?\b(?:{tongue.until}|{tongue.ends}){_WEEKDAY}\s\Z"
        rf"|\A\W*(?:{tongue.label})?(?:{words})(?:frist)?(?:\s(?:{tongue.until}))?\s?[:：|–-]\s?(?:{tongue.until}\s)?\Z",
        re.IGNORECASE,
    )


_ASKED = tuple(
    (kind, _ask(tongue, words))
    for tongue in _TONGUES
    for kind, words in (
        (DeadlineKind.COMMENTS_CLOSE, tongue.comments),
        (DeadlineKind.APPLICATIONS_CLOSE, tongue.applications),
    )
)
_ASKED_AFTER = tuple(
    (
        re.compile(rf"\b(?:{tongue.until}){_WEEKDAY}\s\Z", re.IGNORECASE),
        re.compile(
            rf"\s(?:\w+\s){{0,2}}?(?:zur|für|aux?|à\sla|pour|a|para)\s(?:\w+\s)?(?:{tongue.comments})\b", re.IGNORECASE
        ),
    )
    for tongue in _TONGUES
)
_EFFECTS = tuple(
    re.compile(
        rf"\b(?:{tongue.effect}){_WEEKDAY}\s\Z"
        rf"|\A\W*(?:{tongue.effect_label})\s?(?:[:：|–-]\s?|\s(?:am|zum|le|el)\s)\Z",
        re.IGNORECASE,
    )
    for tongue in _TONGUES
)
_PARTED_EFFECTS = tuple(
    re.compile(rf"\b(?:{tongue.parted_effect}){_WEEKDAY}\s\Z", re.IGNORECASE)
    for tongue in _TONGUES
    if tongue.parted_effect
)


def find_kind_in_tongues(before: str, after: str) -> DeadlineKind | None:
    """Return what the day between these parts of a sentence closes or puts into effect, by words of other tongues."""
    clause = _SPLIT.split(before)[-1]
    if any(effect.search(clause) for effect in _EFFECTS):
        return DeadlineKind.TAKES_EFFECT
    if _IN_FORCE_AFTER.match(after) and any(effect.search(clause) for effect in _PARTED_EFFECTS):
        return DeadlineKind.TAKES_EFFECT
    if any(until.search(clause) and asked.match(after) for until, asked in _ASKED_AFTER):
        return DeadlineKind.COMMENTS_CLOSE
    return next((kind for kind, asked in _ASKED if asked.search(clause)), None)
