// SPDX-License-Identifier: MIT
// The assembler copies the file into the program; CMake names it in MUTLUA_DIGITS_FILE.
#include "trainer/data.h"

asm(".pushsection .rodata\n"
    ".global mutlua_digits_begin, mutlua_digits_end\n"
    "mutlua_digits_begin:\n"
    ".incbin \"" MUTLUA_DIGITS_FILE
    "\"\n"
    "mutlua_digits_end:\n"
    ".byte 0\n"
    ".popsection\n");

extern "C" const char mutlua_digits_begin[];
extern "C" const char mutlua_digits_end[];

namespace mutlua {

std::string_view digits_text() {
  return {mutlua_digits_begin, static_cast<std::size_t>(mutlua_digits_end - mutlua_digits_begin)};
}

}  // namespace mutlua
