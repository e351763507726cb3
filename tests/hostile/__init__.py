"""Attempts to get in where one should not."""
