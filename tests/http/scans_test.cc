// Scans over HTTP: uploaded, read by the child, looked at; and the walk over every door that shows
// of a file what its rights allow and nothing else.
#include "service/scans.h"

#include "base/text.h"
#include "http/reader.h"
#include "kit/must.h"
#include "kit/planted_scan.h"
#include "kit/sanitizers.h"
#include "security/token.h"
#include "service/answering.h"

#include <doctest/doctest.h>

using namespace attest;

namespace {

/// A PDF of two pages that says one sentence on each, and the word on page two is nowhere else.
std::string a_pdf() {
    const std::vector<std::string> pages = {"Stalin signed the order that night.", "Xylophone."};
    std::vector<std::string> objects = {
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [4 0 R 6 0 R] /Count 2 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    };
    for (const std::string& page : pages) {
        const std::string text = fmt::format("BT /F1 24 Tf 60 760 Td ({}) Tj ET", page);
        objects.push_back(fmt::format(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources "
            "<< /Font << /F1 3 0 R >> >> >>",
            objects.size() + 2
        ));
        objects.push_back(fmt::format("<< /Length {} >>\nstream\n{}\nendstream", text.size(), text)
        );
    }
    std::string out = "%PDF-1.5\n";
    std::string table = "xref\n0 8\n0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        table += fmt::format("{:010} 00000 n \n", out.size());
        out += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
    }
    const std::size_t begin = out.size();
    return out + table
           + fmt::format("trailer\n<< /Size 8 /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", begin);
}

struct Library : Reader {
    Member uploader = site.a_member("Ulla", 200);
    Member other = site.a_member("Otto", 200);
    Member moderator = site.a_member("Mona", 200, domain::Role::moderator);
    QuestionId asked = site.a_question().titled("Who signed the order?").post();

    Library() {
        site.run("INSERT INTO sources (id, key, csl, title, author, issued, kind, is_single_item, "
                 "criticism, title_key, author_key, year, shelfmark, origin_group, created_at, "
                 "revision) VALUES (1500000000, 'vizh-1990-1', '{}', 'Voenno', '', '1990', 1, 0, "
                 "'', 'voenno', '', 1990, '', 1500000000, 0, 1)");
    }

    http::ReceivedAnswer
    upload(const Member& member, std::string_view content, std::string_view rights) const {
        const auto part = [](std::string_view name, std::string_view value) {
            return fmt::format(
                "--XX\r\nContent-Disposition: form-data; name=\"{}\"\r\n\r\n{}\r\n", name, value
            );
        };
        const std::string body =
            part("csrf_token", member.csrf_token) + part("rights", rights)
            + fmt::format(
                "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n"
                "Content-Type: application/pdf\r\n\r\n{}\r\n--XX--\r\n",
                content
            );
        http::TestClient client{server.port()};
        REQUIRE(client.send(fmt::format(
            "POST /sources/vizh-1990-1/files HTTP/1.1\r\nHost: localhost\r\nCookie: {}\r\n"
            "Sec-Fetch-Site: same-origin\r\nContent-Type: multipart/form-data; boundary=XX\r\n"
            "Content-Length: {}\r\n\r\n{}",
            member.cookie,
            body.size(),
            body
        )));
        auto received = client.read_answer(false);
        REQUIRE(received.has_value());
        return std::move(*received);
    }

    /// Page one cited with its sentence, uploaded, read; answers the path of the file.
    std::string a_scan(std::string_view rights) {
        must(service::post_answer(
            site,
            other.actor,
            {.question = asked,
             .markdown = "He signed it that night [@vizh-1990-1, p. 1: \"signed the order\"]."}
        ));
        const http::ReceivedAnswer received = upload(uploader, a_pdf(), rights);
        REQUIRE(received.status == 303);
        while (must(service::read_waiting_scan(site))) {
        }
        const std::string path = received.header("location");
        return path;
    }
};

/// What a page's doors answer: page, large image, small image, cited lines, IIIF info and image.
struct Doors {
    std::vector<int> cited;
    std::vector<int> other;
    int original = 0;
    std::size_t canvases = 0;
    bool tells_text = false; ///< Of the page that is not cited.

    bool operator==(const Doors&) const = default;
};

