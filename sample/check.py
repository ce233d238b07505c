#!/usr/bin/env python3
"""Checks the files of the sample site against the format of README.md.

Reads only; prints one line for each fault, and exits with 1 if there was any.
Needs nothing but Python 3.11. Usage: python3 sample/check.py [FOLDER]
"""

import re
import sys
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

TITLE_CHARACTERS = range(15, 151)
COMMENT_CHARACTERS = 600
EXCERPT_CHARACTERS = 300
TAGS = range(1, 6)
LEAST_QUESTIONS = 14
LEAST_ANSWERS = 30
LEAST_EDITED_POSTS = 6
LEAST_TAG_WIKIS = 8

KINDS = ("question", "answer", "edit")
# Key: (type, required)
KEYS = {
    "question": {
        "title": (str, True),
        "tags": (list, True),
        "author": (str, True),
        "at": (datetime, True),
        "views": (int, True),
        "votes": (dict, True),
        "community_wiki": (bool, False),
        "closed": (dict, False),
    },
    "answer": {
        "author": (str, True),
        "at": (datetime, True),
        "votes": (dict, True),
        "accepted": (bool, False),
        "community_wiki": (bool, False),
    },
    "edit": {
        "author": (str, True),
        "at": (datetime, True),
        "summary": (str, True),
        "title": (str, False),
        "tags": (list, False),
    },
    "comment": {
        "author": (str, True),
        "at": (datetime, True),
        "votes": (int, False),
        "text": (str, True),
    },
    "closed": {"as": (str, True), "of": (list, True), "at": (datetime, True), "by": (list, True)},
    "votes": {"up": (int, True), "down": (int, True)},
    "person": {
        "name": (str, True),
        "since": (datetime, True),
        "location": (str, False),
        "about": (str, False),
        "badges": (list, False),
        "moderator": (bool, False),
    },
    "check": {
        "of": (str, True),
        "source": (str, False),
        "locator": (str, False),
        "by": (str, True),
        "at": (datetime, True),
        "verdict": (str, True),
        "seen": (str, False),
        "translation": (bool, False),
        "note": (str, False),
        "reply": (dict, False),
    },
    "reply": {"by": (str, True), "at": (datetime, True), "text": (str, True)},
    "objection": {
        "of": (str, True),
        "by": (str, True),
        "at": (datetime, True),
        "relation": (str, True),
        "citation": (str, True),
        "note": (str, False),
    },
    "request": {"words": (str, True), "by": (str, True), "at": (datetime, True)},
    "sources file": {"sources": (dict, True), "links": (list, False)},
    "source": {
        "by": (str, True),
        "at": (datetime, True),
        "csl": (dict, True),
        "kind": (str, False),
        "single": (bool, False),
        "criticism": (str, False),
        "scans": (list, False),
    },
    "scan": {
        "by": (str, True),
        "at": (datetime, True),
        "file": (str, True),
        "rights": (str, True),
        "printed": (dict, False),
        "labels": (list, False),
        "typed": (list, False),
    },
    "page label": {"by": (str, True), "at": (datetime, True), "page": (int, True), "label": (str, True)},
    "page text": {"by": (str, True), "at": (datetime, True), "page": (int, True), "text": (str, True)},
    "link": {"by": (str, True), "at": (datetime, True), "from": (str, True), "to": (str, True), "kind": (str, True)},
    "record": {
        "by": (str, True),
        "at": (datetime, True),
        "kind": (str, True),
        "note": (str, False),
        "from": (str, False),
        "to": (str, False),
        "coordinates": (str, False),
        "names": (list, True),
    },
    "name": {
        "name": (str, True),
        "language": (str, False),
        "kind": (str, False),
        "from": (str, False),
        "to": (str, False),
        "citation": (str, False),
    },
    "badge": {"name": (str, True), "class": (str, True), "at": (datetime, True)},
    "tag": {"excerpt": (str, True), "wiki": (str, False)},
    "tags file": {"wiki_author": (str, True), "wiki_at": (datetime, True), "tags": (dict, True)},
    "site": {
        "name": (str, True),
        "title": (str, True),
        "about": (str, True),
        "languages": (list, True),
        "licence": (str, True),
        "licence_url": (str, True),
    },
}
# The words of a key that chooses.
WORDS = {
    "verdict": ("yes", "part", "no", "not here", "unreadable", "absent", "present"),
    "seen": ("here", "own copy", "snippet"),
    "relation": ("supports", "disputes", "qualifies"),
    "rights": ("open", "cited pages", "lines", "private"),
    "source kind": ("document", "witness", "research", "tradition", "retold"),
    "link kind": ("derives", "translation", "edition", "reprint", "executes", "part of"),
    "record kind": ("person", "place", "organisation", "other"),
    "name kind": ("main", "other", "birth", "pseudonym", "former", "exonym"),
}
ACTS = {"checks": "check", "objections": "objection", "asked": "request"}
# A check counts a week after its reader joined (docs/EVIDENCE.md).
COUNTED_AGE = timedelta(days=7)
NOTE_CHARACTERS = 300
SCANS_BYTES = 3_000_000
GROUP = re.compile(r"\[([^\[\]]*@[a-z0-9][^\[\]]*)\]")
QUOTED = re.compile(r'"[^"]*"')
CITED_KEY = re.compile(r"@([a-z0-9][a-z0-9-]+)")
NAME = re.compile(r"\[\[([^\]|]+)(?:\|[^\]]*)?\]\]")
QUESTION_LINK = re.compile(r"\]\(([^()\s]+)\.md\)")
QUESTION_NAME = re.compile(r"\d\d-[a-z0-9]+(-[a-z0-9]+)*")
TAG_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Checker:
    def __init__(self, folder):
        self.folder = folder
        self.faults = []
        self.people = {}
        self.since = {}
        self.tags = {}
        self.used_tags = set()
        self.post_times = {}
        self.questions = {}
        self.originals = []
        self.links = []
        self.sources = {}
        self.names = {}
        self.cited = []
        self.named = []
        self.acts = 0
        self.answers = 0
        self.edited = 0
        self.comments = 0

    def fault(self, where, what):
        self.faults.append(f"{where}: {what}")

    def keys(self, where, table, kind):
        """Whether the table has the keys of its kind and no others, each of its type."""
        known = KEYS[kind]
        sound = True
        for key, value in table.items():
            if key not in known:
                self.fault(where, f"{kind} has a key '{key}', which README.md does not name")
                sound = False
            elif type(value) is not known[key][0]:
                self.fault(where, f"'{key}' should be {known[key][0].__name__}, is {type(value).__name__}")
                sound = False
            elif type(value) is datetime and value.utcoffset() != timedelta(0):
                self.fault(where, f"'{key}' is not a time in UTC (write …Z)")
                sound = False
            elif type(value) is str and not value.strip():
                self.fault(where, f"'{key}' is empty")
                sound = False
        for key, (_, required) in known.items():
            if required and key not in table:
                self.fault(where, f"{kind} lacks '{key}'")
                sound = False
        return sound

    def load(self, name):
        path = self.folder / name
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            self.fault(name, str(error))
            return {}

    def author(self, where, key, at):
        if key not in self.people:
            self.fault(where, f"'{key}' is not in people.toml")
        elif at < self.since.get(key, at):
            self.fault(where, f"'{key}' wrote before being a member")

    def check_site(self):
        site = self.load("site.toml").get("site")
        if site is None:
            self.fault("site.toml", "has no [site]")
        else:
            self.keys("site.toml", site, "site")

    def check_people(self):
        self.people = self.load("people.toml").get("people", {})
        names = set()
        for key, person in self.people.items():
            where = f"people.toml: {key}"
            if not self.keys(where, person, "person"):
                continue
            if person["name"] in names:
                self.fault(where, f"the name '{person['name']}' is taken")
            names.add(person["name"])
            self.since[key] = person["since"]
            for badge in person.get("badges", []):
                if not self.keys(where, badge, "badge"):
                    continue
                if badge["class"] not in ("bronze", "silver", "gold"):
                    self.fault(where, f"no badge is of class '{badge['class']}'")
                if badge["at"] < person["since"]:
                    self.fault(where, f"the badge '{badge['name']}' is older than the membership")

    def check_tags(self):
        file = self.load("tags.toml")
        if not self.keys("tags.toml", file, "tags file"):
            return
        self.author("tags.toml", file["wiki_author"], file["wiki_at"])
        self.tags = file["tags"]
        for name, tag in self.tags.items():
            where = f"tags.toml: {name}"
            if not TAG_NAME.fullmatch(name):
                self.fault(where, "a tag's name is of a-z, 0-9 and -")
            if self.keys(where, tag, "tag") and len(tag["excerpt"]) > EXCERPT_CHARACTERS:
                self.fault(where, f"the excerpt has {len(tag['excerpt'])} characters")
        wikis = sum("wiki" in tag for tag in self.tags.values())
        if wikis < LEAST_TAG_WIKIS:
            self.fault("tags.toml", f"{wikis} wikis, want {LEAST_TAG_WIKIS}")

    def blocks(self, path):
        """The (line of the head, head, body) of each block of a question file."""
        where = path.name
        pieces, starts, piece = [], [], []
        text = path.read_text(encoding="utf-8")
        if "\r" in text or not text.endswith("\n"):
            self.fault(where, "lines should end with \\n, the last one too")
        for number, line in enumerate(text.splitlines(), 1):
            if line == "+++":
                pieces.append("\n".join(piece))
                starts.append(number + 1)
                piece = []
            else:
                piece.append(line)
        pieces.append("\n".join(piece))
        if pieces[0].strip() or len(pieces) % 2 == 0 or len(pieces) < 3:
            self.fault(where, "is not a sequence of '+++', head, '+++', body")
            return
        for i in range(1, len(pieces), 2):
            line = starts[i - 1]
            try:
                head = tomllib.loads(pieces[i])
            except tomllib.TOMLDecodeError as error:
                self.fault(f"{where}:{line}", str(error))
                continue
            yield line, head, pieces[i + 1].strip("\n")

    def word(self, where, kind, key, table):
        """Whether a key that chooses holds one of its words."""
        if key in table and table[key] not in WORDS[kind]:
            self.fault(where, f"'{key}' should be one of {', '.join(WORDS[kind])}")

    def tables(self, where, tables, kind):
        for table in tables:
            if type(table) is not dict:
                self.fault(where, f"each {kind} should be a table")
            elif self.keys(where, table, kind):
                yield table

    def note_citations(self, where, at, text):
        """Which sources and names a text speaks of, to be looked for at the end."""
        for group in GROUP.findall(text):
            self.cited += [(where, at, key) for key in CITED_KEY.findall(QUOTED.sub("", group))]
        self.named += [(where, at, name) for name in NAME.findall(text)]

    def check_sources(self):
        if not (self.folder / "sources.toml").exists():
            return
        file = self.load("sources.toml")
        if not self.keys("sources.toml", file, "sources file"):
            return
        for key, source in file["sources"].items():
            where = f"sources.toml: {key}"
            if not self.keys(where, source, "source"):
                continue
            self.sources[key] = source["at"]
            self.author(where, source["by"], source["at"])
            self.word(where, "source kind", "kind", source)
            for scan in self.tables(where, source.get("scans", []), "scan"):
                self.check_scan(where, source, scan)
        for link in self.tables("sources.toml", file.get("links", []), "link"):
            where = f"sources.toml: link of {link['from']}"
            self.author(where, link["by"], link["at"])
            self.word(where, "link kind", "kind", link)
            for key in (link["from"], link["to"]):
                if key not in self.sources:
                    self.fault(where, f"there is no source '{key}'")
        size = sum(path.stat().st_size for path in (self.folder / "scans").glob("*.*"))
        if size > SCANS_BYTES:
            self.fault("scans", f"have {size} bytes together; at most {SCANS_BYTES} are carried along")

    def check_scan(self, where, source, scan):
        self.author(where, scan["by"], scan["at"])
        self.word(where, "rights", "rights", scan)
        if scan["at"] <= source["at"]:
            self.fault(where, "the scan is older than its source")
        if not (self.folder / scan["file"]).is_file():
            self.fault(where, f"there is no file '{scan['file']}'")
        pages = [*self.tables(where, scan.get("labels", []), "page label")]
        pages += self.tables(where, [scan["printed"]] if "printed" in scan else [], "page label")
        pages += self.tables(where, scan.get("typed", []), "page text")
        for page in pages:
            self.author(where, page["by"], page["at"])
            if page["at"] <= scan["at"] or page["page"] < 1:
                self.fault(where, "what is said of a page comes after the scan, and pages count from 1")

    def check_records(self):
        if not (self.folder / "people_and_places.toml").exists():
            return
        file = self.load("people_and_places.toml")
        for record in self.tables("people_and_places.toml", file.get("records", []), "record"):
            names = [*self.tables("people_and_places.toml", record["names"], "name")]
            where = f"people_and_places.toml: {names[0]['name'] if names else 'a record without a name'}"
            self.author(where, record["by"], record["at"])
            if not self.people.get(record["by"], {}).get("moderator"):
                self.fault(where, f"'{record['by']}' is no moderator, and may keep no records")
            self.word(where, "record kind", "kind", record)
            for name in names:
                self.word(where, "name kind", "kind", name)
                if name["name"] in self.names:
                    self.fault(where, f"the name '{name['name']}' is another record's too")
                self.names[name["name"]] = record["at"]

    def check_acts(self, where, head, since):
        """What readers do under a post, by the block in which it stands."""
        for key, kind in ACTS.items():
            for act in self.tables(where, head.get(key, []), kind):
                self.author(where, act["by"], act["at"])
                self.acts += 1
                if act["at"] <= since:
                    self.fault(where, f"the {kind} of {act['at']} is older than its text")
                for chosen in ("verdict", "seen", "relation"):
                    self.word(where, chosen, chosen, act)
                if len(act.get("note", "")) > NOTE_CHARACTERS:
                    self.fault(where, f"the note of {act['at']} has more than {NOTE_CHARACTERS} characters")
                if kind == "check":
                    self.check_check(where, act)
                if kind == "objection":
                    self.note_citations(where, act["at"], f"[{act['citation']}]")
                    if act["relation"] != "supports" and "note" not in act:
                        self.fault(where, f"the objection of {act['at']} does not say what is so instead")

    def check_check(self, where, check):
        if check["verdict"] in ("no", "not here") and "note" not in check:
            self.fault(where, f"the check of {check['at']} says no and does not say what stands there")
        joined = self.since.get(check["by"])
        if joined and check["at"] - joined < COUNTED_AGE:
            self.fault(where, f"'{check['by']}' joined in the week before the check, which counts nothing")
        reply = check.get("reply")
        if reply is not None and self.keys(where, reply, "reply"):
            self.author(where, reply["by"], reply["at"])
            if reply["at"] <= check["at"]:
                self.fault(where, "a reply is older than its check")

    def check_votes(self, where, votes):
        if self.keys(where, votes, "votes") and min(votes["up"], votes["down"]) < 0:
            self.fault(where, "votes are counts")

    def check_tag_list(self, where, tags):
        if len(tags) not in TAGS:
            self.fault(where, f"{len(tags)} tags; a question has 1 to 5")
        if len(set(tags)) != len(tags):
            self.fault(where, "names a tag twice")
        for tag in tags:
            if tag not in self.tags:
                self.fault(where, f"the tag '{tag}' is not in tags.toml")
        self.used_tags.update(tags)

    def check_title(self, where, title):
        if len(title) not in TITLE_CHARACTERS:
            self.fault(where, f"the title has {len(title)} characters; it should have 15 to 150")

    def check_comments(self, where, comments, since):
        last = since
        for comment in comments:
            if not self.keys(where, comment, "comment"):
                continue
            self.author(where, comment["author"], comment["at"])
            if comment["at"] <= last:
                self.fault(where, f"the comment of {comment['at']} is out of order")
            last = comment["at"]
            if len(comment["text"]) > COMMENT_CHARACTERS:
                self.fault(where, f"the comment of {comment['at']} has {len(comment['text'])} characters")
            self.note_links(where, comment["text"])
            self.comments += 1

    def note_links(self, where, text):
        self.links += [(where, key) for key in QUESTION_LINK.findall(text)]

    def check_question(self, where, question):
        self.check_title(where, question["title"])
        self.check_tag_list(where, question["tags"])
        closed = question.get("closed")
        if closed is None or not self.keys(where, closed, "closed"):
            return
        if closed["as"] != "duplicate" or not closed["of"]:
            self.fault(where, "a question is closed as = \"duplicate\", of = [keys]")
        if closed["at"] <= question["at"]:
            self.fault(where, "was closed before it was asked")
        for name in closed["by"]:
            self.author(where, name, closed["at"])
        self.originals += [(where, key) for key in closed["of"]]

    def check_post(self, where, kind, post, comments, key):
        self.check_votes(where, post["votes"])
        if post["at"] in self.post_times:
            self.fault(where, f"has the same time as {self.post_times[post['at']]}")
        self.post_times[post["at"]] = where
        self.check_comments(where, comments, post["at"])
        if kind == "question":
            self.check_question(where, post)
            self.questions[key] = post
        else:
            self.answers += 1

    def check_file(self, path):
        if not QUESTION_NAME.fullmatch(path.stem):
            self.fault(path.name, "should be named NN-slug.md")
        state = last_answer = body_before = None
        accepted = 0
        edited = False
        for line, head, body in self.blocks(path):
            where = f"{path.name}:{line}"
            kinds = [kind for kind in KINDS if kind in head]
            others = set(head) - {"comments"} - set(ACTS) - set(kinds)
            if len(kinds) != 1 or others:
                self.fault(where, "a head has one of [question], [answer], [edit], then [[comments]] and what readers do")
                continue
            kind = kinds[0]
            block = head[kind]
            if not self.keys(where, block, kind):
                continue
            if (kind == "question") != (state is None):
                self.fault(where, "the question is the first block, and the only one")
                continue
            if not body:
                self.fault(where, "has no body")
            self.author(where, block["author"], block["at"])
            self.note_links(where, body)
            self.note_citations(where, block["at"], body)
            self.check_acts(where, head, block["at"])
            if kind != "edit" and (GROUP.search(body) or NAME.search(body)):
                self.fault(where, "the first text of a post cites nothing and names no records; an [edit] brings that")
            if kind == "edit":
                if block["at"] <= state:
                    self.fault(where, "is not later than the state before it")
                if "comments" in head:
                    self.fault(where, "comments belong to the post, not to an edit")
                if body == body_before and not {"title", "tags"} & set(block):
                    self.fault(where, "changes nothing")
                if "title" in block:
                    self.check_title(where, block["title"])
                if "tags" in block:
                    self.check_tag_list(where, block["tags"])
                self.edited += not edited
                edited = True
            else:
                before = last_answer or state
                if before is not None and block["at"] <= before:
                    self.fault(where, "is older than what stands above it")
                if kind == "answer":
                    last_answer = block["at"]
                    accepted += block.get("accepted", False)
                self.check_post(where, kind, block, head.get("comments", []), path.stem)
                edited = False
                if kind == "question":
                    last_answer = block["at"]
            state = block["at"]
            body_before = body
        if accepted > 1:
            self.fault(path.name, "has more than one accepted answer")

    def check_whole(self):
        for where, key in self.links + self.originals:
            if key not in self.questions:
                self.fault(where, f"there is no question '{key}'")
        for where, at, key in self.cited:
            if key not in self.sources:
                self.fault(where, f"there is no source '{key}' in sources.toml")
            elif at <= self.sources[key]:
                self.fault(where, f"cites '{key}' before it was in the library")
        for where, at, name in self.named:
            if name not in self.names:
                self.fault(where, f"there is no record of the name '{name}'")
            elif at <= self.names[name]:
                self.fault(where, f"names '{name}' before there was a record")
        for where, key in self.originals:
            if where.startswith(f"{key}.md"):
                self.fault(where, "is a duplicate of itself")
        for tag in sorted(set(self.tags) - self.used_tags):
            self.fault("tags.toml", f"no question has the tag '{tag}'")
        for count, least, what in (
            (len(self.questions), LEAST_QUESTIONS, "questions"),
            (self.answers, LEAST_ANSWERS, "answers"),
            (self.edited, LEAST_EDITED_POSTS, "edited posts"),
        ):
            if count < least:
                self.fault("questions", f"{count} {what}, want {least}")

    def run(self):
        self.check_site()
        self.check_people()
        self.check_tags()
        self.check_sources()
        self.check_records()
        for path in sorted((self.folder / "questions").iterdir()):
            if path.suffix != ".md":
                self.fault(path.name, "is not a .md file")
                continue
            try:
                self.check_file(path)
            except UnicodeDecodeError as error:
                self.fault(path.name, str(error))
        self.check_whole()


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    checker = Checker(folder)
    checker.run()
    for fault in checker.faults:
        print(fault)
    if checker.faults:
        print(f"{len(checker.faults)} faults")
        return 1
    print(
        f"sample site: {len(checker.questions)} questions, {checker.answers} answers, "
        f"{checker.comments} comments, {checker.edited} edited posts, "
        f"{len(checker.people)} people, {len(checker.tags)} tags, {len(checker.sources)} sources, "
        f"{len(checker.cited)} citations, {len(checker.names)} names, {checker.acts} acts of readers: no faults"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
