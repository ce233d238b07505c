# The migrations become a source of db, so that the program needs no file beside it.

set(MIGRATIONS ${CMAKE_SOURCE_DIR}/migrations/sqlite)
file(GLOB migrations CONFIGURE_DEPENDS ${MIGRATIONS}/site/*.sql ${MIGRATIONS}/network/*.sql)
add_custom_command(
    OUTPUT embedded_migrations.cc
    COMMAND python3 ${CMAKE_SOURCE_DIR}/tools/embed_migrations.py ${MIGRATIONS} embedded_migrations.cc
    DEPENDS ${migrations} ${CMAKE_SOURCE_DIR}/tools/embed_migrations.py
    COMMENT "Embedding the migrations"
    VERBATIM
)
target_sources(db PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/embedded_migrations.cc)
