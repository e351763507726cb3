"""Forms of the dossier: the shape of what is typed."""
