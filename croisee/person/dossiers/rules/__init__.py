"""Pure rules of the dossier: no database, no Django."""
