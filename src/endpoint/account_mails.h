// The words of mails about one's own account, in the site's language and with the site's links.
#pragma once

#include "service/account_mails.h"
#include "service/site.h"

namespace attest::endpoint {

/// Words mails for people of this site, which must outlive the writer.
service::WriteLetter account_mail_writer(const Site& site);

} // namespace attest::endpoint
