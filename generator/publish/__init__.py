"""The only room that writes files or knows the site builder."""

from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "site_templates"
CONFIGURATION = TEMPLATES.parent / "mkdocs.yml"
