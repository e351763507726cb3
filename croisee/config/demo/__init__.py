"""A credible territory to try the software on: invented people and organisations, real communes.

Deterministic: the same number of dossiers and the same day give the same territory.
"""
