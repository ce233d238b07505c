// Tells a scheduler from another thread that a job has something to do, for as long as there is a
// scheduler that listens.
#pragma once

#include <mutex>
#include <string>

namespace attest::jobs {

class Scheduler;

class Bell {
public:
    Bell() = default;
    Bell(const Bell&) = delete;
    Bell& operator=(const Bell&) = delete;
    ~Bell() = default;

    /// Wakes the job; does nothing if nobody listens. Does not wait for the job.
    void ring();

private:
    friend class Scheduler;

    void connect(Scheduler* scheduler, std::string job);

    std::mutex mutex_;
    Scheduler* scheduler_ = nullptr;
    std::string job_;
};

} // namespace attest::jobs
