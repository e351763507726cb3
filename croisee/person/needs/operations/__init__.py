"""Everything the slice does: the functions of these modules are the list."""
