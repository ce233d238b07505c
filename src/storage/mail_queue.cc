#include "storage/mail_queue.h"

#include "base/json.h"
#include "storage/job_queue.h"
#include "storage/limits.h"

#include <boost/json.hpp>

#include <array>
#include <utility>

namespace attest::storage {

namespace {

using Field = std::pair<std::string_view, std::string QueuedMail::*>;

constexpr std::array<Field, 8> fields{{
    {"to_address", &QueuedMail::to_address},
    {"to_name", &QueuedMail::to_name},
    {"from_name", &QueuedMail::from_name},
    {"subject", &QueuedMail::subject},
    {"text", &QueuedMail::text},
    {"html", &QueuedMail::html},
    {"message_id", &QueuedMail::message_id},
    {"unsubscribe_url", &QueuedMail::unsubscribe_url},
}};

} // namespace

Result<void> enqueue_mail(db::Transaction& tx, const QueuedMail& mail, Time now) {
    std::string payload;
    JsonWriter json{payload};
    json.begin_object();
    for (const auto& [name, field] : fields)
        json.field(name, mail.*field);
    json.end_object();
    if (payload.size() > queued_mail_bytes_max) {
        return fail(ErrorCode::invalid, "The text is too long for a mail.");
    }
    return enqueue_job(tx, {.kind = mail_job, .payload = payload, .created_at = now});
}

Result<QueuedMail> parse_queued_mail(std::string_view payload) {
    boost::system::error_code error;
    const boost::json::value value = boost::json::parse(payload, error);
    const boost::json::object* object = error ? nullptr : value.if_object();
    if (object == nullptr) return fail(ErrorCode::internal, "A queued mail cannot be read.");
    QueuedMail mail;
    for (const auto& [name, field] : fields) {
        const boost::json::value* member = object->if_contains(name);
        const boost::json::string* text = member == nullptr ? nullptr : member->if_string();
        if (text == nullptr) return fail(ErrorCode::internal, "A queued mail cannot be read.");
        mail.*field = std::string_view{*text};
    }
    return mail;
}

} // namespace attest::storage
