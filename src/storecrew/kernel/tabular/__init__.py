"""Files of rows that other programs wrote: CSV in any encoding, workbooks, packed or not, read in constant memory.

Nouns: Container (what kind of file it is), Form (how it is read), Header, Row, Broken (a record that cannot be read),
Finding (what is wrong at a place of the file), Shelf (a folder where files that were sent lie until nobody needs them).
Doors: `files` (encoding and kind), `decode` (records of a CSV), `sheet` (rows of a workbook; `foreign`: of one that is
no .xlsx), `table` (header and records), `lines` (raw lines of a CSV), `compare` (by which lines two files differ),
`flat` (rows of any file as plain lines), `objects` (JSON), `markup` (XML), `finding`, `sentences` (what findings say),
`keeping` (the shelf), `writing` (lines for spreadsheets).
"""
