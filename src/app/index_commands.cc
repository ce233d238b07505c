// `attest search`, `attest similar`, `attest reindex`: the index from the command line, by the same
// code as the pages. Queries are arguments, or one a line on standard input.

#include "app/commands.h"
#include "app/control_commands.h"
#include "app/index_progress.h"
#include "app/open_site.h"
#include "base/json.h"
#include "base/text.h"
#include "search/index.h"
#include "search/updater.h"
#include "service/search.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace attest::app {

namespace {

struct IndexOptions {
    std::string data = "data";
    std::string site;
    std::vector<std::string> queries;
    bool json = false;
    std::int64_t limit = 10;
};

struct Item {
    QuestionId question;
    double score;
};

/// Answers one query.
using Ask = std::function<
    Result<std::vector<Item>>(const Site& site, const std::string& query, std::uint32_t limit)>;

Result<std::vector<Item>>
ask_search(const Site& site, const std::string& query, std::uint32_t limit) {
    const search::SearchAnswer answer = TRY(site.index->search(
        {.text = query,
         .context = {.now = site.clock()},
         .grouping = search::Grouping::questions,
         .limit = limit,
         .find_posts = service::find_posts_of(site)}
    ));
    std::vector<Item> items;
    for (const search::Hit& hit : answer.hits)
        items.push_back({hit.question, hit.score});
    return items;
}

Result<std::vector<Item>>
ask_similar(const Site& site, const std::string& query, std::uint32_t limit) {
    std::vector<Item> items;
    for (const search::SimilarQuestion& one : TRY(site.index->similar(query, limit))) {
        items.push_back({one.question, one.score});
    }
    return items;
}

void print_json(const std::string& query, const std::vector<Item>& items) {
    std::string line;
    JsonWriter json{line};
    json.begin_object().field("query", std::string_view{query}).key("items").begin_array();
    for (const Item& item : items) {
        json.begin_object()
            .field("id", item.question.value)
            .field("score", item.score)
            .end_object();
    }
    json.end_array().end_object();
    fmt::print("{}\n", line);
}

Result<void>
print_titles(const Site& site, const std::string& query, const std::vector<Item>& items) {
    std::vector<QuestionId> ids;
    for (const Item& item : items)
        ids.push_back(item.question);
    fmt::print("{}\n", query);
    for (const service::QuestionSummary& question : TRY(service::list_questions_by_id(site, ids))) {
        fmt::print("  {:>8}  {}\n", question.id.value, question.title);
    }
    if (items.empty()) fmt::print("  nothing found\n");
    return {};
}

Result<void>
answer(const Site& site, const std::string& query, const IndexOptions& options, const Ask& ask) {
    Result<std::vector<Item>> items = ask(site, query, static_cast<std::uint32_t>(options.limit));
    // One query of many that cannot be read does not take the others with it.
    if (!items && items.error().code() == ErrorCode::invalid && options.queries.empty()) {
        fmt::print(stderr, "{}: {}\n", query, items.error().message());
        items = std::vector<Item>{};
    }
    if (!items) return std::unexpected{std::move(items).error()};
    if (!options.json) return print_titles(site, query, *items);
    print_json(query, *items);
    return {};
}

Result<void> answer_all(const IndexOptions& options, const Ask& ask) {
    const db::DataFolder folder = TRY(
        db::DataFolder::open({.folder = options.data, .purpose = "attest search", .create = false})
    );
    const std::unique_ptr<OpenSite> open =
        TRY(open_site(folder, TRY(find_site(folder, options.site))));
    for (const std::string& query : options.queries) {
        if (query.starts_with("--")) {
            return fail(ErrorCode::invalid, fmt::format("There is no option {}.", query));
        }
        TRY(answer(*open->site, query, options, ask));
    }
    if (!options.queries.empty()) return {};
    for (std::string line; std::getline(std::cin, line);) {
        if (!trim(line).empty()) TRY(answer(*open->site, std::string{trim(line)}, options, ask));
    }
    return {};
}

std::shared_ptr<IndexOptions>
add_common(CLI::App& command, const std::shared_ptr<IndexOptions>& options) {
    command.add_option("--data", options->data, "The data folder")->capture_default_str();
    command.add_option("--site", options->site, "The site's name")->required();
    return options;
}

void add_asking(Commands& commands, const char* name, const char* help, const Ask& ask) {
    const auto options = std::make_shared<IndexOptions>();
    CLI::App& command =
        commands.add(name, help, [options, ask] { return answer_all(*options, ask); });
    add_common(command, options);
    // Not an option of CLI11: it would read "[tag]" as a list of one.
    command.allow_extras();
    command.footer("Queries are arguments; without any, one a line on standard input.");
    command.parse_complete_callback([options, &command] { options->queries = command.remaining(); }
    );
    command.add_flag("--json", options->json, "One JSON object a line");
    command.add_option("--limit", options->limit, "Questions an answer names")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
}

} // namespace

Result<ControlAnswer>
reindex_site(const ControlTarget& target, std::span<const std::string> arguments) {
    OpenSite* const site = TRY(find_site(target, arguments.front()));
    if (!target.is_serving) {
        TRY(build_index(*site, IndexBuild::anew));
        return ControlAnswer{};
    }
    search::Updater* const updater = site->updater;
    if (updater == nullptr) {
        return fail(
            ErrorCode::conflict,
            "The server was started with --no-index and writes no index. Start it without."
        );
    }
    updater->rebuild();
    return ControlAnswer{
        .output = "The server builds the index anew, in the background; the search page says how "
                  "far it is.\n"
    };
}

void add_search(Commands& commands) {
    add_asking(
        commands, "search", "Search a site, with the operators of the search page", ask_search
    );
}

void add_similar(Commands& commands) {
    add_asking(commands, "similar", "Find questions that are like a title or a text", ask_similar);
}

void add_reindex(Commands& commands) {
    const auto options = std::make_shared<IndexOptions>();
    CLI::App& command = commands.add("reindex", "Build a site's search index anew", [options] {
        return ask_and_print(options->data, {.command = "reindex", .arguments = {options->site}});
    });
    add_common(command, options);
}

} // namespace attest::app
