"""The MCP room."""

from django.apps import AppConfig


class McpConfig(AppConfig):
    name = "storecrew.fronts.mcp"
    label = "mcp"
