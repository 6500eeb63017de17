"""A purchase order on paper, as a workbook and as a file of rows: in the supplier's language, with their SKUs."""
