# Libraries, all from Debian. With MUTLUA_STATIC their archives are taken, so that the programs
# need nothing but glibc.
find_package(Threads REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(CLI11 2 REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)

if(MUTLUA_STATIC)
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
  # Debian has no archive of fmt, but its headers can stand alone.
  add_library(fmt::fmt INTERFACE IMPORTED)
  target_compile_definitions(fmt::fmt INTERFACE FMT_HEADER_ONLY=1)
else()
  find_package(fmt 9 REQUIRED)
endif()

# mutlua_external(<name> HEADER <file> LIBRARIES <names> LINKS <what they need themselves>):
# an imported target mutlua::<name>.
function(mutlua_external name)
  cmake_parse_arguments(ARG "" "HEADER" "LIBRARIES;LINKS" ${ARGN})
  add_library(mutlua::${name} INTERFACE IMPORTED)
  find_path(${name}_INCLUDE ${ARG_HEADER} PATH_SUFFIXES luajit-2.1 REQUIRED)
  target_include_directories(mutlua::${name} INTERFACE ${${name}_INCLUDE})
  foreach(library ${ARG_LIBRARIES})
    find_library(${name}_${library}_FILE ${library} REQUIRED)
    target_link_libraries(mutlua::${name} INTERFACE ${${name}_${library}_FILE})
  endforeach()
  target_link_libraries(mutlua::${name} INTERFACE ${ARG_LINKS})
endfunction()

mutlua_external(luajit HEADER luajit.h LIBRARIES luajit-5.1 LINKS m ${CMAKE_DL_LIBS})
mutlua_external(re2 HEADER re2/re2.h LIBRARIES re2 LINKS Threads::Threads)
mutlua_external(crypto HEADER openssl/evp.h LIBRARIES crypto LINKS Threads::Threads ${CMAKE_DL_LIBS})
mutlua_external(sqlite HEADER SQLiteCpp/SQLiteCpp.h LIBRARIES SQLiteCpp sqlite3
                LINKS Threads::Threads m ${CMAKE_DL_LIBS})
mutlua_external(boost HEADER boost/math/distributions/students_t.hpp)
