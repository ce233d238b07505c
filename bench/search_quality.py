#!/usr/bin/env python3
"""bench/search_quality.py [--corpus DIR] [--data SITE_DATA --site NAME] [--attest FILE] [--failures N]

How well a question is found by other words for it. Loads a corpus in BEIR's form (corpus.jsonl, queries.jsonl,
qrels/test.tsv) into a temporary site, by way of a small dump and `attest import`; asks `attest search` and
`attest similar` every query; prints nDCG@10 and recall@10 of both.

Each figure is also given for two halves of the corpus's questions (by a hash of their ids): what has been tuned
on one half must hold on the other. And each is given for two shapes of the same corpus: every document one
question with its text as body (`whole`), and the paragraphs of its text as answers (`answers`), as in a dump.

With --data and --site it makes a corpus of any imported site instead, to see that what is good for one is good
for others: of every question that was closed as a duplicate of another, the title is a query, and the
original is what should be found."""

import argparse
import hashlib
import json
import math
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
from xml.sax.saxutils import escape, quoteattr

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "data" / "stackfaq_webapps"
ATTEST = ROOT / "build" / "release" / "attest"
DEPTH = 10


# ── corpora ──────────────────────────────────────────────────────────────────────────────────────

def read_lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def read_corpus(folder):
    """Returns documents [(id, title, text)], queries {id: text} and judgements {query: {document: grade}}."""
    documents = [(row["_id"], row.get("title", ""), row.get("text", "")) for row in read_lines(folder / "corpus.jsonl")]
    queries = {row["_id"]: row["text"] for row in read_lines(folder / "queries.jsonl")}
    judgements = {}
    with open(folder / "qrels" / "test.tsv", encoding="utf-8") as file:
        next(file)
        for line in file:
            query, document, grade = line.rstrip("\n").split("\t")
            if int(grade) > 0:
                judgements.setdefault(query, {})[document] = int(grade)
    return documents, queries, judgements


def read_duplicates(data, site):
    """Titles of duplicates as queries, their originals as answers; ids are the site's own."""
    path = next(pathlib.Path(data).rglob(f"{site}.sqlite"))
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        rows = database.execute(
            "SELECT p.id, p.title, l.related_post_id FROM post_links l JOIN posts p ON p.id = l.post_id "
            "JOIN posts o ON o.id = l.related_post_id "
            "WHERE l.kind = 3 AND p.kind = 1 AND o.kind = 1 AND p.deleted_at IS NULL AND o.deleted_at IS NULL"
        ).fetchall()
    queries, judgements = {}, {}
    for duplicate, title, original in rows:
        queries[str(duplicate)] = title
        judgements.setdefault(str(duplicate), {})[str(original)] = 1
    return queries, judgements


# ── a site ───────────────────────────────────────────────────────────────────────────────────────

def paragraphs(text):
    return [part for part in text.split("\n\n") if part.strip()]


def html_of(text):
    return "".join(f"<p>{escape(part)}</p>\n" for part in paragraphs(text))


def write_dump(folder, documents, shape):
    """Writes Posts.xml; question N is the N-th document."""
    date = "2015-01-01T00:00:00.000"
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<posts>"]
    next_id = len(documents) + 1
    answers = []
    for number, (_, title, text) in enumerate(documents, start=1):
        parts = paragraphs(text) if shape == "answers" else []
        body = html_of(title if shape == "answers" else text)
        lines.append(
            f'  <row Id="{number}" PostTypeId="1" CreationDate="{date}" Score="0" ViewCount="0" '
            f'Body={quoteattr(body)} LastActivityDate="{date}" Title={quoteattr(title)} Tags="&lt;corpus&gt;" '
            f'AnswerCount="{len(parts)}" CommentCount="0" />'
        )
        for part in parts:
            answers.append(
                f'  <row Id="{next_id}" PostTypeId="2" ParentId="{number}" CreationDate="{date}" Score="0" '
                f'Body={quoteattr(html_of(part))} LastActivityDate="{date}" CommentCount="0" />'
            )
            next_id += 1
    lines += answers + ["</posts>", ""]
    folder.mkdir(parents=True)
    (folder / "Posts.xml").write_text("\n".join(lines), encoding="utf-8")


def run(arguments, text=None):
    done = subprocess.run(arguments, input=text, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, arguments))} failed:\n{done.stderr}")
    return done.stdout


