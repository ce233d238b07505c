// Every text that a stranger can write is put into every place where a page prints it, and read
// back with an HTML5 parser: the same text, no element that we did not write, no address that runs.
#include "base/text.h"
#include "endpoint/layout.h"
#include "kit/test_site.h"
#include "web/question_list_view.h"
#include "web/question_view.h"
#include "web/revisions_view.h"
#include "web/scan_search_view.h"
#include "web/search_view.h"
#include "web/tags_view.h"
#include "web/users_view.h"

#include <doctest/doctest.h>
#include <gumbo.h>

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace attest;
using namespace attest::web;

namespace {

/// What has broken pages elsewhere: markup, quotes, entities, templates, directions of writing,
/// lone surrogates' bytes, very long words.
const std::vector<std::string> hostile_texts = {
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--<script>alert(1)//-->",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" onfocus=\"alert(1)\" autofocus=\"",
    "javascript:alert(1)",
    "&lt;b&gt; &amp; &quot; &#39; &nbsp;",
    "{{7*7}} ${7*7} {} {0} %s %n",
    "<svg/onload=alert(1)>",
    "]]><x/>",
    "a\u202Eb\u202Cc \u2066d\u2069",
    "Łukasz Żółć Ωμέγα Лев Троцкий 日本語 العربية",
    "\U0001F37A\U0001F468\u200D\U0001F469\u200D\U0001F466",
    std::string(400, 'w'),
    "../../etc/passwd",
    "//evil.example/x",
    "\\\\evil\\x",
    "null",
    "'; DROP TABLE posts; --",
};

/// The text and the tags of a page, as a browser would see them.
struct Seen {
    std::string text;
    std::set<std::string> attribute_names;
    std::vector<std::string> attribute_values;
    std::vector<std::string> addresses;
    int scripts = 0;
    int images = 0;
};

void look(const GumboNode& node, Seen& seen) {
    if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE
        || node.type == GUMBO_NODE_CDATA) {
        seen.text += node.v.text.text;
        return;
    }
    if (node.type != GUMBO_NODE_ELEMENT) return;
    const GumboElement& element = node.v.element;
    if (element.tag == GUMBO_TAG_SCRIPT) ++seen.scripts;
    const bool is_picture = element.tag == GUMBO_TAG_IMG || element.tag == GUMBO_TAG_IFRAME;
    if (is_picture) ++seen.images;
    for (unsigned index = 0; index < element.attributes.length; ++index) {
        const auto& attribute = *static_cast<GumboAttribute*>(element.attributes.data[index]);
        const std::string_view name = attribute.name;
        seen.attribute_names.insert(std::string{name});
        seen.attribute_values.emplace_back(attribute.value);
        if (name == "href" || name == "src" || name == "action") {
            seen.addresses.emplace_back(attribute.value);
        }
    }
    for (unsigned index = 0; index < element.children.length; ++index)
        look(*static_cast<GumboNode*>(element.children.data[index]), seen);
}

Seen read_back(std::string_view page) {
    Seen seen;
    GumboOutput* output = gumbo_parse_with_options(&kGumboDefaultOptions, page.data(), page.size());
    look(*output->root, seen);
    gumbo_destroy_output(&kGumboDefaultOptions, output);
    return seen;
}

constexpr std::string_view style = "x";
const std::array<http::EmbeddedFile, 6> files = {{
    {"css/site.css", style},
    {"img/icon.svg", style},
    {"js/math.js", style},
    {"js/post.js", style},
    {"js/site.js", style},
    {"katex/katex.min.css", style},
}};

/// One database for all: no view asks it anything, but a site has one.
const Site& bare_site() {
    static const TestSite site;
    return site.site();
}

/// A request to a site that has nothing but a name.
struct Page {
    std::string words;
    Site site{bare_site()};
    http::StaticFiles static_files{files};
    http::Request request = http::Request::from_parts({.target = "/"});
    RequestContext context{{
        .site = site,
        .request = request,
        .static_files = static_files,
        .links = endpoint::Links{"", "http://localhost"},
        .texts = messages::Texts{messages::Language::en},
    }};

    explicit Page(std::string text) : words{std::move(text)} {
        site.settings.title = words;
        site.settings.tagline = words;
        site.settings.license = words;
        site.settings.origin_url = "https://beer.stackexchange.com";
    }

    service::Byline person() const { return {.id = UserId{3}, .name = words, .reputation = 5}; }

    service::Byline printed_name() const { return {.id = {}, .name = words}; }

    service::QuestionSummary summary() const {
        return {
            .id = QuestionId{1},
            .title = words,
            .tags = {words},
            .excerpt = words,
            .created_at = {},
            .active_at = {},
            .author = person(),
        };
    }

    service::PostView post(std::int64_t id) const {
        return {
            .id = PostId{id},
            .author = person(),
            .created_at = {},
            .editor = printed_name(),
            .edited_at = Time{1},
            .community_at = Time{2},
            .license = words,
            .body_html = "<p>A body.</p>",
            .comments = {{
                .id = CommentId{9},
                .post = PostId{id},
                .author = printed_name(),
                .created_at = {},
                .body_html = "A comment.",
                .license = words,
            }},
            .is_imported = true,
        };
    }
};