Doors walk(const Library& library, const std::string& file, const Member* member) {
    const auto get = [&](const std::string& path) {
        return member == nullptr ? library.get(path) : library.get_as(*member, path);
    };
    const auto citation = std::to_string(library.site.number("SELECT max(id) FROM citations"));
    Doors doors;
    for (const std::string page : {"scan-1", "scan-2"}) {
        std::vector<int>& statuses = page == "scan-1" ? doors.cited : doors.other;
        const std::vector<std::string> parts = {
            "image.jpg",
            "thumbnail.jpg",
            "lines/" + citation,
            "annotations.json",
            "iiif/info.json",
            "iiif/full/max/0/default.jpg",
            "iiif/full/400,566/0/default.jpg",
        };
        for (const std::string& part : parts) {
            statuses.push_back(get(file + "/pages/" + page + "/" + part).status);
        }
        const http::ReceivedAnswer shown = get(file + "/pages/" + page + "?quote=Xylophone");
        CHECK(shown.status == 200);
        doors.tells_text = doors.tells_text || shown.body.contains("Xylophone.");
    }
    doors.original = get(file + "/original").status;
    const std::string manifest = get(file + "/manifest.json").body;
    for (std::size_t at = manifest.find("\"Canvas\""); at != std::string::npos;
         at = manifest.find("\"Canvas\"", at + 1)) {
        ++doors.canvases;
    }
    // And what tells of it elsewhere: lists, the source, the claim, the question, exports, the
    // search.
    const std::int64_t claim = library.site.number("SELECT max(id) FROM claims");
    for (const std::string& path :
         {file,
          file + "/manifest.json",
          std::string{"/sources/vizh-1990-1/files"},
          std::string{"/sources/vizh-1990-1"},
          std::string{"/sources/vizh-1990-1.json"},
          fmt::format("/claims/{}", claim),
          fmt::format("/questions/{}/who-signed-the-order", library.asked.value),
          std::string{"/help-check"},
          std::string{"/search?q=signed"}}) {
        doors.tells_text = doors.tells_text || get(path).body.contains("Xylophone.");
    }
    return doors;
}

const std::vector<int> all_of_cited{200, 200, 200, 200, 200, 200, 200};
const std::vector<int> all_of_other{200, 200, 404, 200, 200, 200, 200};
const std::vector<int> only_lines{404, 404, 200, 404, 404, 404, 404};
const std::vector<int> nothing{404, 404, 404, 404, 404, 404, 404};

const Doors everything{all_of_cited, all_of_other, 200, 2, true};

} // namespace

TEST_CASE(
    "A walk over every door shows of a scan what its rights allow" * doctest::skip(has_sanitizer)
) {
    const std::vector<std::pair<std::string, Doors>> shown = {
        {"open", everything},
        {"cited", {all_of_cited, nothing, 404, 1, false}},
        {"lines", {only_lines, nothing, 404, 0, false}},
        {"private", {nothing, nothing, 404, 0, false}},
    };
    for (const auto& [rights, doors] : shown) {
        CAPTURE(rights);
        Library library;
        const std::string file = library.a_scan(rights);
        CHECK(walk(library, file, nullptr) == doors);
        CHECK(walk(library, file, &library.other) == doors);
        CHECK(walk(library, file, &library.uploader) == everything);
        CHECK(walk(library, file, &library.moderator) == everything);
    }
}

TEST_CASE(
    "After a complaint nobody but moderators sees a scan, and its hash stays"
    * doctest::skip(has_sanitizer)
) {
    Library library;
    const std::string file = library.a_scan("open");
    CHECK(library.post_as(library.other, file + "/hide", {{"reason", "Mine."}}).status == 404);
    CHECK(
        library.post_as(library.moderator, file + "/hide", {{"reason", "The heirs object."}}).status
        == 303
    );
    const Doors hidden{nothing, nothing, 404, 0, false};
    CHECK(walk(library, file, nullptr) == hidden);
    CHECK(walk(library, file, &library.uploader) == hidden);
    // Citations let go of it, so that moderators see its pages as nobody's.
    CHECK(
        walk(library, file, &library.moderator) == Doors{all_of_other, all_of_other, 200, 2, true}
    );
    CHECK(library.get(file).body.contains("SHA-256"));
    CHECK(library.post_as(library.moderator, file + "/hide", {{"undo", "1"}}).status == 303);
    const std::string log = library.get_as(library.moderator, "/moderation/log").body;
    CHECK(log.contains("Scan hidden after a complaint"));
    CHECK(log.contains("The heirs object."));
    CHECK(log.contains("Scan shown again"));
    CHECK(walk(library, file, nullptr) == everything);
}

TEST_CASE(
    "One pair tells the printed pages, and a quote is marked on its page"
    * doctest::skip(has_sanitizer)
) {
    Library library;
    const std::string file = library.a_scan("open");
    CHECK(
        library.post_as(library.other, file + "/pages/scan-2/label", {{"label", "80"}}).status
        == 303
    );
    const http::ReceivedAnswer page = library.get(file + "/pages/79?quote=signed%20the%20order");
    CHECK(page.status == 200);
    CHECK(page.body.contains("<rect"));
    const http::ReceivedAnswer found =
        library.get_as(library.other, "/sources/vizh-1990-1/find-quote?quote=slgned%20the%20order");
    CHECK(found.body.contains(R"("page":"79")"));
    CHECK(library.get_as(library.other, "/sources/vizh-1990-1/find-quote?quote=nonsense%20words")
              .body.contains(R"("found":false)"));
}

