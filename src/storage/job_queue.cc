#include "storage/job_queue.h"

namespace attest::storage {

namespace {

constexpr db::Query insert_job_query{
    .name = "insert_job",
    .sql = R"sql(
        INSERT INTO jobs (kind, payload, run_after, created_at) VALUES ($1, $2, $3, $4)
    )sql",
};

constexpr db::Query list_due_jobs_query{
    .name = "list_due_jobs",
    .sql = R"sql(
        SELECT id, kind, payload, attempts FROM jobs
        WHERE kind = $1 AND run_after <= $2
        ORDER BY run_after, id
        LIMIT $3
    )sql",
};

constexpr db::Query find_next_job_time_query{
    .name = "find_next_job_time",
    .sql = "SELECT run_after FROM jobs WHERE kind = $1 ORDER BY run_after, id LIMIT 1",
};

constexpr db::Query delete_job_query{
    .name = "delete_job",
    .sql = "DELETE FROM jobs WHERE id = $1",
};

constexpr db::Query delete_jobs_query{
    .name = "delete_jobs",
    .sql = "DELETE FROM jobs WHERE kind = $1",
};

constexpr db::Query postpone_job_query{
    .name = "postpone_job",
    .sql = "UPDATE jobs SET attempts = attempts + 1, run_after = $2 WHERE id = $1",
};

} // namespace

Result<void> enqueue_job(db::Transaction& tx, const NewJob& job) {
    TRY(tx.execute(
        insert_job_query, {job.kind, job.payload, job.created_at + job.delay, job.created_at}
    ));
    tx.announce(jobs_note);
    return {};
}

Result<std::vector<QueuedJob>>
list_due_jobs(db::ReadTransaction& tx, std::string_view kind, Time now, std::int64_t count_max) {
    return tx.all(list_due_jobs_query, {kind, now, count_max}, [](const db::Row& row) {
        return QueuedJob{
            .id = row.id<JobId>(0),
            .kind = row.string(1),
            .payload = row.string(2),
            .attempts = row.integer(3),
        };
    });
}

Result<std::optional<Time>> find_next_job_time(db::ReadTransaction& tx, std::string_view kind) {
    return tx.first(find_next_job_time_query, {kind}, [](const db::Row& row) {
        return row.time(0);
    });
}

Result<void> delete_job(db::Transaction& tx, JobId job) {
    TRY(tx.execute(delete_job_query, {job}));
    return {};
}

Result<void> delete_jobs(db::Transaction& tx, std::string_view kind) {
    TRY(tx.execute(delete_jobs_query, {kind}));
    return {};
}

Result<void> postpone_job(db::Transaction& tx, JobId job, Time run_after) {
    TRY(tx.execute(postpone_job_query, {job, run_after}));
    return {};
}

} // namespace attest::storage
