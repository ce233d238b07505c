# citeproc-js with its styles becomes a source of bibliography, so that the program needs no file beside it.
#
# package-lock.json → node_modules/ (cmake/static_assets.cmake) → lowered to ES5 → citeproc.js → citeproc.cc

pkg_check_modules(DUKTAPE REQUIRED IMPORTED_TARGET duktape)
set(CITEPROC_STYLES "chicago=chicago-note-bibliography,mla=modern-language-association")
set(CITEPROC_LANGUAGES "en-US=en-US,ru-RU=ru-RU")
set(CITEPROC_SOURCE ${CMAKE_SOURCE_DIR}/node_modules/citeproc/citeproc_commonjs.js)
add_custom_command(
    OUTPUT ${CMAKE_BINARY_DIR}/citeproc.cc
    BYPRODUCTS ${CMAKE_BINARY_DIR}/citeproc.js
    COMMAND python3 ${CMAKE_SOURCE_DIR}/tools/make_citeproc.py
            ${CMAKE_BINARY_DIR}/citeproc.js ${CMAKE_BINARY_DIR}/citeproc.cc ${CITEPROC_SOURCE}
            ${CMAKE_SOURCE_DIR}/tools/lower_citeproc.mjs ${CMAKE_SOURCE_DIR}/src/bibliography/printer.js
            ${CITEPROC_LANGUAGES} ${CITEPROC_STYLES}
    DEPENDS ${CMAKE_SOURCE_DIR}/tools/make_citeproc.py ${CMAKE_SOURCE_DIR}/tools/lower_citeproc.mjs
            ${CMAKE_SOURCE_DIR}/src/bibliography/printer.js
            ${CMAKE_SOURCE_DIR}/node_modules/.package-lock.json
    COMMENT "Lowering citeproc-js and embedding its styles"
    VERBATIM
)
add_library(citeproc STATIC ${CMAKE_BINARY_DIR}/citeproc.cc)
# ccache does not see what .incbin brings in.
set_target_properties(citeproc PROPERTIES CXX_COMPILER_LAUNCHER "")
# Labels that the assembler file defines cannot be instrumented.
target_compile_options(citeproc PRIVATE -fno-sanitize=all)
