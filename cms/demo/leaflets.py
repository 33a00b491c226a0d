"""Leaflets as .docx files, so that a centre can change them in any editor."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# Sizes in half points, as the format counts them.
HEADINGS = {"# ": 44, "## ": 30}
TEXT_SIZE = 24

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONSHIPS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    "<w:body>{paragraphs}</w:body></w:document>"
)


def docx(lines: Sequence[str]) -> bytes:
    """Return a .docx with a paragraph for each line: the same bytes each time.

    Lines beginning with "# " and "## " become headings.
    """
    document = DOCUMENT.format(paragraphs="".join(map(_paragraph, lines)))
    output = BytesIO()
    with ZipFile(output, "w", ZIP_DEFLATED) as archive:
        for name, text in (
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", RELATIONSHIPS),
            ("word/document.xml", document),
        ):
            # Without a date of its own, an entry would carry the time of writing.
            archive.writestr(ZipInfo(name), text, ZIP_DEFLATED)
    return output.getvalue()


def _paragraph(line: str) -> str:
    for level, (mark, size) in enumerate(HEADINGS.items()):
        if line.startswith(mark):
            outline = f'<w:pPr><w:outlineLvl w:val="{level}"/></w:pPr>'
            return _run(line.removeprefix(mark), size, before=outline, style="<w:b/>")
    return _run(line, TEXT_SIZE)


def _run(text: str, size: int, *, before: str = "", style: str = "") -> str:
    properties = f'<w:rPr>{style}<w:sz w:val="{size}"/></w:rPr>'
    words = f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:p>{before}<w:r>{properties}{words}</w:r></w:p>"
