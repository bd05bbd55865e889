"""Words that only therapists use. Everyday ones (anxious, stress, mood, trigger, boundary, therapist) are not here."""

import re

from app.therapy.sharing.phrases import Phrases

_STEMS = """
    maladapt transferenc countertransferenc dysregul dysfunction comorbid co-morbid psychomotor ruminat catastrophi
    hypervigil hyperarous hypoarous dissociat depersonali dereali anhedoni dysphori euthymi labilit psychopatholog
    psychodynamic psychoanaly psychoeducat psychosomat psychosocial psychometric psychotherap somati etiolog aetiolog
    prognos symptomatolog metacognit cognitiv cognition conceptuali desensiti habituat mentalis mentaliz enmesh
    codepend co-depend parentif individuat triangulat introject narcissis histrionic antisocial sociopath psychopath
    delusion hallucinat ideation neurotic neuros neurovegetat hypersomn parasomn perseverat alexithym avolit catatoni
    psychotropic pharmacolog contraindicat sequela idiopath subclinic interocepti propriocept polyvagal abreact cathart
    catharsis ambivalen internali externali overgenerali intellectuali rationalisation rationalization sublimat
    dysmorph prodrom phobic psychiatr therapeutic psychogenic transdiagnos interpersonal intrapsych intrapersonal
    behaviouris behavioris reinforcer decompensat compulsivit obsessional affectiv counterphob operationali
    psychogen trichotillo neuroplastic neurobiolog premorbid pathologi pathologic resistant
""".split()
_WORDS = """
    schema schemas schemata avoidant avoidance attachment distortion distortions exposure exposures stressor stressors
    extinction modality modalities intervention interventions adherence noncompliance non-compliance noncompliant
    ego superego libido projective labile clinical clinically patholog baseline etiology remission vagus vagal
    mania manic egosyntonic egodystonic enactment enactments reenactment re-enactment valence salience
    cbt dbt emdr ifs mbct mbsr erp rebt ssri ssris snri phq phq-9 gad-7 bdi bdi-ii pcl-5 suds somatic defusion
    regression regressive repression repressed displacement splitting idealisation idealization devaluation
    impairment impairments perfusion comorbidities psyche sympathetic parasympathetic autonomic amygdala cortisol
    formulation affect abandonment
""".split()
_PHRASES = (
    r"core beliefs?",
    r"(?:negative |intrusive |automatic )(?:automatic )?(?:thought|cognition|schema)s?",
    r"intermediate beliefs?",
    r"thought (?:records?|challenging|stopping|distortions?)",
    r"behaviou?ral (?:activation|experiments?|patterns?|chain)",
    r"safety behaviou?rs?",
    r"response prevention",
    r"(?:negative|positive|intermittent) reinforcement",
    r"secondary gains?",
    r"treatment (?:plan|goals?|targets?|adherence|compliance|response|focus|resist\w+|phase|modalit\w+)",
    r"(?:working|helping) alliance",
    r"alliance rupture",
    r"rupture and repair",
    r"resistance to (?:treatment|therapy|change)",
    r"self-(?:efficacy|concept|schema|regulat\w+|object|actuali\w+|sabotag\w+|soothing capacit\w+|stigma|monitor\w+)",
    r"(?:emotion|affect|mood|arousal)(?:al)? regulation",
    r"co-regulat\w+",
    r"distress tolerance",
    r"radical acceptance",
    r"experiential \w+",
    r"object relations?",
    r"reaction formation",
    r"acting out",
    r"flight of ideas",
    r"loose associations",
    r"personality (?:structure|traits?|organi[sz]ation|features|style)",
    r"executive function\w*",
    r"mental status",
    r"presenting (?:problems?|complaints?|issues?|concerns?)",
    r"chief complaint",
    r"case formulation",
    r"functional (?:analysis|assessment)",
    r"(?:risk|protective|perpetuating|predisposing|precipitating|maintaining|maintenance) factors?",
    r"relapse prevention",
    r"window of tolerance",
    r"trauma[- ](?:response|bond\w*|informed|focused|reaction)",
    r"(?:fight|flight)(?:[- ]or[- ]flight)? response",
    r"locus of control",
    r"learned helplessness",
    r"(?:all[- ]or[- ]nothing|black[- ]and[- ]white|dichotomous|polari[sz]ed|magical) thinking",
    r"emotional reasoning",
    r"selective abstraction",
    r"should statements?",
    r"bilateral stimulation",
    r"nervous system",
    r"(?:inner|wounded) child",
    r"family of origin",
    r"false self",
    r"true self",
    r"good enough mother",
    r"holding environment",
    r"(?:flat|blunted|constricted|restricted) affect",
    r"stimulus \w+",
    r"conditioned (?:response|stimul\w+|fear)",
    r"(?:fear|exposure) (?:hierarchy|ladder)",
    r"motivational interviewing",
    r"contingency management",
    r"socratic",
    r"systematic \w+itization",
    r"coping (?:mechanism|strateg|skills? deficit)\w*",
    r"defen[cs]e mechanisms?",
    r"primary (?:caregiver|process|gain)s?",
    r"complicated grief",
    r"emotional (?:lability|numbing|availability|dysreg\w+)",
    r"thought processes",
    r"processing speed",
    r"sleep (?:hygiene|onset|architecture|latency)",
    r"mood congruent",
    r"panic cycle",
    r"vicious cycle of \w+",
    r"(?:narrative|schema|gestalt|compassion-focused|dialectical|psychodynamic) (?:therapy|work|technique)s?",
    r"urge surfing",
    r"opposite action",
    r"(?:chain|behaviou?r(?:al)?|functional) analys[ie]s",
    r"diary cards?",
    r"(?:acute|chronic) (?:stress|distress|phase)",
    r"symptom (?:severity|cluster|reduction|presentation|profile)s?",
    r"parts work",
    r"graded (?:hierarchy|exposure|task|steps)",
    r"(?:primary|secondary) (?:and (?:primary|secondary) )?(?:emotion|affect|appraisal)s?",
    r"insight is \w+",
    r"(?:intrinsic|extrinsic)(?:ally)?(?: motivat\w+)?",
    r"motivation is \w+",
    r"affect tolerance",
)
_TERMS = Phrases(
    (*(rf"{stem}\w*" for stem in _STEMS), *(rf"{re.escape(word)}(?!-)" for word in _WORDS), *_PHRASES),
)


def is_jargon(text: str) -> bool:
    """Whether a word or term of the trade stands in `text`."""
    return any(_TERMS.stand_in(form) for form in {text, text.replace("-", ""), text.replace("-", " ")})
