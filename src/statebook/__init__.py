"""Statebook: one YAML spec of a resource's lifecycle renders its documentation and keeps it true."""

__version__ = "0.1.0"
