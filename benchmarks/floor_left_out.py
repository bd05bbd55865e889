"""The floor's figures on each author's talks, by models fitted without that author.

`python -m benchmarks.floor_left_out [AUTHOR ...]`, some minutes. Lexicons and rules are today's; where they were mended
by reading an author's talks, that author's figures are no measure (docs/measured/danger.md says which were). `--misses`
prints the talks that it was wrong about.
"""

import argparse
import multiprocessing
from collections.abc import Mapping

from app.therapy.dangers import asking, linear, pointing
from app.therapy.dangers.linear import LinearModel
from benchmarks import floor_weights, question_weights
from benchmarks.floor import print_table
from benchmarks.linear_fit import fitted

Models = Mapping[str, Mapping[str, LinearModel]]


def models_without(author: str) -> Models:
    """Both files, their first models fitted without an author; thresholds, and the models of the kinds, are today's."""
    turns = [text for text in floor_weights.texts() if text.author != author]
    questions = [text for _, text in question_weights.texts() if text.author != author]
    made = {("turn_weights", pointing.DANGER): fitted(turns), ("question_weights", asking.ASKS): fitted(questions)}
    files = {}
    for (name, model), fields in made.items():
        known = linear.linear_models(name)
        files[name] = {**known, model: fields._replace(thresholds=known[model].thresholds)}
    return files


def print_author(author: str, misses: bool) -> None:
    """One author's table, in a process of its own: what was read before is not kept."""
    files = models_without(author)
    for module in (pointing, asking):
        setattr(module, linear.linear_models.__name__, files.__getitem__)
    print(author, flush=True)
    print_table(floor_weights.read(author), misses)


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("authors", nargs="*", default=floor_weights.AUTHORS)
    parser.add_argument("--misses", action="store_true")
    asked = parser.parse_args()
    for author in asked.authors:
        process = multiprocessing.get_context("fork").Process(target=print_author, args=(author, asked.misses))
        process.start()
        process.join()


if __name__ == "__main__":
    main()
