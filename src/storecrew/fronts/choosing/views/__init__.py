"""The buyers' page of late orders."""
