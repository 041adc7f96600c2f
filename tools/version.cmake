# Writes <build>/generated/tilscape_version.hpp: the version and the commit that every run records. Configuring
# again follows each commit; a source tree without git says "unknown".
set(TILSCAPE_COMMIT unknown)
find_package(Git QUIET)
if(Git_FOUND)
  execute_process(COMMAND ${GIT_EXECUTABLE} describe --always --dirty --abbrev=12 --match v*
                  WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
                  OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(NOT failed)
    set(TILSCAPE_COMMIT ${described})
  endif()
endif()
if(EXISTS ${PROJECT_SOURCE_DIR}/.git/logs/HEAD)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/.git/logs/HEAD)
endif()
configure_file(tilscape_version.hpp.in ${PROJECT_BINARY_DIR}/generated/tilscape_version.hpp @ONLY)
