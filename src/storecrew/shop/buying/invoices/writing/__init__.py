"""What the actions on invoices share."""
