// Somebody with a browser that keeps cookies: opens a page, fills in its form, sends it.
#pragma once

#include "http/reader.h"
#include "kit/must.h"
#include "storage/job_queue.h"
#include "storage/mail_queue.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace attest {

using Form = std::vector<std::pair<std::string, std::string>>;

/// What stands between `before` and `after`; empty if it is not there.
inline std::string between(std::string_view text, std::string_view before, std::string_view after) {
    const std::size_t begin = text.find(before);
    if (begin == std::string_view::npos) return {};
    const std::size_t from = begin + before.size();
    const std::size_t end = text.find(after, from);
    if (end == std::string_view::npos) return {};
    return std::string{text.substr(from, end - from)};
}

class Visitor {
public:
    explicit Visitor(const Reader& reader) : reader_{reader} {}

    http::ReceivedAnswer get(std::string_view path) {
        return keep(reader_.get(path, cookie_field()));
    }

    /// Opens the page, and sends its form with its token.
    http::ReceivedAnswer fill_in(std::string_view page, std::string_view action, Form form) {
        const std::string body = get(page).body;
        form.emplace_back("csrf_token", between(body, R"(name="csrf_token" value=")", "\""));
        return send(action, form);
    }

    /// The same where the form goes where it came from.
    http::ReceivedAnswer fill_in(std::string_view page, const Form& form) {
        return fill_in(page, page.substr(0, page.find('?')), form);
    }

    http::ReceivedAnswer send(std::string_view action, const Form& form) {
        return keep(
            reader_.post_form(action, form, "Sec-Fetch-Site: same-origin\r\n" + cookie_field())
        );
    }

    [[nodiscard]] std::string cookie(const std::string& name) const {
        const auto found = jar_.find(name);
        return found == jar_.end() ? std::string{} : found->second;
    }

    void set_cookie(const std::string& name, const std::string& value) { jar_[name] = value; }

private:
    [[nodiscard]] std::string cookie_field() const {
        std::string field;
        for (const auto& [name, value] : jar_) {
            field += field.empty() ? "Cookie: " : "; ";
            field += name + "=" + value;
        }
        return field.empty() ? field : field + "\r\n";
    }

    http::ReceivedAnswer keep(http::ReceivedAnswer answer) {
        constexpr std::string_view field = "Set-Cookie: ";
        for (const std::string_view line : split(answer.head, '\n')) {
            if (!line.starts_with(field)) continue;
            const std::string value{trim(line.substr(field.size()))};
            const std::string pair = value.substr(0, value.find(';'));
            const std::size_t equals = pair.find('=');
            if (value.contains("Max-Age=0;")) {
                jar_.erase(pair.substr(0, equals));
            } else {
                jar_[pair.substr(0, equals)] = pair.substr(equals + 1);
            }
        }
        return answer;
    }

    const Reader& reader_;
    std::map<std::string, std::string> jar_;
};

/// The mails about accounts that wait to be sent, oldest first.
inline std::vector<storage::QueuedMail> account_mails(const TestSite& site) {
    const auto jobs = must(site.network().database.read([&](db::ReadTransaction& tx) {
        return storage::list_due_jobs(tx, storage::mail_job, site.now(), 1'000);
    }));
    std::vector<storage::QueuedMail> mails;
    for (const storage::QueuedJob& job : jobs)
        mails.push_back(must(storage::parse_queued_mail(job.payload)));
    return mails;
}

/// The path of the link in the newest mail.
inline std::string link_in_mail(const TestSite& site) {
    const auto mails = account_mails(site);
    REQUIRE_FALSE(mails.empty());
    return between(mails.back().text, "http://localhost", "\n");
}

} // namespace attest
