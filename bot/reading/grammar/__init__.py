"""Document to BriefingParts: which block is which part of a briefing; the format no longer matters here."""
