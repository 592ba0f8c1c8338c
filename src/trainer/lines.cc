// SPDX-License-Identifier: MIT
#include "trainer/lines.h"

#include <cstdarg>
#include <cstdio>

#include "trainer/failure.h"

namespace mutlua {

void write_line(std::ostream& out, const char* format, ...) {
  char line[1024];
  std::va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  out << line << '\n' << std::flush;
  if (!out) throw TrainingFailed("cannot write the output; is the disk full?");
}

}  // namespace mutlua
