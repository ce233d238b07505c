#include "dump/reader.h"

#include "base/text.h"
#include "dump/illegal_characters.h"
#include "dump/limits.h"

#include <expat.h>
#include <fmt/format.h>

#include <cstdio>
#include <deque>
#include <memory>
#include <optional>

namespace attest::dump {

namespace {

struct CloseFile {
    void operator()(std::FILE* file) const { (void)std::fclose(file); }
};

struct FreeParser {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

/// Where the bytes come from: a file, or a text in memory.
class Source {
public:
    explicit Source(std::unique_ptr<std::FILE, CloseFile> file) : file_{std::move(file)} {}

    explicit Source(std::string text) : text_{std::move(text)} {}

    bool go_to(std::int64_t offset) {
        if (file_) return fseeko(file_.get(), offset, SEEK_SET) == 0;
        place_ = std::min(text_.size(), static_cast<std::size_t>(offset));
        return true;
    }

    /// Nothing if the disk fails; an empty text at the end.
    std::optional<std::string_view> read(std::string& buffer) {
        if (!file_) {
            const std::string_view piece = std::string_view{text_}.substr(place_, read_bytes);
            place_ += piece.size();
            return piece;
        }
        buffer.resize(read_bytes);
        const std::size_t count = std::fread(buffer.data(), 1, read_bytes, file_.get());
        if (count == 0 && std::ferror(file_.get()) != 0) return std::nullopt;
        return std::string_view{buffer}.substr(0, count);
    }

private:
    std::unique_ptr<std::FILE, CloseFile> file_;
    std::string text_;
    std::size_t place_ = 0;
};

} // namespace

class TableReader::State {
public:
    State(Source source, std::string file_name, storage::Table table, Position from)
        : source_{std::move(source)},
          file_name_{std::move(file_name)},
          root_{ascii_lower(table_name(table))},
          from_{from},
          parser_{XML_ParserCreate(nullptr)} {
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(parser_.get(), on_start, on_end);
        XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
        XML_SetXmlDeclHandler(parser_.get(), on_declaration);
        XML_SetCharacterDataHandler(parser_.get(), on_text);
    }

    Result<RowBatch> next();

    [[nodiscard]] std::int64_t replaced() const { return filter_.replaced(); }

private:
    // Expat calls these; none of them may throw through C.
    static void on_start(void* self, const XML_Char* name, const XML_Char** attributes) {
        static_cast<State*>(self)->start_element(name, attributes);
    }

    static void on_end(void* self, const XML_Char* /*name*/) {
        --static_cast<State*>(self)->depth_;
    }

    static void on_doctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
        static_cast<State*>(self)->refuse(
            "has a document type declaration (<!DOCTYPE …>), which a dump has not"
        );
    }

    static void on_declaration(void* self, const XML_Char*, const XML_Char* encoding, int) {
        if (encoding == nullptr || ascii_equal_ignoring_case(encoding, "utf-8")) return;
        static_cast<State*>(self)->refuse("is not encoded in UTF-8, as dumps are");
    }

    static void on_text(void* self, const XML_Char* text, int length) {
        const std::string_view piece{text, static_cast<std::size_t>(length)};
        if (trim(piece).empty()) return;
        static_cast<State*>(self)->refuse("has text between its rows, which a dump has not");
    }

    void start_element(const XML_Char* name, const XML_Char** attributes);
    void take_row(const XML_Char** attributes);
    void close_batch(Position next);
    Result<void> begin();
    Result<void> feed();
    Result<void> parse(std::string_view text, bool is_last);

    void refuse(std::string what) {
        if (!refusal_) refusal_ = std::move(what);
        XML_StopParser(parser_.get(), XML_FALSE);
    }

    [[nodiscard]] Error error_here(std::string_view what) const {
        return Error{
            ErrorCode::invalid,
            fmt::format("{}, line {}: the file {}.", file_name_, line_here(), what)
        };
    }

    [[nodiscard]] std::int64_t mended_here() const {
        return XML_GetCurrentByteIndex(parser_.get()) - preamble_bytes_;
    }

    [[nodiscard]] std::int64_t line_here() const {
        return static_cast<std::int64_t>(XML_GetCurrentLineNumber(parser_.get())) - 1 + from_.line;
    }

    [[nodiscard]] Position position_here() const {
        return {.bytes = from_.bytes + filter_.original_offset(mended_here()), .line = line_here()};
    }

    Source source_;
    std::string file_name_;
    std::string root_;
    Position from_;
    std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser> parser_;
    CharacterFilter filter_;
    std::string buffer_;
    std::string mended_;

