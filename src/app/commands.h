// The list of commands; each adds itself to the command line.
#pragma once

#include "app/command_line.h"

namespace attest::app {

void add_serve(Commands& commands);
void add_import(Commands& commands);
void add_export(Commands& commands);
void add_backup(Commands& commands);
void add_restore(Commands& commands);
void add_check(Commands& commands);
void add_site_commands(Commands& commands);
void add_user_commands(Commands& commands);
void add_sample(Commands& commands);
void add_search(Commands& commands);
void add_similar(Commands& commands);
void add_reindex(Commands& commands);
void add_date(Commands& commands);
void add_routes(Commands& commands);
void add_settings(Commands& commands);
void add_names(Commands& commands);
void add_links(Commands& commands);

} // namespace attest::app
