# The target `static_assets`: every file below static/, in the program. Link it where
# http::embedded_static_files() is called; see tools/embed.py.

find_package(Python3 REQUIRED COMPONENTS Interpreter)
file(GLOB_RECURSE ATTEST_STATIC_FILES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/static/*)
set(ATTEST_STATIC_SOURCE ${CMAKE_BINARY_DIR}/static_assets.cc)
# So that a file that goes away is noticed too.
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/static_files.txt CONTENT "${ATTEST_STATIC_FILES}\n")
add_custom_command(
    OUTPUT ${ATTEST_STATIC_SOURCE}
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/embed.py ${CMAKE_SOURCE_DIR}/static ${ATTEST_STATIC_SOURCE}
    DEPENDS ${CMAKE_SOURCE_DIR}/tools/embed.py ${ATTEST_STATIC_FILES} ${CMAKE_BINARY_DIR}/static_files.txt
    COMMENT "Embedding static/"
    VERBATIM
)
add_library(static_assets STATIC ${ATTEST_STATIC_SOURCE})
target_include_directories(static_assets PRIVATE ${CMAKE_SOURCE_DIR}/src)
target_link_libraries(static_assets PUBLIC http)
# ccache does not see what .incbin brings in.
set_target_properties(static_assets PROPERTIES CXX_COMPILER_LAUNCHER "")
# Labels that the assembler file defines cannot be instrumented.
target_compile_options(static_assets PRIVATE -fno-sanitize=all -Wno-overlength-strings)
