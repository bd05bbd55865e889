"""Fixtures for tests over HTTP."""

from support.service_fixtures import engine_as_new, service, shared, start_second, start_service

__all__ = ["engine_as_new", "service", "shared", "start_second", "start_service"]
