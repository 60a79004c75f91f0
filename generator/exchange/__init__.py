"""Registers from and to the tables that other people keep."""
