#!/usr/bin/env python3
"""grow_dataset.py DUMP OUTDIR COPIES: makes a large dump out of a small one (folders with Posts.xml and so
on): COPIES times the posts and comments, ids shifted, users and tags the same. A copy's words are those of
the first, but for one word of its own in each title, so that titles differ. For measuring growth only."""

import pathlib
import re
import sys

SHIFT = 100_000  # above every id of the small dump
ID = re.compile(r' (Id|ParentId|AcceptedAnswerId|PostId|RelatedPostId)="(\d+)"')
TITLE = re.compile(r' Title="')


def rows(path):
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.lstrip().startswith("<row "):
                yield line


def shifted(line, by, tag):
    line = ID.sub(lambda match: f' {match[1]}="{int(match[2]) + by}"', line)
    return TITLE.sub(f' Title="{tag} ', line, count=1)


def grow(source, target, table, copies):
    path = source / f"{table}.xml"
    if not path.exists():
        return
    lines = list(rows(path))
    with (target / path.name).open("w", encoding="utf-8") as out:
        out.write(f'<?xml version="1.0" encoding="utf-8"?>\n<{table.lower()}>\n')
        for copy in range(copies):
            for line in lines:
                out.write(line if copy == 0 else shifted(line, copy * SHIFT, f"Part{copy}"))
        out.write(f"</{table.lower()}>\n")


def main():
    source, target, copies = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3])
    target.mkdir(parents=True, exist_ok=True)
    for table in ("Posts", "Comments", "PostHistory", "PostLinks"):
        grow(source, target, table, copies)
    for table in ("Users", "Tags", "Badges"):
        grow(source, target, table, 1)


main()
