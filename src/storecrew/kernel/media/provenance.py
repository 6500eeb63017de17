"""Whether a picture says that it was made or changed by a machine, and saying it again in its copies.

The field is IPTC's DigitalSourceType in XMP (IPTC Photo Metadata Standard; required by Google Merchant for generated
pictures). Copies made for the web carry this one statement and no other metadata: no places, no serial numbers.
"""

import re
from typing import Final
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

_FIELD: Final = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"
_RESOURCE: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_VOCABULARY: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_PACKET: Final = re.compile(rb"<(x:xmpmeta|rdf:RDF)\b.*</\1>", re.DOTALL)
_NAME: Final = re.compile(r"[A-Za-z]{3,60}")

TRAINED: Final = "trainedAlgorithmicMedia"
"""Made by a trained model."""
COMPOSITE: Final = "compositeWithTrainedAlgorithmicMedia"
"""Made by people with parts by a trained model."""
MACHINE_MADE: Final = frozenset({TRAINED, COMPOSITE, "algorithmicMedia"})


def source_type_of(xmp: bytes) -> str:
    """Return the term of IPTC's vocabulary that an XMP packet states, e.g. `trainedAlgorithmicMedia`; empty if none."""
    packet = _PACKET.search(xmp)
    if packet is None:
        return ""
    try:
        root = fromstring(packet.group())
    except (ParseError, DefusedXmlException, ValueError):
        return ""
    for node in root.iter():
        stated = node.get(_FIELD) or (node.text or node.get(_RESOURCE, "") if node.tag == _FIELD else "")
        if stated and (name := _NAME.fullmatch(stated.strip().rpartition("/")[2])):
            return name.group()
    return ""


def packet(source_type: str) -> bytes:
    """Return an XMP packet that states the source type and nothing else; nothing for an empty one."""
    if not source_type:
        return b""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        f'Iptc4xmpExt:DigitalSourceType="{_VOCABULARY}{source_type}"/></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()
