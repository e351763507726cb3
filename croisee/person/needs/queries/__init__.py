"""Reads of needs and means."""
