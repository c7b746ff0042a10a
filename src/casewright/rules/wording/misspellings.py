"""Misspellings that a dictionary takes for words or for slips of other ones.

The list is short forms of `wrong right`.
"""

from __future__ import annotations

_ROWS = """
abberant aberrant; adn and; agressive aggressive; ahve have; alchohol alcohol; alot a_lot
analysys analysis; aneurism aneurysm; appendectomie appendectomy; appendicits appendicitis
arrythmia arrhythmia; arrythmias arrhythmias; assymetric asymmetric; assymetrical asymmetrical
assymetry asymmetry; bacteriemia bacteremia; biopsie biopsy; catagory category
catherization catheterization; comited committed; compatable compatible; corellation correlation
corticosteriod corticosteroid; corticosteriods corticosteroids; curretage curettage
detoriated deteriorated; develope develop; diabetis diabetes; diagnosises diagnoses
diahrrea diarrhea; diarrhoe diarrhea; diference difference; dilatated dilated
discharchged discharged; discription description; dissapear disappear; dissapeared disappeared
dosis dose; electrolite electrolyte; endoscopie endoscopy; epilepsie epilepsy; erythrema erythema
esophageous esophagus; examinated examined; extravasion extravasation; fom from; fourty forty
glycoppyrolate glycopyrrolate; hemmorhage hemorrhage; hemorrhagia hemorrhage; hsa has; hte the
immunosupressive immunosuppressive; incidently incidentally; infusioned infused
intermittant intermittent; intravenus intravenous; laporascopic laparoscopic; leucemia leukemia
leucopaenia leucopenia; leukopaenia leukopenia; lymphopaenia lymphopenia
maintainance maintenance; metastatis metastasis; nad and; neccesary necessary; neoplams neoplasms
neoplasim neoplasm; nephrectomie nephrectomy; neutropaenia neutropenia; obesitity obesity
occurance occurrence; occurances occurrences; occuring occurring; opthalmic ophthalmic
osteopaenia osteopenia; osteosarcom osteosarcoma; pancytopaenia pancytopenia
parenteraly parenterally; periferal peripheral; pottasium potassium; preceed precede
prevalance prevalence; prostatis prostatitis; reccomend recommend; reccomended recommended
reccurence recurrence; reccurent recurrent; recomended recommended; recommanded recommended
recurrant recurrent; reffered referred; remnent remnant; repeatly repeatedly
resistence resistance; resistent resistant; respitory respiratory; retroperitonal retroperitoneal
sarcom sarcoma; sarcopaenia sarcopenia; shoulde should; sieze seize; similarily similarly
subcutaneus subcutaneous; subcutanous subcutaneous; suprapubical suprapubic; syndrom syndrome
systemical systemic; tachycardiac tachycardic; taht that; teh the; tempature temperature
terminaly terminally; therapeutical therapeutic; thier their; thn than
thrombocytopaenia thrombocytopenia; thrombocytopena thrombocytopenia; tonsilitis tonsillitis
transfered transferred; transfering transferring; transplantion transplantation
transplation transplantation; underwend underwent; ureather urethra; uterous uterus
vaginale vaginal; ventricual ventricular; vertabra vertebra; vertabral vertebral
vertebre vertebra; whith with; wih with; withing within; wre were; wsa was; wth with; xray x-ray
"""


def _table() -> dict[str, str]:
    rows = (one.split() for line in _ROWS.strip().splitlines() for one in line.split(";"))
    return {wrong: right.replace("_", " ") for wrong, right in rows}


KNOWN = _table()
"""Misspellings in lower case, with the right word."""
