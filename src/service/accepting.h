// Accepting an answer, by whom asked.
#pragma once

#include "base/error.h"
#include "domain/actor.h"
#include "domain/ids.h"
#include "service/site.h"

namespace attest::service {

struct AcceptAnswer {
    AnswerId answer;
    bool undo = false; ///< Takes the acceptance back; does nothing if the answer is not accepted.
};

/// Another answer that was accepted before is so no longer. Done twice it has one effect.
Result<void> accept_answer(const Site& site, const domain::Actor& actor, const AcceptAnswer& form);

} // namespace attest::service
