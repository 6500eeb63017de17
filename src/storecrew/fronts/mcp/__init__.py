"""The MCP surface: the registry's actions and reads as tools, for the agents of people.

A second small ASGI process (the site itself is WSGI); stateless Streamable HTTP with JSON answers, so that any number of
processes can serve it. Every call is attributed twice: to the agent and to the human it acts for.
"""
