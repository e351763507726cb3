"""Reads of the dossier."""
