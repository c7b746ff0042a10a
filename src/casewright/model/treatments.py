"""What was done for the patient, and what was offered."""

from __future__ import annotations

from typing import Annotated, Literal

from casewright.model.codes import Coded
from casewright.model.declare import Field, model_validator
from casewright.model.event import CourseEvent, Finding
from casewright.model.node import Maybe, Node, NoneOr, Text
from casewright.model.quantities import QuantityValue
from casewright.model.scores import GradeValue, ScoreValue
from casewright.model.times import DurationValue, WhenValue
from casewright.model.values import NotAValue, Slug

Count = Annotated[int, Field(ge=1, le=999)]


class Change(Node):
    """A change of a treatment, and why it was made (CARE 9c)."""

    action: Literal[
        "increased", "reduced", "tapered", "stopped", "paused", "resumed", "switched", "completed"
    ]
    to: Text | None = None
    """The new dose ('20 mg once daily'), or for 'switched' the new treatment."""
    over: DurationValue | None = None
    """How long the change took: 'tapered' over 6 weeks."""
    at: WhenValue | None = None
    reason: Maybe[Text] | None = None
    """A noun phrase ('nausea') or a clause ('the isolate was resistant')."""


class Treatment(CourseEvent):
    """What every course of treatment may carry."""

    reason: Maybe[Text] | None = None
    """What it was given for ('suspected sepsis'), or why, as a clause ('the fever persisted')."""
    intent: Text | None = None
    """'adjuvant', 'palliative', 'prophylactic', 'empirical'."""
    concurrent: tuple[Text, ...] = ()
    """Treatments given at the same time."""
    changes: tuple[Change, ...] = ()
    response: Text | None = None
    """What followed, as a clause in the past tense: 'the fever resolved within 2 days'."""
    best_response: ScoreValue | None = None
    """'RECIST PR'."""


class Device(Node):
    """An implant or a device that was used in a procedure (SCARE)."""

    name: Text
    """A noun phrase without article: 'covered metal stent'."""
    plural: bool = False
    """True when the name is a plural: 'endoclips'."""
    maker: Text | None = None
    """The maker, where it matters."""
    model: Text | None = None
    """The maker's name for it."""
    action: Text = "placed"
    """What was done with it, as a participle: 'placed', 'implanted', 'removed'."""
    site: Text | None = None
    """'the common bile duct'; printed after 'in', unless it brings its own preposition."""


class Conversion(Node):
    """A change from the planned operation (SCARE)."""

    to: Text
    """'open surgery', 'general anesthesia'."""
    reason: Maybe[Text] | None = None
    """A noun phrase ('dense adhesions') or a clause."""


class Complication(Coded):
    """A complication during a procedure (CARE 10d)."""

    term: Text
    """A noun phrase with its article: 'a serosal tear', 'bleeding from the splenic vein'."""
    grade: GradeValue | None = None
    """'severe', 'Clavien-Dindo II'."""
    action: Text | None = None
    """What was done, as a clause in the past tense: 'it was sutured'."""


class Procedure(CourseEvent):
    """An operation or an interventional procedure (CARE 9)."""

    kind: Literal["procedure"]
    name: Text
    plural: bool = False
    """True when the name is a plural: 'biopsies'."""
    target: Text | None = None
    """What it was done to: 'the mass in the right thigh'."""
    indication: Maybe[Text] | None = None
    """What it was done for: 'perforated appendicitis'."""
    urgency: Literal["elective", "urgent", "emergency"] | None = None
    """How soon it had to be done."""
    approach: Text | None = None
    """'laparotomy', 'laparoscopy'."""
    anesthesia: Text | None = None
    """'general anesthesia', 'local anesthesia with lidocaine' (SCARE)."""
    position: Text | None = None
    """'supine', 'left lateral decubitus'."""
    findings: tuple[Finding, ...] = ()
    because_of_findings: bool = False
    """True when the operative findings led to the procedure ('Therefore, …')."""
    steps: tuple[Text, ...] = ()
    """The technique as clauses in the past tense: 'the gastrocolic ligament was divided'."""
    devices: tuple[Device, ...] = ()
    conversion: Conversion | None = None
    course: Literal["uneventful"] | None = None
    """How the procedure itself went."""
    complications: NoneOr[tuple[Complication, ...]] | None = None
    """During the procedure, or 'none'; later ones are events of kind adverse_event (CARE 10d)."""
    result: Text | None = None
    """What was achieved, as a clause in the past tense: 'hemostasis was achieved'."""
    specimens: tuple[Text, ...] = ()
    """What was sent to pathology: 'the appendix'."""
    drains: tuple[Text, ...] = ()
    """'a suction drain in the pelvis'."""
    duration: DurationValue | None = None
    """How long the procedure took."""
    blood_loss: QuantityValue | None = None
    """Estimated: '300 mL'."""
    transfusion: NoneOr[Text] | None = None
    """'2 units of packed red cells', or 'none'."""
    operator: Text | None = None
    """Who operated, with experience and setting: 'a consultant surgeon in a referral center'."""


