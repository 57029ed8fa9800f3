"""The time zones of places by which people name them: Berlin, Beijing, New York."""

from __future__ import annotations

from bot.model.text import fold

_PLACES = {
    "Asia/Shanghai": "Beijing, Shanghai, Shenzhen, Guangzhou, Chengdu, Chongqing, Wuhan, Hangzhou, Tianjin, Nanjing",
    "Asia/Hong_Kong": "Hong Kong",
    "Asia/Macau": "Macau, Macao",
    "Asia/Taipei": "Taipei",
    "Asia/Singapore": "Singapore",
    "Asia/Tokyo": "Tokyo, Osaka",
    "Asia/Seoul": "Seoul",
    "Asia/Kolkata": "Kolkata, Delhi, New Delhi, Mumbai, Bangalore, Bengaluru, Chennai",
    "Asia/Dubai": "Dubai, Abu Dhabi",
    "Asia/Bangkok": "Bangkok",
    "Asia/Jakarta": "Jakarta",
    "Asia/Manila": "Manila",
    "Asia/Kuala_Lumpur": "Kuala Lumpur",
    "Asia/Ho_Chi_Minh": "Hanoi, Saigon, Ho Chi Minh City",
    "Australia/Sydney": "Sydney, Canberra",
    "Australia/Melbourne": "Melbourne",
    "Australia/Perth": "Perth",
    "Pacific/Auckland": "Auckland, Wellington",
    "Europe/London": "London",
    "Europe/Dublin": "Dublin",
    "Europe/Lisbon": "Lisbon",
    "Europe/Paris": "Paris",
    "Europe/Brussels": "Brussels",
    "Europe/Amsterdam": "Amsterdam, The Hague",
    "Europe/Berlin": "Berlin, Hamburg, Frankfurt, Munich, Cologne",
    "Europe/Zurich": "Zurich, Geneva, Bern",
    "Europe/Vienna": "Vienna",
    "Europe/Rome": "Rome, Milan",
    "Europe/Madrid": "Madrid, Barcelona",
    "Europe/Copenhagen": "Copenhagen",
    "Europe/Stockholm": "Stockholm",
    "Europe/Oslo": "Oslo",
    "Europe/Helsinki": "Helsinki",
    "Europe/Warsaw": "Warsaw",
    "Europe/Prague": "Prague",
    "Europe/Budapest": "Budapest",
    "Europe/Athens": "Athens",
    "Europe/Istanbul": "Istanbul",
    "Europe/Moscow": "Moscow",
    "Africa/Cairo": "Cairo",
    "Africa/Nairobi": "Nairobi",
    "Africa/Johannesburg": "Johannesburg",
    "America/Sao_Paulo": "São Paulo, Sao Paulo",
    "America/Mexico_City": "Mexico City",
    "America/New_York": "New York, Washington, Boston",
    "America/Toronto": "Toronto, Ottawa",
    "America/Chicago": "Chicago",
    "America/Denver": "Denver",
    "America/Los_Angeles": "Los Angeles, San Francisco, Seattle",
    "America/Vancouver": "Vancouver",
}
_ZONES = {fold(place): zone for zone, places in _PLACES.items() for place in places.split(", ")}
LONGEST_PLACE = max(len(place.split()) for place in _ZONES)
"""So many words the longest name has."""


def find_zone_of_place(name: str) -> str | None:
    """Return the IANA name of the zone of a place in any case, or None."""
    return _ZONES.get(fold(name.replace("_", " ")))
