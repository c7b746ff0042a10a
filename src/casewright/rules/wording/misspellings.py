"""STY017: words that are misspelled for certain, from a list of our own.

A dictionary of general English would ask about half of the words of a case report; a list of known
misspellings asks about none that is right. The list is short forms of `wrong right`; American and
British spellings are both right here, and are settled by the journal's English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from casewright.catalogue import RULES
from casewright.diagnostics import Diagnostic, Diagnostics
from casewright.rules.subject import Typed

_ROWS = """
abberant aberrant; abcess abscess; abcesses abscesses; abdomenal abdominal; abdominial abdominal
abscence absence; accesory accessory; accomodate accommodate; accross across; acheive achieve
acheived achieved; acording according; addmission admission; addmitted admitted
adenocarcinom adenocarcinoma; adition addition; aditional additional; administerd administered
adminstered administered; adminstration administration; adverce adverse; agressive aggressive
agressively aggressively; alchohol alcohol; aleviate alleviate; aleviated alleviated; alot a_lot
anaesthetia anaesthesia; analagous analogous; analysys analysis; anastamoses anastomoses
anastamosis anastomosis; anastomsis anastomosis; aneurism aneurysm; aneurysim aneurysm
angiograhy angiography; anitbiotic antibiotic; anitbiotics antibiotics; antibitoics antibiotics
antibotic antibiotic; antibotics antibiotics; anticoagulent anticoagulant
antimicrobal antimicrobial; apendicitis appendicitis; apendix appendix; appearence appearance
appendectomie appendectomy; appendicits appendicitis; apperance appearance
approximatly approximately; apropriate appropriate; aquired acquired; arrhytmia arrhythmia
arrythmia arrhythmia; arrythmias arrhythmias; artherosclerosis atherosclerosis; arthitis arthritis
asociated associated; assesed assessed; assesment assessment; assocation association
assocciated associated; assymetric asymmetric; assymetrical asymmetrical; assymetry asymmetry
asymptomatc asymptomatic; asymtomatic asymptomatic; atrail atrial; attemps attempts
availible available; avaliable available; bacteriemia bacteremia; becuase because
begining beginning; beleive believe; beneficail beneficial; benfit benefit; benifit benefit
bilatral bilateral; billiary biliary; biopsie biopsy; biospy biopsy; biposy biopsy
bladdar bladder; bleding bleeding; bowell bowel; bradicardia bradycardia; bronchscopy bronchoscopy
calcifcation calcification; calcificaiton calcification; cancinoma carcinoma; cannnot cannot
carcenoma carcinoma; carcinom carcinoma; cardiomiopathy cardiomyopathy; catagory category
cateter catheter; catherization catheterization; catherter catheter; caudual caudal
cerebal cerebral; cerebellem cerebellum; challange challenge; charachteristic characteristic
characterstic characteristic; charateristic characteristic; chemoterapy chemotherapy
chemotheraphy chemotherapy; cholangiopancreatograpy cholangiopancreatography
cholecistectomy cholecystectomy; cholecystecomy cholecystectomy
choledocolithiasis choledocholithiasis; cholestrol cholesterol; cirhosis cirrhosis
cirrosis cirrhosis; clincal clinical; clinicaly clinically; comited committed; commited committed
commitee committee; comparision comparison; compatable compatible; completly completely
complicaiton complication; complicatons complications; comprimise compromise; concious conscious
conciousness consciousness; conected connected; conection connection; consequentely consequently
consistant consistent; consistantly consistently; contast contrast; contrased contrasted
corellation correlation; corticosteriod corticosteroid; corticosteriods corticosteroids
curretage curettage; cutanous cutaneous; cystoscpy cystoscopy; decison decision
deficency deficiency; definate definite; definately definitely; definitve definitive
demonstarted demonstrated; demostrated demonstrated; desease disease; deseases diseases
detatched detached; deterioriation deterioration; deteriorted deteriorated
detoriated deteriorated; develope develop; developement development; develped developed
diabetese diabetes; diabetis diabetes; diagnosises diagnoses; diagnotic diagnostic
diahrrea diarrhea; dialisis dialysis; diarhea diarrhea; diarrea diarrhea; diarrhoe diarrhea
diference difference; diferent different; differrent different; diffuculty difficulty
dificult difficult; dilatated dilated; diptheria diphtheria; disapear disappear
disapeared disappeared; dischaged discharged; discharchged discharged; discription description
dissapear disappear; dissapeared disappeared; distincly distinctly; diverticulits diverticulitis
dosis dose; duodenam duodenum; duodenm duodenum; dysfuction dysfunction; dyspenea dyspnea
dyspnia dyspnea; eczma eczema; edemateous edematous; electrocardiograhy electrocardiography
electrolite electrolyte; elevatd elevated; embolisim embolism; embolysm embolism
emergancy emergency; emphysem emphysema; encephalopaty encephalopathy; encephelitis encephalitis
endocardits endocarditis; endoscopie endoscopy; endoscpic endoscopic; enlargment enlargement
enviroment environment; eosinophillia eosinophilia; eosinophillic eosinophilic; epilepsie epilepsy
eryhtema erythema; erythmatous erythematous; erythrema erythema; esophageous esophagus
esophogus esophagus; etiololgy etiology; evalution evaluation; evaulation evaluation
evidance evidence; exagerated exaggerated; examinated examined; excison excision
excission excision; existance existence; explaination explanation; exploritory exploratory
extention extension; extravasion extravasation; extremly extremely; familly family
febrille febrile; fibrilation fibrillation; fibrillaton fibrillation; finaly finally
flourescence fluorescence; flouroscopy fluoroscopy; fluroscopy fluoroscopy; follwed followed
folowed followed; foriegn foreign; fourty forty; frequancy frequency; frequentely frequently
functionning functioning; furhter further; gastrc gastric; gastrointenstinal gastrointestinal
gastrointestional gastrointestinal; genaral general; generaly generally
granulamatous granulomatous; granulmatous granulomatous; guidline guideline; guidlines guidelines
headach headache; heamorrhage haemorrhage; heigth height; hemmorhage hemorrhage
hemmorrhage hemorrhage; hemoglobine hemoglobin; hemorhage hemorrhage; hemorrage hemorrhage
hemorrhagia hemorrhage; hepatomegally hepatomegaly; hernation herniation
hetergeneous heterogeneous; hisotry history; histologial histological
histopatological histopathological; histopatology histopathology; hospitlized hospitalized
hydronephosis hydronephrosis; hygeine hygiene; hypertention hypertension
hyperthroidism hyperthyroidism; hypotention hypotension; hypothyriodism hypothyroidism
iliace iliac; imediate immediate; imediately immediately; immediatly immediately
immunhistochemical immunohistochemical; immunhistochemistry immunohistochemistry
immunohistochemestry immunohistochemistry; immunosupressed immunosuppressed
immunosupression immunosuppression; immunosupressive immunosuppressive; incidently incidentally
incison incision; incission incision; increaseed increased; indentified identified
independant independent; indicaton indication; infacrtion infarction; infammation inflammation
infammatory inflammatory; infarcation infarction; infilitration infiltration
inflamation inflammation; inflamatory inflammatory; inflitration infiltration; infusioned infused
inheritence inheritance; initally initially; initialy initially; inoperble inoperable
insuffciency insufficiency; insufficency insufficiency; intermittant intermittent
interupted interrupted; intestional intestinal; intial initial; intially initially
intraveneous intravenous; intravenious intravenous; intravenus intravenous; intubatd intubated
invesigation investigation; invesitgation investigation; irregularites irregularities
ischaemc ischaemic; ischemc ischemic; itchyness itchiness; jaundise jaundice; juandice jaundice
kindey kidney; knowlege knowledge; laboratary laboratory; labratory laboratory
laparascopic laparoscopic; laparascopy laparoscopy; laparotmy laparotomy
laporascopic laparoscopic; laproscopic laparoscopic; laproscopy laparoscopy; leision lesion
leisions lesions; lenght length; lession lesion; lessions lesions; leucemia leukemia
leukocytosiss leukocytosis; liason liaison; ligamant ligament; limphoma lymphoma
lympadenopathy lymphadenopathy; lymphadenopaty lymphadenopathy; lymphomia lymphoma
magnifcation magnification; maintainance maintenance; maintenence maintenance
malignacy malignancy; malignat malignant; malignent malignant; managament management
managment management; manuever maneuver; marrrow marrow; medicin medicine; melanom melanoma
meningitits meningitis; meningits meningitis; metabolsim metabolism; metastasic metastatic
metastastic metastatic; metastatis metastasis; metasteses metastases; metastisis metastasis
microscpoic microscopic; milimeter millimeter; miocardial myocardial; mircoscopic microscopic
moniter monitor; monitered monitored; morbidty morbidity; mortaility mortality; mulitple multiple
multple multiple; muscel muscle; mutiple multiple; myocardal myocardial; nauseaus nauseous
nausia nausea; neccesary necessary; neccessary necessary; necesary necessary; necessery necessary
neoplams neoplasms; neoplasim neoplasm; nephrectomie nephrectomy; neurolgical neurological
neutrophillia neutrophilia; noticable noticeable; nuerological neurological; numerouse numerous
nystagamus nystagmus; obesitity obesity; obsruction obstruction; obstuction obstruction
occassion occasion; occassional occasional; occassionally occasionally; occurance occurrence
occurances occurrences; occured occurred; occurence occurrence; occuring occurring
occurrance occurrence; oedematus oedematous; operaton operation; ophthalmolgy ophthalmology
opthalmic ophthalmic; opthalmologist ophthalmologist; opthalmology ophthalmology
osteomyelits osteomyelitis; osteosarcom osteosarcoma; otitus otitis; outcom outcome
ovarien ovarian; paitent patient; paitents patients; palpaple palpable; palpitaions palpitations
pancratic pancreatic; pancreactic pancreatic; pancreaticoduodenctomy pancreaticoduodenectomy
pancreatits pancreatitis; pancreatoduodenctomy pancreatoduodenectomy; paralel parallel
paralysys paralysis; parenchma parenchyma; parenchymial parenchymal; parenteraly parenterally
paresthesa paresthesia; parienchyma parenchyma; pateint patient; pateints patients
pathalogical pathological; patholgical pathological; patholgy pathology; pathologial pathological
patien patient; patienst patients; perfomed performed; perforamed performed; performd performed
pericardits pericarditis; pericaridal pericardial; periferal peripheral; periperal peripheral
peritonitits peritonitis; peritonits peritonitis; perscribed prescribed; persistance persistence
persistant persistent; phisical physical; phlegmone phlegmon; physcial physical
physicain physician; plueral pleural; pnemonia pneumonia; pneumonea pneumonia
pneumothroax pneumothorax; pneumotorax pneumothorax; pnuemonia pneumonia; posession possession
possiblity possibility; posterier posterior; postoperativly postoperatively; potasium potassium
pottasium potassium; preceed precede; preceeded preceded; preceeding preceding
precendent precedent; predominatly predominantly; preperation preparation; prescence presence
presense presence; presentaion presentation; prevalance prevalence; previosly previously
previouly previously; prevously previously; principaly principally; priviously previously
probaly probably; procede proceed; proceedure procedure; proceedures procedures
progessive progressive; prognisis prognosis; progresive progressive; prominant prominent
propably probably; prophylatic prophylactic; prophylaxsis prophylaxis; prostatis prostatitis
proteinurea proteinuria; protien protein; psoriatis psoriasis; psychitric psychiatric
pulmnary pulmonary; pulmonray pulmonary; purulant purulent; pyelonephrits pyelonephritis
quadrent quadrant; radiatherapy radiotherapy; radiograhy radiography; radiograpic radiographic
radiolgy radiology; reacurrence recurrence; reccomend recommend; reccomended recommended
reccurence recurrence; reccurent recurrent; reccurrence recurrence; recieve receive
recieved received; recieving receiving; recomend recommend; recomended recommended
recommanded recommended; recurence recurrence; recurrance recurrence; recurrant recurrent
referal referral; refered referred; refering referring; reffered referred; refferred referred
regimin regimen; relapsd relapsed; releived relieved; reluctent reluctant; remision remission
remmission remission; remnent remnant; repeatly repeatedly; resecton resection
resesction resection; resistence resistance; resistent resistant; resoluton resolution
respiratoy respiratory; respiritory respiratory; respitory respiratory; responce response
resucitation resuscitation; resusitation resuscitation; retroperitonal retroperitoneal
retroperitonium retroperitoneum; retrospectivly retrospectively; rhematoid rheumatoid
rheumatiod rheumatoid; rhythem rhythm; rigth right; rougly roughly; ruptered ruptured
rythm rhythm; salivery salivary; sarcom sarcoma; sedimentaion sedimentation; seizuer seizure
seperate separate; seperated separated; seperately separately; seperation separation
septecemia septicemia; seriuos serious; severly severely; sevral several; shoulde should
sieze seize; siezure seizure; siezures seizures; significantely significantly
significent significant; similarily similarly; similiar similar; simular similar
simultanous simultaneous; simultanously simultaneously; sinusitus sinusitis; skeltal skeletal
speciman specimen; specimin specimen; sphinctor sphincter; spleenectomy splenectomy
splenectmy splenectomy; splenomegally splenomegaly; spontaneus spontaneous; spontanous spontaneous
squamos squamous; stabalized stabilized; stenosys stenosis; stomache stomach; strenght strength
subcutaneus subcutaneous; subcutanous subcutaneous; subsequant subsequent
subsequantly subsequently; succesful successful; succesfully successfully; successfull successful
sucessful successful; sucessfully successfully; sufficent sufficient; sugest suggest
sugested suggested; suggestd suggested; superfical superficial; suprapubical suprapubic
supression suppression; surgary surgery; surgeory surgery; surgey surgery; surgicaly surgically
surival survival; survial survival; survivial survival; suspcion suspicion; suspicous suspicious
suspiscious suspicious; suspision suspicion; swolen swollen; symetric symmetric
symetrical symmetrical; symptomes symptoms; symptons symptoms; symtom symptom; symtoms symptoms
syncopy syncope; syndrom syndrome; systemical systemic; sytemic systemic; tachicardia tachycardia
tachycardiac tachycardic; temparature temperature; tempature temperature; temperture temperature
tenderess tenderness; tendernes tenderness; terminaly terminally; testicel testicle
therapeutical therapeutic; theraphy therapy; theraputic therapeutic; thier their
thorasic thoracic; thrombocitopenia thrombocytopenia; thrombocytopena thrombocytopenia
thromboembolisim thromboembolism; thrombosys thrombosis; thyriod thyroid; tommography tomography
tomograpy tomography; tonsilectomy tonsillectomy; tonsilitis tonsillitis; trachael tracheal
tranfused transfused; tranfusion transfusion; transfered transferred; transfering transferring
transplantion transplantation; transplation transplantation; treament treatment; treatd treated
treatement treatment; tretament treatment; truely truly; tuberclosis tuberculosis
tubercolosis tuberculosis; ulceraton ulceration; ultrasonograhy ultrasonography
ultrasonograpy ultrasonography; ultrasoud ultrasound; unconcious unconscious; undergoned undergone
underwend underwent; underwnet underwent; unneccessary unnecessary; unsuccesful unsuccessful
unsuccessfull unsuccessful; untill until; unusal unusual; ureather urethra; urethal urethral
usally usually; usefull useful; usualy usually; uterous uterus; utlized utilized; vaccum vacuum
vaginale vaginal; varible variable; vascularture vasculature; vasculits vasculitis
ventricel ventricle; ventricual ventricular; vertabra vertebra; vertabral vertebral
vertebre vertebra; visable visible; volontary voluntary; vomitted vomited; vomitting vomiting
whith with; wich which; wieght weight; withdrawl withdrawal; withing within; witth with
woud would; xray x-ray
haemorrage haemorrhage; hemorrage hemorrhage; hemorragic hemorrhagic
haemorragic haemorrhagic; thrombocytopaenia thrombocytopenia; leucopaenia leucopenia
leukopaenia leukopenia; neutropaenia neutropenia; pancytopaenia pancytopenia
lymphopaenia lymphopenia; osteopaenia osteopenia; sarcopaenia sarcopenia
glycopyrolate glycopyrrolate; glycoppyrolate glycopyrrolate; diarhea diarrhea; diarrhoa diarrhoea
"""


def _table() -> dict[str, str]:
    rows = (one.split() for line in _ROWS.strip().splitlines() for one in line.split(";"))
    return {wrong: right.replace("_", " ") for wrong, right in rows}


KNOWN = _table()
"""Misspellings in lower case, with the right word."""
_WORD = re.compile(r"(?<![\w@./-])[A-Za-z]{4,}(?![\w@/])")


def check_misspellings(subject: Typed) -> Iterator[Diagnostic]:
    """Report known misspellings in everything that was typed, but for names and addresses."""
    found = Diagnostics()
    for passage in subject.passages:
        if passage.path.startswith(("authors", "affiliations", "similar_cases")):
            continue
        for match in _WORD.finditer(passage.text):
            right = KNOWN.get(match[0].lower())
            if right is None:
                continue
            right = right[0].upper() + right[1:] if match[0][0].isupper() else right
            found.add(
                RULES["STY017"],
                f"'{match[0]}' is misspelled",
                passage.span(*match.span()),
                hint=f"write '{right}'",
            )
    yield from found
