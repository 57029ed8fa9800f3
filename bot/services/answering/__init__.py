"""What people ask for: searches, cards, lists, files, and the record of answers that a channel sees."""
