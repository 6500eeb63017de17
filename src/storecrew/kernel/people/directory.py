"""Names of people, programs and receipts for whoever has to mention them; whoever asks has seen the mention already."""

from storecrew.kernel.people.models import Agent, Handover, Person


def person_name(id_: str) -> str | None:
    """Return what a person is called, None when there is no such number."""
    return Person.objects.filter(pk=id_).values_list("name", flat=True).first() if id_.isdigit() else None


def agent_name(id_: str) -> str | None:
    """Return what a program is called, None when there is no such number."""
    return Agent.objects.filter(pk=id_).values_list("name", flat=True).first() if id_.isdigit() else None


def has_receipt(id_: str) -> bool:
    """Tell whether there is a handover of this number."""
    return id_.isdigit() and Handover.objects.filter(pk=id_).exists()


def is_empty() -> bool:
    """Tell whether nobody has an account yet."""
    return not Person.objects.exists()
