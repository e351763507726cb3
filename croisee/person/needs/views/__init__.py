"""Pages of needs and means: load, check, call, answer."""
