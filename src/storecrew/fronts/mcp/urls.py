"""Addresses of the MCP surface on the site."""

from django.urls import path

from storecrew.fronts.mcp.forward import forward

app_name = "mcp"
urlpatterns = [
    path("mcp", forward, name="mcp"),
    path(".well-known/oauth-protected-resource/mcp", forward, name="resource"),
]
