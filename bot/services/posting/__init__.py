"""What is to be posted: summaries, slots, reminders and corrections, and the account of each item."""
