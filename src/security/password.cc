#include "security/password.h"

#include "base/text.h"
#include "base/verify.h"

#include <fmt/format.h>
#include <sodium.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <future>
#include <utility>

namespace attest::security {

namespace {

/// The words that the commonest passwords are made of, in small letters. Twelve characters and more
/// are seldom one of them, but often one of them twice, or with a year behind it.
constexpr auto common_words = std::to_array<std::string_view>({
    "password",
    "passwort",
    "passwd",
    "letmein",
    "welcome",
    "iloveyou",
    "princess",
    "sunshine",
    "football",
    "baseball",
    "basketball",
    "superman",
    "batman",
    "dragon",
    "monkey",
    "shadow",
    "master",
    "michael",
    "jennifer",
    "jordan",
    "charlie",
    "computer",
    "internet",
    "starwars",
    "whatever",
    "trustno",
    "freedom",
    "liverpool",
    "chelsea",
    "arsenal",
    "pokemon",
    "naruto",
    "samsung",
    "google",
    "facebook",
    "administrator",
    "admin",
    "root",
    "user",
    "guest",
    "login",
    "secret",
    "changeme",
    "default",
    "test",
    "testing",
    "hello",
    "flower",
    "butterfly",
    "chocolate",
    "summer",
    "winter",
    "spring",
    "autumn",
    "january",
    "december",
    "monday",
    "friday",
    "correcthorsebatterystaple",
    "parol",
    "privet",
    "lubov",
    "qwerty",
    "qwertz",
    "azerty",
    "asdfgh",
    "zxcvbn",
    "пароль",
    "привет",
    "любовь",
    "йцукен",
    "россия",
    "солнышко",
    "спартак",
    "наташа",
    "love",
    "you",
    "forever",
    "abc",
    "baby",
    "angel",
    "lovely",
});

/// Stretches of keys and of letters that fingers walk along, there and back.
constexpr auto walks = std::to_array<std::string_view>({
    "0123456789012345678901234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "1q2w3e4r5t6y7u8i9o0p",
    "йцукенгшщзхъфывапролджэячсмитьбю",
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
});

std::string normalize(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
    VERIFY(U_SUCCESS(status));
    const icu::UnicodeString normal = nfkc->normalize(
        icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())}), status
    );
    VERIFY(U_SUCCESS(status));
    std::string result;
    normal.toUTF8String(result);
    return result;
}

std::u32string folded_characters(std::string_view text) {
    const icu::UnicodeString folded =
        icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())}).foldCase();
    std::u32string characters;
    for (int32_t index = 0; index < folded.length(); index = folded.moveIndex32(index, 1)) {
        characters += static_cast<char32_t>(folded.char32At(index));
    }
    return characters;
}

/// "P@ssw0rd" reads "password": the swaps that everybody knows.
char32_t plain_letter(char32_t c) {
    switch (c) {
    case U'@':
    case U'4':
        return U'a';
    case U'0':
        return U'o';
    case U'3':
        return U'e';
    case U'$':
    case U'5':
        return U's';
    case U'1':
    case U'!':
        return U'i';
    case U'7':
        return U't';
    default:
        return c;
    }
}

/// Length of the longest stretch at the front of `text` that stands in one of the walks, forwards
/// or backwards, or repeats one character. Fewer than four are chance.
std::size_t walk_at_front(std::u32string_view text, std::span<const std::u32string> paths) {
    constexpr std::size_t walk_min = 4;
    std::size_t longest = 0;
    for (const std::u32string& path : paths) {
        std::size_t length = walk_min;
        while (length <= text.size() && path.contains(text.substr(0, length)))
            ++length;
        if (length > walk_min) longest = std::max(longest, length - 1);
    }
    const std::size_t repeated = std::min(text.find_first_not_of(text.front()), text.size());
    return std::max(longest, repeated >= walk_min ? repeated : 0);
}

