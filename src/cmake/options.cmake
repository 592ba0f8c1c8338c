# What every target of the project is compiled with.
add_library(mutlua_options INTERFACE)
target_compile_features(mutlua_options INTERFACE cxx_std_20)
target_compile_options(mutlua_options INTERFACE
  -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion
  # The same source gives the same numbers on every machine: no fused multiply-add behind our back.
  -ffp-contract=off
  # g++ 12 takes std::optional and std::variant for uninitialised where they are not.
  $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized -Wno-dangling-pointer>)
target_compile_definitions(mutlua_options INTERFACE MUTLUA_VERSION="${PROJECT_VERSION}")
if(MUTLUA_STATIC)
  target_link_options(mutlua_options INTERFACE -static-libstdc++ -static-libgcc)
endif()

# mutlua_library(<folder> SOURCES <files> LINKS <arrows> USES <libraries that only its .cc files see>):
# the library of one folder.
function(mutlua_library folder)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;USES" ${ARGN})
  add_library(mutlua_${folder} STATIC ${ARG_SOURCES})
  add_library(mutlua::${folder} ALIAS mutlua_${folder})
  target_include_directories(mutlua_${folder} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(mutlua_${folder} PUBLIC ${ARG_LINKS} PRIVATE mutlua_options ${ARG_USES})
endfunction()

# What nearly every file includes, compiled once: without it most of the build is spent on JSON.
set(MUTLUA_COMMON_HEADERS <nlohmann/json.hpp> <fmt/format.h> <algorithm> <chrono> <filesystem>
    <functional> <map> <memory> <optional> <string> <variant> <vector>)
