"""One's own theatre: a file ``eastup.toml`` with places, gates, chains and defaults that take part as ours do."""

__all__ = ["check", "features", "find", "project", "schema", "start"]
