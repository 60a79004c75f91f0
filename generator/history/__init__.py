"""Revisions of every resource, from the commits of the main line and a reader of old files, both handed in."""
