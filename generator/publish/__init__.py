"""The only room that writes files or knows the site builder."""
