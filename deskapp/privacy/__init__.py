"""个人信息: a copy of everything the store knows of one person, and taking it away (rules.md §7)."""
