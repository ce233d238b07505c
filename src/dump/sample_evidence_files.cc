#include "dump/sample_evidence_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <system_error>
#include <utility>

namespace attest::dump {

namespace {

namespace fs = std::filesystem;

using domain::CitationRelation;
using domain::SeenHow;
using domain::SourceKind;
using domain::SourceLinkKind;
using domain::Verdict;

constexpr std::string_view sources_file = "sources.toml";
constexpr std::string_view records_file = "people_and_places.toml";

/// A word of the files and what it means.
template <typename Meaning>
using Word = std::pair<std::string_view, Meaning>;

constexpr std::array verdicts{
    Word<Verdict>{"yes", Verdict::yes},
    Word<Verdict>{"part", Verdict::part},
    Word<Verdict>{"no", Verdict::no},
    Word<Verdict>{"not here", Verdict::not_here},
    Word<Verdict>{"unreadable", Verdict::unreadable},
    Word<Verdict>{"absent", Verdict::absent},
    Word<Verdict>{"present", Verdict::present},
};

constexpr std::array ways_of_seeing{
    Word<SeenHow>{"here", SeenHow::here},
    Word<SeenHow>{"own copy", SeenHow::own_copy},
    Word<SeenHow>{"snippet", SeenHow::snippet},
};

constexpr std::array relations{
    Word<CitationRelation>{"supports", CitationRelation::supports},
    Word<CitationRelation>{"disputes", CitationRelation::disputes},
    Word<CitationRelation>{"qualifies", CitationRelation::qualifies},
};

constexpr std::array source_kinds{
    Word<SourceKind>{"document", SourceKind::document_of_the_time},
    Word<SourceKind>{"witness", SourceKind::witness_later},
    Word<SourceKind>{"research", SourceKind::research},
    Word<SourceKind>{"tradition", SourceKind::later_tradition},
    Word<SourceKind>{"retold", SourceKind::retold},
};

constexpr std::array link_kinds{
    Word<SourceLinkKind>{"derives", SourceLinkKind::derives},
    Word<SourceLinkKind>{"translation", SourceLinkKind::translation},
    Word<SourceLinkKind>{"edition", SourceLinkKind::edition},
    Word<SourceLinkKind>{"reprint", SourceLinkKind::reprint},
    Word<SourceLinkKind>{"executes", SourceLinkKind::executes},
    Word<SourceLinkKind>{"part of", SourceLinkKind::part_of},
};

constexpr std::array scan_rights{
    Word<domain::ScanRights>{"open", domain::ScanRights::open},
    Word<domain::ScanRights>{"cited pages", domain::ScanRights::cited_pages},
    Word<domain::ScanRights>{"lines", domain::ScanRights::lines},
    Word<domain::ScanRights>{"private", domain::ScanRights::hidden},
};

/// The meaning of one word of a list, or a fault that names them all.
template <typename Meaning, std::size_t count>
Meaning
choose(SampleFields& fields, std::string_view key, const std::array<Word<Meaning>, count>& words) {
    const std::string text = fields.text(key);
    const auto found = std::ranges::find(words, std::string_view{text}, &Word<Meaning>::first);
    if (found != words.end()) return found->second;
    std::string known;
    for (const Word<Meaning>& word : words)
        known += fmt::format("{}\"{}\"", known.empty() ? "" : ", ", word.first);
    fields.wrong(key, fmt::format("should be one of {}", known));
    return words.front().second;
}

SampleAct read_act(SampleFields& fields) {
    return {.by = fields.text("by"), .at = fields.time("at"), .where = fields.where()};
}

/// A file of the sample with the name that its faults are told by.
struct File {
    std::string name;
    std::size_t lines_before = 0;