class Dosing(Node):
    """How a drug was given, in the order in which it is told (CARE 9b)."""

    strength: QuantityValue | None = None
    """The concentration of a solution or cream: '0.1%'."""
    form: Text | None = None
    """'ointment', 'eye drops'."""
    dose: QuantityValue | None = None
    """One dose, with its unit: '2 g', '5 mg/kg'."""
    route: Text | None = None
    """'intravenous', 'oral'."""
    frequency: Text | None = None
    """'once daily', 'every 8 hours', 'on days 1 and 8'."""
    duration: DurationValue | None = None
    """How long it was given."""
    brand: Text | None = None
    """For reports of harm, with maker and batch."""
    maker: Text | None = None
    """Who makes the brand."""
    batch: Text | None = None
    """The batch number."""


class Drug(Coded, Dosing):
    """One drug of several, by its international nonproprietary name."""

    drug: Text
    """In lower case: 'prednisolone'."""


class Medication(Treatment, Dosing):
    """A drug treatment by its international nonproprietary name (CARE 9b, 9c)."""

    kind: Literal["medication"]
    drug: Text | None = None
    """In lower case: 'prednisolone'."""
    drugs: tuple[Drug, ...] = ()
    """Several drugs given together, instead of `drug` and its dose."""
    regimen: Text | None = None
    """The name of a combination: 'FOLFOX'."""
    cycles: Count | None = None
    """How many cycles were given."""
    manner: (
        Literal[
            "given",
            "prescribed",
            "started",
            "continued",
            "added",
            "restarted",
            "stopped",
            "withheld",
        ]
        | None
    ) = None
    """How the patient came to it, where it was not simply given; or that it was given no longer."""
    replaces: tuple[Slug, ...] = ()
    """The ids of the medications that it took the place of (CARE 9c)."""
    prescriber: Text | None = None
    """Who prescribed it, where it matters: 'a clinic without access to her records'."""

    @model_validator(mode="after")
    def _has_a_drug(self) -> Medication:
        if not (self.drug or self.drugs or self.regimen):
            raise NotAValue("a medication needs a drug", "add 'drug: …', or a list under 'drugs'")
        if self.drug and self.drugs:
            hint = "move the drug and its dose into the list 'drugs'"
            raise NotAValue("both 'drug' and 'drugs' are given", hint)
        return self

    @property
    def name(self) -> str:
        """How other sentences call it: the regimen, or its drugs."""
        *before, last = self.names
        return f"{', '.join(before)} and {last}" if before else last

    @property
    def names(self) -> tuple[str, ...]:
        """The regimen, or each of its drugs."""
        single = self.regimen or self.drug
        return (single,) if single else tuple(one.drug for one in self.drugs)


class Radiotherapy(Treatment):
    """A course of radiation (CARE 9b)."""

    kind: Literal["radiotherapy"]
    modality: Text = "radiotherapy"
    """'external-beam radiotherapy', 'brachytherapy', 'stereotactic radiosurgery'."""
    technique: Text | None = None
    """A premodifier: 'intensity-modulated'."""
    site: Text | None = None
    """'the pelvis'."""
    dose: QuantityValue | None = None
    """The total dose: '50.4 Gy'."""
    fractions: Count | None = None
    """In how many fractions."""
    duration: DurationValue | None = None
    """Over how long it was given: '6 weeks'."""
    boost: Text | None = None
    """'9 Gy to the tumor bed'."""


class OtherTreatment(Treatment):
    """Ventilation, dialysis, transfusion, physiotherapy, psychotherapy, diet … (CARE 9a, 9b)."""

    kind: Literal["other_treatment"]
    name: Text
    """'invasive mechanical ventilation', 'hemodialysis', 'a gluten-free diet'."""
    manner: Literal["received", "underwent", "began", "followed", "stopped", "was fitted with"] = (
        "received"
    )
    """The verb of its sentence."""
    amount: QuantityValue | None = None
    """'2 units', '4 L/min'."""
    settings: tuple[Text, ...] = ()
    """Mode, intensity and other parameters: 'positive end-expiratory pressure 8 cm H2O'."""
    provider: Text | None = None
    """'a physiotherapist'."""
    frequency: Text | None = None
    """'three times weekly'."""
    sessions: Count | None = None
    """How many sessions there were."""
    duration: DurationValue | None = None
    """How long it went on."""


class Advice(CourseEvent):
    """A treatment that was offered, and what was decided about it."""

    kind: Literal["advice"]
    treatment: Text
    plural: bool = False
    """True when the treatment is a plural: 'compression stockings'."""
    options: tuple[Text, ...] = ()
    """What else was discussed: 'observation', 'radiotherapy'."""
    adviser: Text | None = None
    """Who recommended it: 'the tumor board'."""
    grounds: Text | None = None
    """Why it was recommended: a noun phrase or a clause."""
    response: Literal["accepted", "declined", "deferred", "denied", "not given"]
    """'denied' and 'not given' say that the clinicians decided against it."""
    decided_by: Text | None = None
    """Who decided, if not the patient: 'her parents'."""
    reason: Maybe[Text] | None = None
    """Why it was declined or accepted: a noun phrase or a clause."""
    instead: Text | None = None
    """What was chosen instead: 'active surveillance'."""
