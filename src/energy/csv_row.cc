// SPDX-License-Identifier: MIT
#include "energy/csv_row.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>

#include "base/error.h"

namespace mutlua {
namespace {

constexpr std::size_t kLongestLine = 1 << 16;
constexpr std::int64_t kMost = 4'000'000'000'000'000'000;

template <class Number>
std::optional<Number> parsed(const CsvRow& row, std::size_t cell) {
  const std::string_view text = row.text(cell);
  if (text.empty()) return std::nullopt;
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    row.fail(
        fmt::format("cell {}: expected a whole number, found '{}'", cell + 1, text.substr(0, 40)));
  }
  return value;
}

}  // namespace

CsvRow::CsvRow(const std::filesystem::path& path, int line, std::string_view text)
    : path_(path), line_(line) {
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    cells_.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
}

void CsvRow::expect(std::size_t cells) const {
  if (cells_.size() != cells)
    fail(fmt::format("expected {} cells, found {}", cells, cells_.size()));
}

std::optional<std::int64_t> CsvRow::optional_number(std::size_t cell) const {
  const auto value = parsed<std::int64_t>(*this, cell);
  if (value && (*value > kMost || *value < -kMost))
    fail(fmt::format("cell {}: out of range", cell + 1));
  return value;
}

std::optional<std::uint64_t> CsvRow::optional_unsigned(std::size_t cell) const {
  return parsed<std::uint64_t>(*this, cell);
}

std::int64_t CsvRow::number(std::size_t cell) const {
  const auto value = optional_number(cell);
  if (!value) fail(fmt::format("cell {} is empty", cell + 1));
  return *value;
}

int CsvRow::index(std::size_t cell, std::size_t count) const {
  const std::int64_t value = number(cell);
  if (value < 0 || static_cast<std::size_t>(value) >= count)
    fail(fmt::format("cell {}: no entry {}", cell + 1, value));
  return static_cast<int>(value);
}

void CsvRow::fail(const std::string& message) const {
  throw Error(ErrorKind::usage, fmt::format("{}:{}: {}", path_.string(), line_, message));
}

void for_each_row(const std::filesystem::path& path,
                  const std::function<void(const CsvRow&)>& use) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return;
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (file.eof()) return;
    if (line.size() > kLongestLine) CsvRow(path, number, {}).fail("the line is too long");
    if (number > 1) use(CsvRow(path, number, line));
  }
}

}  // namespace mutlua
