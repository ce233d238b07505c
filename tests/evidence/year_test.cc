// A simulated year: dozens of people ask, answer, cite, edit, check, object, withdraw, link and
// merge, at random and from one seed, and after each thousand acts everything that evidence.md
// promises is held against the rows. What a person would not do, and what is refused, is tried as
// well: it must change nothing.
//
// ATTEST_YEAR_ACTS says how many acts the year has; the release build is given 100,000.
#include "base/text.h"
#include "domain/guid.h"
#include "evidence/oracle.h"
#include "kit/must.h"
#include "kit/test_site.h"
#include "service/answering.h"
#include "service/asking.h"
#include "service/deleting.h"
#include "service/editing.h"
#include "service/evidence.h"
#include "service/preview.h"
#include "service/rejudging.h"
#include "service/scans.h"
#include "service/sources.h"
#include "service/suggested_edits.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

using namespace attest;
using namespace attest::service;

namespace {

constexpr int files = 4;
constexpr int pages_of_a_file = 12;

/// A post as its writer remembers it: sentences, some of them with a citation behind.
struct Draft {
    PostId post;
    std::size_t author = 0;
    std::vector<std::string> sentences;

    [[nodiscard]] std::string markdown() const {
        std::string text;
        for (std::size_t i = 0; i < sentences.size(); ++i)
            text += sentences[i] + (i % 4 == 3 ? "\n\n" : " ");
        return text + "\n\nSo much is known of it today.";
    }
};

class Year {
public:
    Year() {
        for (std::size_t row = 0; row < domain::all_act_limits().size(); ++row)
            site_.settings().rates.set(row, {});
        for (int i = 0; i < 18; ++i)
            people_.push_back(site_.a_member({}, i < 4 ? 1 : 3'000));
        moderator_ = people_.size();
        people_.push_back(site_.a_member("Moderator", 20'000, domain::Role::moderator));
        site_.advance(days(30));
        for (int i = 0; i < 12; ++i)
            add_source();
        for (int file = 1; file <= files; ++file)
            add_scan(file);
        ask();
    }

    /// What the server's job does: posts beyond the first that cite a source which has changed.
    void judge_the_rest() {
        const auto waiting = [&] {
            return must(site_.database().read([&](db::ReadTransaction& tx) {
                return storage::list_due_jobs(tx, judging_job, site_.now(), 100);
            }));
        };
        for (auto jobs = waiting(); !jobs.empty(); jobs = waiting()) {
            for (const storage::QueuedJob& job : jobs)
                must(judge_more(site_, job));
        }
    }

    /// One act, of which the clock takes note. False if it was refused.
    bool act() {
        site_.advance(seconds(315)); // 100,000 of them are a year

        struct Kind {
            unsigned weight;
            bool (Year::*act)();
        };

        static constexpr auto kinds = std::to_array<Kind>({
            {1, &Year::ask},         {6, &Year::answer},       {24, &Year::edit},
            {3, &Year::roll_back},   {4, &Year::suggest},      {4, &Year::review},
            {8, &Year::cite},        {40, &Year::check},       {6, &Year::withdraw},
            {5, &Year::want_source}, {3, &Year::reply},        {2, &Year::add_source},
            {1, &Year::edit_source}, {1, &Year::link},         {2, &Year::unlink},
            {1, &Year::merge},       {1, &Year::distrust},     {3, &Year::remove},
            {3, &Year::restore},     {1, &Year::label_a_page}, {1, &Year::change_rights},
            {1, &Year::join},
        });
        unsigned sum = 0;
        for (const Kind& kind : kinds)
            sum += kind.weight;
        std::size_t at = pick(sum);
        for (const Kind& kind : kinds) {
            if (at < kind.weight) return (this->*kind.act)();
            at -= kind.weight;
        }
        return false;
    }

    /// Adds those of the claims that stand now.
    void collect_statuses(std::set<std::string, std::less<>>& met) const {
        const std::string listed = text_of(
            "SELECT coalesce(group_concat(DISTINCT status), '') FROM claims WHERE is_detached = 0"
        );
        for (const std::string_view status : split(listed, ','))
            met.emplace(status);
    }

    /// A scan shows a stranger no word of a page that its rights hide (invariant 8).
    [[nodiscard]] std::vector<std::string> find_leaks() const {
        std::vector<std::string> lines;
        for (int file = 1; file <= files; ++file) {
            const bool is_hidden =
                site_.number(fmt::format(
                    "SELECT count(*) FROM source_files WHERE id = {} AND rights IN (3, 4)", file
                ))
                > 0;
            for (int page = 0; is_hidden && page < pages_of_a_file; ++page) {
                const std::string address = fmt::format("scan-{}", page + 1);
                const Result<ScanPage> shown = find_scan_page(
                    site_,
                    {.key = key_of_file(file), .file = SourceFileId{file}, .page = address},
                    "",
                    std::nullopt
                );
                if (shown && !shown->text.empty())
                    lines.push_back(fmt::format("8: file {}, page {} is shown", file, page));
            }
        }
        return lines;
    }

    TestSite& site() { return site_; }

private:
    std::size_t pick(std::size_t below) { return below == 0 ? 0 : random_() % below; }

    template <typename T>
    const T& any_of(const std::vector<T>& all) {
        return all[pick(all.size())];
    }

    const Member& anybody() { return people_[pick(people_.size())]; }

    // ── Words ──

    std::string sentence() {
        static const std::vector<std::string> who{
            "The commissar", "His wife", "The Politburo", "An agent", "The consul", "Her brother"
        };
        static const std::vector<std::string> did{
            "left for the south",
            "signed the order",
            "said nothing of it",
            "wrote to the *Pravda*",
            "was searched at the border",
            "kept the papers"
        };
        std::string text =
            fmt::format("{} {} in {}", any_of(who), any_of(did), 1917 + static_cast<int>(pick(23)));
        switch (pick(5)) {
        case 0:
            return text + ".";
        case 1:
            return fmt::format("[{}]{}, it is said.", text, citation());
        default:
            return fmt::format("{} {}.", text, citation());
        }
    }

    std::string citation() {
        static constexpr std::array<std::string_view, 6> signals{
            "", "", "", "per ", "but see ", "cf. "
        };
        std::string inside = std::string{signals.at(pick(signals.size()))} + "@" + any_of(keys_);
        if (pick(8) > 0) inside += fmt::format(", p. {}", 1 + pick(pages_of_a_file));
        if (pick(3) == 0) inside += fmt::format(": \"page {} speaks\"", 1 + pick(pages_of_a_file));
        if (pick(6) == 0) inside += fmt::format("; @{}, f. {}v", any_of(keys_), 1 + pick(20));
        return "[" + inside + "]";
    }

    std::vector<std::string> sentences() {
        std::vector<std::string> all(1 + pick(9));
        std::ranges::generate(all, [&] { return sentence(); });
        return all;
    }

    // ── Posts ──

    bool ask() {
        const std::size_t author = pick(people_.size());
        Draft draft{.post = {}, .author = author, .sentences = sentences()};
        const Result<QuestionId> id = post_question(
            site_,
            people_[author].actor,
            {.title = fmt::format("What is known of the year, part {}?", ++number_),
             .markdown = draft.markdown(),
             .tags = {"exile"}}
        );
        if (!id) return false;
        draft.post = post_id(*id);
        questions_.push_back(*id);
        drafts_.push_back(draft);
        return true;
    }

    bool answer() {
        if (drafts_.size() > 600) return edit();
        const std::size_t author = pick(people_.size());
        Draft draft{.post = {}, .author = author, .sentences = sentences()};
        const Result<AnswerId> id = post_answer(
            site_,
            people_[author].actor,
            {.question = any_of(questions_), .markdown = draft.markdown()}
        );
        if (!id) return false;
        draft.post = post_id(*id);
        drafts_.push_back(draft);
        return true;
    }

    /// What people do to a text: a word, a sentence more or less, paragraphs changed round, all
    /// anew.
    void change(Draft& draft) {
        auto& all = draft.sentences;
        switch (pick(7)) {
        case 0:
            all.insert(all.begin() + static_cast<std::ptrdiff_t>(pick(all.size() + 1)), sentence());
            break;
        case 1:
            if (all.size() > 1)
                all.erase(all.begin() + static_cast<std::ptrdiff_t>(pick(all.size())));
            break;
        case 2:
            std::swap(all[pick(all.size())], all[pick(all.size())]);
            break;
        case 3: // a comma, which washes nothing off
            all[pick(all.size())].insert(0, "— ");
            break;
        case 4:
            all[pick(all.size())].insert(0, "Later ");
            break;
        case 5:
            all[pick(all.size())] = sentence();
            break;
        default:
            if (pick(10) == 0) all = sentences();
        }
    }

    Draft& any_draft() { return drafts_[pick(drafts_.size())]; }

    bool edit_as(Draft& draft, const Member& editor) {
        Draft changed = draft;
        change(changed);
        EditPost form{
            .post = draft.post, .markdown = changed.markdown(), .summary = "Another look"
        };
        Result<EditOutcome> done = edit_post(site_, editor.actor, form);
        if (!done && done.error().code() == ErrorCode::invalid) { // warned, and sure
            const auto warned = preview(site_, editor.actor, *form.markdown, draft.post);
            if (!warned) return false;
            for (const LostClaim& claim : warned->lost)
                form.let_go.push_back(claim.claim);
            done = edit_post(site_, editor.actor, form);
        }
        if (!done) return false;
        if (done->suggested) {
            waiting_.push_back(*done->suggested);
        } else {
            draft.sentences = changed.sentences;
        }
        return true;
    }

    bool edit() {
        Draft& draft = any_draft();
        return edit_as(draft, people_[draft.author]);
    }

    bool suggest() { return edit_as(any_draft(), people_[pick(4)]); }

    bool review() {
        if (waiting_.empty()) return false;
        const std::size_t at = pick(waiting_.size());
        const Result<ReviewOutcome> done = review_suggested_edit(
            site_,
            anybody().actor,
            {.id = waiting_[at], .approves = pick(3) > 0, .reason = "It was better before."}
        );
        const bool is_over =
            done ? *done != ReviewOutcome::counted : done.error().code() == ErrorCode::conflict;
        if (is_over) waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(at));
        return done.has_value();
    }

    bool roll_back() {
        const Draft& draft = any_draft();
        const std::string revision = text_of(fmt::format(
            "SELECT lower(hex(guid)) FROM post_history WHERE post_id = {} AND kind IN (2, 5, 8) "
            "ORDER BY id LIMIT 1 OFFSET {}",
            draft.post.value,
            pick(6)
        ));
        return !revision.empty()
               && service::roll_back(site_, people_[draft.author].actor, {.guid = revision})
                      .has_value();
    }

    bool remove() {
        const Draft& draft = any_draft();
        const Member& who = pick(2) == 0 ? people_[moderator_] : people_[draft.author];
        return delete_post(site_, who.actor, draft.post).has_value();
    }

    bool restore() {
        const std::string gone = text_of(
            "SELECT CAST(id AS TEXT) FROM posts WHERE deleted_at IS NOT NULL ORDER BY id LIMIT 1"
        );
        const auto id = parse_number<std::int64_t>(gone);
        return id && undelete_post(site_, people_[moderator_].actor, PostId{*id}).has_value();
    }

    // ── Evidence ──

    /// A row of a table that has one, at random: its id.
    std::optional<std::int64_t> any_row(std::string_view table) {
        const std::int64_t last =
            site_.number(fmt::format("SELECT coalesce(max(id), 0) FROM {}", table));
        if (last == 0) return std::nullopt;
        return 1 + static_cast<std::int64_t>(pick(static_cast<std::size_t>(last)));
    }

    /// Readers gather where others are: two of three look at the oldest that still stand.
    std::optional<std::int64_t>
    any_standing(std::string_view table, std::string_view stands, std::size_t among) {
        if (pick(3) == 0) return any_row(table);
        return parse_number<std::int64_t>(text_of(fmt::format(
            "SELECT CAST(id AS TEXT) FROM {} WHERE {} ORDER BY id LIMIT 1 OFFSET {}",
            table,
            stands,
            pick(among)
        )));
    }

    bool cite() {
        const auto claim = any_standing("claims", "is_detached = 0", 1'000);
        if (!claim) return false;
        std::string typed = "@" + any_of(keys_);
        if (pick(8) > 0) typed += fmt::format(", p. {}", 1 + pick(pages_of_a_file));
        return add_citation(
                   site_,
                   anybody().actor,
                   {.claim = ClaimId{*claim},
                    .relation = static_cast<domain::CitationRelation>(1 + pick(4)),
                    .citation = typed,
                    .note = pick(10) == 0 ? "" : "It says so there."}
        )
            .has_value();
    }

    bool check() {
        const auto citation = any_standing("citations", "withdrawn_at IS NULL", 200);
        if (!citation) return false;
        // A page says what it says: most who look find the same.
        static constexpr std::array<std::size_t, 7> others{1, 2, 3, 4, 5, 6, 7};
        const std::size_t plain = *citation % 4 == 0 ? 3 : 1;
        const std::size_t verdict = pick(4) > 0 ? plain : others.at(pick(others.size()));
        return check_citation(
                   site_,
                   anybody().actor,
                   {.citation = CitationId{*citation},
                    .verdict = static_cast<domain::Verdict>(verdict),
                    .is_of_translation = pick(12) == 0,
                    .note = pick(12) == 0 ? "" : "So it stands there.",
                    .address = fmt::format("192.0.2.{}", pick(40))}
        )
            .has_value();
    }

    bool withdraw() {
        const auto citation = any_row("citations");
        if (!citation) return false;
        const Member& who = pick(2) == 0 ? people_[moderator_] : anybody();
        return withdraw_citation(site_, who.actor, CitationId{*citation}).has_value();
    }

    bool want_source() {
        const Draft& draft = any_draft();
        std::string words = draft.sentences[pick(draft.sentences.size())];
        words = words.substr(0, words.find('['));
        return ask_for_source(site_, anybody().actor, draft.post, words).has_value();
    }

    bool reply() {
        const auto check = any_row("citation_checks");
        if (!check) return false;
        const std::int64_t claim = site_.number(fmt::format(
            "SELECT t.claim_id FROM citation_checks k JOIN citations t ON t.id = k.citation_id "
            "WHERE k.id = {}",
            *check
        ));
        return reply_to_check(
                   site_,
                   anybody().actor,
                   ClaimId{claim},
                   CitationCheckId{*check},
                   "See the second column."
        )
            .has_value();
    }

    // ── Sources ──

    bool add_source() {
        if (site_.number("SELECT count(*) FROM sources WHERE merged_into IS NULL") > 60)
            return false;
        static constexpr std::array families{"Serge", "Deutscher", "Volkogonov", "Broué"};
        const std::size_t author = pick(families.size());
        const Result<AddedSource> added = service::add_source(
            site_,
            anybody().actor,
            {.reference =
                 {.title = fmt::format("Papers of the year, volume {}", ++number_),
                  .authors = {{.family = families.at(author), .given = "V."}}},
             .kind = static_cast<domain::SourceKind>(1 + pick(5)),
             .is_single_item = pick(5) == 0,
             .accepts_doubles = true}
        );
        if (!added || !added->source) return false;
        keys_.push_back(added->source->key);
        return true;
    }

    bool edit_source() {
        const Result<SourceReference> before = read_source_reference(site_, any_of(keys_));
        if (!before) return false;
        return service::edit_source(
                   site_,
                   anybody().actor,
                   {.key = before->record.key,
                    .based_on = before->record.revision,
                    .form =
                        {.reference = before->reference,
                         .kind = static_cast<domain::SourceKind>(1 + pick(5)),
                         .is_single_item = pick(4) == 0,
                         .accepts_doubles = true}}
        ).has_value();
    }

    LinkSources any_link() {
        return {
            .from = any_of(keys_),
            .to = any_of(keys_),
            .kind = static_cast<domain::SourceLinkKind>(1 + pick(6))
        };
    }

    bool link() { return link_sources(site_, anybody().actor, any_link()).has_value(); }

    bool unlink() { // of one that is there, for at random one would never meet it
        const std::string found =
            text_of("SELECT f.key || ' ' || t.key || ' ' || l.kind FROM source_links l "
                    "JOIN sources f ON f.id = l.from_id JOIN sources t ON t.id = l.to_id "
                    "ORDER BY l.created_at LIMIT 1");
        const std::vector<std::string_view> parts = split(std::string_view{found}, ' ');
        if (parts.size() != 3) return false;
        return unlink_sources(
                   site_,
                   anybody().actor,
                   {.from = std::string{parts[0]},
                    .to = std::string{parts[1]},
                    .kind =
                        static_cast<domain::SourceLinkKind>(parse_number<int>(parts[2]).value_or(1))
                   }
        )
            .has_value();
    }

    bool merge() {
        if (pick(8) > 0) return false; // a library of sixty would soon be one book
        return merge_sources(site_, anybody().actor, {.from = any_of(keys_), .into = any_of(keys_)})
            .has_value();
    }

    bool distrust() {
        return distrust_source(
                   site_,
                   people_[moderator_].actor,
                   {.key = any_of(keys_), .reason = pick(2) == 0 ? "Forged." : ""}
        )
            .has_value();
    }

    // ── Scans ──

    /// Pages as a worker would have read them: reading itself is tried elsewhere.
    void add_scan(int file) const {
        site_.run(fmt::format(
            "INSERT INTO source_files (id, source_id, sha256, name, media_type, bytes, page_count, "
            "label_offset, rights, state, failure, user_id, created_at) VALUES ({0}, {0}, "
            "'{0:064x}', 'scan.pdf', 'application/pdf', 1, {1}, 0, {0}, 1, '', {2}, 0)",
            file,
            pages_of_a_file,
            people_[4].actor.user.value
        ));
        for (int page = 0; page < pages_of_a_file; ++page) {
            site_.run(fmt::format(
                "INSERT INTO source_pages (file_id, page_index, label, width, height, text, boxes, "
                "text_from, revision, image_sha256, thumbnail_sha256, failure) VALUES ({0}, {1}, "
                "'{2}', 1600, 2200, 'Of this page {2} speaks, and of no other.', x'', 1, 1, "
                "'{3:064x}', '', '')",
                file,
                page,
                page + 1,
                file * 1000 + page
            ));
        }
    }

    [[nodiscard]] std::string key_of_file(int file) const {
        return text_of(fmt::format(
            "SELECT s.key FROM source_files f JOIN sources n ON n.id = f.source_id "
            "JOIN sources s ON s.id = coalesce(n.merged_into, n.id) WHERE f.id = {}",
            file
        ));
    }

    bool label_a_page() {
        const int file = 1 + static_cast<int>(pick(files));
        const std::string key = key_of_file(file);
        const std::string page = fmt::format("scan-{}", 1 + pick(pages_of_a_file));
        const std::string label = fmt::format("{}", 1 + pick(40));
        const ScanPlace place{.key = key, .file = SourceFileId{file}, .page = page};
        return (pick(2) == 0 ? label_scan(site_, people_[4].actor, place, label)
                             : label_page(site_, people_[4].actor, place, label))
            .has_value();
    }

    bool change_rights() {
        return set_scan_rights(
                   site_,
                   people_[4].actor,
                   SourceFileId{1 + static_cast<std::int64_t>(pick(files))},
                   static_cast<domain::ScanRights>(1 + pick(4))
        )
            .has_value();
    }

    /// A newcomer, whose checks count after a week.
    bool join() {
        if (people_.size() > 60) return false;
        people_.push_back(site_.a_member({}, 200));
        return true;
    }

    [[nodiscard]] std::string text_of(const std::string& sql) const {
        const db::Query query{.name = "year_text", .sql = sql};
        return must(site_.database().read([&](db::ReadTransaction& tx) {
                   return tx.first(query, {}, [](const db::Row& row) { return row.string(0); });
               })
        ).value_or("");
    }

    std::mt19937_64 random_{1879};
    TestSite site_;
    std::vector<Member> people_;
    std::size_t moderator_ = 0;
    std::vector<std::string> keys_;
    std::vector<QuestionId> questions_;
    std::vector<Draft> drafts_;
    std::vector<SuggestedEditId> waiting_;
    int number_ = 0;
};

int acts_of_the_year() {
    const char* typed = std::getenv("ATTEST_YEAR_ACTS"); // NOLINT(concurrency-mt-unsafe)
    return typed == nullptr ? 3'000 : parse_number<int>(typed).value_or(3'000);
}

void check_all(Year& year, tests::Memory& memory, int done) {
    INFO("after ", done, " acts");
    year.judge_the_rest();
    std::string lines;
    const auto add = [&](const std::vector<std::string>& found) {
        for (std::size_t i = 0; i < std::min<std::size_t>(found.size(), 8); ++i)
            lines += found[i] + "\n";
    };
    add(tests::find_broken_invariants(year.site()));
    add(memory.find_losses(year.site()));
    add(year.find_leaks());
    if (done % 5'000 == 0) { // the oracle has judged already: these are the product's own rules
        add(must(year.site().database().read(find_misjudged)));
        add(year.site().wrong_numbers());
    }
    REQUIRE(lines == "");
}

} // namespace

TEST_CASE("Through a year of random acts what is promised of evidence holds") {
    Year year;
    tests::Memory memory;
    const int wanted = acts_of_the_year();
    int done = 0;
    int refused = 0;
    std::set<std::string, std::less<>> statuses_met;
    const auto look = [&] {
        check_all(year, memory, done);
        year.collect_statuses(statuses_met);
    };
    while (done < wanted) {
        if (!year.act()) {
            ++refused;
            continue;
        }
        if (++done % 1'000 == 0) look();
    }
    look();
    TestSite& site = year.site();
    MESSAGE(
        done,
        " acts, ",
        refused,
        " more refused; claims ",
        site.number("SELECT count(*) FROM claims"),
        ", citations ",
        site.number("SELECT count(*) FROM citations"),
        ", checks ",
        site.number("SELECT count(*) FROM citation_checks"),
        ", statuses met ",
        statuses_met.size()
    );
    // Nearly all statuses are met in a few weeks, and all in the year.
    CHECK(statuses_met.size() >= (wanted < 100'000 ? 6U : 9U));
}
