"""A short newsletter of our own wording, an issue a week."""

NEWS = (
    "### MIIT drafts rules for drones\n\n2 May: The MIIT published draft rules for the makers of drones.\n\n"
    "### MOFCOM opens a probe into steel\n\n3 May: The MOFCOM opened an investigation into imports of steel.\n\n"
    "### NDRC raises a price cap\n\n4 May: The NDRC raised the price cap for coal in contracts of a year.\n\n"
)


def write_letter(day: int, text: str = NEWS) -> bytes:
    """Return the issue of a day in May 2024."""
    return f"# Harrow Lane\n\n## Policy Letter\n\n{day} May 2024\n\n{text}".encode()
