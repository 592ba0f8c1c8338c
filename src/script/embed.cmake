# Lua files as text inside the program (src/script/embedded_lua.h).
#
# mutlua_embed_lua(<output.cc> <name>=<file> ...): writes the C++ file again when a Lua file changes.
# The same file, run by `cmake -P` at build time, does the writing.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  function(mutlua_embed_lua output)
    set(files ${ARGN})
    list(TRANSFORM files REPLACE "^[^=]*=" "")
    add_custom_command(
      OUTPUT ${output}
      COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} "-DMODULES=${ARGN}" -P ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
      DEPENDS ${files} ${CMAKE_CURRENT_FUNCTION_LIST_FILE}
      COMMENT "Embedding the Lua library"
      VERBATIM)
  endfunction()
  return()
endif()

set(text "// SPDX-License-Identifier: MIT\n#include \"script/embedded_lua.h\"\n\n")
string(APPEND text "namespace mutlua {\n\nconst std::vector<EmbeddedLua>& embedded_lua() {\n")
string(APPEND text "  static const std::vector<EmbeddedLua> modules = {\n")
foreach(module ${MODULES})
  string(REGEX MATCH "^([^=]*)=(.*)$" _ ${module})
  set(name ${CMAKE_MATCH_1})
  file(READ ${CMAKE_MATCH_2} content)
  string(FIND "${content}" ")embedded\"" end_mark)
  if(NOT end_mark EQUAL -1)
    message(FATAL_ERROR "${CMAKE_MATCH_2} holds the text that ends its own embedding: )embedded\"")
  endif()
  string(APPEND text "{\"${name}\", R\"embedded(${content})embedded\"},\n")
endforeach()
string(APPEND text "  };\n  return modules;\n}\n\n}  // namespace mutlua\n")
file(WRITE ${OUTPUT} "${text}")
