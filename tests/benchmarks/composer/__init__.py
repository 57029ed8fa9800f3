"""Briefings composed of a layout, facts and habits, what stands in them known by how they were made."""
