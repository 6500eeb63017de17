"""The pages of lists of offers."""
