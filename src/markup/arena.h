// Memory for one run of a C parser (cmark, gumbo): handed out in order, taken back as a whole, and
// never more than a budget. A parser that asks for more is abandoned where it stands, which no
// other way of guarding a C library from hostile input offers. Nothing of it needs to be freed.
#pragma once

#include <csetjmp>
#include <cstddef>
#include <memory>
#include <vector>

namespace attest::markup {

class Arena {
public:
    /// Memory of at least `size` bytes, aligned for anything. Leaves the running `run_with_budget`
    /// if the budget is spent.
    void* allocate(std::size_t size);

    /// The same filled with zeros.
    void* allocate_zeroed(std::size_t size);

    /// Grows what `allocate` gave, in place where it was the last.
    void* reallocate(void* old, std::size_t size);

    /// Runs `work(context)`; false if it asked for more than `budget` bytes. `work` must own
    /// nothing that needs a destructor, since it may be left at any allocation.
    bool run_with_budget(std::size_t budget, void (*work)(void*), void* context);

    /// Takes everything back, and keeps the first block for the next run.
    void reset();

private:
    struct Block {
        std::unique_ptr<std::byte[]> bytes;
        std::size_t size;
    };

    std::vector<Block> blocks_;
    std::byte* next_ = nullptr;
    std::byte* end_ = nullptr;
    std::byte* last_ = nullptr; ///< where the youngest allocation begins
    std::size_t used_ = 0;
    std::size_t budget_ = 0;
    std::jmp_buf escape_{};
};

/// One per thread, so that its first block is warm.
Arena& thread_arena();

} // namespace attest::markup
