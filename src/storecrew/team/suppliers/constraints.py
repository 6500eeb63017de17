"""What the rules of these tables say to whoever runs into them."""

from django.utils.translation import gettext_lazy as _

from storecrew.kernel.actions.constraints import sentence

sentence(
    "suppliers_case_once",
    "suppliers_case.problem_id, suppliers_case.subject",
    says=_("This complaint is there already."),
)
sentence(
    "suppliers_claim_document_once",
    "suppliers_claimuse.claim_id, suppliers_claimuse.document",
    says=_("This document is there already."),
)
sentence(
    "suppliers_suggestion_open_once",
    "suppliers_suggestion.supplier_id, suppliers_suggestion.variant_id, suppliers_suggestion.lot",
    says=_("These complaints were put together already. Load the page again."),
)
sentence(
    "suppliers_proposal_open_once",
    "suppliers_proposal.supplier_id",
    says=_("There is a proposal for this supplier already. Load the page again."),
)
sentence("suppliers_block_below_warn", says=_("Orders are stopped below a score at which one is warned, not above it."))
