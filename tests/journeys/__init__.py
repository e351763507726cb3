"""Journeys of real users in a real browser, written as sentences."""
