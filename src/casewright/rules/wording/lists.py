"""Words that have a better one, as short tables: `what is written > what to write`.

Sources: AMA Manual of Style, 11th edition, 11.12 (inclusive language) and 11.1 (usage); the APA's
guidelines for bias-free language; NIDA, Words Matter (2021); CARE explanation and elaboration (INN
for drugs). The rows are our own choice; a `|` separates spellings, and regular expressions are
allowed. Rows with `=` have a hint in words instead of a replacement; a line that begins with spaces
goes on with the row before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from casewright import patterns
from casewright.rules.any_case import AnyCase


class WordList(NamedTuple):
    """Entries that are looked for together."""

    rows: tuple[tuple[str, str], ...]
    """Each pattern with its hint."""
    any_of: re.Pattern[str]

    def finds(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        """What of the list is in a text, each with its hint."""
        # Lower-case text and patterns are searched several times faster than with IGNORECASE.
        for found in self.any_of.finditer(text.lower()):
            yield found, self._hint(found)

    def _hint(self, found: re.Match[str]) -> str:
        # One by one, patterns are compiled only here: few texts need any of them.
        rows = ((re.compile(pattern), hint) for pattern, hint in self.rows)
        return next(hint for one, hint in rows if one.match(found.string, found.start()))


def _list(text: str) -> WordList:
    rows = []
    for line in re.sub(r"\n +(?=\|)", "", re.sub(r"\n +(?=[=>])", " ", text.strip())).splitlines():
        words, sign, instead = re.split(r" (>|=) ", line.strip(), maxsplit=1)
        rows.append((f"(?:{words})(?![\\w-])", f"write '{instead}'" if sign == ">" else instead))
    every = "|".join(pattern for pattern, _ in rows)
    return WordList(tuple(rows), patterns.own(rf"(?<![\w-])(?=\w)(?:{every})"))


_STIGMA = r"""
(?<!was )(?<!were )(?<!been )(?<!is )denie[sd](?! (?:entry|access|treatment|coverage|insurance|by))
    = write 'had no …' or 'reported no …': 'denied' casts doubt on the patient
complain(?:s|ed|ing) of = write 'reported' or 'had'
refused = write 'declined'
(?:claim|alleg)(?:s|ed) (?:to have|that (?:she|he)) = write 'reported'
admitted to (?:drinking|smoking|using|taking|alcohol|drugs?) = write 'reported'
non-?complian(?:t|ce)|in-?compliant = say what was done, or 'adherence was poor'
poor(?:ly)? complian(?:t|ce) = write 'poor adherence', and why
alcoholics?(?! (?:hepatitis|liver|cirrhosis|steatohepatitis|fatty|beverage|drink|cardiomyopathy
    |pancreatitis|ketoacidosis|solution|extract|myopathy|neuropathy|brain))
    > person with alcohol use disorder
drug (?:abuser|addict|user)s?|addicts?|junkies|junkie > person with a substance use disorder
(?:alcohol|drug|substance) abuse > substance use disorder
iv drug (?:user|abuser)s?|intravenous drug (?:user|abuser)s?|ivdu > person who injects drugs
clean urine|dirty urine = write 'urine drug test negative' or 'positive for …'
poor historian = say what could not be learned, and why
drug[- ]seeking = say what was asked for
frequent fl(?:y|i)ers? = say how often
malinger(?:er|ers|ing|ed) = say what was observed
committed suicide|commit suicide > died by suicide
(?:successful|completed|failed) suicide = write 'suicide' or 'suicide attempt'
suffer(?:s|ed|ing) from > had
victims? of (?:stroke|cancer|disease|aids) = write 'a patient with …'
wheelchair[- ]bound|confined to a wheelchair > uses a wheelchair
(?:the )?mentally (?:retarded|handicapped)|mental retardation > intellectual disability
mongol(?:ism|oid)s? > Down syndrome
the (?:elderly|disabled|handicapped|blind|deaf)(?= (?:are|were|have|who|often|and|in|with))
    = write 'older adults', 'people with …'
