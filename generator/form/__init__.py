"""The canonical form of a file, built on the places that the door notes."""
