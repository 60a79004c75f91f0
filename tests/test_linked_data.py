"""What programs read of resources, read by a library of its own: every term is one, and says what the register says."""

import json
import re
from datetime import date

import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SDO, Graph, Literal, URIRef
from rdflib.term import Node

from generator.edition import read_edition
from generator.model.register import FiledResource, Register
from generator.model.resource import Resource
from generator.model.words import CatalogueKind
from generator.publish.bodies import body
from generator.views.dataset import described
from generator.views.exports import resources_as
from generator.views.pages import Pages, pages_of
from generator.views.resource import ResourcePage
from tests.conftest import REPOSITORY

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by the library itself

EU = "http://publications.europa.eu/resource/authority/"
FREQUENCIES = {
    "实时": "CONT", "每日": "DAILY", "每周": "WEEKLY", "每月": "MONTHLY", "每季度": "QUARTERLY", "每半年": "ANNUAL_2",
    "每年": "ANNUAL", "不定期": "IRREG",
}  # fmt: skip
"""Codes of the European list of frequencies, as published."""
ACCESS = {"无条件开放": "PUBLIC", "有条件开放": "RESTRICTED", "不予开放": "NON_PUBLIC"}
TEXTS = {DCTERMS.title, DCTERMS.description, DCTERMS.identifier, DCAT.keyword, FOAF.name, RDFS.label}
"""Terms whose value is a text; that of all others is a thing, by the vocabularies' own ranges."""


@pytest.fixture(scope="module")
def pages() -> Pages:
    return pages_of(read_edition(REPOSITORY, date(2026, 11, 23)))


@pytest.fixture(scope="module")
def register(pages: Pages) -> Register:
    return pages.edition.register


@pytest.fixture(scope="module")
def catalogue(register: Register) -> Graph:
    return Graph().parse(data=resources_as("dcat", [*register.resources], register), format="json-ld")


def terms_of(*vocabularies: type) -> set[str]:
    """All that vocabularies define, as the library knows them."""
    return {str(term) for vocabulary in vocabularies for term in dir(vocabulary)}


def said(graph: Graph, node: Node, *path: URIRef) -> list[str]:
    """Texts and addresses at the end of a path of terms."""
    ends = [node]
    for term in path:
        ends = [end for one in ends for end in graph.objects(one, term)]
    return sorted(map(str, ends))


def test_every_term_of_the_catalogue_is_one_of_its_vocabulary(catalogue: Graph) -> None:
    terms = {*catalogue.predicates(), *catalogue.objects(None, RDF.type)}
    assert {str(term) for term in terms} - terms_of(DCAT, DCTERMS, FOAF, RDF, RDFS) == set()


def test_a_thing_is_never_told_as_a_text_nor_a_text_as_a_thing(catalogue: Graph) -> None:
    """`dct:rights` and `dct:format` have things for values, whose label is the text; no text is empty."""
    wrong = {
        (term, value)
        for _, term, value in catalogue
        if (isinstance(value, Literal) and bool(str(value))) != (term in TEXTS)
    }
    assert wrong == set()


def test_the_catalogue_says_of_each_resource_what_the_register_says(register: Register, catalogue: Graph) -> None:
    (root,) = catalogue.subjects(RDF.type, DCAT.Catalog)
    assert said(catalogue, root, DCTERMS.title) == [register.authority.title]
    assert said(catalogue, root, DCTERMS.publisher, FOAF.name) == ["湖南省人民政府办公厅"]
    assert said(catalogue, root, DCTERMS.language) == [f"{EU}language/ZHO"]
    datasets = {said(catalogue, node, DCTERMS.identifier)[0]: node for node in catalogue.objects(root, DCAT.dataset)}
    assert len(datasets) == len([*register.resources]) == len([*catalogue.subjects(RDF.type, DCAT.Dataset)])
    for filed in register.resources:
        _is_told(filed, register, catalogue, datasets[filed.resource.code or ""])


