"""The HTTP API under /api/v1, its OpenAPI document, and the pages."""
