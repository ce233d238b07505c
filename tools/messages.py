"""Turns src/messages/*.toml into texts.h and texts.cc: one typed function a message.

    messages.py OUT_DIR FILE.toml...      (the first file is the reference)

So a misspelt key does not compile, and a language that lacks a key, has one too many, other
placeholders or other plural categories than its rules need, stops the build with a line that says
which. `--check` only looks.
"""

import pathlib
import re
import sys
import tomllib

PLACEHOLDER = re.compile(r"\{(\w+)(:html)?\}")
# The CLDR categories of whole numbers; the rules are in messages/plural.cc.
CATEGORIES = {"en": ["one", "other"], "ru": ["one", "few", "many", "other"]}
ALL_CATEGORIES = ["one", "few", "many", "other"]
LANGUAGE_KEYS = {
    "code", "name", "direction", "group_separator", "decimal_separator", "months", "date",
    "date_time", "quote_open", "quote_close",
}


def placeholders(message):
    """[(name, is_html)] in order of first appearance, over all plural forms."""
    forms = message.values() if isinstance(message, dict) else [message]
    found = {}
    for form in forms:
        for name, mark in PLACEHOLDER.findall(form):
            found[name] = bool(mark)
    return list(found.items())


def check(reference, other, file):
    errors = []
    if set(other["language"]) != LANGUAGE_KEYS:
        errors.append(f"{file}: [language] must hold {sorted(LANGUAGE_KEYS)}")
    code = other["language"]["code"]
    if code not in CATEGORIES:
        return [f"{file}: no plural rules for {code!r}: add them to messages.py and plural.cc"]
    for key in reference["texts"].keys() - other["texts"].keys():
        errors.append(f"{file}: lacks {key}")
    for key in other["texts"].keys() - reference["texts"].keys():
        errors.append(f"{file}: {key} is not in the first file")
    for key in reference["texts"].keys() & other["texts"].keys():
        ours, theirs = reference["texts"][key], other["texts"][key]
        if isinstance(ours, dict) != isinstance(theirs, dict):
            errors.append(f"{file}: {key} must have plural forms in both languages or in none")
            continue
        if isinstance(theirs, dict) and list(theirs) != CATEGORIES[code]:
            errors.append(f"{file}: {key} needs the forms {CATEGORIES[code]} in this order")
        if sorted(placeholders(ours)) != sorted(placeholders(theirs)):
            errors.append(f"{file}: {key} has other placeholders than the first file")
        forms = theirs.values() if isinstance(theirs, dict) else [theirs]
        for form in forms:
            if isinstance(theirs, dict) and "{count}" not in form and "{words:html}" not in form:
                errors.append(f"{file}: every form of {key} must show its {{count}}")
            if not form or form != form.strip():
                errors.append(f"{file}: {key} is empty or has spaces at its ends")
    return errors


def literal(text):
    return '"' + "".join(
        c if c not in '"\\' and 32 <= ord(c) < 127 else
        "\\" + c if c in '"\\' else
        "".join(f"\\{byte:03o}" for byte in c.encode())
        for c in text) + '"'


def pieces(form, names):
    """The form cut at its placeholders: [(literal text, index of the placeholder after it)]."""
    out, at = [], 0
    for match in PLACEHOLDER.finditer(form):
        out.append((form[at:match.start()], names.index(match[1])))
        at = match.end()
    out.append((form[at:], -1))
    return out


