"""Findings as people and programs read them outside the site."""
