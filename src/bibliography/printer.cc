#include "bibliography/printer.h"

#include "base/text.h"
#include "base/verify.h"
#include "bibliography/csl_json.h"
#include "bibliography/limits.h"
#include "names/transliterate.h"

#include <duktape.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <mutex>
#include <vector>

namespace attest::bibliography {

std::string_view citeproc_program(); // made by tools/make_citeproc.py

namespace {

/// Each block knows its size, in front of it, so that what is freed can be given back to the
/// budget.
constexpr std::size_t block_head = 16;

std::int64_t thread_milliseconds() {
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return std::int64_t{spent.tv_sec} * 1'000 + spent.tv_nsec / 1'000'000;
}

/// Memory and time of one interpreter. Debian's Duktape has no hook for a time limit; but a script
/// that runs allocates, and once the time is up it gets no more memory.
struct Budget {
    std::size_t used = 0;
    std::int64_t deadline = 0;

    [[nodiscard]] bool allows(std::size_t bytes) const {
        return bytes <= printer_memory_max - std::min(used, printer_memory_max)
               && thread_milliseconds() < deadline;
    }
};

std::size_t& size_of(void* block) {
    return *static_cast<std::size_t*>(static_cast<void*>(static_cast<char*>(block) - block_head));
}

void* allocate(void* data, duk_size_t bytes) {
    auto& budget = *static_cast<Budget*>(data);
    if (bytes == 0 || !budget.allows(bytes)) return nullptr;
    void* head = std::malloc(bytes + block_head); // NOLINT(cppcoreguidelines-no-malloc): C's API
    if (head == nullptr) return nullptr;
    void* block = static_cast<char*>(head) + block_head;
    size_of(block) = bytes;
    budget.used += bytes;
    return block;
}

void release(void* data, void* block) {
    if (block == nullptr) return;
    static_cast<Budget*>(data)->used -= size_of(block);
    std::free(static_cast<char*>(block) - block_head); // NOLINT(cppcoreguidelines-no-malloc)
}

void* reallocate(void* data, void* block, duk_size_t bytes) {
    if (block == nullptr) return allocate(data, bytes);
    if (bytes == 0) {
        release(data, block);
        return nullptr;
    }
    const std::size_t before = size_of(block);
    // What shrinks is always let: a refusal would be taken for a failure.
    if (bytes <= before) return block;
    void* larger = allocate(data, bytes);
    if (larger == nullptr) return nullptr;
    std::copy_n(static_cast<const char*>(block), before, static_cast<char*>(larger));
    release(data, block);
    return larger;
}

/// Every call is protected, so that this is a bug of ours.
void die(void*, const char*) {
    VERIFY(!"the interpreter of citation styles failed outside a protected call");
    std::abort();
}

std::string_view style_name(PrintStyle style) {
    return style == PrintStyle::chicago ? "chicago" : "mla";
}

/// "&#38;" and the like, which is how citeproc escapes; anything else is a character.
struct Character {
    std::size_t length = 1;
    std::string text = {};
};

Character read_character(std::string_view html) {
    struct Entity {
        std::string_view written;
        std::string_view text;
    };

    constexpr auto entities = std::to_array<Entity>({
        {"&#38;", "&"},
        {"&amp;", "&"},
        {"&#60;", "<"},
        {"&lt;", "<"},
        {"&#62;", ">"},
        {"&gt;", ">"},
        {"&#39;", "'"},
        {"&#34;", "\""},
        {"&quot;", "\""},
        {"&#160;", "\u00A0"},
    });
    for (const Entity& entity : entities) {
        if (html.starts_with(entity.written)) {
            return {.length = entity.written.size(), .text = std::string{entity.text}};
        }
    }
    return {.length = 1, .text = std::string{html.substr(0, 1)}};
}

void append_escaped(std::string& out, std::string_view text) {
    for (const char c : text) {
        if (c == '&') {
            out += "&amp;";
        } else if (c == '<') {
            out += "&lt;";
        } else if (c == '>') {
            out += "&gt;";
        } else {
            out += c;
        }
    }
}

/// The names of the tags that stay.
std::string_view kept_tag(std::string_view name) {
    for (const std::string_view kept : {"i", "b", "sub", "sup"}) {
        if (name == kept) return kept;
    }
    return {};
}

/// Title case is for English: a title in another script says so, unless the reference does.
Reference with_language(Reference reference) {
    if (!reference.language.empty() || reference.title.empty()) return reference;
    switch (names::script_of(reference.title)) {
    case names::Script::latin:
        break;
    case names::Script::cyrillic:
        reference.language = "ru";
        break;
    default:
        reference.language = "und";
    }
    return reference;
}

} // namespace

PrintedReference clean_entry(std::string_view html) {
    PrintedReference printed;
    std::vector<std::string_view> open;
    for (std::size_t at = 0; at < html.size();) {
        if (html[at] != '<') {
            const Character character = read_character(html.substr(at));
            at += character.length;
            printed.text += character.text;
            append_escaped(printed.html, character.text);
            continue;
        }
        const std::size_t end = html.find('>', at);
        if (end == std::string_view::npos) break;
        std::string_view name = html.substr(at + 1, end - at - 1);
        at = end + 1;
        const bool closes = name.starts_with('/');
        if (closes) name.remove_prefix(1);
        const std::string_view kept = kept_tag(name);
        if (kept.empty()) continue;
        if (!closes) {
            open.push_back(kept);
            printed.html += "<" + std::string{kept} + ">";
        } else if (!open.empty() && open.back() == kept) {
            open.pop_back();
            printed.html += "</" + std::string{kept} + ">";
        }
    }
    for (; !open.empty(); open.pop_back())
        printed.html += "</" + std::string{open.back()} + ">";
    printed.html = std::string{trim(printed.html)};
    printed.text = std::string{trim(printed.text)};
    return printed;
}

class Printer::Interpreter {
public:
    Interpreter() {
        budget_.deadline = thread_milliseconds() + printer_start_milliseconds_max;
        heap_ = duk_create_heap(allocate, reallocate, release, &budget_, die);
    }

