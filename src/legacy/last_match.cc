// SPDX-License-Identifier: MIT
#include "legacy/last_match.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>

#include "base/error.h"
#include "legacy/python_pattern.h"
#include "training/pattern_literals.h"

namespace mutlua {
namespace {

RE2::Options silent() {
  RE2::Options options;
  options.set_log_errors(false);
  return options;
}

/// Where a match that holds the literal begins at the earliest: near it, or with its line.
std::size_t first_begin(std::string_view held, std::size_t literal) {
  const std::size_t earliest = literal - std::min(literal, LastMatch::kLongest);
  const std::size_t end = held.substr(earliest, literal - earliest).rfind('\n');
  const std::size_t line = end == std::string_view::npos ? earliest : earliest + end + 1;
  return std::min(line, literal - std::min(literal, LastMatch::kLongestLead));
}

}  // namespace

LastMatch::LastMatch(const std::string& pattern)
    : expression_(std::make_unique<RE2>(python_pattern(pattern), silent())) {
  if (!expression_->ok()) {
    throw Error(ErrorKind::usage,
                fmt::format("the pattern /{}/ cannot be used: {}", pattern, expression_->error()));
  }
  filter_ = literals_of(expression_->pattern());
}

LastMatch::LastMatch(LastMatch&&) noexcept = default;
LastMatch& LastMatch::operator=(LastMatch&&) noexcept = default;
LastMatch::~LastMatch() = default;

/// A match that begins near the end of what is held may be another one when more is known.
void LastMatch::search(std::string_view held, bool is_end) {
  const std::size_t decided =
      is_end ? held.size() + 1 : held.size() - std::min(held.size(), kLongest);
  re2::StringPiece parts[2];
  const int wanted = std::min(expression_->NumberOfCapturingGroups(), 1) + 1;
  while (from_ < decided) {
    const std::size_t literal = filter_ ? filter_->find(held, from_) : from_;
    if (literal == LiteralFilter::kNowhere) break;
    const std::size_t begin = filter_ ? std::max(from_, first_begin(held, literal)) : from_;
    if (!expression_->Match({held.data(), held.size()}, begin, held.size(), RE2::UNANCHORED, parts,
                            wanted)) {
      break;
    }
    const auto found = static_cast<std::size_t>(parts[0].data() - held.data());
    if (found >= decided) break;
    captured_ = std::string(parts[wanted - 1]);
    from_ = std::max(found + parts[0].size(), found + 1);
  }
  from_ = std::max(from_, std::min(decided, held.size()));
}

}  // namespace mutlua
