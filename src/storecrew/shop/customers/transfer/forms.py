"""The form that takes a file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.tabular.files import ENCODINGS


class FileForm(forms.Form):
    """A file, and how it is encoded where the guess is wrong."""

    file = forms.FileField(label=_("File"), help_text=_("CSV or Excel (.xlsx), packed or not, in any encoding."))
    encoding = forms.ChoiceField(
        label=_("Encoding"), required=False, choices=[("", _("as it is found out")), *((one, one) for one in ENCODINGS)]
    )
