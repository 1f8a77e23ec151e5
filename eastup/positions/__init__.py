"""Positions of ships and aircraft: what is near each, and which straits their tracks pass."""
