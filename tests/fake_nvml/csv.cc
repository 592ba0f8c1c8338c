// SPDX-License-Identifier: MIT
#include "fake_nvml/csv.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace mutlua {
namespace {

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream stream(line);
  for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
  return cells;
}

std::size_t column(const std::vector<std::string>& names, const std::string& name) {
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) throw std::runtime_error("no column " + name);
  return static_cast<std::size_t>(at - names.begin());
}

}  // namespace

std::vector<CurvePoint> read_csv(const std::filesystem::path& file, const std::string& time,
                                 const std::string& value) {
  std::ifstream stream(file);
  if (!stream) throw std::runtime_error("cannot read " + file.string());
  std::vector<std::string> names;
  std::vector<CurvePoint> points;
  for (std::string line; std::getline(stream, line);) {
    if (line.empty() || line[0] == '#') continue;
    const auto cells = cells_of(line);
    if (names.empty()) {
      names = cells;
      continue;
    }
    const std::size_t at = column(names, time);
    const std::size_t what = column(names, value);
    if (std::max(at, what) >= cells.size() || cells[at].empty() || cells[what].empty()) continue;
    points.push_back({std::stod(cells[at]) * 1e-6, std::stod(cells[what])});
  }
  if (points.empty()) throw std::runtime_error("no rows in " + file.string());
  return points;
}

}  // namespace mutlua
