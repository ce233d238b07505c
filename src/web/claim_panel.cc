#include "web/claim_panel.h"

namespace attest::web {

void write_claim_panel(html::Writer& out, const endpoint::RequestContext& request) {
    const messages::Texts& texts = request.texts();
    out.put<
        R"(<dialog class="panel" id="claim-panel" aria-label="{}" tabindex="-1"><div class="panel__bar"><button type="button" class="panel__button" data-step="-1" title="{}" aria-label="{}">‹</button><button type="button" class="panel__button" data-step="1" title="{}" aria-label="{}">›</button><p class="panel__say" role="status" data-waiting="{}"></p><button type="button" class="panel__button" data-close title="{}" aria-label="{}">×</button></div><div class="panel__body"></div></dialog>)">(
        texts.panel_label(),
        texts.panel_previous(),
        texts.panel_previous(),
        texts.panel_next(),
        texts.panel_next(),
        texts.panel_waiting(),
        texts.panel_close(),
        texts.panel_close()
    );
    // Shown at words that a member selects.
    if (request.reader()) {
        out.put<
            R"(<button type="button" class="button button--small ask-source" id="ask-source" hidden>{}</button>)">(
            texts.ask_source_selected()
        );
    }
}

} // namespace attest::web
