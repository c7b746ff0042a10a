"""A lesion on an image: its side, and what was measured of it, in the terms of any finding."""

from __future__ import annotations

from casewright.compose.language import at_site
from casewright.compose.marks import Md
from casewright.compose.phrases.quantities import quantity
from casewright.model.event import Finding
from casewright.model.imaging import ImagingFinding


def as_finding(finding: ImagingFinding) -> Finding:
    """A finding with its side, and with what was measured among its features."""
    features: list[str] = list(finding.features)
    if finding.attenuation:
        features.append(Md.join_all("an attenuation of ", quantity(finding.attenuation)))
    if finding.enhancement not in {None, "none"}:
        features.append(f"{finding.enhancement} enhancement")
    if finding.vascularity not in {None, "none"}:
        features.append(f"{finding.vascularity} vascularity")
    if finding.suv_max is not None:
        features.append(f"a maximum standardized uptake value of {finding.suv_max:g}")
    site, what = _sided(finding)
    return finding.model_copy(update={"features": tuple(features), "site": site, "what": what})


def _sided(finding: ImagingFinding) -> tuple[str | None, str]:
    """The site and the noun with the side: 'left kidney', or 'left-sided hydronephrosis'."""
    side, site = finding.laterality, finding.site
    if side in {"left", "right"} and site and at_site(site) != site:
        place = site.removeprefix("the ")
        return f"{side} {place.removeprefix(f'{side} ')}", finding.what
    if side is None:
        return site, finding.what
    word = side if side == "bilateral" else f"{side}-sided"
    return site, f"{word} {finding.what}"


def without(finding: Finding) -> list[str]:
    """What a finding did not show: 'enhancement', 'vascularity'."""
    return [name for name in ("enhancement", "vascularity") if getattr(finding, name, "") == "none"]
