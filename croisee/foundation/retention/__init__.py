"""The vocabulary of retention: each model says, beside its fields, what becomes of them in the end."""
