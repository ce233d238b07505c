#include "jobs/bell.h"

#include "jobs/scheduler.h"

#include <utility>

namespace attest::jobs {

void Bell::ring() {
    const std::scoped_lock lock{mutex_};
    if (scheduler_ != nullptr) scheduler_->wake(job_);
}

void Bell::connect(Scheduler* scheduler, std::string job) {
    const std::scoped_lock lock{mutex_};
    scheduler_ = scheduler;
    job_ = std::move(job);
}

} // namespace attest::jobs
