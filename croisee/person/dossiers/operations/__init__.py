"""Every write on a dossier: the list of these functions is the list of what one can do with it."""
