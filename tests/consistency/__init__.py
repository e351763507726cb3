"""The code read as data: each test is a rule of docs/architecture.md."""
