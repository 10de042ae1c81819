"""xfgrid: cases, offline laptops, the township joint meeting. See docs/architecture.md."""

__version__ = "0.1.0"
