"""Today."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def today(request: HttpRequest) -> HttpResponse:
    """Show what to do now."""
    return render(request, "desks/today.html")
