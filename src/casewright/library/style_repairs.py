"""Faults of citation styles, mended here until they are mended where the styles come from.

Each repair replaces a piece of a style that prints a reference wrongly or without what is needed to
find the work (ICMJE, Recommendations, IV.A.3.g, after NLM's Citing Medicine). The styles are
licensed CC BY-SA 3.0: what was changed is said in the style and by `casewright journals show`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Repair:
    """One piece of a style, what stands in its place, and why."""

    found: str
    instead: str
    change: str


_BOOKS = "bill book graphic legal_case legislation motion_picture report song"
_THESES = Repair(
    f'<if type="{_BOOKS}" match="any">',
    f'<if type="{_BOOKS} thesis" match="any">',
    "theses have their university, as books have their publisher",
)
_PAGES = Repair(
    '<text variable="volume" font-weight="bold"/>\n'
    '              <text variable="page" prefix=": "/>',
    '<group delimiter=": ">\n'
    '                <text variable="volume" font-weight="bold"/>\n'
    '                <text variable="page"/>\n'
    "              </group>",
    "a colon stands only between volume and page",
)
_PARTICLES = Repair(
    'class="in-text"',
    'class="in-text" demote-non-dropping-particle="sort-only"',
    "particles stand before the family name",
)

REPAIRS: Mapping[str, Sequence[Repair]] = {
    "american-medical-association-10th-edition": (
        Repair(
            '<if type="bill book graphic legislation motion_picture report song" match="any">',
            '<if type="bill book graphic legislation motion_picture report song thesis"'
            ' match="any">',
            _THESES.change,
        ),
        Repair(
            '<text macro="edition"/>\n            <text variable="collection-title" suffix="."/>',
            '<text macro="edition" suffix="."/>\n'
            '            <text variable="collection-title" suffix="."/>',
            "a stop follows the edition of a book with chapters",
        ),
    ),
    "baishideng-publishing-group": (
        _THESES,
        Repair(
            '<group prefix=" " delimiter=" ">\n'
            '            <text macro="edition"/>\n'
            '            <text macro="publisher"/>\n'
            "          </group>",
            '<group prefix=" " delimiter=". " suffix=".">\n'
            '            <text macro="edition"/>\n'
            '            <group delimiter=", ">\n'
            '              <group><text macro="publisher"/></group>\n'
            '              <text macro="date"/>\n'
            "            </group>\n"
            "          </group>",
            "books and reports have their year",
        ),
        Repair(
            '<if variable="DOI">\n            <group delimiter=" " prefix="[" suffix="]">',
            '<if variable="DOI PMID" match="any">\n'
            '            <group delimiter=" " prefix="[" suffix="]">',
            "an article without a DOI has its PMID",
        ),
        _PAGES,
    ),
    "bmj": (_THESES,),
    "cureus": (
        _THESES,
        Repair(
            '<text macro="edition" prefix=" "/>',
            '<text macro="edition" prefix=" " suffix="."/>',
            "a stop follows the edition",
        ),
    ),
    "endocrine-connections": (
        _PARTICLES,
        Repair(
            '<if type="chapter book" match="any">',
            '<if type="chapter book report thesis" match="any">',
            "theses and reports have their publisher",
        ),
        Repair(
            '<date variable="issued" suffix=".">',
            '<date variable="issued" prefix=" " suffix=".">',
            "a space stands before the year",
        ),
        Repair(
            '<text variable="DOI" prefix=" (https://doi.org/" suffix=")"/>',
            "<choose>\n"
            '          <if variable="DOI">\n'
            '            <text variable="DOI" prefix=" (https://doi.org/" suffix=")"/>\n'
            "          </if>\n"
            '          <else-if type="webpage">\n'
            '            <text variable="URL" prefix=" (" suffix=")"/>\n'
            "          </else-if>\n"
            "        </choose>",
            "web pages have their address",
        ),
    ),
    "european-society-of-cardiology": (
        _PARTICLES,
        Repair(
            '<if type="book chapter paper-conference" match="any">',
            '<if type="book chapter paper-conference report thesis" match="any">',
            "theses and reports have their publisher",
        ),
        Repair(
            '          <text variable="page"/>\n'
            "        </group>\n"
            "      </if>\n"
            "    </choose>\n"
            "  </macro>\n"
            "  <citation",
            '          <text variable="page"/>\n'
            "        </group>\n"
            "      </if>\n"
            '      <else-if type="book chapter paper-conference report thesis" match="none">\n'
            '        <text macro="date"/>\n'
            "      </else-if>\n"
            "    </choose>\n"
            "  </macro>\n"
            "  <citation",
            "web pages have their year, and a stop before their address",
        ),
    ),
    "frontiers-medical-journals": (
        Repair(
            '<text variable="title" quotes="true" suffix=","/>',
            '<text variable="title" quotes="true"/>',
            "no comma follows the title of a chapter",
        ),
        Repair(
            '<text variable="volume" suffix=":"/>\n'
            "          </group>\n"
            '          <text variable="page" suffix="."/>',
            '<group delimiter=":">\n'
            '              <text variable="volume"/>\n'
            '              <text variable="page" suffix="."/>\n'
            "            </group>\n"
            "          </group>",
            "a colon stands only between volume and page",
        ),
    ),
    "karger-journals": (_THESES,),
    "springer-vancouver-brackets": (
        Repair(
            '<text macro="edition" prefix=" "/>',
            '<text macro="edition" prefix=" " suffix="."/>',
            "a stop follows the edition of a book with chapters",
        ),
        Repair(
            '<macro name="accessed-date">\n    <choose>\n      <if variable="URL">',
            '<macro name="accessed-date">\n    <choose>\n      <if type="legal_case">',
            "the date of access is told once",
        ),
    ),
    "the-lancet": (_THESES, _PAGES),
    "the-new-england-journal-of-medicine": (
        _THESES,
        Repair(
            '<group suffix=";">\n            <date variable="issued">',
            '<group delimiter=";" suffix=". "><group>\n            <date variable="issued">',
            "a semicolon stands only before a volume",
        ),
        Repair(
            '          <group suffix=". ">\n            <text variable="volume"/>',
            '          <group>\n            <text variable="volume"/>',
            "",
        ),
        Repair(
            '            <text variable="page" prefix=":"/>\n          </group>',
            '            <text variable="page" prefix=":"/>\n          </group></group>',
            "",
        ),
    ),
}
"""By the name of the independent style."""


def repair(csl: str, name: str) -> tuple[str, list[str]]:
    """The style `name` with its repairs, and what was changed; a mended style stays as it is."""
    changes = []
    for one in REPAIRS.get(name, ()):
        if one.found in csl:
            csl = csl.replace(one.found, one.instead, 1)
            changes += [one.change] if one.change else []
    return csl, changes
