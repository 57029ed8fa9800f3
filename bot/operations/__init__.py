"""Health, doctor, backup, alarms and the export of the store."""
