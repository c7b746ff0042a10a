"""Formulas in titles as text: a reference list has no mathematics."""

from __future__ import annotations

import re

_SIGNS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "pm": "±", "mp": "∓", "times": "×", "cdot": "·",
    "div": "÷", "le": "≤", "leq": "≤", "leqslant": "≤", "ge": "≥", "geq": "≥", "geqslant": "≥",
    "neq": "≠", "ne": "≠", "approx": "≈", "sim": "∼", "simeq": "≃", "equiv": "≡", "ll": "≪",
    "gg": "≫", "infty": "∞", "to": "→", "rightarrow": "→", "leftarrow": "←",
    "leftrightarrow": "↔", "uparrow": "↑", "downarrow": "↓", "degree": "°", "prime": "′",
    "ast": "*", "star": "⋆", "dagger": "†", "ddagger": "‡", "ell": "ℓ", "micro": "µ",
    "AA": "Å", "angstrom": "Å", "cup": "∪", "cap": "∩", "in": "∈", "sum": "∑", "surd": "√",
}  # fmt: skip
_FORMULA = re.compile(r"(?<!\\)\$(?=\S)([^$]*)(?<=\S)(?:\$(?!\d)|(?<=[A-Za-z}])\$)")
"""As pandoc writes it; '$5 and $10' is money."""
_UPRIGHT = re.compile(r"\\(?:mathrm|mathit|mathbf|mathsf|text|textrm|textit|rm|operatorname)\b")


def plain_formulas(text: str) -> str:
    r"""Turn `$_2$`, `$^{18}$`, `$\beta$` and `$p<0.05$` into text; leave real mathematics alone."""
    return _FORMULA.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    inner = re.sub(r"\^\{?\\circ\}?", "°", match[1])
    inner = re.sub(r"\\([A-Za-z]+)\s*", _sign, _UPRIGHT.sub("", inner))
    inner = re.sub(r"\\[,;:! ]", " ", inner)
    inner = re.sub(r"\\([%&#])", r"\1", inner)
    for sign, tag in (("_", "sub"), ("^", "sup")):
        inner = re.sub(
            rf"{re.escape(sign)}(?:\{{([^{{}}]*)\}}|(\w|[+*−-]))", rf"<{tag}>\1\2</{tag}>", inner
        )
    inner = re.sub(r"\{([^{}]*)\}", r"\1", inner)
    return match[0] if re.search(r"[\\{}_^]", inner) else inner


def _sign(match: re.Match[str]) -> str:
    return _SIGNS.get(match[1], match[0])
