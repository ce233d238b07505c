// Timelines in texts. What a writer sets as a picture is a link in every stored body, whatever host
// it names (markup/safe_writer.h); where it names a timeline of this site, which the site draws
// itself, a page shows the picture.
#pragma once

#include "endpoint/context.h"
#include "html/html.h"

#include <string>
#include <string_view>

namespace attest::web {

/// A body with its timelines as pictures, each a link to the timeline's page. Those of searches
/// stay links: they are read anew for everybody who comes.
html::Html with_timeline_pictures(const endpoint::RequestContext& request, html::Html body);

/// In units of its own, which are pixels where there is room.
struct PictureSize {
    int width = 0;
    int height = 0;
};

/// The line of Markdown that sets a picture into a text, with its size, so that the text does not
/// jump when it comes.
std::string picture_line(const html::Url& picture, std::string_view words, const PictureSize& size);

} // namespace attest::web
