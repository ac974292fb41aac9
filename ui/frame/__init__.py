"""The frame around every page: navigation, top bar with the one search box, status bar."""
