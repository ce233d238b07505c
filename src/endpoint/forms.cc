#include "endpoint/forms.h"

#include "base/random.h"
#include "endpoint/cross_site.h"

#include <fmt/format.h>

#include <algorithm>

namespace attest::endpoint {

namespace {

/// Bytes of an idempotency key: enough that two never meet.
constexpr std::size_t idempotency_key_bytes = 16;

constexpr std::string_view idempotency_field = "idempotency_key";

/// The texts that `aria-describedby` points at.
void write_texts_of(html::Writer& out, const Field& field, const std::string* error) {
    if (!field.hint.empty()) {
        out.put<R"(<p class="field__hint" id="{}-hint">{}</p>)">(field.name, field.hint);
    }
    if (error != nullptr) {
        out.put<R"(<p class="field__error" id="{}-error">{}</p>)">(field.name, *error);
    }
}

html::Attributes attributes_of(const Field& field, const std::string* error) {
    std::string described;
    if (!field.hint.empty()) described = fmt::format("{}-hint", field.name);
    if (error != nullptr) {
        described += described.empty() ? "" : " ";
        described += fmt::format("{}-error", field.name);
    }
    return html::Attributes{}
        .with("aria-describedby", described, !described.empty())
        .with("aria-invalid", "true", error != nullptr)
        .with("maxlength", fmt::format("{}", field.length_max), field.length_max > 0)
        .flag("required", field.is_required);
}

} // namespace

void write_form_start(
    html::Writer& out,
    const RequestContext& request,
    const html::Url& action,
    std::string_view form_class
) {
    out.put<R"(<form class="{}" method="post" action="{}">)">(form_class, action);
    write_hidden_field(out, csrf_field, request.csrf_token());
}

void write_idempotency_key(html::Writer& out, const RequestContext& request) {
    std::string key = request.field(idempotency_field);
    if (key.empty()) key = random_hex(request.site().random, idempotency_key_bytes);
    write_hidden_field(out, idempotency_field, key);
}

void write_hidden_field(html::Writer& out, std::string_view name, std::string_view value) {
    out.put<R"(<input type="hidden" name="{}" value="{}">)">(name, value);
}

const std::string* error_of(const Error* error, std::string_view field) {
    if (error == nullptr) return nullptr;
    const auto found = std::ranges::find(error->fields(), field, &FieldError::field);
    return found == error->fields().end() ? nullptr : &found->message;
}

void write_form_error(html::Writer& out, const RequestContext& request, const Error* error) {
    if (error == nullptr) return;
    out.put<R"(<div class="form__error" role="alert"><p>{}</p>)">(
        error->fields().empty() ? std::string_view{error->message()}
                                : std::string_view{request.texts().form_has_errors()}
    );
    if (!error->fields().empty()) {
        out.put<"<ul>">();
        for (const FieldError& field : error->fields()) {
            out.put<R"(<li><a href="#{}">{}</a></li>)">(field.field, field.message);
        }
        out.put<"</ul>">();
    }
    out.put<"</div>">();
}

void write_field(html::Writer& out, const Field& field, const Error* error) {
    const std::string* wrong = error_of(error, field.name);
    out.put<R"(<div class="field"><label class="field__label" for="{}">{}</label>)">(
        field.name, field.label
    );
    write_texts_of(out, field, wrong);
    const html::Attributes attributes = attributes_of(field, wrong);
    if (field.rows > 0) {
        // A browser drops the first line end after the tag.
        out.put<"<textarea class=\"field__text\" id=\"{}\" name=\"{}\" rows=\"{}\" dir=\"auto\"{}>"
                "\n{}</textarea></div>">(
            field.name, field.name, field.rows, attributes, field.value
        );
        return;
    }
    out.put<"<input class=\"field__line\" type=\"{}\" id=\"{}\" name=\"{}\" value=\"{}\" "
            "autocomplete=\"{}\" dir=\"auto\"{}></div>">(
        field.type, field.name, field.name, field.value, field.autocomplete, attributes
    );
}

void write_choices(
    html::Writer& out, const Field& field, const std::vector<Choice>& choices, const Error* error
) {
    const std::string* wrong = error_of(error, field.name);
    Field group = field; // the buttons themselves are required, not the group
    group.is_required = false;
    out.put<
        R"(<fieldset class="field field--choices" id="{}"{}><legend class="field__label">{}</legend>)">(
        field.name, attributes_of(group, wrong), field.label
    );
    write_texts_of(out, field, wrong);
    for (const Choice& choice : choices) {
        out.put<
            R"(<label class="choice"><input type="radio" name="{}" value="{}"{}> <span>{}</span></label>)">(
            field.name,
            choice.value,
            html::Attributes{}
                .flag("checked", choice.value == field.value)
                .flag("required", field.is_required),
            choice.label
        );
    }
    out.put<"</fieldset>">();
}

void write_checkbox(
    html::Writer& out, std::string_view name, std::string_view label, bool is_checked
) {
    out.put<
        R"(<label class="choice"><input type="checkbox" id="{}" name="{}" value="1"{}> <span>{}</span></label>)">(
        name, name, html::Attributes{}.flag("checked", is_checked), label
    );
}

void write_submit(html::Writer& out, std::string_view words) {
    out.put<R"(<p class="form__acts"><button class="button" type="submit">{}</button></p>)">(words);
}

} // namespace attest::endpoint