class Generator:
    def __init__(self, languages):
        self.languages = languages
        self.declarations, self.arrays, self.definitions = [], [], []

    def message(self, key):
        first = self.languages[0]["texts"][key]
        slots = placeholders(first)
        plural = isinstance(first, dict)
        if not slots and not plural:
            self.plain(key)
            return
        names = [name for name, _ in slots]
        self.array(key, names, plural)
        has_html = any(is_html for _, is_html in slots)
        if has_html:
            self.pattern(key, names, plural)
        else:
            self.filled(key, names, plural)

    def plain(self, key):
        self.declarations.append(f"    [[nodiscard]] std::string_view {key}() const;")
        rows = ", ".join(literal(language["texts"][key]) for language in self.languages)
        self.definitions.append(
            f"std::string_view Texts::{key}() const {{\n"
            f"    static constexpr std::array<std::string_view, language_count> table = {{{rows}}};\n"
            f"    return table[index()];\n}}\n")

    def array(self, key, names, plural):
        rows = []
        for language in self.languages:
            message = language["texts"][key]
            forms = message if plural else {"other": message}
            for category in ALL_CATEGORIES if plural else ["other"]:
                form = forms.get(category, forms["other"])
                cut = ", ".join(f"Piece{{{literal(text)}, {slot}}}"
                                for text, slot in pieces(form, names))
                name = f"{key}_{language['language']['code']}_{category}"
                self.arrays.append(f"constexpr std::array {name} = {{{cut}}};")
                rows.append(f"std::span<const Piece>{{{name}}}")
        self.arrays.append(f"constexpr std::array<std::span<const Piece>, {len(rows)}> {key}_forms = "
                           f"{{{', '.join(rows)}}};\n")

    def choose(self, key, plural):
        if plural:
            return f"{key}_forms[index() * plural_count + plural(count)]"
        return f"{key}_forms[index()]"

    def pattern(self, key, names, plural):
        argument = "std::int64_t count" if plural else ""
        note = ", ".join(names)
        self.declarations.append(f"    /// Takes: {note}.")
        self.declarations.append(f"    [[nodiscard]] Pattern<{len(names)}> {key}({argument}) const;")
        self.definitions.append(f"Pattern<{len(names)}> Texts::{key}({argument}) const {{\n"
                                f"    return {{{self.choose(key, plural)}}};\n}}\n")

    def filled(self, key, names, plural):
        parameters, values = [], []
        for name in names:
            if plural and name == "count":
                parameters.append("std::int64_t count")
                values.append("number(count)")
            else:
                parameters.append(f"std::string_view {name}")
                values.append(f"std::string{{{name}}}")
        self.declarations.append(f"    [[nodiscard]] std::string {key}({', '.join(parameters)}) const;")
        self.definitions.append(
            f"std::string Texts::{key}({', '.join(parameters)}) const {{\n"
            f"    const std::array<std::string, {len(names)}> values = {{{', '.join(values)}}};\n"
            f"    return fill({self.choose(key, plural)}, values);\n}}\n")

    def facts(self):
        rows = []
        for language in self.languages:
            facts = language["language"]
            months = ", ".join(literal(month) for month in facts["months"])
            names = ["code", "name", "direction", "group_separator", "decimal_separator"]
            fields = ", ".join(f".{name} = {literal(facts[name])}" for name in names)
            rows.append(f"    LanguageFacts{{{fields}, .months = {{{months}}}, "
                        f".date = {literal(facts['date'])}, .date_time = {literal(facts['date_time'])}, "
                        f".quote_open = {literal(facts['quote_open'])}, "
                        f".quote_close = {literal(facts['quote_close'])}}},")
        return "\n".join(rows)


def main(arguments):
    only_check = arguments[0] == "--check"
    files = [pathlib.Path(name) for name in arguments[1:]]
    languages = [tomllib.loads(file.read_text()) for file in files]
    errors = [e for file, language in zip(files, languages) for e in check(languages[0], language, file)]
    if errors:
        sys.exit("\n".join(sorted(errors)))
    if only_check:
        print(f"{len(files)} languages, {len(languages[0]['texts'])} messages each.")
        return

    generator = Generator(languages)
    for key in languages[0]["texts"]:
        generator.message(key)
    codes = [language["language"]["code"] for language in languages]
    out = pathlib.Path(arguments[0])
    out.mkdir(parents=True, exist_ok=True)
    newline = "\n"
    header = f"""// Made by tools/messages.py from src/messages/*.toml.
#pragma once

#include "messages/language.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace attest::messages {{

enum class Language : std::uint8_t {{ {", ".join(codes)} }};

inline constexpr std::size_t language_count = {len(codes)};

/// The interface in one language. Cheap to copy.
class Texts : public TextsBase {{
public:
    explicit Texts(Language language) : TextsBase{{static_cast<std::size_t>(language)}} {{}}

    [[nodiscard]] Language language() const {{ return static_cast<Language>(index()); }}

{newline.join(generator.declarations)}
}};

}} // namespace attest::messages
"""
    source = f"""// Made by tools/messages.py from src/messages/*.toml.
#include "messages/texts.h"

#include <array>
#include <span>

namespace attest::messages {{

constexpr std::array<LanguageFacts, language_count> facts_table = {{{{
{generator.facts()}
}}}};

std::span<const LanguageFacts> all_languages() {{
    return facts_table;
}}

namespace {{

{newline.join(generator.arrays)}
}} // namespace

{newline.join(generator.definitions)}
}} // namespace attest::messages
"""
    for name, text in {"texts.h": header, "texts.cc": source}.items():
        file = out / name
        if not file.exists() or file.read_text() != text:
            file.write_text(text)


main(sys.argv[1:])
