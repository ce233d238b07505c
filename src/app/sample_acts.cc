#include "app/sample_acts.h"

#include "bibliography/csl_json.h"
#include "db/database.h"
#include "db/migrations.h"
#include "service/authorities.h"
#include "service/editing.h"
#include "service/evidence.h"
#include "service/scans.h"
#include "service/site_settings.h"
#include "service/sources.h"
#include "storage/evidence.h"
#include "storage/moderation_log.h"
#include "storage/standing.h"
#include "storage/users.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <sstream>
#include <utility>
#include <vector>

namespace attest::app {

namespace {

using dump::SampleAct;

/// Bytes of counted randomness: the same from load to load.
Random counted_random() {
    return [state = std::uint64_t{0}](std::span<std::byte> bytes) mutable {
        for (std::byte& byte : bytes) {
            // SplitMix64: every counter gives other bits, and none of them is a secret.
            std::uint64_t mixed = state += 0x9E37'79B9'7F4A'7C15U;
            mixed = (mixed ^ (mixed >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
            mixed = (mixed ^ (mixed >> 27U)) * 0x94D0'49BB'1331'11EBU;
            byte = static_cast<std::byte>(mixed >> 56U);
        }
    };
}

std::unexpected<Error> refused(const SampleAct& act, Error error) {
    std::string sentence = fmt::format("{}: {}", act.where, error.message());
    for (const FieldError& field : error.fields())
        sentence += fmt::format(" ({}: {})", field.field, field.message);
    return fail(error.code(), sentence);
}

/// What is done, and when. Acts of one moment are done in the order in which they were planned.
struct PlannedAct {
    SampleAct act;
    std::size_t number = 0;
    std::function<Result<void>(const domain::Actor&)> run;
};

class Actors {
public:
    Actors(const dump::SampleStage& stage, const Site& site, Time& now, dump::Progress& progress)
        : stage_{stage}, site_{site}, now_{now}, progress_{progress} {}

    Result<void> make_moderators();
    void plan();
    Result<void> act();

private:
    void add(const SampleAct& act, std::function<Result<void>(const domain::Actor&)> run) {
        planned_.push_back({.act = act, .number = planned_.size(), .run = std::move(run)});
    }

    void plan_source(const dump::SampleSource& source);
    void plan_scan(const std::string& key, const dump::SampleScan& scan);
    void plan_authority(const dump::SampleAuthority& authority);
    void plan_post(const dump::SamplePostOnSite& post);

    Result<domain::Actor> find_actor(const SampleAct& act) const;
    Result<void> add_source(const domain::Actor& actor, const dump::SampleSource& source) const;
    Result<void>
    add_scan(const domain::Actor& actor, const std::string& key, const dump::SampleScan& scan);
    Result<void>
    add_authority(const domain::Actor& actor, const dump::SampleAuthority& authority) const;
    Result<void> edit(const domain::Actor& actor, const dump::SampleEdit& edit) const;

    Result<storage::ClaimRecord>
    find_claim(const dump::SamplePostOnSite& post, const std::string& words) const;
    Result<storage::CitationRecord>
    find_citation(const dump::SamplePostOnSite& post, const dump::SampleCheck& check) const;
    Result<void> check(
        const domain::Actor& actor,
        const dump::SamplePostOnSite& post,
        const dump::SampleCheck& check
    ) const;
    Result<void> reply(
        const domain::Actor& actor,
        const dump::SamplePostOnSite& post,
        const dump::SampleCheck& check
    ) const;
    Result<void> object(
        const domain::Actor& actor,
        const dump::SamplePostOnSite& post,
        const dump::SampleObjection& objection
    ) const;

    const dump::SampleStage& stage_;
    const Site& site_;
    Time& now_; ///< What the site's clock says.
    dump::Progress& progress_;
    std::vector<PlannedAct> planned_;
    std::map<const dump::SampleScan*, SourceFileId> files_; ///< Those that were read.
};

// ── Who ──

/// As `attest user` does it for a keeper.
Result<void> Actors::make_moderators() {
    for (const dump::SamplePerson& person : stage_.files.people) {
        if (!person.is_moderator) continue;
        const UserId user = stage_.rows.people.at(person.key);
        TRY(site_.database.write([&](db::Transaction& tx) -> Result<void> {
            TRY(storage::update_moderator(tx, user, true));
            return storage::log_moderation(
                tx, {.moderator = {}, .kind = "made_moderator", .user = user}, person.since
            );
        }));
    }
    return {};
}

/// The people of the sample have no accounts, and none is needed to act.
Result<domain::Actor> Actors::find_actor(const SampleAct& act) const {
    const auto found = stage_.rows.people.find(act.by);
    if (found == stage_.rows.people.end()) {
        return fail(
            ErrorCode::invalid, fmt::format("{}: \"{}\" is not in people.toml.", act.where, act.by)
        );
    }
    const storage::UserRecord record = TRY(site_.database.read([&](db::ReadTransaction& tx) {
        return storage::find_user(tx, found->second);
    }));
    return domain::Actor{
        .user = found->second,
        .account = {},
        .display_name = record.user.user.name,
        .reputation = record.user.user.reputation,
        .role = record.is_moderator ? domain::Role::moderator : domain::Role::user,
        .joined_at = record.user.created_at,
        .suspended_until = record.suspended_until,
    };
}

// ── What ──

void Actors::plan() {
    for (const dump::SampleSource& source : stage_.files.evidence.sources)
        plan_source(source);
    for (const dump::SampleSourceLink& link : stage_.files.evidence.links) {
        add(link.act, [this, &link](const domain::Actor& actor) {
            return service::link_sources(
                site_, actor, {.from = link.from, .to = link.to, .kind = link.kind}
            );
        });
    }
    for (const dump::SampleAuthority& authority : stage_.files.evidence.authorities)
        plan_authority(authority);
    for (const dump::SampleEdit& edited : stage_.rows.edits) {
        const SampleAct act{
            .by = edited.revision->author,
            .at = edited.revision->at,
            .where = edited.revision->where,
        };
        add(act, [this, &edited](const domain::Actor& actor) { return edit(actor, edited); });
    }
    for (const dump::SamplePostOnSite& post : stage_.rows.on_site)
        plan_post(post);
    std::ranges::sort(planned_, {}, [](const PlannedAct& planned) {
        return std::pair{planned.act.at, planned.number};
    });
}

void Actors::plan_source(const dump::SampleSource& source) {
    add(source.act,
        [this, &source](const domain::Actor& actor) { return add_source(actor, source); });
    for (const dump::SampleScan& scan : source.scans)
        plan_scan(source.key, scan);
}

void Actors::plan_scan(const std::string& key, const dump::SampleScan& scan) {
    add(scan.act,
        [this, &key, &scan](const domain::Actor& actor) { return add_scan(actor, key, scan); });
    using Describe = Result<void> (*)(
        const Site&, const domain::Actor&, const service::ScanPlace&, std::string_view
    );
    const auto add_page = [&](const dump::SampleScanPage& page, Describe describe) {
        add(page.act,
            [this, &key, &scan, &page, describe](const domain::Actor& actor) -> Result<void> {
                if (!files_.contains(&scan)) return {};
                const std::string address = fmt::format("scan-{}", page.page);
                const service::ScanPlace place{
                    .key = key, .file = files_.at(&scan), .page = address
                };
                return describe(site_, actor, place, page.text);
            });
    };
    if (scan.printed) add_page(*scan.printed, service::label_scan);
    for (const dump::SampleScanPage& page : scan.labels)
        add_page(page, service::label_page);
    for (const dump::SampleScanPage& page : scan.typed)
        add_page(page, service::type_page_text);
}

void Actors::plan_authority(const dump::SampleAuthority& authority) {
    add(authority.act,
        [this, &authority](const domain::Actor& actor) { return add_authority(actor, authority); });
}

void Actors::plan_post(const dump::SamplePostOnSite& post) {
    const dump::SamplePostActs& acts = post.in_files->acts;
    for (const dump::SampleAsk& ask : acts.asked) {
        add(ask.act, [this, &post, &ask](const domain::Actor& actor) -> Result<void> {
            TRY(service::ask_for_source(site_, actor, post.post, ask.words));
            return {};
        });
    }
    for (const dump::SampleObjection& objection : acts.objections) {
        add(objection.act, [this, &post, &objection](const domain::Actor& actor) {
            return object(actor, post, objection);
        });
    }
    for (const dump::SampleCheck& made : acts.checks) {
        add(made.act,
            [this, &post, &made](const domain::Actor& actor) { return check(actor, post, made); });
        if (!made.replied) continue;
        add(*made.replied,
            [this, &post, &made](const domain::Actor& actor) { return reply(actor, post, made); });
    }
}

Result<void> Actors::act() {
    for (const PlannedAct& planned : planned_) {
        now_ = planned.act.at;
        const domain::Actor actor = TRY(find_actor(planned.act));
        if (Result<void> done = planned.run(actor); !done)
            return refused(planned.act, std::move(done).error());
    }
    return {};
}

// ── Sources and scans ──

Result<void>
Actors::add_source(const domain::Actor& actor, const dump::SampleSource& source) const {
    const auto references = TRY(bibliography::parse_csl_json(source.csl));
    const service::AddedSource added = TRY(service::add_source(
        site_,
        actor,
        {.reference = references.front().reference,
         .kind = source.kind,
         .is_single_item = source.is_single_item,
         .criticism = source.criticism,
         .accepts_doubles = true}
    ));
    if (added.source->key == source.key) return {};
    return fail(
        ErrorCode::invalid,
        fmt::format(
            "the site calls this source \"{}\"; the files have to call it so too.",
            added.source->key
        )
    );
}

Result<std::string> read_bytes(const std::filesystem::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (!in) return fail(ErrorCode::invalid, fmt::format("{} cannot be read.", file.string()));
    return std::move(bytes).str();
}

/// The scan is read at once, since readers go on with its pages. Where no child can be had to read
/// it, it waits for the server, and its pages stay as they are.
Result<void>
Actors::add_scan(const domain::Actor& actor, const std::string& key, const dump::SampleScan& scan) {
    const std::string content = TRY(read_bytes(scan.file));
    const SourceFileId file = TRY(service::upload_scan(
        site_,
        actor,
        {.source = key,
         .file_name = scan.file.filename().string(),
         .content = content,
         .rights = domain::format_scan_rights(scan.rights)}
    ));
    progress_.step(fmt::format("reading {}", scan.file.filename().string()));
    while (true) {
        const Result<bool> has_read = service::read_waiting_scan(site_);
        if (!has_read && has_read.error().code() == ErrorCode::unavailable) {
            progress_.say(fmt::format(
                "{} is not read yet: {}", scan.file.string(), has_read.error().message()
            ));
            return {};
        }
        if (!TRY(Result<bool>{has_read})) break;
    }
    files_[&scan] = file;
    // On a machine that has no time a page can be given up: whoever loads has to know.
    const service::Scan read = TRY(service::find_scan(site_, key, file, actor));
    for (const service::ScanPageLine& page : read.pages) {
        if (page.failure.empty()) continue;
        progress_.say(
            fmt::format("{}, page {}: {}", scan.file.string(), page.index + 1, page.failure)
        );
    }
    return {};
}

// ── People and places ──

Result<void>
Actors::add_authority(const domain::Actor& actor, const dump::SampleAuthority& authority) const {
    const AuthorityId record = TRY(service::make_authority(
        site_,
        actor,
        {.record =
             {.kind = authority.kind,
              .note = authority.note,
              .active_from = authority.active_from,
              .active_to = authority.active_to,
              .coordinates = authority.coordinates},
         .name = authority.names.front()}
    ));
    for (domain::AuthorityName name : std::span{authority.names}.subspan(1)) {
        name.record = record;
        TRY(service::add_authority_name(site_, actor, name));
    }
    return {};
}

// ── Posts and claims ──

Result<void> Actors::edit(const domain::Actor& actor, const dump::SampleEdit& edit) const {
    const dump::SampleRevision& revision = *edit.revision;
    service::EditPost form{.post = edit.post, .markdown = edit.markdown};
    form.summary = revision.summary;
    if (!revision.title.empty()) form.title = revision.title;
    if (!revision.tags.empty()) form.tags = revision.tags;
    const service::EditOutcome outcome = TRY(service::edit_post(site_, actor, form));
    if (!outcome.suggested) return {};
    return fail(ErrorCode::forbidden, "the editor may only suggest; choose one who may edit.");
}

Result<storage::ClaimRecord>
Actors::find_claim(const dump::SamplePostOnSite& post, const std::string& words) const {
    const std::vector<storage::ClaimRecord> claims =
        TRY(site_.database.read([&](db::ReadTransaction& tx) {
            return storage::list_claims(tx, post.post, false);
        }));
    const storage::ClaimRecord* found = nullptr;
    for (const storage::ClaimRecord& claim : claims) {
        if (!claim.place.exact.contains(words)) continue;
        if (found != nullptr) {
            return fail(
                ErrorCode::invalid, fmt::format("two claims hold the words \"{}\".", words)
            );
        }
        found = &claim;
    }
    if (found != nullptr) return *found;
    return fail(ErrorCode::invalid, fmt::format("no claim holds the words \"{}\".", words));
}

Result<storage::CitationRecord>
Actors::find_citation(const dump::SamplePostOnSite& post, const dump::SampleCheck& check) const {
    const storage::ClaimRecord claim = TRY(find_claim(post, check.of));
    const std::vector<storage::CitationRecord> citations =
        TRY(site_.database.read([&](db::ReadTransaction& tx) {
            return storage::list_citations_of_post(tx, post.post);
        }));
    const storage::CitationRecord* found = nullptr;
    for (const storage::CitationRecord& citation : citations) {
        const bool is_meant =
            (check.source.empty() || citation.source.key == check.source)
            && (check.locator.empty() || citation.content.locator == check.locator);
        if (citation.claim != claim.id || !is_meant) continue;
        if (found != nullptr) {
            return fail(
                ErrorCode::invalid,
                fmt::format("the claim \"{}\" has several such citations; name one.", check.of)
            );
        }
        found = &citation;
    }
    if (found != nullptr) return *found;
    return fail(
        ErrorCode::invalid,
        fmt::format("the claim \"{}\" does not cite \"{}\".", check.of, check.source)
    );
}

Result<void> Actors::check(
    const domain::Actor& actor, const dump::SamplePostOnSite& post, const dump::SampleCheck& check
) const {
    const storage::CitationRecord citation = TRY(find_citation(post, check));
    TRY(service::check_citation(
        site_,
        actor,
        {.citation = citation.id,
         .verdict = check.verdict,
         .seen = check.seen,
         .is_of_translation = check.is_of_translation,
         .note = check.note}
    ));
    return {};
}

Result<void> Actors::reply(
    const domain::Actor& actor, const dump::SamplePostOnSite& post, const dump::SampleCheck& check
) const {
    const storage::CitationRecord citation = TRY(find_citation(post, check));
    const service::ClaimPage page = TRY(service::read_claim_page(site_, citation.claim, actor));
    const UserId reader = stage_.rows.people.at(check.act.by);
    const auto made = std::ranges::find_if(page.checks, [&](const storage::CheckRecord& record) {
        return record.citation == citation.id && record.reader == reader && record.is_latest;
    });
    if (made == page.checks.end())
        return fail(ErrorCode::invalid, "the reply is to no check that stands.");
    TRY(service::reply_to_check(site_, actor, citation.claim, made->id, check.reply));
    return {};
}

Result<void> Actors::object(
    const domain::Actor& actor,
    const dump::SamplePostOnSite& post,
    const dump::SampleObjection& objection
) const {
    const storage::ClaimRecord claim = TRY(find_claim(post, objection.of));
    TRY(service::add_citation(
        site_,
        actor,
        {.claim = claim.id,
         .relation = objection.relation,
         .citation = objection.citation,
         .note = objection.note}
    ));
    return {};
}

} // namespace

Result<void> act_on_sample(
    const dump::SampleStage& stage, const SampleActOptions& options, dump::Progress& progress
) {
    const auto database = TRY(db::Database::open(
        {.file = stage.database, .migrations = db::site_migrations(), .create = false}
    ));
    Time now{};
    const Site site{
        .id = {},
        .settings = TRY(service::read_site_settings(*database, stage.site)),
        .database = *database,
        .index = nullptr,
        .clock = [&now] { return now; },
        .random = counted_random(),
        .files_folder = options.files_folder,
        .scan_program = options.scan_program,
    };
    progress.begin("Working on the sample site", 0);
    Actors actors{stage, site, now, progress};
    TRY(actors.make_moderators());
    actors.plan();
    TRY(actors.act());
    progress.end();
    return {};
}

} // namespace attest::app
