"""The recipe of ``geo/seamesh.npz``, the navigation mesh of the sea."""
