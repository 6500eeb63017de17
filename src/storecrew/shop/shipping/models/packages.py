"""Package kinds: the boxes, bags and tubes that the shop packs into."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PackageForm(models.TextChoices):
    """What kind of thing it is; labels and carriers treat them differently."""

    BOX = "box", _("Box")
    BAG = "bag", _("Bag")
    TUBE = "tube", _("Tube")
    LETTER = "letter", pgettext_lazy("package", "Letter")


class PackageKind(models.Model):
    """A box that lies in the shelf. Sizes are inside, in millimetres. One that is no longer used stays for old parcels."""

    name = models.CharField(max_length=80, unique=True)
    form = models.CharField(max_length=8, choices=PackageForm, default=PackageForm.BOX)
    length_mm = models.PositiveIntegerField()
    width_mm = models.PositiveIntegerField()
    height_mm = models.PositiveIntegerField()
    tare_g = models.PositiveIntegerField(default=0, help_text="what it weighs empty, with what fills the gaps")
    max_weight_g = models.PositiveIntegerField(null=True, blank=True, help_text="what it carries, without itself")
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="shipping_package_kind_has_name"),
            models.CheckConstraint(
                condition=Q(length_mm__gt=0, width_mm__gt=0, height_mm__gt=0), name="shipping_package_kind_has_size"
            ),
            models.CheckConstraint(
                condition=Q(max_weight_g=None) | Q(max_weight_g__gt=0), name="shipping_package_kind_carries"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """Return the name that audit rows use."""
        return f"package_kind:{self.pk}"
