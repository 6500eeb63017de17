"""The protocol's side: list tools, call one, both for whoever the request's token names."""

from typing import Any

import mcp_types as types
from asgiref.sync import sync_to_async
from django.db import close_old_connections
from django.utils import timezone
from mcp.server.auth.middleware.auth_context import get_access_token
from mcp.server.auth.provider import AccessToken
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError

import storecrew
from storecrew.fronts.mcp import tools
from storecrew.kernel import limits
from storecrew.kernel.actions.cause import because, new_id
from storecrew.kernel.actions.types import Actor, Surface
from storecrew.kernel.people import tokens

RATE = limits.Rate(count=600, window_s=60)
INSTRUCTIONS = """\
Storecrew runs a small online store and its team. Each tool asks a question or makes one audited change, under the seat of
the person you act for. Names that come back as product:7 or order:12 are subjects: pass their numbers on. Amounts are integers in minor
units (cents, fen). Give changes an idempotency_key when you might retry. "waits_for_approval" means a human decides; do not try again."""


class Verifier:
    """Knows the tokens of people and agents."""

    async def verify_token(self, token: str) -> AccessToken | None:
        """Return the bearer of `token` as the protocol library wants it; None for unknown, expired and revoked ones."""
        actor = await sync_to_async(_bearer)(token)
        if actor is None:
            return None
        claims = {"kind": actor.kind, "person": actor.person_id, "agent": actor.agent_id}
        return AccessToken(
            token=token, client_id=actor.ref, scopes=["tools"], subject=f"person:{actor.person_id}", claims=claims
        )


def _bearer(token: str) -> Actor | None:
    try:
        return tokens.bearer_of(token, timezone.now(), surface=Surface.MCP)
    finally:
        close_old_connections()


async def list_tools(
    ctx: ServerRequestContext[Any], params: types.PaginatedRequestParams | None
) -> types.ListToolsResult:
    """Answer tools/list: filtered by what the caller may do now, so it is never cached for long."""
    return types.ListToolsResult(tools=await sync_to_async(_listed)(_caller()))


def _listed(actor: Actor) -> list[types.Tool]:
    try:
        return tools.listed(actor, timezone.now())
    finally:
        close_old_connections()


async def call_tool(ctx: ServerRequestContext[Any], params: types.CallToolRequestParams) -> types.CallToolResult:
    """Answer tools/call."""
    answer = await sync_to_async(_called)(_caller(), params.name, params.arguments or {})
    if answer is None:
        raise MCPError(code=types.INVALID_PARAMS, message=f"Unknown tool: {params.name}")
    text = types.TextContent(type="text", text=answer.text)
    return types.CallToolResult(content=[text], structured_content=answer.data, is_error=answer.failed)


def _called(actor: Actor, name: str, arguments: dict[str, Any]) -> tools.Answer | None:
    try:
        with because(new_id()):
            verdict = limits.hit("mcp", actor.ref, RATE)
            if not verdict.allowed:
                return tools.Answer(f"Too many calls. Wait {verdict.reset_s} s.", {"code": "too_many"}, failed=True)
            return tools.call(actor, name, arguments, timezone.now())
    finally:
        close_old_connections()


def _caller() -> Actor:
    token = get_access_token()
    if token is None or token.claims is None:
        raise MCPError(code=types.INVALID_REQUEST, message="No token.")
    claims = token.claims
    return Actor(kind=claims["kind"], person_id=claims["person"], agent_id=claims["agent"], surface=Surface.MCP)


def server() -> Server[Any]:
    """Return the server with its two abilities."""
    return Server(
        "storecrew",
        version=storecrew.__version__,
        title="Storecrew 店班",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )
