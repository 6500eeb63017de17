"""Tags of suppliers' pages."""
