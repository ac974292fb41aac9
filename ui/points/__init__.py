"""An account as the desk sees it."""
