#include "web/cited_body.h"

#include "base/text.h"
#include "html/writer.h"
#include "markup/citation_tokens.h"
#include "web/date_words.h"
#include "web/parts.h"
#include "web/timeline_picture.h"

#include <algorithm>
#include <vector>

namespace attest::web {

namespace {

/// Both elements of markup/citation_tokens.h begin so.
constexpr std::string_view element_start = R"(<span class="c)";
static_assert(markup::claim_start.starts_with(element_start));
static_assert(markup::citation_start.starts_with(element_start));

/// Words for which a reader asks a source; they have no citation, so no element.
struct AskedWords {
    std::size_t begin = 0;
    std::size_t end = 0;
    const service::ShownClaim* claim = nullptr;
};

class BodyMarker {
public:
    BodyMarker(html::Writer& out, std::string_view body, const PostClaims& claims)
        : out_{out},
          body_{body},
          claims_{claims},
          dates_{body, claims},
          noted_(claims.all().size()) {
        find_asked();
    }

    void mark() {
        while (true) {
            const std::size_t element = std::min(body_.find(element_start, at_), body_.size());
            copy_to(element);
            if (element == body_.size()) return;
            const std::string_view rest = body_.substr(element);
            if (rest.starts_with(markup::claim_start)) {
                begin_claim();
            } else if (rest.starts_with(markup::citation_start)) {
                end_claim();
            } else {
                copy_to(element + element_start.size());
            }
        }
    }

private:
    void find_asked() {
        for (const service::ShownClaim& claim : claims_.all()) {
            if (claim.ordinal || claim.words.empty()) continue;
            std::string words;
            html::append_escaped(words, claim.words);
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
            dates_.write(out_, at_, asked.begin);
            at_ = asked.begin;
            write_claim_start(*asked.claim, write_note(*asked.claim));
            dates_.write(out_, at_, asked.end);
            out_.trusted(markup::citation_end);
            at_ = asked.end;
            claims_.write_mark(out_, *asked.claim);
        }
        dates_.write(out_, at_, end);
        at_ = end;
    }

    /// The claim whose number stands after `start` at the present place; skips the start tag.
    const service::ShownClaim* read_claim(std::string_view start) {
        const std::size_t digits = at_ + start.size();
        const std::size_t quote = body_.find(markup::citation_number_end, digits);
        const auto number =
            parse_number<std::int64_t>(body_.substr(digits, quote - digits)).value_or(0);
        at_ = quote + markup::citation_number_end.size();
        return claims_.find(number);
    }

    void begin_claim() {
        const std::size_t begin = at_;
        if (const service::ShownClaim* claim = read_claim(markup::claim_start)) {
            write_claim_start(*claim, write_note(*claim));
        } else {
            out_.trusted(body_.substr(begin, at_ - begin));
        }
    }

    void end_claim() {
        const service::ShownClaim* claim = read_claim(markup::citation_start);
        const std::size_t end = body_.find(markup::citation_end, at_);
        if (claim != nullptr) {
            // The words of some claims fit into no one element: then the note stands here.
            write_note(*claim);
            claims_.write_mark(out_, *claim);
        } else {
            out_.trusted(body_.substr(at_, end - at_));
        }
        at_ = end + markup::citation_end.size();
    }

    /// Once for each claim, though its marks may be several. Whether this was the first.
    bool write_note(const service::ShownClaim& claim) {
        const std::size_t index = claims_.index_of(claim);
        if (noted_[index]) return false;
        noted_[index] = true;
        write_sidenote(out_, claims_, claim);
        return true;
    }

    /// The first one carries the claim's anchor.
    void write_claim_start(const service::ShownClaim& claim, bool is_first) {
        const std::string_view sign = claims_.words().of(claim).sign.name;
        const std::int64_t id = claim.id.value;
        if (is_first) {
            out_.put<R"(<span class="claim claim--{}" data-claim="{}" id="claim-{}">)">(
                sign, id, id
            );
        } else {
            out_.put<R"(<span class="claim claim--{}" data-claim="{}">)">(sign, id);
        }
    }

    html::Writer& out_;
    std::string_view body_;
    const PostClaims& claims_;
    DateWords dates_;
    std::vector<AskedWords> asked_;
    std::size_t next_asked_ = 0;
    std::vector<bool> noted_; ///< By their places among the claims.
    std::size_t at_ = 0;
};

} // namespace

void write_cited_body(html::Writer& out, const std::string& body_html, const PostClaims& claims) {
    const html::Html plain =
        with_timeline_pictures(claims.words().request(), body_element(body_html));
    out.put<R"(<div class="prose" dir="auto">)">();
    if (claims.all().empty())
        out.put(plain);
    else
        BodyMarker{out, plain.text(), claims}.mark();
    out.put<"</div>">();
}

} // namespace attest::web
