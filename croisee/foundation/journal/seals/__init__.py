"""Seals: every second, what was written is bound into a signed chain that is copied outside the database."""
