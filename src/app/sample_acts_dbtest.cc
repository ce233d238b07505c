#include "app/sample_acts.h"

#include "app/open_site.h"
#include "base/text.h"
#include "dates/phrase.h"
#include "db/data_folder.h"
#include "kit/must.h"
#include "kit/sanitizers.h"
#include "kit/test_site.h"
#include "service/evidence.h"
#include "service/scans.h"
#include "storage/evidence.h"
#include "storage/findings.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace attest::app {

namespace {

namespace fs = std::filesystem;

/// Tests run at the root of the repository.
const fs::path sample_folder = "sample";

std::string read_text(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream{file, std::ios::binary}.rdbuf();
    return std::move(text).str();
}

void write_text(const fs::path& file, const std::string& text) {
    std::ofstream{file, std::ios::binary} << text;
}

/// A data folder into which a sample is loaded.
class Loaded {
public:
    explicit Loaded(const fs::path& from)
        : folder_{must(
              db::DataFolder::open({.folder = place_.folder() / "loaded", .purpose = "a test"})
          )},
          summary_{load(from)} {
        if (summary_) site_ = must(open_site(folder_, must(find_site(folder_, "history"))));
    }

    [[nodiscard]] const Result<dump::SampleSummary>& summary() const { return summary_; }

    [[nodiscard]] const Site& site() const { return *site_->site; }

    [[nodiscard]] bool has_site() const { return fs::exists(folder_.site_file("history")); }

private:
    Result<dump::SampleSummary> load(const fs::path& from) {
        dump::Progress progress{nullptr};
        const SampleActOptions options{
            .files_folder = folder_.files_folder().string(),
            .scan_program = place_.site().scan_program,
        };
        return dump::load_sample(
            folder_,
            {.folder = from,
             .site = {},
             .act = [&](const dump::SampleStage& stage
                    ) { return act_on_sample(stage, options, progress); }},
            progress
        );
    }

