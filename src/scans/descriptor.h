// An open file descriptor, closed by its owner's end.
#pragma once

#include <unistd.h>

#include <utility>

namespace attest::scans {

class Descriptor {
public:
    Descriptor() = default;

    explicit Descriptor(int number) : number_{number} {}

    Descriptor(Descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}

    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }

    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    ~Descriptor() { close(); }

    void close() {
        if (number_ >= 0) ::close(number_);
        number_ = -1;
    }

    [[nodiscard]] int number() const { return number_; }

    [[nodiscard]] bool is_open() const { return number_ >= 0; }

private:
    int number_ = -1;
};

} // namespace attest::scans