handicapped (?:patients?|person|child(?:ren)?) > with a disability
morbidly obese|morbid obesity > severe obesity
caucasians? = write 'White', or the ancestry where it matters
orientals?(?! (?:sore|medicine)) = write the ancestry where it matters
(?:hermaphrodite|pseudohermaphrodite)s? = write the difference of sex development
(?:patient|she|he|who)(?: had)? failed (?:\w+ )?(?:chemotherapy|treatment|therapy|steroids?
    |antibiotics?|trial|\w+(?:olone|isone|sone|mab|nib|cillin|mycin|azole|oxacin|statin|platin|taxel
    |prazole|sartan|cycline|parin|cept|trexate|tinib|ciclovir|rubicin|amide))
    = it is the treatment that failed: write 'did not respond to'
crazy|insane|lunatic|maniac = write the diagnosis or the behavior
"""
STIGMA: Final = _list(_STIGMA)
"""STY013: words that blame, doubt or reduce a person."""

_LABELS = (
    r"diabetics|epileptics|asthmatics|schizophrenics|hemophiliacs|haemophiliacs|psychotics"
    r"|hypertensives|cirrhotics|paraplegics|quadriplegics|tetraplegics|hysterics|autistics"
    r"|anorexics|arthritics|dements"
)
LABELS: Final = AnyCase(
    rf"(?<![\w-])(?:{_LABELS})(?![\w-])"
    r"|\ban? (?:known )?(?:diabetic|epileptic|asthmatic|schizophrenic|hemophiliac|haemophiliac"
    r"|hypertensive|cirrhotic|paraplegic|quadriplegic|tetraplegic|psychotic)"
    r"(?=[.,;]| (?:who|for|since|on|with|and had|was|is)\b)",
)

_JARGON = r"""
labs(?! tests?) > laboratory tests
bloods > blood tests
sats > oxygen saturation
vitals > vital signs
afib|a-fib > atrial fibrillation
chemo > chemotherapy
lytes > electrolytes
echo(?!-)(?= (?:showed|was|revealed|demonstrated|confirmed)) > echocardiography
cath(?:ed)? > catheterized
scoped > underwent endoscopy
cathed > underwent catheterization
tubed > intubated
(?:was|got) bagged > was ventilated by bag and mask
dc'd|d/c'd|d/c > discharged
s/p = write 'after'
h/o > a history of
c/o > reported
r/o > exclude
w/ > with
w/o > without
b/l > bilateral
y/o|yo > year-old
appy > appendectomy
lap chole > laparoscopic cholecystectomy
shocky > in shock
septic work-?up > evaluation for sepsis
meds > medications
abx > antibiotics
fluids were pushed > fluids were given rapidly
passed away > died
(?:patient|she|he) expired = write 'died'
(?:patient|she|he) coded = write 'had a cardiac arrest'
heart attack > myocardial infarction
pts > patients
(?:the|this|our) pt(?= (?:was|is|had) (?:\w+ )?(?:seen|admitted|discharged|given|started|treated
    |referred|taken|brought|found|intubated|transferred|well|stable|a\b|an\b|no\b)) > the patient
(?:in|to|from|at|via) the er(?=[.,;]| (?:with|by|and|for|after|where|on|because|physician)\b)
    = write 'the emergency department'
crit was > hematocrit was
went into (?:renal|cardiac|respiratory|liver) failure = write 'had … failure'
"""
JARGON: Final = _list(_JARGON)
"""STY015: the language of the ward."""

_TERMS = r"""
carcinoembryonic (?:agent|antibody|antigene)(?! \(cea\)) > carcinoembryonic antigen
prostate[- ]specific (?:agent|antibody) > prostate-specific antigen
alpha[- ]feto(?:genic)? protein > alpha-fetoprotein
creatinine (?:phospho)?kinase > creatine kinase
neurolept malignant > neuroleptic malignant
fulminate(?= (?:infection|course|hepatitis|hepatic|colitis|sepsis|disease)) > fulminant
computer(?:ized|ised)? tomography > computed tomography
magnetic resonant imaging|magnetic resonance image(?= (?:of|was|showed))
    > magnetic resonance imaging
(?:pancreatic|hepatic|pulmonary|cerebral|cutaneous|splenic|renal|cardiac|ovarian|nodal|liver|lung
    |bone|brain) metastatic(?= (?:from|of|was|were|is|in)\b) > metastasis
