"""Commands of the workshop: bootstrap, generators, reports."""
