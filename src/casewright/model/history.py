"""What was known before the illness (CARE 5c, 5d)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from casewright.model.ages import AgeValue
from casewright.model.codes import Coded
from casewright.model.declare import BeforeValidator, model_validator
from casewright.model.node import Maybe, Node, Text
from casewright.model.quantities import QuantityValue
from casewright.model.times import DurationValue, WhenValue

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class Term(Coded):
    """A noun phrase, which may be written as plain text."""

    what: Text
    """A noun phrase: 'type 2 diabetes'."""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: Any) -> Any:
        return {"what": data} if isinstance(data, str) else data

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        made = handler.resolve_ref_schema(handler(schema))
        return {"anyOf": [{"type": "string", "minLength": 1}, made]}


class HistoryItem(Term):
    """Something that the patient had, took or was exposed to."""

    duration: DurationValue | None = None
    """How long before presentation: 10 years."""
    at: WhenValue | None = None
    """When it was; printed by the journal's policy for dates."""
    at_age: AgeValue | None = None
    """How old the patient was then."""
    since: Text | None = None
    """'childhood', 'the first pregnancy'; dates belong under `at`."""
    treated_with: tuple[Text, ...] = ()
    """'amlodipine 5 mg daily'."""
    outcome: Text | None = None
    """What came of it (CARE 5d): 'complete remission'."""


class FamilyItem(Term):
    """An illness of relatives."""

    relation: Text | None = None
    """Who had it, without a pronoun: 'mother', 'mother and maternal aunt'."""


class _OrNone:
    """Lets 'none' stand for an empty list."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"anyOf": [handler(schema), {"const": "none"}]}


def _emptied(raw: object) -> object:
    return () if raw == "none" else raw


_none_is_empty = BeforeValidator(_emptied)
Items: TypeAlias = Maybe[Annotated[tuple[HistoryItem, ...], _none_is_empty, _OrNone()]]
"""Items, or 'none' where it is known that there are none."""
FamilyItems: TypeAlias = Maybe[Annotated[tuple[FamilyItem, ...], _none_is_empty, _OrNone()]]


class Smoking(Node):
    """Tobacco."""

    status: Literal["never", "former", "current"]
    pack_years: QuantityValue | None = None
    """Packs a day times years: 20."""


class Alcohol(Node):
    """Alcohol."""

    status: Literal["none", "occasional", "moderate", "heavy", "former"]
    amount: Text | None = None
    """'about 40 g per day'."""


class History(Node):
    """What was known before the illness (CARE 5c, 5d); each part is a list of noun phrases.

    'none' as the value of a part says that it was asked and there was nothing.
    """

    medical: Items | None = None
    """Illnesses: [asthma, {what: hypertension, treated_with: [amlodipine]}]."""
    surgical: Items | None = None
    """Operations: [{what: appendectomy, at_age: 12 years}]."""
    interventions: Items | None = None
    """What had been tried for this illness, each with its outcome (CARE 5d)."""
    drug: Items | None = None
    """What the patient was taking: 'metformin 500 mg twice daily'."""
    allergy: Items | None = None
    """'penicillin'."""
    obstetric: Items | None = None
    """'two uncomplicated vaginal deliveries'."""
    family: FamilyItems | None = None
    """Illnesses of relatives: [{what: breast cancer, relation: mother}]."""
    consanguinity: Literal["none", "first cousins", "second cousins", "consanguineous"] | None = (
        None
    )
    """How the patient's parents are related."""
    genetic: Items | None = None
    """Known genetic findings: 'a pathogenic variant in *BRCA1*'."""
    developmental: Items | None = None
    """What was unusual: 'delayed walking'; 'none' for normal development."""
    immunization: Literal["complete", "up to date", "incomplete", "none"] | None = None
    exposure: Items | None = None
    """'contact with cats', 'asbestos'."""
    travel: Items | None = None
    """'a stay in northern Thailand 2 weeks before presentation'."""
    social: Items | None = None
    """Living conditions and psychosocial circumstances, as noun phrases."""
    smoking: Smoking | None = None
    alcohol: Alcohol | None = None
    absent: tuple[Text, ...] = ()
    """Pertinent negatives: 'diabetes', 'smoking'."""
    absent_family: tuple[Text, ...] = ()
    """Pertinent negatives of the family: 'colorectal cancer'."""
    text: Text | None = None
    """The author's own sentences, printed instead of generated ones."""