    TestSite place_;
    db::DataFolder folder_;
    Result<dump::SampleSummary> summary_;
    std::unique_ptr<OpenSite> site_;
};

/// Loaded once for all that only look.
const Loaded& the_sample() {
    static const Loaded loaded{sample_folder};
    must(Result<dump::SampleSummary>{loaded.summary()});
    return loaded;
}

struct PostEvidence {
    std::vector<storage::ClaimRecord> claims;
    std::vector<storage::CitationRecord> citations;
};

std::map<PostId, PostEvidence> all_evidence(const Site& site) {
    constexpr std::int64_t posts_max = 1'000;
    return must(
        site.database.read([](db::ReadTransaction& tx) -> Result<std::map<PostId, PostEvidence>> {
            std::map<PostId, PostEvidence> all;
            for (const PostId post :
                 TRY(storage::list_posts_with_claims(tx, PostId{0}, posts_max))) {
                all[post] = {
                    .claims = TRY(storage::list_claims(tx, post, false)),
                    .citations = TRY(storage::list_citations_of_post(tx, post)),
                };
            }
            return all;
        })
    );
}

std::string_view status_word(domain::ClaimStatus status) {
    switch (status) {
    case domain::ClaimStatus::unsourced:
        return "unsourced";
    case domain::ClaimStatus::sourced:
        return "sourced";
    case domain::ClaimStatus::checked:
        return "checked";
    case domain::ClaimStatus::corroborated:
        return "corroborated";
    case domain::ClaimStatus::contested:
        return "contested";
    case domain::ClaimStatus::disputed:
        return "disputed";
    case domain::ClaimStatus::unresolved:
        return "unresolved";
    case domain::ClaimStatus::view:
        return "view";
    case domain::ClaimStatus::view_checked:
        return "view checked";
    }
    return {};
}

struct PromisedStatus {
    std::string words;
    std::string status;
};

/// The rows of README.md's table of claims.
std::vector<PromisedStatus> read_promises() {
    std::vector<PromisedStatus> promises;
    const std::string text = read_text(sample_folder / "README.md");
    const std::string_view table =
        std::string_view{text}.substr(text.find("| question | words of the claim | status |"));
    for (const std::string_view line : split(table, '\n')) {
        if (!line.starts_with('|')) break;
        const std::vector<std::string_view> cells = split(line, '|');
        if (cells.size() == 5
            && trim(cells[1]).find_first_not_of("0123456789") == std::string::npos)
            promises.push_back({std::string{trim(cells[2])}, std::string{trim(cells[3])}});
    }
    return promises;
}

TEST_CASE(
    "Claims of the sample have the statuses that its README gives" * doctest::skip(has_sanitizer)
) {
    const auto evidence = all_evidence(the_sample().site());
    const std::vector<PromisedStatus> promises = read_promises();
    REQUIRE(promises.size() >= 16);

    std::set<std::string> statuses;
    for (const PromisedStatus& promise : promises) {
        std::map<ClaimId, std::string> found;
        for (const auto& [post, of_post] : evidence) {
            for (const storage::ClaimRecord& claim : of_post.claims) {
                if (claim.place.exact.contains(promise.words))
                    found[claim.id] = status_word(claim.standing.status);
            }
        }
        CAPTURE(promise.words);
        REQUIRE(found.size() == 1);
        CHECK(found.begin()->second == promise.status);
        statuses.insert(promise.status);
    }
    CHECK(statuses.size() == 9); // one of each
}

TEST_CASE(
    "Each quote of the sample is found on its page of the scan" * doctest::skip(has_sanitizer)
) {
    constexpr double likeness_min = 0.98;
    const Site& site = the_sample().site();
    int found = 0;
    for (const auto& [post, of_post] : all_evidence(site)) {
        for (const storage::CitationRecord& citation : of_post.citations) {
            const std::string& quote = citation.content.quote;
            if (quote.empty()) continue;
            const std::optional<service::QuoteFound> place = must(service::find_quote_in_source(
                site, citation.source.key, quote, citation.content.page_from, std::nullopt
            ));
            CAPTURE(citation.source.key);
            CAPTURE(quote);
            REQUIRE(place);
            CHECK(place->score >= likeness_min);
            ++found;
        }
    }
    CHECK(found >= 80);
}

TEST_CASE(
    "The sample has an outline of dates that can be read, in order" * doctest::skip(has_sanitizer)
) {
    const std::string text = read_text(sample_folder / "questions" / "23-trotsky-when.md");
    int dates = 0;
    int in_two_styles = 0;
    dates::DayNumber before = dates::open_start;
    for (const std::string_view line : split(text, '\n')) {
        // "… [@sample-review-2024-1, p. 77: "Autumn 1888. He is sent …": the page begins with the
        // date.
        static constexpr std::string_view opening = "[@sample-review-2024-1, p. ";
        const std::size_t cited = line.find(opening);
        if (cited == std::string_view::npos) continue;
        const std::string_view quote = line.substr(line.find('"', cited) + 1);
        const std::string phrase{quote.substr(0, quote.find(". "))};
        const Result<dates::ReadDate> read = dates::read_date(phrase);
        CAPTURE(phrase);
        REQUIRE(read);
        CHECK(read->date.hi >= before);
        before = std::max(before, read->date.lo);
        in_two_styles += read->date.calendar == dates::Calendar::julian ? 1 : 0;
        ++dates;
    }
    CHECK(dates >= 40);
    CHECK(in_two_styles >= 10);
}

TEST_CASE("The sample site is sound, by the rules of attest check" * doctest::skip(has_sanitizer)) {
    const Site& site = the_sample().site();
    const auto faults =
        must(site.database.read([](db::ReadTransaction& tx) -> Result<std::vector<std::string>> {
            std::vector<std::string> all = TRY(service::find_misjudged(tx));
            for (const auto& kinds :
                 {TRY(storage::find_wrong_numbers(tx)), TRY(storage::find_broken_relations(tx))}) {
                for (const storage::Findings& kind : kinds)
                    all.push_back(storage::format_finding(kind, kind.some.front()));
            }
            return all;
        }));
    CHECK(faults.empty());
    CHECK(must(service::find_broken_files(site)).empty());
}

TEST_CASE("The same files make the same sample site" * doctest::skip(has_sanitizer)) {
    const Loaded again{sample_folder};
    const auto first = all_evidence(the_sample().site());
    const auto second = all_evidence(again.site());
    REQUIRE(first.size() == second.size());
    for (const auto& [post, evidence] : first) {
        const std::vector<storage::ClaimRecord>& others = second.at(post).claims;
        REQUIRE(evidence.claims.size() == others.size());
        for (std::size_t index = 0; index < others.size(); ++index) {
            CHECK(evidence.claims[index].id == others[index].id);
            CHECK(evidence.claims[index].place.revision == others[index].place.revision);
            CHECK(evidence.claims[index].created_at == others[index].created_at);
        }
    }
}

TEST_CASE(
    "An act that the site refuses is named by file and line, and leaves no site"
    * doctest::skip(has_sanitizer)
) {
    const TestSite place;
    const fs::path copy = place.folder() / "sample";
    fs::copy(sample_folder, copy, fs::copy_options::recursive);
    const fs::path file = copy / "questions" / "17-diaries-september-1752.md";
    std::string text = read_text(file);
    const std::string words = "of = \"was followed by Thursday\"";
    const std::size_t at = text.find(words);
    REQUIRE(at != std::string::npos);
    text.replace(at, words.size(), "of = \"was followed by Friday\"");
    write_text(file, text);
    const auto line =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');

    const Loaded loaded{copy};

    REQUIRE_FALSE(loaded.summary());
    CHECK(
        loaded.summary().error().message()
        == fmt::format(
            "17-diaries-september-1752.md, line {}: no claim holds the words \"was followed by "
            "Friday\".",
            line
        )
    );
    CHECK_FALSE(loaded.has_site());
}

} // namespace

} // namespace attest::app
