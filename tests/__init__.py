"""Tests that no single slice owns."""
