"""What to say when the database itself holds one of the rules."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence("pricing_rule_less_than_step", says=_("What is taken off has to be less than the step."))
sentence("pricing_rule_surcharge_in_range", says=_("The surcharge is between −20 and 50 percent."))
