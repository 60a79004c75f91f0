"""A new resource file from a few answers."""
