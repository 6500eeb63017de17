"""Tags of the approvals pages."""
