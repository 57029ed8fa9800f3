"""The pattern of an hour of the day, as stamps of news and lines of an issue print it."""

ZONE = r"(?:\s?\(?(?:GMT(?:[+-]\d{1,2})?|UTC|CES?T|BST|CST|E[SD]?T|P[SD]?T|HKT|SGT|JST|IST|hrs|Beijing time|Uhr)\b\)?)"
HOUR = rf"(?:\d{{1,2}}[:.h]\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)?{ZONE}?|\d{{4}}{ZONE}|\d{{1,2}}\s?[ap]\.?m\.?{ZONE}?)"
"""Four figures are one only with their zone."""
