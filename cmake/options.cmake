# Flags that every target of ours is built with. The presets choose among them; nothing else does.

option(ATTEST_WERROR "Treat warnings as errors (CI)" OFF)
option(ATTEST_FUZZ "Build the fuzz targets (clang only)" OFF)
set(ATTEST_SANITIZE "" CACHE STRING "Sanitizers, e.g. address,undefined or thread")

add_compile_options(
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow
    -Werror=missing-field-initializers -Werror=switch -Werror=format-security
    -fstack-protector-strong
    # TRY is a statement expression, which both our compilers have: base/error.h.
    $<$<CXX_COMPILER_ID:Clang>:-Wno-gnu-statement-expression>
)
if(ATTEST_WERROR)
    add_compile_options(-Werror)
endif()

if(ATTEST_SANITIZE)
    add_compile_options(-fsanitize=${ATTEST_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${ATTEST_SANITIZE})
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
    add_compile_options(-D_FORTIFY_SOURCE=2 -g1)
    add_link_options(-Wl,-z,relro,-z,now)
endif()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
add_link_options($<$<CXX_COMPILER_ID:Clang>:-fuse-ld=lld-19>)

if(ATTEST_FUZZ)
    # Coverage for libFuzzer in every layer; the fuzz executables themselves add its main(). How deep
    # the stack is, which libFuzzer would count too, depends on where the system has put it, and
    # tools/run_fuzz must find the same everywhere.
    add_compile_options(-fsanitize=fuzzer-no-link -fno-sanitize-coverage=stack-depth)
    add_link_options(-fsanitize=fuzzer-no-link)
endif()

# One compiler cache for all worktrees of a machine: paths below the source tree are made relative.
find_program(ATTEST_CCACHE ccache)
if(ATTEST_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER
        ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${ATTEST_CCACHE})
endif()
