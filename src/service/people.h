// The people shown beside what they wrote.
#pragma once

#include "domain/people.h"

namespace attest::service {

using Byline = domain::Byline;

} // namespace attest::service
