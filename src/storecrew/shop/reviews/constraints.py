"""What to say when the database itself holds one of this room's rules."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence("reviews_one_to_five_stars", says=_("Give one to five stars."))
sentence("reviews_review_line_id_key", "reviews_review.line_id", says=_("You have said something about this already."))
