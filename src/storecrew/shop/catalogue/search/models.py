"""The search index: words, where they occur, and their three-letter pieces for words that were mistyped."""

from django.db import models

from storecrew.shop.catalogue.models.products import Product


class Word(models.Model):
    """A word of the index: a Latin word, a pair of Han characters, a single one, a SKU or a barcode."""

    text = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.text


class Posting(models.Model):
    """A word in the texts of a product in one language. `language` is empty for what has none (SKU, barcode, brand)."""

    word = models.ForeignKey(Word, models.CASCADE, related_name="postings")
    product = models.ForeignKey(Product, models.CASCADE, related_name="+")
    language = models.CharField(max_length=12, blank=True)
    weight = models.PositiveSmallIntegerField(help_text="how much it says that the product has the word here")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "language", "product"], name="catalogue_posting_once")]

    def __str__(self) -> str:
        return f"{self.word_id} in {self.product_id}"


class Gram(models.Model):
    """Three letters in a row of a word, its edges marked: mistyped words share most of them."""

    gram = models.CharField(max_length=3)
    word = models.ForeignKey(Word, models.CASCADE, related_name="grams")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gram", "word"], name="catalogue_gram_once")]

    def __str__(self) -> str:
        return self.gram
