"""Pure rules: whose move it is, which step may follow, what suits a person and why."""
