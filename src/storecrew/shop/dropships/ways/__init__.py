"""How drop shipments reach suppliers: by mail, by an API in the open form, by hand."""