immunosuppressed therapy > immunosuppressive therapy
serology was (?:positive|negative) = say which antibodies were found or not
laparatomy > laparotomy
dysphagy > dysphagia
anasthesia > anesthesia
acute abdomen pain > acute abdominal pain
a criteria|this criteria|one criteria > criterion
a bacteria|this bacteria|a single bacteria > bacterium
a diverticula > a diverticulum
(?:a|an|this|one|single|each|another|rare|unusual) phenomena > phenomenon
(?:a|single|solitary|isolated|one) (?:\w+ )?metastases(?= (?:was|in|of|from)\b) > metastasis
(?:a|this|one|single|each) diagnoses > diagnosis
(?:a|this|single|each) vertebrae > vertebra
vertebrae body > vertebral body
mucous membrane(?:s)? of mucosa > mucosa
mucous(?= (?:was|biops|resection|layer)) > mucosa
prostrate(?= (?:cancer|gland|biopsy|specific|carcinoma)) > prostate
perineal nerve palsy > peroneal nerve palsy
ileum bone|ileum crest > iliac
principle (?:investigator|diagnosis|cause|finding|complaint) > principal
affect of > effect of
"""
TERMS: Final = _list(_TERMS)
"""STY021: a term that is nearly the right one."""

_BRANDS = """
Abilify aripiprazole; Accutane isotretinoin; Actemra tocilizumab; Adalat nifedipine
Advil ibuprofen; Aldactone spironolactone; Ambien zolpidem; Amoxil amoxicillin
Ativan lorazepam; Augmentin amoxicillin-clavulanate; Avastin bevacizumab
Bactrim trimethoprim-sulfamethoxazole; Benadryl diphenhydramine; Botox onabotulinumtoxinA
Buscopan hyoscine_butylbromide; Celebrex celecoxib; CellCept mycophenolate_mofetil
Cipro ciprofloxacin; Clexane enoxaparin; Coumadin warfarin; Cozaar losartan; Crestor rosuvastatin
Cymbalta duloxetine; Decadron dexamethasone; Depakote divalproex; Diflucan fluconazole
Dilantin phenytoin; Diovan valsartan; Diprivan propofol; Dupixent dupilumab; Effexor venlafaxine
Eliquis apixaban; Enbrel etanercept; Entresto sacubitril-valsartan; Entyvio vedolizumab
Erbitux cetuximab; Farxiga dapagliflozin; Flagyl metronidazole; Fosamax alendronate
Gleevec imatinib; Glivec imatinib; Glucophage metformin; Haldol haloperidol
Herceptin trastuzumab; Humira adalimumab; Imodium loperamide; Imuran azathioprine
Jardiance empagliflozin; Kenalog triamcinolone; Keppra levetiracetam; Keytruda pembrolizumab
Klonopin clonazepam; Lamictal lamotrigine; Lasix furosemide; Lexapro escitalopram
Lipitor atorvastatin; Lovenox enoxaparin; Lyrica pregabalin; Medrol methylprednisolone
Motrin ibuprofen; Neoral cyclosporine; Neurontin gabapentin; Nexium esomeprazole; Norvasc amlodipine
Nurofen ibuprofen; Opdivo nivolumab; Ozempic semaglutide; Panadol paracetamol; Paxil paroxetine
Paxlovid nirmatrelvir-ritonavir; Pepcid famotidine; Plaquenil hydroxychloroquine; Plavix clopidogrel
Pradaxa dabigatran; Prilosec omeprazole; Prograf tacrolimus; Prozac fluoxetine
Remicade infliximab; Revlimid lenalidomide; Risperdal risperidone; Rituxan rituximab
MabThera rituximab; Rocephin ceftriaxone; Sandimmune cyclosporine; Seroquel quetiapine
Simponi golimumab; Singulair montelukast; Soliris eculizumab; Spinraza nusinersen
Stelara ustekinumab; Synthroid levothyroxine; Tamiflu oseltamivir; Tazocin piperacillin-tazobactam
Tegretol carbamazepine; Toradol ketorolac; Tylenol acetaminophen; Valium diazepam
Valtrex valaciclovir; Vancocin vancomycin; Velcade bortezomib; Ventolin salbutamol
Viagra sildenafil; Vicodin hydrocodone-acetaminophen; Voltaren diclofenac; Xanax alprazolam
Xarelto rivaroxaban
Xolair omalizumab; Yervoy ipilimumab; Zantac ranitidine; Zestril lisinopril; Zithromax azithromycin
Zocor simvastatin; Zofran ondansetron; Zoloft sertraline; Zosyn piperacillin-tazobactam
Zovirax aciclovir; Zyprexa olanzapine; Zyrtec cetirizine
Actilyse alteplase; Adcetris brentuximab_vedotin; Afinitor everolimus; Alimta pemetrexed
Aranesp darbepoetin_alfa; Aricept donepezil; Arimidex anastrozole; Arixtra fondaparinux
Asacol mesalazine; Avelox moxifloxacin; Avonex interferon_beta-1a; Baraclude entecavir
Benlysta belimumab; Biktarvy bictegravir-emtricitabine-tenofovir; Brilinta ticagrelor
Brilique ticagrelor; Briviact brivaracetam; Cancidas caspofungin; Cialis tadalafil
Cimzia certolizumab; Claforan cefotaxime; Clozaril clozapine; Concerta methylphenidate
Copaxone glatiramer; Cosentyx secukinumab; Cubicin daptomycin; Cyramza ramucirumab
Darzalex daratumumab; Dormicum midazolam; Duragesic fentanyl; Effient prasugrel
Eltroxin levothyroxine; Enhertu trastuzumab_deruxtecan; Epilim valproate; Faslodex fulvestrant
Femara letrozole; Flomax tamsulosin; Fragmin dalteparin; Gazyva obinutuzumab; Gemzar gemcitabine
Gilenya fingolimod; Hemlibra emicizumab; Humalog insulin_lispro; Ilaris canakinumab
Imbruvica ibrutinib; Imfinzi durvalumab; Inlyta axitinib; Invanz ertapenem; Invega paliperidone
Iressa gefitinib; Jakafi ruxolitinib; Januvia sitagliptin; Kadcyla trastuzumab_emtansine
Kineret anakinra; Lantus insulin_glargine; Latuda lurasidone; Lenvima lenvatinib
Levaquin levofloxacin; Levemir insulin_detemir; Lynparza olaparib; Merrem meropenem
Mimpara cinacalcet; Neupogen filgrastim; Nexavar sorafenib; Ninlaro ixazomib; Noxafil posaconazole
Nplate romiplostim; Ocrevus ocrelizumab; Olumiant baricitinib; Orencia abatacept; Otezla apremilast
OxyContin oxycodone; Pentasa mesalazine; Percocet oxycodone-acetaminophen; Perjeta pertuzumab
Praluent alirocumab; Precedex dexmedetomidine; Prolia denosumab; Promacta eltrombopag
Rapamune sirolimus; Remeron mirtazapine; Repatha evolocumab; Revolade eltrombopag
Rinvoq upadacitinib; Ritalin methylphenidate; Rivotril clonazepam; Salofalk mesalazine
Sandostatin octreotide; Sensipar cinacalcet; Seroxat paroxetine; Sinemet levodopa-carbidopa
Skyrizi risankizumab; Somatuline lanreotide; Sporanox itraconazole; Sprycel dasatinib
Stivarga regorafenib; Strattera atomoxetine; Suboxone buprenorphine-naloxone; Sutent sunitinib
Symbicort budesonide-formoterol; Tafinlar dabrafenib; Tagrisso osimertinib; Taltz ixekizumab
Tarceva erlotinib; Tasigna nilotinib; Taxol paclitaxel; Taxotere docetaxel; Tecentriq atezolizumab
Temodal temozolomide; Temodar temozolomide; Tienam imipenem-cilastatin; Topamax topiramate
Tremfya guselkumab; Tresiba insulin_degludec; Trileptal oxcarbazepine; Trulicity dulaglutide
Truvada emtricitabine-tenofovir; Tysabri natalizumab; Ultiva remifentanil
Unasyn ampicillin-sulbactam
Valcyte valganciclovir; Vectibix panitumumab; Venclexta venetoclax; Vfend voriconazole
Victoza liraglutide; Vimpat lacosamide; Viread tenofovir; Votrient pazopanib; Wellbutrin bupropion
Xalkori crizotinib; Xeljanz tofacitinib; Xeloda capecitabine; Xgeva denosumab; Xtandi enzalutamide
Zelboraf vemurafenib; Zometa zoledronic_acid; Zytiga abiraterone; Zyvox linezolid
"""


def _brands() -> dict[str, str]:
    pairs = (one.split() for line in _BRANDS.strip().splitlines() for one in line.split(";"))
    return {brand: name.replace("_", " ") for brand, name in pairs}


BRANDS: Final = _brands()
"""STY014: proprietary names that are no words otherwise, and their nonproprietary names."""
BRAND: Final = re.compile(rf"\b(?:{'|'.join(BRANDS)})\b")
