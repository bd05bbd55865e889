"""Fixtures for tests over HTTP."""

from support.service_fixtures import beside, engine_as_new, served, service, shared

__all__ = ["beside", "engine_as_new", "served", "service", "shared"]
