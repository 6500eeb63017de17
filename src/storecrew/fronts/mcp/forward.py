"""Pass `/mcp` on to the MCP process beside the site, so that one address serves everything.

Answers are short JSON documents (the server is stateless), so passing them on whole costs little; a proxy in front of a
larger installation sends `/mcp` to its own processes instead.
"""

import urllib3
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

PASSED_ON = (
    "accept",
    "authorization",
    "content-type",
    "accept-language",
    "mcp-protocol-version",
    "mcp-method",
    "mcp-name",
    "origin",
)
PASSED_BACK = ("content-type", "www-authenticate", "mcp-protocol-version", "allow", "retry-after")

_pool = urllib3.PoolManager(maxsize=8, timeout=urllib3.Timeout(connect=1, read=60), retries=False)


@csrf_exempt  # no cookie reaches the other side
def forward(request: HttpRequest) -> HttpResponse:
    """Hand the request on and its answer back; 503 with a sentence while the MCP process does not answer."""
    headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
    url = f"http://127.0.0.1:{settings.ENVIRONMENT.mcp_port}{request.path}"
    try:
        answer = _pool.urlopen(
            request.method or "POST", url, body=request.body, headers={**headers, "host": request.get_host()}
        )
    except urllib3.exceptions.HTTPError:
        return JsonResponse({"error": "The MCP process does not answer. It starts with `storecrew up`."}, status=503)
    response = HttpResponse(answer.data, status=answer.status)
    for name in PASSED_BACK:
        if name in answer.headers:
            response[name] = answer.headers[name]
    return response
