"""Words that stand around the name of a medicine: on packs, on labels, and as people write.

A word is passed over only if it stands here. Every other word could be a name, so none is passed
over because it looks harmless: what is in no list counts as a name that was not understood.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


UNITS = _words(
    """
    mg mcg ug g kg ng gm gms gram grams gramme grammes milligram milligrams milligramme
    milligrammes microgram micrograms microgramme microgrammes mikrogram nanogram nanograms ml
    mls l cl dl litre litres liter liters millilitre millilitres milliliter milliliters cc iu
    unit units mu mmol mmols meq mol micromol percent hr hrs spoon spoonful spoonfuls teaspoon
    teaspoons tsp tablespoon milligrammi
    """
)

FORMS = _words(
    """
    tablet tablets tab tabs tabl tbl tablette tabletten filmtabletten comprime comprimes
    comprimido comprimidos compresse capsule capsules cap caps kapsel kapseln capsula capsulas
    gelule gelules caplet caplets softgel softgels lozenge lozenges wafer wafers film films strip
    strips syrup suspension solution solutions liquid elixir drop drops powder powders solvent
    diluent granule granules sachet sachets sprinkle sprinkles bead beads pellet pellets
    emulsion gel cream ointment lotion patch patches plaster plasters spray sprays inhaler
    inhalers puffer evohaler accuhaler turbohaler easyhaler clickhaler autohaler respimat diskus
    hfa nebuliser nebulizer nebules nebule aerosol inhalation suppository suppositories supp
    enema implant pump concentrate conc susp soln sol inj syringe syringes prefilled pen pens vial
    vials ampoule ampoules ampule ampules amp bottle bottles pack packs packet box boxes blister
    blisters carton bag container kit lipid chrono chronosphere velotab zydis quicklet soltab odt
    orodispersible orally dispersible disintegrating effervescent soluble chewable coated film
    enteric sugar gastro resistant gastroresistant modified prolonged sustained extended delayed
    immediate controlled slow long short acting release releasing mr sr xl xr er cr la pr sa ec
    dr ir cd ret retard retarded continus depottablets buccal sublingual transdermal hard soft
    for form forms strength dose doses dosage preparation multidose single use unit ready made
    dry dual respiclick nexthaler spiromax inhub md dt pre filled flexpen solostar kwikpen flextouch
    penfill cartridge cartridges refill refills disc discs foam wash shampoo mouthwash swab stick
    sugar free lactose preservative flavour flavor flavoured flavored orange lemon lime strawberry
    mint peppermint cherry banana raspberry blackcurrant aniseed vanilla caramel tutti frutti fruit
    infant infants paediatric pediatric junior childrens adult adults advance max extra forte duo
    losung loesung tropfen saft kapsel hartkapseln weichkapseln retardtabletten retardkapseln
    schmelztabletten dragees zapfchen zaepfchen ampullen injektionslosung depotspritze pflaster
    magensaftresistent magensaftresistente pellicule pellicules secable secables liberation
    prolongee gouttes sirop buvable rivestite rivestita film gocce sciroppo bustine fiale
    supposte recubiertos recubierto pelicula gotas jarabe liberacion prolongada sobres
    filmomhulde retardtabletter tabletter kapsler depottabletter depottablett tablett drageer
    """
)

SAME_WITHOUT = _words(
    """
    tablet tablets capsule capsules pill pills syrup liquid injection injections suppository
    suppositories mg mcg ug g microgram micrograms ml
    """
)
"""Two names in a rule file that differ only in these are one name."""

INJECTIONS = _words(
    """
    injection injections injectable injected inject jab jabs depot shot shots infusion drip
    """
)

SALTS = _words(
    """
    hydrochloride hcl dihydrochloride monohydrochloride monohydrate dihydrate hemihydrate
    trihydrate anhydrous hydrate sodium potassium calcium magnesium maleate dimaleate mesylate
    mesilate tartrate bitartrate citrate succinate fumarate hemifumarate besylate besilate
    decanoate enantate enanthate palmitate phosphate sulfate sulphate bromide hydrobromide
    acetate carbonate embonate pamoate chloride nitrate lactate malate oxalate tosylate edisylate
    teoclate xinafoate benzoate carbonat citrat hydrochlorid lauroxil medoxomil axetil
    cilexetil erbumine arginine olamine disodium
    """
)

DIRECTIONS = _words(
    """
    daily day days week weeks weekly fortnight fortnightly month months monthly year years hour
    hours hourly minute minutes once twice thrice time times one two three four five six seven
    eight nine ten twelve half quarter whole first second third last past ago since until till
    from before after during at night nights nightly nighttime morning mornings noon midday
    evening evenings afternoon bedtime breakfast lunch dinner tea supper meal meals food water
    milk empty stomachful am pm od bd bid tds tid qds qid qd qhs hs nocte mane om on prn stat po
    im iv sc pr sl pc ac q d x every each alternate other per needed required necessary directed
    wk wks hrly qam qpm qhs actuation puff puffs puffed
    when if only sometimes occasionally regularly regular usually always often mostly rarely
    currently now today yesterday tonight recently lately previously still then next
    january february march april may june july august september october november december jan
    feb mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday friday saturday
    sunday spring summer autumn winter christmas easter
    oral orally mouth swallow swallowed dissolve dissolved tongue under skin intramuscular
    intravenous subcutaneous rectal rectally vaginal nasal topical inhaled parenteral
    usp bp ph eur nf rx only otc bpc ndc brand generic generics name called equivalent strength
    new old low high lower higher small large big maximum minimum max min up down increased
    increasing raised reduced decreased cut dropped doubled started start starting stopped stop
    stopping ended finished quit began begun changed switched prescribed prescription repeat
    subq subcut zum zur einnehmen einmal zweimal dreimal taglich taeglich morgens mittags abends
    nachts fois par jour jours matin soir midi avant repas al dia cada horas noche manana veces
    giorno volte sera mattina con per os vor nach dem essen
    eye eyes ear ears nose nostril lip lips gum gums arm thigh buttock scalp
    script dr doctor gp hospital clinic ward emergency room department ambulance
    psychiatrist neurologist nurse pharmacist pharmacy chemist supermarket
    """
)

LAY = _words(
    """
    pill pills medicine medicines medication medications medicament meds med drug drugs remedy
    remedies treatment treatments
    """
)
"""What people call any medicine. Alone, or after "and", it is a medicine without a name."""

SMALL = _words(
    """
    a an the this that these those it its i im ive id me my mine we us our you your he him his
    she her hers they them their theirs is are was were be been being am has have had having do
    does did dont didnt doesnt not no never none nor any anymore longer take takes taking taken
    took use uses using used get gets got getting give gives given gave giving put prescribe try
    tried on off in of to by as but so or if with without and plus also just about around roughly
    approx approximately ca maybe perhaps possibly probably think believe would could should may
    might up again back ever yes ok please thanks well very really quite too since because due
    help helped helping against except only mum mother dad father son daughter wife
    husband child baby
    white yellow pink round oval tiny little
    """
)

MAKERS = _words(
    """
    teva accord mylan sandoz zentiva actavis aurobindo milpharm ratiopharm hexal stada pfizer
    novartis roche sanofi bayer lilly janssen lundbeck gsk glaxo glaxosmithkline astrazeneca
    zeneca merck msd abbott abbvie almus wockhardt ranbaxy dexcel tillomed rosemont crescent
    bristol kent ratio apotex sun lupin cipla torrent zydus cadila dr reddys reddy reddys
    heumann aristo neuraxpharm desitin krka gedeon richter orion glenmark macleods amneal
    hikma westward west ward par sciegen unichem viatris greenstone prasco ltd limited inc plc
    gmbh uk usa us pharma pharmaceuticals pharmaceutical laboratories labs lab healthcare
    apo pms jamp auro sivem act nu ran gen taro mint pro doc riva
    essential norgine morningside creo brown burk thornton ross alliance ajanta alembic jubilant
    strides solco camber breckenridge upsher smith lannett mallinckrodt rhodes perrigo winthrop
    arrow biogaran eg viatris basics puren al abz beta denk generics medley ems eurofarma cinfa
    normon kern doc nobel abdi ibrahim bago roemmers essity
    """
)

PASSED_OVER = UNITS | FORMS | INJECTIONS | SALTS | DIRECTIONS | LAY | SMALL | MAKERS

WITH_ANOTHER = frozenset({"solvent", "diluent"})
"""What comes in one pack with a medicine."""

JOINS = frozenset({"and", "with", "or", "also", "then", "und", "et"})
"""Words that part two medicines. A `plus` may belong to a name, so it only may stand inside one."""

DESCRIBES = frozenset(
    {"for", "against", "because", "due", "treat", "treats", "treating", "helps", "prn", "needed"}
)
"""Words after which it is said what a medicine is for."""

NEGATIONS = frozenset(
    {"no", "none", "nil", "nothing", "nope", "zero", "0", "not", "never", "dont", "didnt", "havent"}
)
DENYING = frozenset({"never"})
"""Before a name it may say that it was not taken. "No" and "not" are said of what was stopped too,
and what was stopped lately was taken."""
WEAK_NEGATIONS = frozenset({"not", "dont", "didnt", "havent"})
"""They mean *none* only with what it is that was not taken."""
_ABOUT_NOTHING = _words(
    """
    at all any anything i am im do did have ive had has been on take takes taking taken took use
    using used regularly regular daily ever really whatsoever of these the and or in last past 12
    twelve months month year years other prescription prescribed that to my me absolutely be is
    are was tablet tablets
    """
)
ABOUT_NOTHING = NEGATIONS | LAY | _ABOUT_NOTHING
"""Words of which a text that means *none* is made. What is only so now is not among them: the
question is about the last 12 months."""

UNSURE_PHRASES = (
    "unsure",
    "not sure",
    "not certain",
    "uncertain",
    "do not know",
    "dont know",
    "didnt know",
    "doesnt know",
    "does not know",
    "not known",
    "unknown",
    "no idea",
    "no clue",
    "cant remember",
    "cannot remember",
    "can not remember",
    "dont remember",
    "do not remember",
    "cant recall",
    "cannot recall",
    "dont recall",
    "do not recall",
    "cant think",
    "forgot",
    "forgotten",
    "idk",
    "dunno",
    "na",
    "n a",
    "not applicable",
)

PASSED_PHRASES = (
    "any more",
    "no more",
    "more than",
    "less than",
    "once more",
    "something for",
    "something against",
    "something to",
)
"""What follows "something for" tells what it was; "something" alone is not understood."""
