"""What is posted unasked: rules and their slots, digests, reminders, and the life of a post."""
