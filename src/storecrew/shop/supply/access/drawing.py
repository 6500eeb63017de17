"""A link as a picture that telephones read."""

import qrcode  # type: ignore[import-untyped]  # it comes without types
from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode.constants import ERROR_CORRECT_M  # type: ignore[import-untyped]  # see above

QUIET = 4
"""Modules of white around it, as ISO/IEC 18004 asks for."""


def qr_svg(text: str, *, label: str) -> SafeString:
    """Return a QR code as SVG: black on white in either theme, since few readers know it the other way round."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    dark = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, on in enumerate(row) if on)
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{0}v{0}H0z"/><path fill="#000" d="{2}"/></svg>',
        len(matrix),
        label,
        dark,
    )
