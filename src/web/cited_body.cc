#include "web/cited_body.h"

#include "base/text.h"
#include "html/writer.h"
#include "web/parts.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace attest::web {

using endpoint::RequestContext;

namespace {

// As markup/citation_tokens.h writes them. A citation's element holds no other.
constexpr std::string_view element_start = R"(<span class="c)";
constexpr std::string_view claim_start = R"(<span class="claim" data-citation=")";
constexpr std::string_view citation_start = R"(<span class="citation" data-citation=")";
constexpr std::string_view number_end = R"(">)";
constexpr std::string_view element_end = "</span>";

/// Words for which a reader asks a source; they have no citation, so no element.
struct AskedWords {
    std::size_t begin = 0;
    std::size_t end = 0;
    const service::ClaimRecord* claim = nullptr;
};

/// Whether a mark may stand there: in running text, not in a tag, in a link or in code.
bool is_running_text(std::string_view body, std::size_t at) {
    const std::string_view before = body.substr(0, at);
    const auto is_open = [&](std::string_view start, std::string_view end) {
        const std::size_t begun = before.rfind(start);
        if (begun == std::string_view::npos) return false;
        const std::size_t ended = before.rfind(end);
        return ended == std::string_view::npos || ended < begun;
    };
    return !is_open("<", ">") && !is_open("<a ", "</a>") && !is_open("<code", "</code>")
           && !is_open("<span class=\"math", "</span>");
}

class BodyMarker {
public:
    BodyMarker(const RequestContext& request, std::string_view body, const PostClaims& claims)
        : request_{request}, body_{body}, claims_{claims} {
        find_asked();
    }

    std::string mark() {
        out_.reserve(body_.size() + (claims_.all().size() * bytes_of_claim));
        while (true) {
            const std::size_t element = std::min(body_.find(element_start, at_), body_.size());
            copy_to(element);
            if (element == body_.size()) return std::move(out_);
            const std::string_view rest = body_.substr(element);
            if (rest.starts_with(claim_start)) {
                begin_claim();
            } else if (rest.starts_with(citation_start)) {
                end_claim();
            } else {
                copy_to(element + element_start.size());
            }
        }
    }

private:
    /// A mark and its note.
    static constexpr std::size_t bytes_of_claim = 900;

    void find_asked() {
        for (const service::ClaimRecord& claim : claims_.all()) {
            if (claim.place.ordinal || claim.place.exact.empty()) continue;
            std::string words;
            html::append_escaped(words, claim.place.exact);
            const std::size_t begin = body_.find(words);
            if (begin == std::string_view::npos || !is_running_text(body_, begin)) continue;
            asked_.push_back({begin, begin + words.size(), &claim});
        }
        std::ranges::sort(asked_, {}, &AskedWords::begin);
    }

    /// Copies the text up to `end`, with the words that are asked for.
    void copy_to(std::size_t end) {
        while (next_asked_ < asked_.size() && asked_[next_asked_].begin < end) {
            const AskedWords& asked = asked_[next_asked_++];
            if (asked.begin < at_ || asked.end > end) continue;
            out_ += body_.substr(at_, asked.begin - at_);
            at_ = asked.begin;
            write_claim_start(*asked.claim, write_note(*asked.claim));
            out_ += body_.substr(at_, asked.end - at_);
            out_ += element_end;
            at_ = asked.end;
            write_mark(*asked.claim);
        }
        out_ += body_.substr(at_, end - at_);
        at_ = end;
    }

    /// The claim whose number stands after `start` at the present place; skips the start tag.
    const service::ClaimRecord* read_claim(std::string_view start) {
        const std::size_t digits = at_ + start.size();
        const std::size_t quote = body_.find(number_end, digits);
        const auto number =
            parse_number<std::int64_t>(body_.substr(digits, quote - digits)).value_or(0);
        at_ = quote + number_end.size();
        return claims_.find(number);
    }

    void begin_claim() {
        const std::size_t begin = at_;
        if (const service::ClaimRecord* claim = read_claim(claim_start)) {
            write_claim_start(*claim, write_note(*claim));
        } else {
            out_ += body_.substr(begin, at_ - begin);
        }
    }

    void end_claim() {
        const service::ClaimRecord* claim = read_claim(citation_start);
        const std::size_t end = body_.find(element_end, at_);
        if (claim != nullptr) {
            // The words of some claims fit into no one element: then the note stands here.
            write_note(*claim);
            write_mark(*claim);
        } else {
            out_ += body_.substr(at_, end - at_);
        }
        at_ = end + element_end.size();
    }

    /// Once for each claim, though its marks may be several. Whether this was the first.
    bool write_note(const service::ClaimRecord& claim) {
        if (std::ranges::find(noted_, claim.id) != noted_.end()) return false;
        noted_.push_back(claim.id);
        html::Writer note{bytes_of_claim};
        write_sidenote(note, request_, claims_, claim);
        out_ += note.take().text();
        return true;
    }

    /// The first one carries the claim's anchor.
    void write_claim_start(const service::ClaimRecord& claim, bool is_first) {
        out_ += R"(<span class="claim claim--)";
        out_ += sign_of(claim.standing.status).name;
        out_ += R"(" data-claim=")";
        html::append_number(out_, claim.id.value);
        if (is_first) {
            out_ += R"(" id="claim-)";
            html::append_number(out_, claim.id.value);
        }
        out_ += number_end;
    }

    void write_mark(const service::ClaimRecord& claim) { out_ += claims_.mark_of(claim).text(); }

    const RequestContext& request_;
    std::string_view body_;
    const PostClaims& claims_;
    std::vector<AskedWords> asked_;
    std::size_t next_asked_ = 0;
    std::vector<ClaimId> noted_;
    std::size_t at_ = 0;
    std::string out_;
};

} // namespace

html::Html
cited_body(const RequestContext& request, const std::string& body_html, const PostClaims& claims) {
    html::Html plain = body_element(body_html);
    if (claims.all().empty()) return plain;
    return html::Html::trusted(BodyMarker{request, plain.text(), claims}.mark());
}

std::string without_citations(std::string_view body) {
    std::string out;
    while (true) {
        const std::size_t found = std::min(body.find(citation_start), body.size());
        out += body.substr(0, found);
        if (found == body.size()) return out;
        body.remove_prefix(found);
        body.remove_prefix(body.find(element_end) + element_end.size());
    }
}

} // namespace attest::web