def _is_told(filed: FiledResource, register: Register, graph: Graph, node: Node) -> None:
    resource, provider = filed.resource, register.organisation_named[filed.resource.provider or ""]
    classes = "：".join(filter(None, (resource.sharing_class, resource.sharing_condition)))
    assert said(graph, node, RDF.type) == [str(DCAT.Dataset)]
    assert said(graph, node, DCTERMS.title) == [resource.name]
    assert said(graph, node, DCTERMS.description) == [resource.summary]
    assert said(graph, node, DCTERMS.publisher, FOAF.name) == [provider.full_name]
    assert said(graph, node, DCTERMS.publisher, RDF.type) == [str(FOAF.Organization)]
    assert said(graph, node, DCTERMS.accrualPeriodicity) == [
        f"{EU}frequency/{FREQUENCIES[resource.update_cycle or '']}"
    ]
    assert said(graph, node, DCTERMS.accessRights) == [f"{EU}access-right/{ACCESS[resource.opening_class or '']}"]
    assert said(graph, node, DCTERMS.rights, RDFS.label) == [classes]
    assert said(graph, node, DCTERMS.rights, RDF.type) == [str(DCTERMS.RightsStatement)]
    assert said(graph, node, DCAT.keyword) == sorted(
        {*filter(None, register.classification.names_of(resource.code or ""))}
    )
    formats = sorted(one.format_type or "" for one in resource.formats or ())
    assert said(graph, node, DCAT.distribution, DCTERMS["format"], RDFS.label) == formats
    assert set(said(graph, node, DCAT.distribution, RDF.type)) == {str(DCAT.Distribution)}


def test_what_is_not_filled_in_is_not_told(register: Register) -> None:
    empty = FiledResource("甲.yml", Resource.model_validate({"格式": [{}]}), CatalogueKind.BASE, "甲")
    graph = Graph().parse(data=resources_as("dcat", [empty], register), format="json-ld")
    (node,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert [*graph.predicates(node)] == [RDF.type]


def in_page(page: ResourcePage, title: str) -> Graph:
    """What stands in a resource's page; names are terms of schema.org, whose context, which is not fetched, says so."""
    html = body("resource-data", "", dataset=described(page, title))
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    data = json.loads(found)
    assert data["@context"] == "https://schema.org"
    return Graph().parse(data=json.dumps({**data, "@context": {"@vocab": str(SDO)}}), format="json-ld")


def test_every_page_says_of_its_resource_what_the_register_says(pages: Pages) -> None:
    for page in pages.resources:
        _is_described(page, pages, in_page(page, pages.title))


def _is_described(page: ResourcePage, pages: Pages, graph: Graph) -> None:
    resource, provider = page.resource, pages.edition.register.organisation_named[page.resource.provider or ""]
    (node,) = graph.subjects(RDF.type, SDO.Dataset)
    terms = {*graph.predicates(), *graph.objects(None, RDF.type)} - {RDF.type}
    assert {str(term) for term in terms} - terms_of(SDO) == set()
    assert said(graph, node, SDO.name) == [resource.name]
    assert said(graph, node, SDO.identifier) == [resource.code]
    assert said(graph, node, SDO.description) == [resource.summary]
    assert said(graph, node, SDO.inLanguage) == ["zh-CN"]
    assert said(graph, node, SDO.provider, SDO.name) == [provider.full_name]
    assert said(graph, node, SDO.provider, RDF.type) == [str(SDO.GovernmentOrganization)]
    assert said(graph, node, SDO.keywords) == sorted({*filter(None, page.class_names)})
    assert said(graph, node, SDO.conditionsOfAccess) == [
        "：".join(filter(None, (resource.sharing_class, resource.sharing_condition)))
    ]
    assert said(graph, node, SDO.variableMeasured, SDO.name) == sorted(item.name or "" for item in resource.items or ())
    assert set(said(graph, node, SDO.variableMeasured, RDF.type)) == {str(SDO.PropertyValue)}
    assert said(graph, node, SDO.includedInDataCatalog, SDO.name) == [pages.title]
