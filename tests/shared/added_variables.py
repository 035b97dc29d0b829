"""A codebook to which a maintainer added two variables: one of one code, one of several."""

from pipeline.codebook import Codebook


def with_added(codebook: Codebook) -> Codebook:
    """``codebook`` with ``urgentie`` (hoog or laag) and ``hinder`` (kind, reizen) of subdoelen."""
    code = {"definitie": "x", "gebruik_wanneer": ["x"], "voorbeelden": ["x"]}
    content = codebook.model_dump(by_alias=True)
    for name, several, ids in (("urgentie", False, ("hoog", "laag")), ("hinder", True, ("kind", "reizen"))):
        content["variabelen"][name] = {
            "naam": name.capitalize(),
            "omschrijving": "x",
            "eenheden": ["subdoel"],
            "meervoudig": several,
            "codes": [code | {"id": each, "naam": each.capitalize()} for each in ids],
        }
    return Codebook.model_validate(content)
