"""The copy of somebody's data as a file that people and programs can read."""

import io
import json
import zipfile

from storecrew.shop.customers.reads import PersonalData


def packed(data: PersonalData) -> io.BytesIO:
    """Return a copy of somebody's data as a ZIP: a file for each part, and one that says what they are."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        lines = [f"{part.name}.json  {part.label}" for part in data.sections]
        archive.writestr("README.txt", "\n".join(lines) + "\n")
        for part in data.sections:
            text = json.dumps(part.content, ensure_ascii=False, indent=2, default=str)
            archive.writestr(f"{part.name}.json", text)
    file.seek(0)
    return file
