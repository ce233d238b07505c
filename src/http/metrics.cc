#include "http/metrics.h"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace attest::http {

namespace {

class Lines {
public:
    void counter(std::string_view name, std::string_view help, std::uint64_t value) {
        begin(name, help, "counter");
        add(name, "", value);
    }

    void gauge(std::string_view name, std::string_view help, std::uint64_t value) {
        begin(name, help, "gauge");
        add(name, "", value);
    }

    void begin(std::string_view name, std::string_view help, std::string_view type) {
        fmt::format_to(
            std::back_inserter(text_), "# HELP {} {}\n# TYPE {} {}\n", name, help, name, type
        );
    }

    void add(std::string_view name, std::string_view labels, std::uint64_t value) {
        fmt::format_to(std::back_inserter(text_), "{}{} {}\n", name, labels, value);
    }

    std::string take() { return std::move(text_); }

private:
    std::string text_;
};

} // namespace

std::string format_metrics(const Metrics& metrics) {
    Lines lines;
    lines.begin("attest_http_answers_total", "Answers by class of status.", "counter");
    for (std::size_t index = 0; index < metrics.answers_by_class.size(); ++index) {
        const std::string labels = fmt::format("{{class=\"{}xx\"}}", index + 1);
        lines.add("attest_http_answers_total", labels, metrics.answers_by_class.at(index));
    }
    lines.counter(
        "attest_http_fast_answers_total", "Answers given on the I/O threads.", metrics.fast_answers
    );
    lines.counter(
        "attest_http_sent_bytes_total", "Bytes sent, heads included.", metrics.bytes_sent
    );
    lines.counter("attest_http_received_bytes_total", "Bytes received.", metrics.bytes_received);
    lines.counter(
        "attest_http_connections_total", "Connections accepted.", metrics.connections_accepted
    );
    lines.gauge("attest_http_connections_open", "Connections open now.", metrics.connections_open);
    lines.counter(
        "attest_http_connections_refused_total",
        "Connections refused: too many, or no file descriptor left.",
        metrics.connections_refused
    );
    lines.counter(
        "attest_http_shed_total", "Requests told 503 since a queue was full.", metrics.requests_shed
    );
    lines.counter(
        "attest_http_refused_total",
        "Requests refused before any handler: malformed, too large, wrong host.",
        metrics.requests_refused
    );
    lines.counter(
        "attest_http_timeouts_total", "Connections cut for being slow.", metrics.timeouts
    );
    lines.begin("attest_http_queue_length", "Requests waiting, by lane.", "gauge");
    lines.add("attest_http_queue_length", "{lane=\"read\"}", metrics.read_queue);
    lines.add("attest_http_queue_length", "{lane=\"costly\"}", metrics.costly_queue);
    lines.add("attest_http_queue_length", "{lane=\"change\"}", metrics.change_queue);
    lines.gauge(
        "attest_http_workers_busy", "Workers that run a handler now.", metrics.workers_busy
    );
    lines.counter(
        "attest_http_log_lines_dropped_total",
        "Access log lines lost since nobody could write them.",
        metrics.log_lines_dropped
    );
    return lines.take();
}

} // namespace attest::http
