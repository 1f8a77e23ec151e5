"""One's own theatre: a file ``eastup.toml`` with places, gates, chains and defaults that take part as ours do."""
