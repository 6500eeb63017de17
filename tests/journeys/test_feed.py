"""A supplier's list as it comes from their own program: GB18030, one row in twenty wrong; from upload to nothing in quarantine."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.journeys.steps import COLLEAGUE, fits, says, seen, sign_in, supplier_of, until

pytestmark = [pytest.mark.browser, pytest.mark.long]
ROWS = 40
BAD = {7: "约50件", 23: "？"}


@pytest.mark.parametrize(("language", "width"), [("zh-CN", 390), ("en-US", 1280)])
def test_bad_rows_are_set_apart_put_right_and_taken(
    shop: Any, open_page: Any, tmp_path: Path, language: str, width: int
) -> None:
    supplier = supplier_of(shop)
    desk = open_page(language=language, width=width)
    sign_in(desk, shop.url, COLLEAGUE[language])
    desk.goto(f"{shop.url}/crew/feeds/new/?supplier={supplier['supplier_id']}&kind=upload")
    desk.locator("main input[name=name]").fill(f"库存表 {language}")
    desk.locator("main form .btn--main").click()
    desk.wait_for_url(re.compile(r"/crew/feeds/\d+/$"))
    fits(desk)

    desk.locator("input[type=file]").set_input_files(str(_list(tmp_path)))
    desk.locator("form[action$='/file/'] button").click()
    desk.wait_for_url(re.compile(r"/feeds/versions/\d+/$"))
    version = desk.url
    says(desk.locator("table").first, "可用库存")  # shown before anything of it is used
    says(desk.locator("table").first, "约50件")
    fits(desk)
    desk.locator("form[action$='/columns/'] .btn--main").click()
    until(desk, version, lambda: desk.locator(".note a[href$='/quarantine/']").count() > 0)
    fits(desk)
    desk.locator(".note a[href$='/quarantine/']").click()
    says(desk.locator("table"), "约50件")
    assert desk.locator("tbody tr").count() == len(BAD)
    fits(desk)

    until(desk, f"{version}quarantine/", lambda: desk.locator("input[type=file]").count() > 0)
    with desk.expect_download() as download:
        desk.locator("a[download]").click()
    wrong = Path(download.value.path()).read_bytes().decode("gb18030")
    mended = tmp_path / "改好.csv"
    mended.write_bytes(wrong.replace("约50件", "50").replace("？", "0").encode("gb18030"))
    desk.locator("input[type=file]").set_input_files(str(mended))
    desk.locator("main form .btn").click()
    desk.wait_for_url(lambda address: not address.endswith("/quarantine/"))
    until(desk, f"{version}quarantine/", lambda: desk.locator("tbody tr").count() == 0)
    seen(desk.locator(".empty"))
    fits(desk)


def _list(folder: Path) -> Path:
    lines = ["货号,名称,可用库存,供货价"]
    lines += [f"ZS-{number:03},台灯 {number} 号,{BAD.get(number, number)},33.50" for number in range(1, ROWS)]
    lines.append("ZS-FAR,远山灯,9,60.00")
    file = folder / "库存.csv"
    file.write_bytes(("\r\n".join(lines) + "\r\n").encode("gb18030"))
    return file
