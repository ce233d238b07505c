// The pieces of every form: its token, its fields with label, hint and error, so that all forms
// look and read alike (WCAG 3.3.1: an error stands at its field, in words, and is tied to it).
#pragma once

#include "base/error.h"
#include "endpoint/context.h"
#include "html/html.h"
#include "html/writer.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace attest::endpoint {

/// `<form method="post">` with the token; the caller closes it.
void write_form_start(
    html::Writer& out,
    const RequestContext& request,
    const html::Url& action,
    std::string_view form_class = "form"
);

/// A hidden field that makes a form sent twice do one thing: `idempotency_key`. The key of a form
/// that is shown again is kept.
void write_idempotency_key(html::Writer& out, const RequestContext& request);

void write_hidden_field(html::Writer& out, std::string_view name, std::string_view value);

/// The sentence on top of a form that was refused; nothing if `error` is null.
void write_form_error(html::Writer& out, const RequestContext& request, const Error* error);

/// The error of a field, or null.
const std::string* error_of(const Error* error, std::string_view field);

struct Field {
    std::string_view name; ///< Also the id.
    std::string_view label;
    std::string_view value = {};
    std::string_view hint = {};
    std::string_view type = "text"; ///< Of an input: text, email, password, url, number …
    std::string_view autocomplete = "off";
    std::size_t length_max = 0; ///< 0: none is said.
    bool is_required = false;
    std::int64_t rows = 0; ///< More than 0: a text of several lines.
};

/// Label, hint, error and control.
void write_field(html::Writer& out, const Field& field, const Error* error = nullptr);

struct Choice {
    std::string_view value;
    std::string_view label;
};

/// Radio buttons in a fieldset.
void write_choices(
    html::Writer& out,
    const Field& field,
    const std::vector<Choice>& choices,
    const Error* error = nullptr
);

void write_checkbox(
    html::Writer& out, std::string_view name, std::string_view label, bool is_checked
);

void write_submit(html::Writer& out, std::string_view words);

} // namespace attest::endpoint
