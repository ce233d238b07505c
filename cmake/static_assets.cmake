# The target `static_assets`: style sheets, scripts, fonts and KaTeX, in the program. Link it where
# http::embedded_static_files() is called.
#
# package-lock.json → node_modules/ (npm ci) → build/…/static/ (tools/assemble_static.py)
# → static_assets.cc (tools/embed.py)

find_package(Python3 REQUIRED COMPONENTS Interpreter)
find_program(ATTEST_NPM npm REQUIRED)
set(ATTEST_NODE_MODULES ${CMAKE_SOURCE_DIR}/node_modules)
set(ATTEST_STATIC_FOLDER ${CMAKE_BINARY_DIR}/static)
set(ATTEST_STATIC_SOURCE ${CMAKE_BINARY_DIR}/static_assets.cc)
file(GLOB_RECURSE ATTEST_STATIC_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/static/*)
# So that a file that goes away is noticed too.
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/static_files.txt CONTENT "${ATTEST_STATIC_FILES}\n")

# npm writes this file last; it is there and newer only after a complete installation.
add_custom_command(
    OUTPUT ${ATTEST_NODE_MODULES}/.package-lock.json
    COMMAND ${ATTEST_NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error
    COMMAND ${CMAKE_COMMAND} -E touch ${ATTEST_NODE_MODULES}/.package-lock.json
    DEPENDS ${CMAKE_SOURCE_DIR}/package.json ${CMAKE_SOURCE_DIR}/package-lock.json
    WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    COMMENT "Fetching fonts and KaTeX from npm"
    VERBATIM
)
add_custom_command(
    OUTPUT ${ATTEST_STATIC_SOURCE}
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/assemble_static.py
            ${CMAKE_SOURCE_DIR}/static ${ATTEST_NODE_MODULES} ${ATTEST_STATIC_FOLDER}
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/embed.py
            ${ATTEST_STATIC_FOLDER} ${ATTEST_STATIC_SOURCE}
    DEPENDS ${CMAKE_SOURCE_DIR}/tools/assemble_static.py ${CMAKE_SOURCE_DIR}/tools/embed.py
            ${ATTEST_NODE_MODULES}/.package-lock.json
            ${ATTEST_STATIC_FILES} ${CMAKE_BINARY_DIR}/static_files.txt
    COMMENT "Embedding style sheets, scripts and fonts"
    VERBATIM
)
add_library(static_assets STATIC ${ATTEST_STATIC_SOURCE})
target_include_directories(static_assets PRIVATE ${CMAKE_SOURCE_DIR}/src)
target_link_libraries(static_assets PUBLIC http)
# ccache does not see what .incbin brings in.
set_target_properties(static_assets PROPERTIES CXX_COMPILER_LAUNCHER "")
# Labels that the assembler file defines cannot be instrumented.
target_compile_options(static_assets PRIVATE -fno-sanitize=all -Wno-overlength-strings)
