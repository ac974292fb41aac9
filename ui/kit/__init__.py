"""What every window is made of: look and mechanisms, no feature."""