TEST_CASE("Who sees nothing of a page says nothing of it, nor takes away a text that he cannot see"
) {
    Library library;
    const SourceFileId planted = plant_scan(
        library.site,
        {.pages = {"", "", ""},
         .rights = domain::ScanRights::lines,
         .label_offset = 78,
         .uploader = library.uploader.actor.user}
    );
    library.site.run("UPDATE source_pages SET text_from = 0");
    const std::string pages = fmt::format("/sources/vizh-1990-1/files/{}/pages/", planted.value);
    const auto type = [&](const Member& member, const std::string& page, const std::string& text) {
        return library.post_as(member, pages + page + "/text", {{"text", text}}).status;
    };
    const auto state = [&] {
        return library.site.number(
            "SELECT count(*) FROM source_pages WHERE text = 'He signed it that night.'"
        );
    };
    must(service::post_answer(
        library.site,
        library.other.actor,
        {.question = library.asked,
         .markdown = "He signed it [@vizh-1990-1, p. 79]. So it is told at least."}
    ));
    CHECK(type(library.other, "scan-2", "Nonsense that nobody printed.") == 404);
    CHECK(library.post_as(library.other, pages + "scan-2/label", {{"label", "7"}}).status == 404);
    CHECK(library.site.number("SELECT count(*) FROM source_pages WHERE revision > 1") == 0);
    CHECK(library.site.number("SELECT label_offset FROM source_files") == 78);

    // Of the page that he cites he has a copy of his own.
    CHECK(type(library.other, "scan-1", "He signed it that night.") == 303);
    CHECK(state() == 1);
    CHECK(type(library.other, "scan-1", "") == 403);
    CHECK(type(library.other, "scan-1", "Nothing of the kind.") == 403);
    CHECK(state() == 1);
    CHECK(type(library.uploader, "scan-1", "He signed it the next day.") == 303);
    CHECK(state() == 0);
}

TEST_CASE("A file of another kind gets 415, an empty one or strange rights 422, and nothing is kept"
) {
    const Library library;
    CHECK(library.upload(library.uploader, "<svg onload=alert(1)>", "open").status == 415);
    CHECK(library.upload(library.uploader, "", "open").status == 422);
    CHECK(library.upload(library.uploader, a_pdf(), "privat").status == 422);
    CHECK(library.site.number("SELECT COUNT(*) FROM source_files") == 0);
}

TEST_CASE("The same file is taken once for a source") {
    const Library library;
    CHECK(library.upload(library.uploader, a_pdf(), "open").status == 303);
    CHECK(library.upload(library.other, a_pdf(), "open").status == 409);
}

TEST_CASE("A broken file says why it cannot be read" * doctest::skip(has_sanitizer)) {
    const Library library;
    const http::ReceivedAnswer answer =
        library.upload(library.uploader, "%PDF-1.4 nonsense", "open");
    REQUIRE(answer.status == 303);
    CHECK(must(service::read_waiting_scan(library.site)));
    CHECK(library.get(answer.header("location")).body.contains("The PDF is broken."));
}

TEST_CASE(
    "What viewers of other sites are told of a scan: its lines, its original, where a quote is"
) {
    Library library;
    const SourceFileId planted = plant_scan(
        library.site, {.pages = {"One line.\nAnd he signed it that night."}, .label_offset = 78}
    );
    const std::string file = fmt::format("/sources/vizh-1990-1/files/{}", planted.value);
    const std::string manifest = library.get(file + "/manifest.json").body;
    CHECK(manifest.contains("/pages/79/annotations.json"));
    CHECK(manifest.contains("/original"));
    CHECK(manifest.contains("/sources/vizh-1990-1.json"));
    const std::string lines = library.get(file + "/pages/79/annotations.json").body;
    CHECK(lines.contains(R"("motivation":"supplementing")"));
    CHECK(lines.contains(R"("value":"And he signed it that night.")"));
    CHECK(lines.contains("/pages/79#xywh=0,294,"));

    must(service::post_answer(
        library.site,
        library.other.actor,
        {.question = library.asked,
         .markdown = "He signed it [@vizh-1990-1, p. 79: \"he signed it that night\"]."}
    ));
    const std::string page =
        library.get(fmt::format("/claims/{}", library.site.number("SELECT max(id) FROM claims")))
            .body;
    const std::string before = file + "/manifest.json?iiif-content=";
    REQUIRE(page.contains(before));
    const std::string link = page.substr(page.find(before) + before.size());
    const std::string encoded = must(security::parse_base64url(link.substr(0, link.find('"'))));
    const std::string state = percent_decode(encoded).value_or("");
    CHECK(state.contains("/pages/79#xywh="));
    CHECK(state.contains(R"("type":"Manifest")"));
    CHECK(library.get(before + "x").status == 200);
}