    [[nodiscard]] std::string where(const toml::node& node) const {
        return where_in_sample(name, lines_before, node);
    }
};

// ── Under the posts ──

Result<SampleCheck> read_check(const toml::table& table, const File& file) {
    SampleFields fields{table, file.where(table)};
    fields.only(
        {"of", "source", "locator", "by", "at", "verdict", "seen", "translation", "note", "reply"}
    );
    SampleCheck check{
        .act = read_act(fields),
        .of = fields.text("of"),
        .source = fields.text("source", false),
        .locator = fields.text("locator", false),
        .verdict = choose(fields, "verdict", verdicts),
        .seen = fields.has("seen") ? choose(fields, "seen", ways_of_seeing) : SeenHow::here,
        .is_of_translation = fields.flag("translation"),
        .note = fields.text("note", false),
        .replied = std::nullopt,
        .reply = {},
    };
    if (const toml::table* reply = fields.table("reply", false)) {
        SampleFields words{*reply, file.where(*reply)};
        words.only({"by", "at", "text"});
        check.replied = read_act(words);
        check.reply = words.text("text");
        TRY(words.check());
    }
    TRY(fields.check());
    return check;
}

Result<SampleObjection> read_objection(const toml::table& table, const File& file) {
    SampleFields fields{table, file.where(table)};
    fields.only({"of", "by", "at", "relation", "citation", "note"});
    SampleObjection objection{
        .act = read_act(fields),
        .of = fields.text("of"),
        .relation = choose(fields, "relation", relations),
        .citation = fields.text("citation"),
        .note = fields.text("note", false),
    };
    TRY(fields.check());
    return objection;
}

Result<SampleAsk> read_ask(const toml::table& table, const File& file) {
    SampleFields fields{table, file.where(table)};
    fields.only({"words", "by", "at"});
    SampleAsk ask{.act = read_act(fields), .words = fields.text("words")};
    TRY(fields.check());
    return ask;
}

// ── sources.toml ──

Result<SampleScanPage>
read_scan_page(const toml::table& table, const File& file, std::string_view text) {
    SampleFields fields{table, file.where(table)};
    fields.only({"by", "at", "page", text});
    SampleScanPage page{
        .act = read_act(fields), .page = fields.count("page"), .text = fields.text(text)
    };
    if (page.page < 1) fields.wrong("page", "should count the file's pages from 1");
    TRY(fields.check());
    return page;
}

Result<SampleScan> read_scan(const toml::table& table, const File& file, const fs::path& folder) {
    SampleFields fields{table, file.where(table)};
    fields.only({"file", "rights", "by", "at", "printed", "labels", "typed"});
    SampleScan scan{
        .act = read_act(fields),
        .file = folder / fields.text("file"),
        .rights = choose(fields, "rights", scan_rights),
        .printed = std::nullopt,
        .labels = {},
        .typed = {},
    };
    if (const toml::table* printed = fields.table("printed", false))
        scan.printed = TRY(read_scan_page(*printed, file, "label"));
    for (const toml::table* page : fields.tables("labels"))
        scan.labels.push_back(TRY(read_scan_page(*page, file, "label")));
    for (const toml::table* page : fields.tables("typed"))
        scan.typed.push_back(TRY(read_scan_page(*page, file, "text")));
    TRY(fields.check());
    return scan;
}

std::string json_of(const toml::table& table) {
    std::ostringstream out;
    out << toml::json_formatter{table};
    return std::move(out).str();
}

Result<SampleSource> read_source(
    std::string_view key, const toml::table& table, const File& file, const fs::path& folder
) {
    SampleFields fields{table, file.where(table)};
    fields.only({"csl", "kind", "single", "criticism", "by", "at", "scans"});
    SampleSource source{
        .act = read_act(fields),
        .key = std::string{key},
        .csl = {},
        .kind = std::nullopt,
        .is_single_item = std::nullopt,
        .criticism = fields.text("criticism", false),
        .scans = {},
    };
    if (fields.has("kind")) source.kind = choose(fields, "kind", source_kinds);
    if (fields.has("single")) source.is_single_item = fields.flag("single");
    if (const toml::table* csl = fields.table("csl")) source.csl = json_of(*csl);
    for (const toml::table* scan : fields.tables("scans"))
        source.scans.push_back(TRY(read_scan(*scan, file, folder)));
    TRY(fields.check());
    return source;
}

Result<SampleSourceLink> read_link(const toml::table& table, const File& file) {
    SampleFields fields{table, file.where(table)};
    fields.only({"from", "to", "kind", "by", "at"});
    SampleSourceLink link{
        .act = read_act(fields),
        .from = fields.text("from"),
        .to = fields.text("to"),
        .kind = choose(fields, "kind", link_kinds),
    };
    TRY(fields.check());
    return link;
}

} // namespace

Result<void>
parse_sample_sources(std::string_view text, const fs::path& folder, SampleEvidence& evidence) {
    const File file{.name = std::string{sources_file}};
    const toml::table whole = TRY(parse_sample_toml(text, file.name));
    SampleFields top{whole, file.name};
    top.only({"sources", "links"});
    const toml::table* sources = top.table("sources");
    for (const toml::table* link : top.tables("links"))
        evidence.links.push_back(TRY(read_link(*link, file)));
    TRY(top.check());
    for (const auto& [key, node] : *sources) {
        if (node.as_table() == nullptr) {
            return fail(
                ErrorCode::invalid,
                fmt::format("{}: \"{}\" should be a table.", file.where(node), key.str())
            );
        }
        evidence.sources.push_back(TRY(read_source(key.str(), *node.as_table(), file, folder)));
    }
    return {};
}

// ── people_and_places.toml ──

namespace {

Result<domain::AuthorityName> read_name(const toml::table& table, const File& file) {
    SampleFields fields{table, file.where(table)};
    fields.only({"name", "language", "kind", "from", "to", "citation"});
    domain::AuthorityName name{
        .name = fields.text("name"),
        .language = fields.text("language", false),
        .valid_from = fields.text("from", false),
        .valid_to = fields.text("to", false),
        .citation = fields.text("citation", false),
    };
    const std::string kind = fields.has("kind") ? fields.text("kind") : "other";
    const auto parsed = domain::parse_name_kind(kind);
    if (!parsed) fields.wrong("kind", "should be a kind of name");
    name.kind = parsed.value_or(domain::NameKind::other);
    TRY(fields.check());
    return name;
}

Result<SampleAuthority> read_authority(const toml::table& table, const File& file) {
    SampleFields fields{table, file.where(table)};
    fields.only({"kind", "note", "from", "to", "coordinates", "by", "at", "names"});
    SampleAuthority authority{
        .act = read_act(fields),
        .note = fields.text("note", false),
        .active_from = fields.text("from", false),
        .active_to = fields.text("to", false),
        .coordinates = fields.text("coordinates", false),
        .names = {},
    };
    const auto kind = domain::parse_authority_kind(fields.text("kind"));
    if (!kind) fields.wrong("kind", "should be person, place, organisation or other");
    authority.kind = kind.value_or(domain::AuthorityKind::person);
    for (const toml::table* name : fields.tables("names"))
        authority.names.push_back(TRY(read_name(*name, file)));
    if (authority.names.empty()) fields.wrong("names", "should hold the main name first");
    TRY(fields.check());
    return authority;
}

} // namespace

Result<void> parse_sample_records(std::string_view text, SampleEvidence& evidence) {
    const File file{.name = std::string{records_file}};
    const toml::table whole = TRY(parse_sample_toml(text, file.name));
    SampleFields top{whole, file.name};
    top.only({"records"});
    for (const toml::table* record : top.tables("records"))
        evidence.authorities.push_back(TRY(read_authority(*record, file)));
    return top.check();
}

// ── All of it ──

Result<void> read_post_acts(
    SampleFields& head, std::string_view file_name, std::size_t lines_before, SamplePostActs& acts
) {
    const File file{.name = std::string{file_name}, .lines_before = lines_before};
    for (const toml::table* table : head.tables("checks"))
        acts.checks.push_back(TRY(read_check(*table, file)));
    for (const toml::table* table : head.tables("objections"))
        acts.objections.push_back(TRY(read_objection(*table, file)));
    for (const toml::table* table : head.tables("asked"))
        acts.asked.push_back(TRY(read_ask(*table, file)));
    return head.check();
}

bool is_written_on_the_site(std::string_view markdown) {
    if (markdown.find("[[") != std::string_view::npos) return true;
    for (std::size_t open = markdown.find('['); open != std::string_view::npos;
         open = markdown.find('[', open + 1)) {
        const std::string_view inside = markdown.substr(open, markdown.find(']', open) - open);
        if (inside.find('@') != std::string_view::npos) return true;
    }
    return false;
}

Result<SampleEvidence> read_sample_evidence(const fs::path& folder) {
    SampleEvidence evidence;
    std::error_code error;
    if (fs::exists(folder / sources_file, error)) {
        TRY(parse_sample_sources(TRY(read_sample_file(folder / sources_file)), folder, evidence));
    }
    if (fs::exists(folder / records_file, error)) {
        TRY(parse_sample_records(TRY(read_sample_file(folder / records_file)), evidence));
    }
    return evidence;
}

} // namespace attest::dump
