"""What is posted without being asked: rules, schedule, outbox, sending, reminders and corrections."""
