"""PINs and the recovery code as people see them: shared by the windows before the work and by the settings."""