    bool has_begun_ = false;
    bool is_finished_ = false;
    int depth_ = 0;
    /// Bytes given to the parser that are not in the file: the root element, when we begin in the
    /// middle.
    std::int64_t preamble_bytes_ = 0;
    std::int64_t fed_ = 0;
    std::int64_t last_row_at_ = 0;
    std::optional<std::string> refusal_;
    RowBatch batch_;
    std::deque<RowBatch> ready_;
};

Attributes RowBatch::attributes(std::size_t row, std::vector<Attribute>& into) const {
    into.clear();
    const std::size_t end = row + 1 < rows_.size() ? rows_[row + 1].first_piece : pieces_.size();
    std::size_t place = rows_[row].first_byte;
    for (std::size_t index = rows_[row].first_piece; index < end; ++index) {
        const std::string_view text = text_;
        const Piece& piece = pieces_[index];
        into.push_back({
            .name = text.substr(place, piece.name_end - place),
            .value = text.substr(piece.name_end, piece.value_end - piece.name_end),
        });
        place = piece.value_end;
    }
    return into;
}

void TableReader::State::start_element(const XML_Char* name, const XML_Char** attributes) {
    ++depth_;
    last_row_at_ = fed_;
    if (depth_ == 1) {
        if (root_ != name)
            refuse(fmt::format(
                "should begin with <{}> and begins with <{}>", root_, utf8_prefix(name, 40)
            ));
        return;
    }
    if (depth_ > 2 || std::string_view{name} != "row") {
        refuse(fmt::format("should hold <row …/> elements only and has <{}>", utf8_prefix(name, 40))
        );
        return;
    }
    take_row(attributes);
}

void TableReader::State::take_row(const XML_Char** attributes) {
    if (batch_.size() >= batch_rows_max || batch_.bytes() >= batch_bytes_max)
        close_batch(position_here());

    batch_.rows_.push_back({
        .line = line_here(),
        .first_piece = static_cast<std::uint32_t>(batch_.pieces_.size()),
        .first_byte = static_cast<std::uint32_t>(batch_.text_.size()),
    });
    std::size_t count = 0;
    for (; *attributes != nullptr; attributes += 2) {
        if (++count > row_attributes_max)
            return refuse(fmt::format("has a row of more than {} attributes", row_attributes_max));
        batch_.text_ += attributes[0];
        const auto name_end = static_cast<std::uint32_t>(batch_.text_.size());
        batch_.text_ += attributes[1];
        batch_.pieces_.push_back({name_end, static_cast<std::uint32_t>(batch_.text_.size())});
    }
}

void TableReader::State::close_batch(Position next) {
    batch_.next_ = next;
    filter_.forget_before(mended_here());
    ready_.push_back(std::exchange(batch_, {}));
    batch_.text_.reserve(ready_.back().text_.size());
}

Result<void> TableReader::State::begin() {
    has_begun_ = true;
    if (from_.bytes == 0) return {};

    if (!source_.go_to(from_.bytes)) {
        return fail(
            ErrorCode::unavailable,
            fmt::format("{} cannot be read from where the import stopped.", file_name_)
        );
    }
    const std::string preamble = fmt::format("<{}>", root_);
    preamble_bytes_ = static_cast<std::int64_t>(preamble.size());
    return parse(preamble, false);
}

Result<void> TableReader::State::feed() {
    const std::optional<std::string_view> piece = source_.read(buffer_);
    if (!piece)
        return fail(
            ErrorCode::unavailable,
            fmt::format("{} cannot be read: the disk reports an error.", file_name_)
        );

    const bool is_last = piece->empty();
    mended_.clear();
    filter_.filter(*piece, is_last, mended_);
    fed_ += static_cast<std::int64_t>(mended_.size());
    TRY(parse(mended_, is_last));
    if (static_cast<std::size_t>(fed_ - last_row_at_) > row_bytes_max) {
        return std::unexpected{
            error_here(fmt::format("has a row of more than {} MB", row_bytes_max >> 20U))
        };
    }
    is_finished_ = is_last;
    return {};
}

Result<void> TableReader::State::parse(std::string_view text, bool is_last) {
    const XML_Status status =
        XML_Parse(parser_.get(), text.data(), static_cast<int>(text.size()), is_last ? 1 : 0);
    if (refusal_) return std::unexpected{error_here(*refusal_)};
    if (status == XML_STATUS_OK) return {};

    const XML_Error code = XML_GetErrorCode(parser_.get());
    if (code == XML_ERROR_NO_ELEMENTS) {
        return std::unexpected{
            error_here(is_last && depth_ > 0 ? "ends in the middle" : "is not XML")
        };
    }
    return std::unexpected{
        error_here(fmt::format("is not well-formed XML ({})", XML_ErrorString(code)))
    };
}

Result<RowBatch> TableReader::State::next() {
    if (!has_begun_) TRY(begin());
    while (ready_.empty() && !is_finished_)
        TRY(feed());

    if (!ready_.empty()) {
        RowBatch batch = std::move(ready_.front());
        ready_.pop_front();
        return batch;
    }
    batch_.is_last_ = true;
    batch_.next_ = position_here();
    return std::exchange(batch_, {});
}

TableReader::TableReader(std::unique_ptr<State> state) : state_{std::move(state)} {}

TableReader::TableReader(TableReader&&) noexcept = default;
TableReader& TableReader::operator=(TableReader&&) noexcept = default;
TableReader::~TableReader() = default;

Result<TableReader>
TableReader::open(const std::filesystem::path& file, storage::Table table, Position from) {
    std::unique_ptr<std::FILE, CloseFile> stream{std::fopen(file.c_str(), "rbe")};
    if (!stream)
        return fail(ErrorCode::invalid, fmt::format("{} cannot be opened.", file.string()));
    return TableReader{
        std::make_unique<State>(Source{std::move(stream)}, file.filename().string(), table, from)
    };
}

TableReader TableReader::of_text(std::string text, storage::Table table, Position from) {
    return TableReader{std::make_unique<State>(
        Source{std::move(text)}, fmt::format("{}.xml", table_name(table)), table, from
    )};
}

Result<RowBatch> TableReader::next() {
    return state_->next();
}

std::int64_t TableReader::replaced_characters() const {
    return state_->replaced();
}

} // namespace attest::dump
