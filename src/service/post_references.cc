#include "service/post_references.h"

#include "bibliography/likeness.h"
#include "security/token.h"
#include "service/revisions.h"
#include "storage/cited_posts.h"

#include <fmt/format.h>

#include <chrono>
#include <mutex>
#include <unordered_map>

namespace attest::service {

namespace {

using bibliography::Day;
using bibliography::PrintedReference;
using bibliography::Reference;

/// Printed references that are kept. Each is some 400 bytes; when they are too many all are printed
/// anew, which takes milliseconds each.
constexpr std::size_t printed_kept_max = 5'000;

Day day_of(Time time) {
    const std::chrono::sys_days days =
        std::chrono::floor<std::chrono::days>(std::chrono::sys_time<std::chrono::milliseconds>{
            std::chrono::milliseconds{time.milliseconds}
        });
    const std::chrono::year_month_day date{days};
    return {
        .year = static_cast<int>(date.year()),
        .month = static_cast<int>(static_cast<unsigned>(date.month())),
        .day = static_cast<int>(static_cast<unsigned>(date.day())),
    };
}

class PrintedReferences {
public:
    std::optional<PrintedReference> find(const std::string& name) {
        const std::lock_guard lock{mutex_};
        const auto found = printed_.find(name);
        return found == printed_.end() ? std::nullopt : std::optional{found->second};
    }

    void keep(const std::string& name, const PrintedReference& printed) {
        const std::lock_guard lock{mutex_};
        if (printed_.size() >= printed_kept_max) printed_.clear();
        printed_.insert_or_assign(name, printed);
    }

private:
    std::mutex mutex_;
    std::unordered_map<std::string, PrintedReference> printed_;
};

/// Whoever wrote the first revision. Where it stands on a later page of the history, the post says.
Result<std::string> find_author(const Site& site, PostId post, const RevisionsPage& history) {
    if (!history.has_more && !history.revisions.empty()) {
        return history.revisions.back().author.name;
    }
    const storage::CitedPost cited = TRY(site.database.read([&](db::ReadTransaction& tx) {
        return storage::find_cited_post(tx, post);
    }));
    return cited.author;
}

} // namespace

Result<PostReference> read_post_reference(const Site& site, PostId post, const Reader& reader) {
    const RevisionsPage history = TRY(list_revisions(site, post, 1, reader));
    if (!history.tag.empty()) {
        return fail(ErrorCode::not_found, "Questions and answers are cited here, not tags.");
    }
    const std::string author = TRY(find_author(site, post, history));
    const std::string& title = history.question_title;
    const bool is_answer = history.address.answer.has_value();
    PostReference made{
        .reference =
            {.type = "post",
             .title = is_answer ? fmt::format("Answer to “{}”", title) : title,
             .container_title = site.settings.title},
        .key = {},
        .guid = {},
        .source_sha256 = {},
        .title = title,
        .is_answer = is_answer,
    };
    // What somebody calls themselves is one name, not a family name and given names.
    if (!author.empty()) made.reference.authors.push_back({.literal = author});
    for (const RevisionView& revision : history.revisions) {
        if (revision.number == 0) continue;
        made.guid = revision.guid;
        made.reference.issued.first = day_of(revision.created_at);
        made.source_sha256 = security::lower_hex(security::sha256(revision.source));
        break;
    }
    made.key =
        bibliography::make_key({.authors = made.reference.authors, .issued = made.reference.issued}
        );
    made.key += fmt::format("-{}", post.value);
    return made;
}

Result<PrintedReference> print_source(
    const Site& site,
    const storage::SourceRecord& source,
    bibliography::PrintStyle style,
    const std::string& language
) {
    static PrintedReferences printed;
    const std::string name = fmt::format(
        "{}/{}/{}/{}/{}/{}",
        site.settings.name,
        site.id.value,
        source.key,
        security::lower_hex(security::sha256(source.csl)),
        static_cast<int>(style),
        language
    );
    if (auto kept = printed.find(name)) return *std::move(kept);
    PrintedReference made =
        TRY(bibliography::print_reference(reference_of(source), style, language));
    printed.keep(name, made);
    return made;
}

} // namespace attest::service
