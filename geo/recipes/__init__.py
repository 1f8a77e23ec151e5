"""Recipes: how the files of ``geo/`` are made. Not part of the installed package."""
