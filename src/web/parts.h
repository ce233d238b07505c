// Pieces that several pages share: people, dates, tags, tabs, and a line of a list.
#pragma once

#include "base/time.h"
#include "endpoint/context.h"
#include "endpoint/layout.h"
#include "html/html.h"
#include "html/writer.h"
#include "service/people.h"
#include "service/questions.h"
#include "service/tags.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attest::web {

using endpoint::RequestContext;

/// `<time>` with the date as the language writes it; the browser may say "3 hours ago" instead.
html::Html time_element(const RequestContext& request, Time time);

/// A name, isolated from the direction of what stands around it, as a link where there is a page.
html::Html name_element(const RequestContext& request, const service::Byline& person);

/// The name with reputation and badges, and a note on the page's cache that they are shown.
html::Html person_element(const RequestContext& request, const service::Byline& person);

/// What is printed for somebody without a name.
std::string display_name(const RequestContext& request, const service::Byline& person);

/// A stranger's text, isolated.
html::Html isolated(std::string_view words);

/// Tags as a list of links.
void write_tags(
    html::Writer& out, const RequestContext& request, const std::vector<std::string>& tags
);

struct Tab {
    html::Url url;
    std::string_view words;
    bool is_current;
};

void write_tabs(html::Writer& out, std::string_view label, std::span<const Tab> tabs);

/// One line of a list, set like an index: score in the margin, title, one soft line below.
void write_question_line(
    html::Writer& out,
    const RequestContext& request,
    const service::QuestionSummary& question,
    service::QuestionOrder order
);

/// Titles with their scores, as they stand in the margin.
void write_titles(
    html::Writer& out,
    const RequestContext& request,
    std::string_view heading,
    const std::vector<service::TitledQuestion>& questions
);

/// Tags with their counts, in the margin.
void write_margin_tags(
    html::Writer& out,
    const RequestContext& request,
    std::string_view heading,
    const std::vector<service::TagSummary>& tags
);

struct Filter {
    html::Url action;
    std::string_view label;
    std::string filter;
    std::string_view order; ///< Of the list, kept when it is filtered; empty if it is the usual.
};

/// The box above an index that narrows it to names.
void write_filter(html::Writer& out, const RequestContext& request, const Filter& filter);

/// What a link preview or a search engine shows of a body: its text without citations,
/// shortened at a word.
std::string plain_excerpt(std::string_view body_html);

/// The body of a post, as it was stored: markup/ has made it safe. A spoiler gets a place in the
/// order of the tab key, so that it opens without a pointer and without script.
html::Html body_element(const std::string& body_html);

/// A licence's name, linked to its deed where we know it.
html::Html license_element(std::string_view license);

} // namespace attest::web
