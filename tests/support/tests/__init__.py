"""The harness itself, seen refusing."""
