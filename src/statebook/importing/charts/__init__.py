"""Statecharts and workflows: states inside states made flat."""
