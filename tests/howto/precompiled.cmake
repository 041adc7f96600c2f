# Included by the project of a copy that is built without optimising (CMAKE_PROJECT_tilscape_INCLUDE): most of that time
# goes into reading the standard library, so each target reads it once.
function(precompile_targets_of folder)
  get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(type MATCHES "STATIC_LIBRARY|EXECUTABLE")
      target_precompile_headers(${target} PRIVATE
        <algorithm> <array> <cmath> <cstdint> <filesystem> <fstream> <functional> <map> <memory> <optional> <set>
        <sstream> <string> <string_view> <utility> <variant> <vector>)
    endif()
  endforeach()
  get_property(folders DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
  foreach(below IN LISTS folders)
    precompile_targets_of(${below})
  endforeach()
endfunction()
cmake_language(DEFER CALL precompile_targets_of ${CMAKE_CURRENT_SOURCE_DIR})
