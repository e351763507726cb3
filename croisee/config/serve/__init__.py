"""`croisee serve`: database, three processes and their front, started and watched together."""
