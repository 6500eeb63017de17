"""Tags of the approvals pages."""

from django import template
from django.utils.safestring import SafeString

from storecrew.kernel.approvals.types import RuleRow
from storecrew.kernel.money.formatting import format_money
from storecrew.kernel.money.types import Money
from storecrew.kernel.pages.templatetags.pages import figure

register = template.Library()


@register.simple_tag
def rule_amount(rule: RuleRow) -> SafeString:
    """Return the amount from which a rule applies."""
    return figure(Money(rule.from_minor, rule.currency))


@register.filter
def rule_money(rule: RuleRow) -> str:
    """Return the same as plain text, for sentences."""
    return format_money(Money(rule.from_minor, rule.currency))
