// What stands around a text that somebody writes: the preview below it, the buttons, the draft.
// Everything works without JavaScript by buttons of the same form; static/js/editor.js adds the
// toolbar, the live preview and drafts that save themselves to whatever form has these pieces.
#pragma once

#include "base/error.h"
#include "endpoint/context.h"
#include "endpoint/forms.h"
#include "html/writer.h"
#include "service/drafts.h"
#include "service/preview.h"
#include "service/site.h"

#include <optional>
#include <string>
#include <string_view>

namespace attest::web {

/// The button of the form that was pressed: field `act`.
enum class FormAct : std::uint8_t { send, preview, save_draft, discard_draft };

FormAct read_form_act(const endpoint::RequestContext& request);

/// A text of several lines with what makes an editor of it: beside it the list of its claims,
/// below it the preview.
struct TextEditor {
    const endpoint::Field& field;
    const Error* error = nullptr;
    const std::optional<service::Preview>& preview; ///< Nothing: it was not asked for.
    std::optional<PostId> edited = {};              ///< The post whose new text it is.
};

void write_text_editor(
    html::Writer& out, const endpoint::RequestContext& request, const TextEditor& editor
);

/// What a refused form shows of the text that was wrong: its claims and what is amiss with them.
/// Nothing if the error is of something else, or the text cannot be shown.
std::optional<service::Preview> preview_of_refused(
    const Site& site,
    const endpoint::RequestContext& request,
    const Error& error,
    std::string_view field,
    std::optional<PostId> edited = std::nullopt
);

/// The hidden field that names the draft of a form.
void write_draft_place(html::Writer& out, std::string_view place);

/// "Your draft from 3 May has been restored", or that it is saved; nothing without a draft.
void write_draft_notice(
    html::Writer& out,
    const endpoint::RequestContext& request,
    const std::optional<service::Draft>& draft
);

/// The button that sends the form, and beside it those for preview and draft.
void write_editor_acts(
    html::Writer& out,
    const endpoint::RequestContext& request,
    std::string_view words,
    bool has_draft
);

/// The fields of a form as a draft of its place.
service::Draft read_draft_fields(const endpoint::RequestContext& request);

/// What a form with a text answers to an error: itself, filled in, so that nothing is lost. False
/// for errors that no form helps with.
bool shows_form_again(const Error& error);

} // namespace attest::web
