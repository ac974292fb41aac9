"""检查: today's plan of checks, the check on one screen, and every check that was done."""
