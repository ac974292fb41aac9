"""What the store decides for itself: its rules, its people, its days, its backups."""