/// Nothing of ours has these; a text that broke out of its place would.
void check_harmless(const std::string& page, const std::string& words, int own_scripts) {
    const Seen seen = read_back(page);
    CHECK(seen.scripts == own_scripts);
    CHECK(seen.images == 0);
    for (const char* name : {"onerror", "onload", "onfocus", "onmouseover", "autofocus", "style"})
        CHECK_FALSE(seen.attribute_names.contains(name));
    for (const std::string& address : seen.addresses) {
        CAPTURE(address);
        const bool is_ours = (address.starts_with('/') && !address.starts_with("//"))
                             || address.starts_with('#') || address.starts_with("http://localhost/")
                             || address.starts_with("https://beer.stackexchange.com")
                             || address.starts_with("https://creativecommons.org/");
        CHECK(is_ours);
    }
    // The very same characters come out again.
    CHECK(seen.text.contains(words));
}

template <typename Make>
void with_hostile_texts(int own_scripts, Make make) {
    for (const std::string& words : hostile_texts) {
        CAPTURE(words);
        const Page page{words};
        const http::Response response = make(page);
        check_harmless(response.body, words, own_scripts);
    }
}

} // namespace

TEST_CASE("Hostile texts stay texts in lists of questions") {
    with_hostile_texts(1, [](const Page& page) {
        QuestionListView view;
        view.request.tag = page.words;
        view.list = {.questions = {page.summary()}, .total = 1};
        view.popular_tags = {{.id = {}, .name = page.words, .excerpt = page.words}};
        return question_list_page(page.context, view);
    });
}

TEST_CASE("Hostile texts stay texts on the question page, also in its data for machines") {
    with_hostile_texts(2, [](const Page& page) {
        QuestionView view;
        const service::TitledQuestion titled{
            .id = QuestionId{2}, .title = page.words, .score = 1, .has_accepted_answer = true
        };
        view.question = {
            .id = QuestionId{1},
            .title = page.words,
            .slug = "slug",
            .tags = {page.words},
            .active_at = {},
            .post = page.post(1),
            .closed =
                service::ClosedView{
                    .at = {},
                    .reason_id = page.words,
                    .originals = {titled},
                    .voters = {page.person()}
                },
            .answers = {{.post = page.post(4), .is_accepted = true}},
            .answer_count = 1,
            .linked = {titled},
            .related = {titled},
            .duplicates = {titled},
            .duplicate_count = 1,
        };
        return question_page(page.context, view);
    });
}

TEST_CASE("Hostile texts stay texts in histories") {
    with_hostile_texts(1, [](const Page& page) {
        RevisionsView view{.history = {}, .post = PostId{1}, .view = endpoint::DiffView::source};
        view.history.address.question = QuestionId{1};
        view.history.question_title = page.words;
        view.history.revisions = {{
            .number = 1,
            .guid = "0f0f",
            .created_at = {},
            .author = page.person(),
            .summary = page.words,
            .kind = domain::HistoryKind::initial_body,
            .license = page.words,
            .title = page.words,
            .tags = {page.words},
            .source = page.words,
            .body_html = {},
            .title_diff_html = {},
            .tags_diff_html = {},
            .body_diff_html = {},
            .body_diff_before_html = {},
            .body_diff_after_html = {},
        }};
        return revisions_page(page.context, view);
    });
}

TEST_CASE("Hostile texts stay texts in tags") {
    with_hostile_texts(1, [](const Page& page) {
        TagListView view;
        view.list = {
            .tags = {{.id = {}, .name = page.words, .question_count = 1, .excerpt = page.words}},
            .total = 1
        };
        view.filter = page.words;
        return tag_list_page(page.context, view);
    });
    with_hostile_texts(1, [](const Page& page) {
        service::TagPage tag;
        tag.tag = {.id = {}, .name = page.words, .question_count = 1, .excerpt = page.words};
        tag.wiki = page.post(1);
        tag.related = {tag.tag};
        return tag_page(page.context, tag);
    });
}

TEST_CASE("Hostile texts stay texts among people") {
    with_hostile_texts(1, [](const Page& page) {
        UserListView view;
        view.list = {
            .users = {{.user = page.person(), .location = page.words, .created_at = {}}}, .total = 1
        };
        view.filter = page.words;
        return user_list_page(page.context, view);
    });
    with_hostile_texts(1, [](const Page& page) {
        UserView view;
        view.user.user = {.user = page.person(), .location = page.words, .created_at = {}};
        view.user.website_url = page.words;
        view.user.questions = {
            {.id = PostId{1},
             .question = QuestionId{1},
             .question_title = page.words,
             .created_at = {},
             .tags = {}}
        };
        view.user.badges = {{.name = page.words, .count = 2, .awarded_at = {}}};
        return user_page(page.context, view);
    });
}

