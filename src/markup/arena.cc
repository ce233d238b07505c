#include "markup/arena.h"

#include "base/verify.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace attest::markup {

namespace {

constexpr std::size_t alignment = 16;
constexpr std::size_t block_bytes = 512UZ * 1024;

constexpr std::size_t round_up(std::size_t size) {
    return (size + alignment - 1) / alignment * alignment;
}

/// The size of an allocation stands before it, for `reallocate`.
std::size_t size_of(const void* memory) {
    std::size_t size = 0;
    std::memcpy(&size, static_cast<const std::byte*>(memory) - alignment, sizeof size);
    return size;
}

void set_size(void* memory, std::size_t size) {
    std::memcpy(static_cast<std::byte*>(memory) - alignment, &size, sizeof size);
}

} // namespace

void* Arena::allocate(std::size_t size) {
    // NOLINTNEXTLINE(cert-err52-cpp): the parsers are C and have no other way out; see
    // run_with_budget
    if (size > budget_ || used_ + size + alignment > budget_) std::longjmp(escape_, 1);
    const std::size_t whole = round_up(size) + alignment;
    if (static_cast<std::size_t>(end_ - next_) < whole) {
        const std::size_t bytes = std::max(block_bytes, whole);
        blocks_.push_back({std::make_unique_for_overwrite<std::byte[]>(bytes), bytes});
        next_ = blocks_.back().bytes.get();
        end_ = next_ + bytes;
    }
    std::byte* memory = next_ + alignment;
    next_ += whole;
    used_ += whole;
    last_ = memory;
    set_size(memory, size);
    return memory;
}

void* Arena::allocate_zeroed(std::size_t size) {
    return std::memset(allocate(size), 0, size);
}

void* Arena::reallocate(void* old, std::size_t size) {
    if (old == nullptr) return allocate(size);
    const std::size_t before = size_of(old);
    if (size <= before) return old;
    if (old == last_ && static_cast<std::size_t>(end_ - last_) >= round_up(size)) {
        const std::size_t more = round_up(size) - round_up(before);
        // NOLINTNEXTLINE(cert-err52-cpp)
        if (used_ + more > budget_) std::longjmp(escape_, 1);
        used_ += more;
        next_ = last_ + round_up(size);
        set_size(old, size);
        return old;
    }
    return std::memcpy(allocate(size), old, before);
}

bool Arena::run_with_budget(std::size_t budget, void (*work)(void*), void* context) {
    VERIFY(used_ == 0);
    budget_ = budget;
    // NOLINTNEXTLINE(cert-err52-cpp): no C++ object lies between here and the longjmp in allocate
    if (setjmp(escape_) != 0) return false;
    work(context);
    budget_ =
        std::numeric_limits<std::size_t>::max() / 2; // reading the result may allocate a little
    return true;
}

void Arena::reset() {
    if (blocks_.size() > 1) blocks_.resize(1);
    next_ = blocks_.empty() ? nullptr : blocks_.front().bytes.get();
    end_ = blocks_.empty() ? nullptr : next_ + blocks_.front().size;
    last_ = nullptr;
    used_ = 0;
    budget_ = 0;
}

Arena& thread_arena() {
    thread_local Arena arena;
    return arena;
}

} // namespace attest::markup
