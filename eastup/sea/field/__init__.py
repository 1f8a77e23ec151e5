"""Fields of ship distances about a hub: how far it is by sea to any place."""
