"""BriefingParts to Briefing: what the wording names, dates, sets and counts."""
