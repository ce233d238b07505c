# Which layer uses which library from outside. A library named for one layer is not for another:
# libpq and SQLite belong to db, sockets to http.

function(uses layer)
    get_target_property(type ${layer} TYPE)
    if(type STREQUAL "INTERFACE_LIBRARY")
        target_link_libraries(${layer} INTERFACE ${ARGN})
    else()
        target_link_libraries(${layer} PUBLIC ${ARGN})
    endif()
endfunction()

uses(base     fmt::fmt spdlog::spdlog ZLIB::ZLIB Threads::Threads PkgConfig::SODIUM ICU::uc)
uses(names    ICU::i18n ICU::uc)
uses(domain   Boost::json)
uses(bibliography Boost::json PkgConfig::DUKTAPE citeproc)
uses(markup   PkgConfig::CMARK ${CMARK_EXTENSIONS} PkgConfig::GUMBO ICU::uc)
uses(scans    ICU::i18n ICU::uc)
uses(scan_worker PkgConfig::POPPLER PkgConfig::DJVULIBRE PkgConfig::VIPS PkgConfig::SECCOMP
              PkgConfig::FONTCONFIG)
uses(mail     CURL::libcurl)
uses(outgoing CURL::libcurl)
uses(messages ICU::i18n ICU::uc)
uses(security PkgConfig::SODIUM PkgConfig::OATH PkgConfig::FIDO2 PkgConfig::QRENCODE OpenSSL::Crypto
              ICU::i18n ICU::uc Boost::json)
uses(db       PkgConfig::SQLITE)
uses(http     OpenSSL::SSL OpenSSL::Crypto PkgConfig::BROTLI Boost::headers)
uses(search   PkgConfig::XAPIAN ICU::i18n ICU::uc)
uses(dump     EXPAT::EXPAT LibArchive::LibArchive tomlplusplus::tomlplusplus Boost::json PkgConfig::LZMA)
uses(app      CLI11::CLI11 tomlplusplus::tomlplusplus LibArchive::LibArchive Boost::json PkgConfig::SODIUM)

# The second and third opinion on every day (dates/calendar_test.cc); <date/julian.h> has only headers.
if(TARGET dates_test)
    target_link_libraries(dates_test PRIVATE ICU::i18n ICU::uc)
endif()
