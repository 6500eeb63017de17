"""Comma or point: amounts tell, names do not."""

from pathlib import Path

import pytest

from storecrew.kernel.tabular.table import recognise
from storecrew.shop.catalogue.transfer.sniffing import decimal_sign


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Title;Price\nLamp;12,50\nMug;8,00\n", ","),
        ("Title,Price\nLamp,12.50\nMug,8.00\n", "."),
        ('Title,Vendor,Type,Cost per item\nLamp,"12,50","12,50",4.14\n', "."),
        ('名称,进价\n台灯,"4,14"\n', ","),
        ("Name,Worth\nLamp,12.50\n", "."),
        ('Name,Worth\nLamp,"12,50"\n', ","),
        ("Title,Price\nLamp,12\n", "."),
    ],
)
def test_the_sign_is_that_of_the_amounts(tmp_path: Path, text: str, sign: str) -> None:
    path = tmp_path / "products.csv"
    path.write_text(text, encoding="utf-8")
    form, header = recognise(path)
    assert decimal_sign(path, form, header.names) == sign
