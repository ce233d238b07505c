// How this site's texts are rendered.
#pragma once

#include "domain/ids.h"
#include "markup/options.h"
#include "service/site.h"

namespace attest::service {

/// For the body of a post, whose id keeps its footnotes apart from those of its neighbours.
markup::Options markup_options(const SiteSettings& settings, PostId post);

} // namespace attest::service
