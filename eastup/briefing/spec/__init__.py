"""Map specifications: short TOML files, and the readers that check them."""
