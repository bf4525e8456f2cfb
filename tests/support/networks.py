"""Networks that the tests of the page draw."""

import random

import networkx
from pyoxigraph import RdfFormat, parse

from mistral_kg.page import network
from mistral_kg.rdf.dataset import materialise

INJECTIONS = (
    "</script><script>window.hurt = 1</script>",
    '<img src=x onerror="window.hurt = 1">',
    "{{ 7 * 7 }} & <!-- ' \"",
    "line\u2028and\u2029paragraph",
    "javascript:window.hurt=1",
    "שלום العربية",
    "🦀 ਗੁਰਮੁਖੀ",
)

# Parallel edges, ways back, loops and claims between two things.
SMALL = """
PREFIX mkg: <https://w3id.org/mistral-kg/ontology#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX : <https://example.org/>
mkg:planned rdfs:label "planned"@en .
mkg:denied rdfs:label "denied"@en , "ਇਨਕਾਰ"@pa .
:Company rdfs:label "company"@en .
:hasCustomer rdfs:label "has customer"@en , "ਗਾਹਕ"@pa .
:mistral a :Company ; rdfs:label "Mistral AI"@en , "ਮਿਸਟਰਲ"@pa .
:axa a :Company ; rdfs:label "Axa"@en , "ਐਕਸਾ"@pa .
:mensch rdfs:label "Arthur Mensch"@en .
:s3 a mkg:Passage ; mkg:number 3 ; mkg:gist "What they mean to do"@en ; mkg:names :axa .
:s27 a mkg:Passage ; mkg:number 27 ; mkg:gist "Who buys what"@en ; oa:start 10 ; oa:end 42 .
:s27 { :mistral :hasCustomer :axa ; :knows :axa ; :knows :mistral ; :likes :mistral .
       :axa :knows :mistral ; :pays :mistral . }
:s3 { :mistral :hasCustomer :axa . :axa :near :paris . :paris :near :axa . :axa :founded 1817 }
:plan a mkg:Claim ; prov:wasDerivedFrom :s3 ; mkg:modality mkg:planned ;
    prov:wasAttributedTo :mensch ; mkg:gist "They plan it"@en .
:denial a mkg:Claim ; prov:wasDerivedFrom :s27 ; mkg:modality mkg:denied .
:plan { :mistral :hasCustomer :axa }
:denial { :axa :pays :mistral }
"""


def small() -> networkx.MultiDiGraph:
    """Return the network of the small dataset."""
    return network.build(materialise(parse(SMALL, RdfFormat.TRIG)))


def article(things: int = 250, lines: int = 360) -> networkx.MultiDiGraph:
    """Return a made-up network of the size and the shape of a real article's."""
    chance = random.Random(1)  # noqa: S311
    made = networkx.MultiDiGraph()
    for index in range(things):
        made.add_node(
            f"https://example.org/{index:03}",
            label=" ".join(
                [*["Thing", "with", "some", "words"][: chance.randint(1, 4)], str(index)]
            ),
            label_pa=f"ਚੀਜ਼ {index}",
            type=f"type {chance.randint(0, 30)}",
            type_iri="",
        )
    nodes = list(made)
    for index in range(lines):
        claim = index % 3 == 0
        made.add_edge(
            nodes[0] if index % 4 == 0 else chance.choice(nodes),
            nodes[index % things],
            key=f"https://example.org/relation {index}",
            relation="is tied to",
            relation_iri="https://example.org/relation",
            kind="claim" if claim else "fact",
            sentences=[f"S{index % 67 + 1:02}"],
            **(
                {"modality_label": "claimed", "speaker": "Somebody", "gist": "In short"}
                if claim
                else {}
            ),
        )
    return made


def named(*labels: str) -> networkx.MultiDiGraph:
    """Return a network in which every text is one of the labels."""
    made = networkx.MultiDiGraph()
    for label in labels:
        made.add_node(label, label=label, label_pa=label, type=label, type_iri=label)
        edge = {"relation": label, "relation_iri": label, "claim": f"{label} claim"}
        edge |= {"modality_label": label, "speaker": label, "gist": label}
        made.add_edge(label, labels[0], kind="claim", sentences=["S01"], **edge)
    return made
