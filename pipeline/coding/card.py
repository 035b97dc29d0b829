"""The model card: what a model is made of, what it is good for, and how well it does."""

from typing import TYPE_CHECKING

from pipeline.coding.card_doubt import told_promise

if TYPE_CHECKING:
    from pipeline.coding.evaluation import Evaluation
    from pipeline.coding.store import Metadata

_CARD = """# Model {name}

Codeert hoofddoelen, subdoelen en afspraken van ondersteuningsplannen met de codes van het codeboek
`{codebook}`. Gemaakt met `plancoder train`; laad het alleen met plancoder.

## Waarvoor en voor wie

Voor onderzoekers die van een stapel plannen willen weten hoe vaak doelen en afspraken over een thema gaan, en
die een steekproef ervan door mensen laten coderen. Niet voor:

- beslissingen over een persoon, of een oordeel over een klantmanager;
- tellingen die niemand heeft nagekeken, vooral van codes met een lage F1 of een breed interval (zie Cijfers);
- andere teksten dan Nederlandse ondersteuningsplannen, of een ander codeboek dan dat hierboven.

## Herkomst

- Geleerd van {counts}. Waar die annotaties vandaan komen, staat in `annotations/README.md`.
  Herkomst van de annotaties beslist wat de cijfers hieronder waard zijn. Vingerafdruk van de annotaties:
  `{annotations_sha256}`. Welke plannen het zijn, staat in `metadata.json`.
{locked}- Taalmodel: `{language}`. Versies: {versions}.
- Inhoud: alleen getallen en woorddelen, geen code (`model.skops`, sha256 `{sha256}`).
  Woorddelen komen uit gepseudonimiseerde tekst; elk komt in ten minste twee eenheden voor.

## Werking

Twee stappen. Eerst geven de woorden van een eenheid (woorden, lemma's, delen van samenstellingen, stukjes van
drie tot zes letters) een score per code. Daarna bepalen de scores van de eenheid, haar subdoel, haar
afspraken, haar buren en het hoofddoel, en wie er handelt, de kans op elke code. De tweede stap leert van
scores die voor elke schrijver zijn gemaakt zonder die schrijver. Zij kijkt twee keer: de tweede keer ziet zij
ook wat de eerste van de buren maakte. Of het instrument van een subdoel eigen inzet is, is een vraag die
voorafgaat aan de keuze uit de andere instrumenten; daarbij telt of de afspraken een traject van anderen
noemen.

## Nakijken

{promise}
## Beperkingen

- Eenheden met een reden onder `nakijken` horen door een mens te worden bekeken; ook andere kunnen fout
  zijn.
{subcodes}- Zeldzame codes op hoofddoelen zijn het minst betrouwbaar: zie de aantallen in de tabel.

## Cijfers

Per code en per schrijver; tussen haakjes wat toeval eraan kan schelen (het interval van 95%).
{evaluations}
"""


def model_card(
    metadata: "Metadata", evaluations: "dict[str, Evaluation]", test: "Evaluation | None" = None
) -> str:
    """The card as Markdown, in Dutch. ``test``: the locked test set, as this model codes it."""
    told = evaluations | ({"Op de toetsset": test} if test else {})
    tables = [f"\n### {heading}\n\n```\n{found.describe()}\n```" for heading, found in told.items()]
    return _CARD.format(
        name=metadata.name,
        codebook=metadata.codebook,
        language=metadata.language,
        sha256=metadata.sha256,
        annotations_sha256=metadata.annotations_sha256,
        locked=_locked(metadata),
        counts=", ".join(f"{count} {_label(name, count)}" for name, count in metadata.counts.items()),
        versions=", ".join(f"{name} {number}" for name, number in metadata.versions.items()),
        promise=told_promise(metadata, evaluations),
        subcodes=_subcodes(metadata),
        evaluations="\n".join(tables) or "\nNiet gemeten bij het trainen. Meet met: `plancoder evaluate`",
    )


def _locked(metadata: "Metadata") -> str:
    if not metadata.locked:
        return ""
    return f"- Van {len(metadata.locked)} plannen is niets geleerd: de toetsset (`toetsset.txt`).\n"


def _subcodes(metadata: "Metadata") -> str:
    if metadata.subcode_accuracy is None:
        return ""
    return (
        f"- Subcodes ({len(metadata.subcodes)}, alleen bij subdoelen en op verzoek): van de juiste thema's\n"
        f"  kreeg {metadata.subcode_accuracy:.1%} de juiste, bij schrijvers die het model niet kende.\n"
    )


def _label(name: str, count: int) -> str:
    plural = {"hoofddoel": "hoofddoelen", "subdoel": "subdoelen", "afspraak": "afspraken"}
    return plural.get(name, name) if count != 1 else name
