"""Proof of approval: signatures, and what a merge's signature says of who approved it."""
