// SPDX-License-Identifier: MIT
#include "training/pattern_literals.h"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace mutlua {
namespace {

constexpr int kShortestLiteral = 3;

/// The filter folds ASCII only: a literal may hold other letters if they have no case, as Chinese,
/// Japanese and Korean ones (U+3000 to U+9FFF, U+B000 to U+D7FF).
bool has_no_case_beyond_ascii(unsigned char lead) {
  return lead < 0xC0 || (lead >= 0xE3 && lead <= 0xED && lead != 0xEA);
}

bool can_be_filtered(const std::string& literal) {
  return std::all_of(literal.begin(), literal.end(), [](char c) {
    return has_no_case_beyond_ascii(static_cast<unsigned char>(c));
  });
}

/// Literals one of which lies in every match; empty if there are none.
std::vector<std::string> needed_literals(const std::string& expression) {
  RE2::Options options;
  options.set_log_errors(false);
  re2::FilteredRE2 analysis(kShortestLiteral);
  int id = 0;
  std::vector<std::string> literals;
  if (analysis.Add(expression, options, &id) != RE2::NoError) return {};
  analysis.Compile(&literals);
  const auto possible_with = [&](const std::vector<int>& present) {
    std::vector<int> passed;
    analysis.AllPotentials(present, &passed);
    return !passed.empty();
  };
  if (literals.empty() || possible_with({})) return {};

  std::string longest;  // of those without which nothing matches
  for (std::size_t i = 0; i < literals.size(); ++i) {
    std::vector<int> others;
    for (std::size_t j = 0; j < literals.size(); ++j) {
      if (j != i) others.push_back(static_cast<int>(j));
    }
    if (!possible_with(others) && literals[i].size() > longest.size()) longest = literals[i];
  }
  return longest.empty() ? literals : std::vector<std::string>{longest};
}

}  // namespace

std::optional<LiteralFilter> literals_of(const std::string& expression) {
  std::vector<std::string> literals = needed_literals(expression);
  if (literals.empty() || !std::all_of(literals.begin(), literals.end(), can_be_filtered)) {
    return std::nullopt;
  }
  return LiteralFilter(std::move(literals));
}

}  // namespace mutlua
