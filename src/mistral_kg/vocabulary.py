"""The prefixes and the terms that the code names; a misspelt term is an import error."""

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple
"""A value in a solution, or the object of a triple."""

Node = Term | DefaultGraph
"""Any part of a quad."""

OURS = "https://w3id.org/mistral-kg/"
MKG = OURS + "ontology#"
ID = OURS + "id/"
ARTICLE = OURS + "article/ipo-denial#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
XSD = "http://www.w3.org/2001/XMLSchema#"

DCTERMS = "http://purl.org/dc/terms/"
ORG = "http://www.w3.org/ns/org#"
OA = "http://www.w3.org/ns/oa#"
SCHEMA = "https://schema.org/"

PREFIXES: dict[str, str] = {
    "mkg": MKG,
    "id": ID,
    "art": ARTICLE,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "prov": PROV,
    "org": ORG,
    "oa": OA,
    "schema": SCHEMA,
    "sh": "http://www.w3.org/ns/shacl#",
    "wd": "http://www.wikidata.org/entity/",
}
"""Prefix to namespace, in the order in which exports declare them."""

TYPE = NamedNode(RDF + "type")
LABEL = NamedNode(RDFS + "label")
STATEMENT = NamedNode(RDF + "Statement")
SUBJECT = NamedNode(RDF + "subject")
PREDICATE = NamedNode(RDF + "predicate")
OBJECT = NamedNode(RDF + "object")
ALT_LABEL = NamedNode(SKOS + "altLabel")
SUBCLASS_OF = NamedNode(RDFS + "subClassOf")
COMMENT = NamedNode(RDFS + "comment")
DEFINITION = NamedNode(SKOS + "definition")
NOTE = NamedNode(SKOS + "note")
EXACT_MATCH = NamedNode(SKOS + "exactMatch")
IDENTIFIER = NamedNode(DCTERMS + "identifier")
DESCRIPTION = NamedNode(DCTERMS + "description")
HAS_PART = NamedNode(DCTERMS + "hasPart")
PART_OF = NamedNode(DCTERMS + "isPartOf")
ABOUT = NamedNode(SCHEMA + "about")
IN_LANGUAGE = NamedNode(SCHEMA + "inLanguage")
START = NamedNode(OA + "start")
END = NamedNode(OA + "end")
MEMBERSHIP = NamedNode(ORG + "Membership")
DERIVED_FROM = NamedNode(PROV + "wasDerivedFrom")
ATTRIBUTED_TO = NamedNode(PROV + "wasAttributedTo")

PASSAGE = NamedNode(MKG + "Passage")
CLAIM = NamedNode(MKG + "Claim")
INFERENCE = NamedNode(MKG + "Inference")
INFERRED_FROM = NamedNode(MKG + "inferredFrom")
RULE = NamedNode(MKG + "rule")
RULES = NamedNode(MKG + "Rules")
NUMBER = NamedNode(MKG + "number")
GIST = NamedNode(MKG + "gist")
QUALIFIER = NamedNode(MKG + "qualifier")
REASON = NamedNode(MKG + "reason")
PHRASE = NamedNode(MKG + "phrase")
INVERSE_PHRASE = NamedNode(MKG + "inversePhrase")
MODALITY = NamedNode(MKG + "modality")
NAMES = NamedNode(MKG + "names")
REFERS_TO = NamedNode(MKG + "refersTo")
ADDRESSEE = NamedNode(MKG + "addressee")
SHA256 = NamedNode(MKG + "sha256")
PARTNERSHIP = NamedNode(MKG + "Partnership")
INTERVIEW = NamedNode(MKG + "Interview")
TALK = NamedNode(MKG + "Talk")
INVESTMENT = NamedNode(MKG + "Investment")

QUOTES = NamedNode(MKG + "quotes")
SAID_AT = NamedNode(MKG + "saidAt")
DESCRIBED_AS = NamedNode(MKG + "describedAs")
RELATIVE_TIME = NamedNode(MKG + "relativeTime")

AMOUNT = NamedNode(MKG + "amount")
VALUATION = NamedNode(MKG + "valuation")
CURRENCY = NamedNode(MKG + "currency")
COUNT = NamedNode(MKG + "count")
MONTHS = NamedNode(MKG + "months")
MONTHS_AT_MOST = NamedNode(MKG + "monthsAtMost")
FACTOR = NamedNode(MKG + "factor")

REMARKS = (QUALIFIER, REASON, NOTE)
"""What is said beside a fact or claim: degree, reason, and what is doubtful about it."""

NOTES = (DEFINITION, DESCRIPTION, COMMENT, NOTE)
"""What describes a thing in sentences, in the order in which it is shown."""

DESCRIBING = {LABEL, ALT_LABEL, TYPE, EXACT_MATCH, PHRASE, INVERSE_PHRASE, *NOTES}
"""What describes a thing and is no news of it."""

JOINTS = {PARTNERSHIP, INTERVIEW, TALK, INVESTMENT, MEMBERSHIP}
"""Classes of what ties two: a partnership has both partners, an interview who asks and answers."""
