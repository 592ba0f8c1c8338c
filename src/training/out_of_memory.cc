// SPDX-License-Identifier: MIT
#include "training/out_of_memory.h"

#include <algorithm>

#include "training/log_pattern.h"

namespace mutlua {
namespace {

/// One of these lies in every message: five literals are searched for faster than fourteen.
constexpr const char* kHints[] = {"out of memory", "outofmemory", "memoryerror", "alloc",
                                  "exhausted"};

constexpr std::string_view kMessages[] = {
    "CUDA out of memory",
    "CUDA error: out of memory",
    "HIP out of memory",
    "HIP error: out of memory",
    "OutOfMemoryError",
    "cudaErrorMemoryAllocation",
    "hipErrorOutOfMemory",
    "CUBLAS_STATUS_ALLOC_FAILED",
    "CUDNN_STATUS_ALLOC_FAILED",
    "RESOURCE_EXHAUSTED",
    "DefaultCPUAllocator: can't allocate memory",
    "DefaultCPUAllocator: not enough memory",
    "std::bad_alloc",
    "MemoryError",
};

bool says_so(std::string_view line) {
  return std::any_of(std::begin(kMessages), std::end(kMessages), [&](std::string_view message) {
    return line.find(message) != std::string_view::npos;
  });
}

/// Behind a terminal control sequence (ECMA-48, CSI) that begins at i.
std::size_t skip_escape(std::string_view line, std::size_t i) {
  if (++i >= line.size() || line[i] != '[') return i;
  for (++i; i < line.size() && (line[i] < '@' || line[i] > '~'); ++i) {
  }
  return std::min(i + 1, line.size());
}

/// Cuts without leaving part of a UTF-8 character behind.
void cut(std::string& text, std::size_t longest) {
  if (text.size() <= longest) return;
  while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xC0) == 0x80) --longest;
  text.resize(longest);
}

}  // namespace

MemoryErrorSearch::MemoryErrorSearch() : filter_({std::begin(kHints), std::end(kHints)}) {}

void MemoryErrorSearch::read(std::string_view lines) {
  std::size_t hint = line_ ? LiteralFilter::kNowhere : filter_.find(lines, 0);
  while (hint != LiteralFilter::kNowhere) {
    const std::size_t begin = lines_above(lines, hint, 0);
    const std::size_t end = lines_below(lines, hint, 1);
    const std::string_view line = lines.substr(begin, end - begin);
    if (says_so(line)) {
      line_ = plain_line(line);
      return;
    }
    hint = filter_.find(lines, end);
  }
}

std::string plain_line(std::string_view line, std::size_t longest) {
  std::string result;
  for (std::size_t i = 0; i < line.size() && result.size() <= longest;) {
    const char c = line[i];
    if (c == '\x1b') {
      i = skip_escape(line, i);
      continue;
    }
    if (c == '\t') result += ' ';
    if (static_cast<unsigned char>(c) >= ' ' && c != '\x7f') result += c;
    ++i;
  }
  cut(result, longest);
  const std::size_t last = result.find_last_not_of(' ');
  result.resize(last == std::string::npos ? 0 : last + 1);
  return result.substr(std::min(result.find_first_not_of(' '), result.size()));
}

}  // namespace mutlua