std::vector<std::u32string> all_walks() {
    std::vector<std::u32string> paths;
    for (const std::string_view walk : walks) {
        paths.push_back(folded_characters(walk));
        paths.emplace_back(paths.back().rbegin(), paths.back().rend());
    }
    return paths;
}

std::size_t word_at_front(std::u32string_view text, std::span<const std::u32string> words) {
    std::size_t longest = 0;
    for (const std::u32string& word : words) {
        if (text.starts_with(word)) longest = std::max(longest, word.size());
    }
    return longest;
}

/// Adds the address, and its parts around the dots and the @.
void add_own_word(std::vector<std::u32string>& words, std::string_view own) {
    const std::u32string whole = folded_characters(normalize(own));
    if (whole.size() >= password_own_word_characters_min) words.push_back(whole);
    std::u32string part;
    const auto finish = [&] {
        if (part.size() >= password_own_word_characters_min) words.push_back(part);
        part.clear();
    };
    for (const char32_t c : whole) {
        if (c == U'@' || c == U'.' || c == U' ' || c == U'-' || c == U'_') {
            finish();
        } else {
            part += c;
        }
    }
    finish();
}

std::vector<std::u32string> words_to_refuse(const PasswordRules& rules) {
    std::vector<std::u32string> words;
    words.reserve(common_words.size());
    for (const std::string_view word : common_words) {
        words.push_back(folded_characters(word));
    }
    for (const std::string_view own : rules.own_words) {
        if (is_utf8(own)) add_own_word(words, own);
    }
    return words;
}

bool is_digit(char32_t c) {
    return c >= U'0' && c <= U'9';
}

bool is_sign(char32_t c) {
    const bool is_letter = c >= U'a' && c <= U'z';
    return c < 0x80 && !is_digit(c) && !is_letter;
}

template <typename Predicate>
std::size_t run_at_front(std::u32string_view text, Predicate belongs) {
    return static_cast<std::size_t>(std::ranges::find_if_not(text, belongs) - text.begin());
}

/// How many things an attacker with a list of words must guess to have the whole: a common word, a
/// walk over the keyboard and a row of signs are one each, two digits are one, and so is any other
/// character. Reads `typed` and the same with "0" for "o" undone side by side.
std::size_t guesses(std::u32string_view typed, std::span<const std::u32string> words) {
    static const std::vector<std::u32string> paths = all_walks();
    std::u32string plain{typed};
    std::ranges::transform(plain, plain.begin(), plain_letter);

    std::size_t count = 0;
    for (std::size_t at = 0; at < typed.size();) {
        const std::u32string_view rest = typed.substr(at);
        const std::size_t known = std::max(
            {word_at_front(rest, words),
             word_at_front(std::u32string_view{plain}.substr(at), words),
             walk_at_front(rest, paths),
             run_at_front(rest, is_sign)}
        );
        const std::size_t digits = run_at_front(rest, is_digit);
        count += known == 0 && digits > 0 ? (digits + 1) / 2 : 1;
        at += known > 0 ? known : std::max<std::size_t>(digits, 1);
    }
    return count;
}

std::size_t distinct_characters(std::u32string text) {
    std::ranges::sort(text);
    return static_cast<std::size_t>(std::ranges::unique(text).begin() - text.begin());
}

bool is_easily_guessed(std::string_view password, const PasswordRules& rules) {
    const std::u32string typed = folded_characters(password);
    return distinct_characters(typed) < password_distinct_characters_min
           || guesses(typed, words_to_refuse(rules)) < password_guesses_min;
}

std::string argon2(std::string_view password, const HasherOptions& options) {
    std::string text(crypto_pwhash_STRBYTES, '\0');
    const int failed = crypto_pwhash_str(
        text.data(), password.data(), password.size(), options.passes, options.memory_bytes
    );
    if (failed != 0) return {};
    text.resize(text.find('\0'));
    return text;
}

} // namespace

