"""How briefings come in: queue, feeds, watched folder, report, review and undo."""
