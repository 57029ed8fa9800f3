"""Chinese briefings composed at random of a publisher's habits, what stands in them known by how they were made."""