Result<void> check_password(std::string_view password, const PasswordRules& rules) {
    if (!is_utf8(password)) {
        return fail(ErrorCode::invalid, "Use letters, digits and signs that can be read as text.");
    }
    if (password.size() > password_bytes_max || utf8_length(password) > password_characters_max) {
        return fail(
            ErrorCode::invalid, fmt::format("Use at most {} characters.", password_characters_max)
        );
    }
    const std::string normal = normalize(password);
    if (utf8_length(normal) < rules.characters_min) {
        return fail(
            ErrorCode::invalid,
            fmt::format(
                "Use at least {} characters. Four words that have nothing to do with each other "
                "are easy to keep in mind and hard to guess.",
                rules.characters_min
            )
        );
    }
    if (is_easily_guessed(normal, rules)) {
        return fail(
            ErrorCode::invalid,
            "This password would be among the first guesses: it is made of common words, of your "
            "name or of a row of keys. Take words that have nothing to do with each other or with "
            "you."
        );
    }
    return {};
}

HasherOptions cheap_hasher_options() {
    return {.memory_bytes = crypto_pwhash_MEMLIMIT_MIN, .passes = crypto_pwhash_OPSLIMIT_MIN};
}

PasswordHasher::PasswordHasher(HasherOptions options) : options_{options} {
    VERIFY(sodium_init() >= 0);
    std::array<char, token_bytes> nobodys_password{};
    randombytes_buf(nobodys_password.data(), nobodys_password.size());
    decoy_ = argon2({nobodys_password.data(), nobodys_password.size()}, options_);
    VERIFY(!decoy_.empty());
    threads_.reserve(options_.threads);
    for (std::size_t count = 0; count < options_.threads; ++count) {
        threads_.emplace_back([this] { work(); });
    }
}

PasswordHasher::~PasswordHasher() {
    {
        const std::lock_guard lock{mutex_};
        is_stopping_ = true;
    }
    work_came_.notify_all();
    threads_.clear();
}

Result<std::string> PasswordHasher::hash(std::string_view password) {
    const std::string normal = normalize(password);
    std::string text;
    TRY(run([&] { text = argon2(normal, options_); }));
    if (text.empty()) {
        return fail(
            ErrorCode::unavailable,
            "The server has too little memory to take a password just now. Try again in a minute."
        );
    }
    return text;
}

Result<bool> PasswordHasher::verify(std::string_view hash, std::string_view password) {
    // libsodium wants the text to end with a zero.
    const std::string stored{hash};
    const std::string normal = normalize(password);
    bool is_right = false;
    TRY(run([&] {
        is_right = crypto_pwhash_str_verify(stored.c_str(), normal.data(), normal.size()) == 0;
    }));
    return is_right;
}

Result<bool> PasswordHasher::verify_decoy(std::string_view password) {
    TRY(verify(decoy_, password));
    return false;
}

bool PasswordHasher::needs_rehash(std::string_view hash) const {
    const std::string stored{hash};
    return crypto_pwhash_str_needs_rehash(stored.c_str(), options_.passes, options_.memory_bytes)
           != 0;
}

Result<void> PasswordHasher::run(Job job) {
    std::promise<void> done;
    {
        const std::lock_guard lock{mutex_};
        if (is_stopping_ || jobs_.size() >= options_.queue_max) {
            return fail(
                ErrorCode::unavailable,
                "Many people are signing in just now. Try again in a few seconds."
            );
        }
        jobs_.emplace_back([&] {
            job();
            done.set_value();
        });
    }
    work_came_.notify_one();
    done.get_future().wait();
    return {};
}

void PasswordHasher::work() {
    std::unique_lock lock{mutex_};
    while (true) {
        work_came_.wait(lock, [this] { return !jobs_.empty() || is_stopping_; });
        if (jobs_.empty()) return;
        Job job = std::move(jobs_.front());
        jobs_.pop_front();
        lock.unlock();
        job();
        job = nullptr;
        lock.lock();
    }
}

} // namespace attest::security
