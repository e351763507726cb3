"""The harness: databases, cast, guards, assertions."""