def ask(attest, command, data, site, queries):
    """Returns the ids found for each query, best first."""
    arguments = [attest, command, "--data", data, "--site", site, "--limit", str(DEPTH + 1), "--json"]
    text = "".join(" ".join(query.split()) + "\n" for query in queries)
    answers = [json.loads(line) for line in run(arguments, text).splitlines()]
    if len(answers) != len(queries):
        sys.exit(f"attest {command}: {len(queries)} queries, {len(answers)} answers")
    return [[str(item["id"]) for item in answer["items"]] for answer in answers]


# ── measures ─────────────────────────────────────────────────────────────────────────────────────

def ndcg(found, wanted):
    gain = sum((2 ** wanted.get(one, 0) - 1) / math.log2(place + 2) for place, one in enumerate(found[:DEPTH]))
    best = sorted(wanted.values(), reverse=True)[:DEPTH]
    return gain / sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(best))


def recall(found, wanted):
    return len(set(found[:DEPTH]) & set(wanted)) / len(wanted)


def half_of(wanted):
    """Questions fall into halves, not queries: rewordings of one question stay together."""
    return hashlib.sha256(min(wanted).encode()).digest()[0] % 2


def mean(measure, chosen):
    return sum(measure(*one) for one in chosen) / len(chosen) if chosen else float("nan")


def report(name, results):
    """`results`: [(found, wanted)]."""
    halves = [[one for one in results if half_of(one[1]) == half] for half in (0, 1)]
    cells = [f"{mean(measure, chosen):.4f}" for chosen in (results, *halves) for measure in (ndcg, recall)]
    print(f"{name:24} {len(results):6}   {cells[0]} {cells[1]}    {cells[2]} {cells[3]}    {cells[4]} {cells[5]}")


def print_failures(queries, results, titles, count):
    worst = sorted(zip(queries, results), key=lambda one: ndcg(*one[1]))[:count]
    for query, (found, wanted) in worst:
        print(f"\n  {query}\n    wanted {[titles.get(one, one) for one in wanted]}")
        for one in found[:3]:
            print(f"    found  {titles.get(one, one)}")


def measure(options, data, site, queries, judgements, name, titles):
    asked = [query for query in queries if query in judgements]
    for command in ("search", "similar"):
        answers = ask(options.attest, command, data, site, [queries[query] for query in asked])
        # A duplicate's own title finds the duplicate itself, which is no merit and no fault.
        results = [
            ([one for one in found if one != query], judgements[query]) for query, found in zip(asked, answers)
        ]
        report(f"{command}, {name}", results)
        figures = (mean(ndcg, results), mean(recall, results))
        if options.least and any(figure < least for figure, least in zip(figures, options.least)):
            sys.exit(f"{command}, {name}: less than {options.least}")
        if options.failures:
            print_failures([queries[query] for query in asked], results, titles, options.failures)


def measure_corpus(options):
    documents, queries, judgements = read_corpus(options.corpus)
    numbers = {document: str(number) for number, (document, _, _) in enumerate(documents, start=1)}
    judgements = {
        "q" + query: {numbers[document]: grade for document, grade in wanted.items()}
        for query, wanted in judgements.items()
    }
    queries = {"q" + query: text for query, text in queries.items()}
    titles = {numbers[document]: title for document, title, _ in documents}
    for shape in ("whole", "answers"):
        with tempfile.TemporaryDirectory() as work:
            dump, data = pathlib.Path(work) / "dump", pathlib.Path(work) / "data"
            write_dump(dump, documents, shape)
            run([options.attest, "import", "--data", data, "--site", "corpus", dump])
            measure(options, data, "corpus", queries, judgements, shape, titles)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=pathlib.Path, default=CORPUS)
    parser.add_argument("--attest", type=pathlib.Path, default=ATTEST)
    parser.add_argument("--data", help="the data folder of an imported site")
    parser.add_argument("--site", help="its name")
    parser.add_argument("--least", type=float, nargs=2, metavar=("NDCG", "RECALL"),
                        help="exit with 1 if a figure over the whole corpus is less; 77 (skipped) without the corpus")
    parser.add_argument("--failures", type=int, default=0, help="print so many of the worst queries")
    options = parser.parse_args()
    if options.least and not options.corpus.exists():
        print(f"skipped: search quality ({options.corpus} is not here)")
        sys.exit(77)
    print(f"{'':24} {'n':>6}   {'nDCG   recall':16} {'one half':16} {'other half'}")
    if options.data:
        queries, judgements = read_duplicates(options.data, options.site)
        if not queries:
            sys.exit("This site has no duplicates to learn from.")
        measure(options, options.data, options.site, queries, judgements, options.site, {})
    else:
        measure_corpus(options)


if __name__ == "__main__":
    main()
