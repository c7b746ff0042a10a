"""What a PDF says of itself: that it is accessible (PDF/UA-1) and fit for archives (PDF/A-3a).

WeasyPrint writes one claim only. PDF/A is the one that asks for more, so WeasyPrint makes that, and
the claim of PDF/UA is put beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import pydyf

VARIANT = "pdf/a-3a"
"""What WeasyPrint is asked for."""

# ISO 14289-1, 5 asks for the part; ISO 19005-3, 6.6.2.3 for a description of its schema.
_UA_CLAIM = b"""\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1" />\
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 that is claimed</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\
</rdf:Description>"""
_END = b"</rdf:RDF>"


_END_OF_STREAM = b"\nendstream"
_stream_data = pydyf.Stream.data.fget


def _closed_stream(stream: pydyf.Stream) -> bytes:
    """A stream whose last byte is a carriage return gets an end of line that it is no part of.

    ISO 32000-1, 7.3.8.1: one end of line, which may be both characters, stands before `endstream`.
    """
    data: bytes = _stream_data(stream)
    if data.endswith(b"\r" + _END_OF_STREAM):
        return data.removesuffix(_END_OF_STREAM) + b"\r" + _END_OF_STREAM
    return data


pydyf.Stream.data = property(_closed_stream)


def claim(pdf: pydyf.PDF, contents: Iterable[bytes], *, profile: bytes) -> None:
    """Add the claim of PDF/UA-1 and an identifier made from `contents`; put images right.

    `profile` refers to the colour profile of the document.
    """
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    xmp: bytes = metadata.stream[0]
    metadata.stream[0] = xmp.replace(_END, _UA_CLAIM + _END, 1)
    # ISO 19005-1, 6.7.2: tools that know nothing of PDF are to find it.
    metadata.compress = False
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream):
            _mend(thing, profile)
    _identify(pdf, _fingerprint(contents))


def _mend(stream: pydyf.Stream, profile: bytes) -> None:
    if "Interpolate" in stream.extra:
        stream.extra["Interpolate"] = "false"  # ISO 19005-3, 6.2.8
    if "Group" in stream.extra:
        # WeasyPrint gives the name of a resource, which means nothing here (ISO 32000-1, 11.6.6).
        stream.extra["Group"]["CS"] = pydyf.Array(["/ICCBased", profile])


def _fingerprint(contents: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()[:32]


def _identify(pdf: pydyf.PDF, identifier: str) -> None:
    """Give the trailer an ID; pydyf would compress every stream once more to make one."""
    add_object = pdf.add_object

    def add(thing: Any) -> None:
        if isinstance(thing, pydyf.Stream) and thing.extra.get("Type") == "/XRef":
            thing.extra["ID"] = pydyf.Array([pydyf.String(identifier)] * 2)
        add_object(thing)

    pdf.add_object = add
