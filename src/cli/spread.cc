// SPDX-License-Identifier: MIT
#include "cli/spread.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace mutlua {
namespace {

double median_of(const std::vector<double>& sorted) {
  const std::size_t half = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

}  // namespace

std::optional<Spread> spread_of(std::vector<double> values) {
  if (values.empty()) return std::nullopt;
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  Spread spread{.n = static_cast<int>(values.size()),
                .mean = std::accumulate(values.begin(), values.end(), 0.0) / n,
                .median = median_of(values),
                .least = values.front(),
                .most = values.back(),
                .sd = std::nullopt};
  if (values.size() < 2) return spread;
  double square = 0;
  for (const double value : values) square += (value - spread.mean) * (value - spread.mean);
  spread.sd = std::sqrt(square / (n - 1));
  return spread;
}

Json to_json(const std::optional<Spread>& spread) {
  if (!spread) return nullptr;
  return {{"mean", spread->mean}, {"sd", spread->sd ? Json(*spread->sd) : Json(nullptr)},
          {"n", spread->n},       {"min", spread->least},
          {"max", spread->most},  {"median", spread->median}};
}

std::string figure_text(double value) {
  const double size = std::abs(value);
  const int before = size < 1 ? 1 : static_cast<int>(std::floor(std::log10(size))) + 1;
  return fmt::format("{:.{}f}", value, std::clamp(5 - before, 0, 4));
}

}  // namespace mutlua