    Interpreter(const Interpreter&) = delete;
    Interpreter& operator=(const Interpreter&) = delete;

    ~Interpreter() {
        if (heap_ == nullptr) return;
        // Freeing may want a little memory.
        budget_.deadline = thread_milliseconds() + printer_start_milliseconds_max;
        duk_destroy_heap(heap_);
    }

    /// Reads citeproc and the styles.
    Result<void> start() {
        if (heap_ == nullptr) return failed("no heap");
        const std::string_view program = citeproc_program();
        const duk_int_t rc = duk_peval_lstring_noresult(heap_, program.data(), program.size());
        if (rc != 0) return failed("citeproc could not be read");
        return {};
    }

    Result<std::string>
    print(std::string_view style, std::string_view language, std::string_view json) {
        budget_.deadline = thread_milliseconds() + printer_print_milliseconds_max;
        Call call{.style = style, .language = language, .json = json, .printed = {}};
        const duk_int_t rc = duk_safe_call(heap_, run, &call, 0, 1);
        if (rc != DUK_EXEC_SUCCESS) {
            const char* reason = duk_safe_to_string(heap_, -1);
            std::string detail = reason == nullptr ? "" : reason;
            duk_pop(heap_);
            return failed(std::move(detail));
        }
        std::size_t length = 0;
        const char* text = duk_get_lstring(heap_, -1, &length);
        std::string printed = text == nullptr ? std::string{} : std::string{text, length};
        duk_pop(heap_);
        return printed;
    }

private:
    struct Call {
        std::string_view style;
        std::string_view language;
        std::string_view json;
        std::string printed;
    };

    /// attest.print(style, language, json)
    static duk_ret_t run(duk_context* context, void* data) {
        const auto& call = *static_cast<const Call*>(data);
        duk_get_global_string(context, "attest");
        duk_push_string(context, "print");
        for (const std::string_view text : {call.style, call.language, call.json})
            duk_push_lstring(context, text.data(), text.size());
        duk_call_prop(context, -5, 3);
        duk_to_string(context, -1);
        return 1;
    }

    static std::unexpected<Error> failed(std::string detail) {
        return std::unexpected{
            Error{ErrorCode::internal, "This reference could not be printed in that style."}
                .with_detail(std::move(detail))
        };
    }

    Budget budget_;
    duk_context* heap_ = nullptr;
};

Printer::Printer() = default;
Printer::~Printer() = default;

Result<PrintedReference>
Printer::print(const Reference& reference, PrintStyle style, std::string_view language) {
    if (!interpreter_) {
        auto interpreter = std::make_unique<Interpreter>();
        TRY(interpreter->start());
        interpreter_ = std::move(interpreter);
    }
    const std::string json = format_csl_json(with_language(reference), "item");
    Result<std::string> printed =
        interpreter_->print(style_name(style), language == "ru" ? "ru-RU" : "en-US", json);
    if (!printed) {
        interpreter_.reset();
        return std::unexpected{std::move(printed).error()};
    }
    return clean_entry(*printed);
}

Result<PrintedReference>
print_reference(const Reference& reference, PrintStyle style, std::string_view language) {
    static std::mutex mutex;
    static Printer printer;
    const std::lock_guard lock{mutex};
    return printer.print(reference, style, language);
}

} // namespace attest::bibliography