TEST_CASE("Hostile texts stay texts in the search") {
    with_hostile_texts(1, [](const Page& page) {
        SearchView view{.query = page.words};
        service::SearchPage found;
        found.hits = {
            {.post = PostId{1},
             .question = page.summary(),
             .created_at = {},
             .author = page.person(),
             .snippet = {{.text = page.words, .is_match = true}, {.text = page.words}},
             .claims = {{.id = ClaimId{1}, .words = page.words, .phrase = page.words}},
             .mentions = {{.record = AuthorityId{1}, .words = page.words}}}
        };
        found.meanings = {
            {.of = service::Meanings::Of::source,
             .asked = page.words,
             .meanings =
                 {{.words = page.words, .note = page.words, .narrowed = page.words},
                  {.words = page.words, .note = page.words, .narrowed = page.words}}},
            {.of = service::Meanings::Of::person, .asked = page.words, .meanings = {}}
        };
        found.statuses = {{.status = domain::ClaimStatus::disputed, .count = 1}};
        found.claim_years = {{.first = -43, .last = 1917, .count = 1}};
        found.total = 1;
        found.did_you_mean = page.words;
        found.dropped_words = {page.words};
        found.tags = {{.value = page.words, .count = 1}};
        view.found = found;
        return search_page(page.context, view);
    });
    with_hostile_texts(1, [](const Page& page) {
        SearchView view{.query = page.words};
        view.error = Error{ErrorCode::invalid, page.words}.with_field("q", page.words);
        return search_page(page.context, view);
    });
}

TEST_CASE("Hostile texts stay texts in the search of scans") {
    with_hostile_texts(1, [](const Page& page) {
        ScanSearchView view{
            .query = page.words, .source_key = page.words, .source_title = page.words
        };
        view.found = service::ScanSearchPage{
            .hits =
                {{.file = SourceFileId{1},
                  .source_key = page.words,
                  .source_title = page.words,
                  .label = page.words,
                  .address = page.words,
                  .snippet = {{.text = page.words, .is_match = true}, {.text = page.words}},
                  .quote = page.words}},
            .total = 1,
            .source_title = page.words,
        };
        return scan_search_page(page.context, view);
    });
}

TEST_CASE("A person's website is a link only if it is an address") {
    Page page{"Jane"};
    UserView view;
    view.user.user = {.user = page.person(), .location = {}, .created_at = {}};
    view.user.website_url = "javascript:alert(1)";
    CHECK_FALSE(user_page(page.context, view).body.contains("javascript:"));
    view.user.website_url = "https://jane.example/";
    CHECK(user_page(page.context, view).body.contains(R"(href="https://jane.example/")"));
}

TEST_CASE("A spoiler can be reached with the tab key") {
    const html::Html body = body_element(
        R"(<blockquote class="spoiler"><p>x</p></blockquote><blockquote class="spoiler"><p>y</p></blockquote>)"
    );
    CHECK(
        body.text()
        == R"(<blockquote class="spoiler" tabindex="0"><p>x</p></blockquote><blockquote class="spoiler" tabindex="0"><p>y</p></blockquote>)"
    );
}

TEST_CASE("A description is the text of a body, shortened at a word") {
    CHECK(plain_excerpt("<p>One &amp; <b>two</b>\n three</p>") == "One & two three");
    CHECK(plain_excerpt("<p>&amp;lt;</p>") == "&lt;");
    CHECK(
        plain_excerpt("<p>In <em>1917</em>, <a href=\"/x\">he</a> came.</p><ul><li>So.</li></ul>")
        == "In 1917, he came. So."
    );
    CHECK(
        plain_excerpt(
            "<p><span class=\"claim\" data-citation=\"1\">He came</span><span class=\"citation\" "
            "data-citation=\"1\"> [@a, p. 5: \"came &gt; went\"]</span>. He saw.</p>"
        )
        == "He came. He saw."
    );
    CHECK(plain_excerpt("cut <spa") == "cut");
    CHECK(plain_excerpt("cut <span class=\"citation\" data-citation=\"1\"> [@a") == "cut");
    const std::string cut =
        plain_excerpt("<p>" + std::string(100, 'a') + " " + std::string(400, 'b'));
    CHECK(cut == std::string(100, 'a') + "…");
    CHECK(is_utf8(plain_excerpt(std::string(299, 'a') + "ä")));
}

TEST_CASE("The margin names a question only once") {
    Page page{"A title"};
    QuestionView view;
    const service::TitledQuestion other{.id = QuestionId{2}, .title = "The other question"};
    view.question = {
        .id = QuestionId{1},
        .title = "A title",
        .slug = "a-title",
        .tags = {},
        .active_at = {},
        .post = page.post(1),
        .closed = {},
        .answers = {},
        .linked = {other},
        .related = {other},
        .duplicates = {other},
    };
    const std::string body = question_page(page.context, view).body;
    const std::size_t first = body.find("The other question");
    REQUIRE(first != std::string::npos);
    CHECK(body.find("The other question", first + 1) == std::string::npos);
}
