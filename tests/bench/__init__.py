"""Figures: large made-up repositories and how long the program takes over them."""
