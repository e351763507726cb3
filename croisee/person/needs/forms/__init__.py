"""The shape of what is typed about needs and means."""
