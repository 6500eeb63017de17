"""What is wrong with a file, or a row of it, in the reader's language. A finding keeps a code, never a sentence."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

SENTENCES: Final[Mapping[str, Promise]] = {
    # the file as a whole
    "empty_file": lazy("The file is empty."),
    "old_workbook": lazy(
        "This workbook (.xls or .ods) is damaged, locked with a password, too large, or no table. Save it as .xlsx or CSV."
    ),
    "broken_archive": lazy("The file is damaged: it cannot be unpacked. Send it once more."),
    "not_a_table": lazy("This is no table: send a CSV or a workbook (.xlsx, .xls, .ods)."),
    "too_big_unpacked": lazy("Unpacked, the file is too large. Cut it into several."),
    "too_many_quotes": lazy(
        "Too many quotation marks are never closed; the file cannot be taken apart. Export it again."
    ),
    "no_header": lazy("No line with column names was found."),
    "file_gone": lazy("The file is not here any more. Send it again."),
    "blank_column": lazy("Column %(place)s has no name; it is left out."),
    "duplicate_column": lazy("Column %(place)s has the same name as one before it; the first one counts."),
    "json_broken": lazy("From line %(line)s on, this is no valid JSON. Export it again; nothing of it was taken."),
    "json_too_deep": lazy("The JSON is nested too deeply to be a list of rows (line %(line)s)."),
    "json_too_long": lazy("One value of the JSON is longer than 8 million characters (line %(line)s)."),
    "xml_broken": lazy("From line %(line)s on, this is no valid XML. Export it again; nothing of it was taken."),
    "xml_with_entities": lazy(
        "The XML brings a document type or entities of its own, which are not read. Export it without."
    ),
    # rows that cannot be read
    "unclosed_quote": lazy("A quotation mark opens here and is never closed."),
    "stray_quote": lazy("A quotation mark stands in the middle of a value; write it twice to mean one."),
    "bad_bytes": lazy("Some bytes here are no text in the file's encoding."),
    "other_encoding": lazy("This line is in UTF-8, while the file is in GB18030."),
    "nul_byte": lazy("There is a zero byte here, as in a damaged file."),
    "not_an_object": lazy("This is no row: an object with names and values was expected."),
    "too_many_cells": lazy("The row has more values than there are columns."),
}


def sentence_of(code: str, params: Mapping[str, Any]) -> str:
    """Return what a code of this room says in the active language."""
    known = SENTENCES.get(code)
    return str(known) % params if known is not None else _("Something is wrong here (%(code)s).") % {"code": code}
