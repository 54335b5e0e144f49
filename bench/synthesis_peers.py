"""What others would group the notes with, on the same vectors as ours: the method alone differs.

`uv run --with scikit-learn --with bertopic --with scipy python -m bench.synthesis --peers`
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

from essaim.synthesis.encoders import Encoder, named
from essaim.synthesis.lexicon import bundled
from essaim.synthesis.sense import sense_of

SEED = 0


def rows_of(texts: Sequence[str], encoder: Encoder | None = None) -> Any:
    return sense_of(texts, [], encoder or named("bundled"), bundled()).notes.astype(np.float64)


def alone(labels: Any) -> list[int]:
    """A note that a method leaves outside every group is a group of its own."""
    found = [int(label) for label in labels]
    return [label if label >= 0 else -1 - place for place, label in enumerate(found)]


def words_alone(texts: Sequence[str], number: int | None) -> list[int]:
    """TF-IDF of stems, average linkage."""
    from sklearn.cluster import AgglomerativeClustering

    rows = rows_of(texts, named("none"))
    return list(AgglomerativeClustering(n_clusters=number, metric="cosine", linkage="average").fit_predict(rows + 1e-9))


def k_means(texts: Sequence[str], number: int | None) -> list[int]:
    from sklearn.cluster import KMeans

    return list(KMeans(n_clusters=number or 8, n_init=10, random_state=SEED).fit_predict(rows_of(texts)))


def hdbscan(texts: Sequence[str], number: int | None) -> list[int]:
    from sklearn.cluster import HDBSCAN

    found = HDBSCAN(min_cluster_size=3, cluster_selection_method="leaf", copy=True).fit_predict(rows_of(texts))
    return alone(found)


@cache
def bertopic(*, is_tuned: bool) -> Any:
    def group(texts: Sequence[str], number: int | None) -> list[int]:
        from bertopic import BERTopic

        options: dict[str, Any] = {}
        if is_tuned:
            from umap import UMAP

            options["umap_model"] = UMAP(
                n_neighbors=5, n_components=5, min_dist=0.0, metric="cosine", random_state=SEED
            )
            options["min_topic_size"] = 3
        model = BERTopic(embedding_model=None, calculate_probabilities=False, **options)
        try:
            return alone(model.fit_transform(list(texts), embeddings=rows_of(texts))[0])
        except (TypeError, ValueError):  # "k >= N": it cannot read so small a board at all
            return alone([-1] * len(texts))

    return group


GIVEN = {"TF-IDF, lien moyen": words_alone, "k-moyennes": k_means}
FREE = {
    "BERTopic (ses réglages)": bertopic(is_tuned=False),
    "BERTopic (réglé pour un petit panneau)": bertopic(is_tuned=True),
    "HDBSCAN (feuilles, 3)": hdbscan,
}
