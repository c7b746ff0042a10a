"""The patient: demographics, birth and pregnancy."""

from __future__ import annotations

from typing import Annotated, Literal

from casewright.model.ages import AgeValue, GestationalAgeValue
from casewright.model.declare import Field, model_validator
from casewright.model.event import CourseEvent
from casewright.model.node import Node, Text
from casewright.model.quantities import QuantityValue
from casewright.model.scores import ScoreValue

Sex = Literal["female", "male", "intersex", "not stated"]


class Newborn(Node):
    """A child at its birth."""

    sex: Sex = "not stated"
    weight: QuantityValue | None = None
    """The birth weight: 1050 g."""
    scores: tuple[ScoreValue, ...] = ()
    """[Apgar 3/7], at 1 and 5 minutes; a third number is that at 10 minutes."""
    outcome: Literal["live birth", "stillbirth"] = "live birth"


class Birth(Newborn):
    """How the patient was born."""

    gestational_age: GestationalAgeValue | None = None
    mode: Text | None = None
    """'emergency cesarean section', 'spontaneous vaginal delivery'."""


class Pregnancy(Node):
    """The pregnancy of a patient at presentation (CARE 5a)."""

    gestational_age: GestationalAgeValue | None = None
    trimester: Literal["first", "second", "third"] | None = None
    """Where the gestational age is not given."""
    gravida: Annotated[int, Field(ge=1, le=30)] | None = None
    """The number of pregnancies with this one."""
    para: Annotated[int, Field(ge=0, le=30)] | None = None
    """The number of births after the limit of viability."""
    plurality: Literal["singleton", "twin", "triplet", "quadruplet"] | None = None
    chorionicity: Text | None = None
    """'dichorionic diamniotic'."""
    conception: Text | None = None
    """How it was conceived, where it matters: 'in vitro fertilization', 'embryo transfer'."""

    @model_validator(mode="after")
    def _births_follow_pregnancies(self) -> Pregnancy:
        if self.gravida is not None and self.para is not None and self.para >= self.gravida:
            raise ValueError(
                "para counts earlier births and gravida this pregnancy too: para is the smaller"
            )
        return self


class Patient(Node):
    """De-identified demographics (CARE 5a)."""

    age: AgeValue
    """At presentation; 'day 3 of life' and '22 weeks of gestation' are ages too."""
    sex: Sex
    """As recorded at birth."""
    gender: Literal["woman", "man", "non-binary", "transgender woman", "transgender man"] | None = (
        None
    )
    """Gender identity, where it matters or differs from what `sex` suggests."""
    pronouns: Literal["she", "he", "they"] | None = None
    """The pronouns of the patient; by default those of the gender, then of the sex."""
    ethnicity: Text | None = None
    """An adjective, 'Korean'; only where it matters. Some journals omit it."""
    occupation: Text | None = None
    """'a farmer', or a field: 'agriculture'. Some journals omit it."""
    handedness: Literal["right-handed", "left-handed", "ambidextrous"] | None = None
    weight: QuantityValue | None = None
    """70 kg."""
    height: QuantityValue | None = None
    """172 cm."""
    bmi: QuantityValue | None = None
    """Body mass index as it was recorded: 23.7 kg/m2. It is not computed."""
    karyotype: Text | None = None
    """In ISCN notation: '47,XXY'."""
    corrected_age: AgeValue | None = None
    """Of a preterm infant: the age from the expected date of birth."""
    birth: Birth | None = None
    pregnancy: Pregnancy | None = None
    text: Text | None = None
    """The author's own sentences about the patient, printed instead of generated ones."""

    @property
    def is_fetus(self) -> bool:
        """Whether the patient is not yet born."""
        return self.age.gestation is not None


class Delivery(CourseEvent):
    """The end of a pregnancy: the birth of the patient's children, or its loss."""

    kind: Literal["delivery"]
    gestational_age: GestationalAgeValue | None = None
    mode: Text | None = None
    """'elective cesarean section', 'vaginal delivery'."""
    indication: Text | None = None
    """Why it was done: 'fetal distress'."""
    loss: Literal["miscarriage", "termination", "ectopic pregnancy"] | None = None
    """How the pregnancy ended where no child was born."""
    newborns: tuple[Newborn, ...] = ()
