"""The images of a manuscript: the author's files prepared, and what is drawn from the facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from casewright.catalogue import RULES
from casewright.job import Job
from casewright.pandoc import Later
from casewright.workspace import OutsideWorkspace, packaged_templates

if TYPE_CHECKING:
    from casewright.compose.passes.floats import ImageTarget
    from casewright.model.charts import Chart


def figure_target(
    job: Job, charts: Mapping[str, Chart], spelling: Later[Mapping[str, str]]
) -> ImageTarget:
    """A function that prepares or draws a figure and says what the document calls it."""
    from casewright.figures.errors import RefusedImage, UnsafeImage
    from casewright.figures.facts import image_facts
    from casewright.figures.prepare import prepare_image
    from casewright.library.cache import FolderCache
    from casewright.model.floats import DrawnFigure

    workspace, case = job.workspace, job.case
    cache = FolderCache(workspace.cache_dir / "drawings")
    fonts = packaged_templates() / "_shared" / "fonts"
    files = {figure.path: figure.file for figure in case.figures}
    files |= {panel.path: panel.file for figure in case.figures for panel in figure.panels}
    drawn = {figure.path for figure in case.figures if isinstance(figure, DrawnFigure)}
    folder = (workspace.root / case.file).parent

    def target(path: str, stem: str) -> str:
        if path in drawn and path not in charts:
            return f"figures/{stem}"  # what is missing for it has been reported
        place = case.place(f"{path}.file")
        try:
            if path in drawn:
                data = _drawn(charts[path], spelling())
            else:
                data = workspace.read_bytes(workspace.inside(folder, files[path] or ""))
            prepared = prepare_image(data, stem=stem.lower(), fonts=fonts, cache=cache)
            if name := files.get(path):
                job.image_facts[path] = image_facts(name, data, prepared[0])
        except RefusedImage as error:
            rule = RULES["FIG005" if isinstance(error, UnsafeImage) else "FIG003"]
            message = f"'{files.get(path) or stem}' cannot be used: {error.reason}"
            job.found.add(rule, message, place, hint=error.remedy)
        except (OSError, OutsideWorkspace):
            pass  # the reader has reported the missing file at its place
        else:
            job.images.update({f"figures/{image.name}": image for image in prepared})
            return f"figures/{prepared[0].name}"
        return f"figures/{stem}"

    return target


def _drawn(chart: Chart, spelling: Mapping[str, str]) -> bytes:
    from casewright.compose.passes.pictures import respelled_picture
    from casewright.figures.drawn.draw import draw

    return draw(respelled_picture(chart.picture, spelling))
