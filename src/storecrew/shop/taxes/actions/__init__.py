"""Every write of the taxes room."""

from storecrew.shop.taxes.actions.exemptions import EndExemption, Exempt, Exempted, end_exemption, exempt
from storecrew.shop.taxes.actions.importing import ImportRates, RatesImported, RowSaid, import_rates
from storecrew.shop.taxes.actions.rates import AddRate, EndRate, RateWritten, add_rate, end_rate
from storecrew.shop.taxes.actions.samples import AddSample, SampleAdded, add_sample
from storecrew.shop.taxes.actions.settings import ClassDraft, ClassSaved, SetTaxes, TaxesSet, save_class, set_taxes
from storecrew.shop.taxes.actions.zones import AreaDraft, DeleteZone, SaveZone, ZoneSaved, delete_zone, save_zone

__all__ = [
    "AddRate",
    "AddSample",
    "AreaDraft",
    "ClassDraft",
    "ClassSaved",
    "DeleteZone",
    "EndExemption",
    "EndRate",
    "Exempt",
    "Exempted",
    "ImportRates",
    "RateWritten",
    "RatesImported",
    "RowSaid",
    "SampleAdded",
    "SaveZone",
    "SetTaxes",
    "TaxesSet",
    "ZoneSaved",
    "add_rate",
    "add_sample",
    "delete_zone",
    "end_exemption",
    "end_rate",
    "exempt",
    "import_rates",
    "save_class",
    "save_zone",
    "set_taxes",
]
