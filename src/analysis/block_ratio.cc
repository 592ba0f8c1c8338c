// SPDX-License-Identifier: MIT
#include "analysis/block_ratio.h"

#include <cmath>
#include <map>

namespace mutlua {
namespace {

struct Mean {
  double sum = 0;
  std::size_t n = 0;

  void add(double value) {
    sum += value;
    ++n;
  }
  double value() const { return sum / static_cast<double>(n); }
};

/// The logarithms of one stratum.
struct Arms {
  Mean treated;
  Mean baseline;

  bool both() const { return treated.n > 0 && baseline.n > 0; }
  double difference() const { return treated.value() - baseline.value(); }
};

using Strata = std::map<std::string, Arms>;

std::optional<double> difference_of(const Strata& strata) {
  Mean mean;
  for (const auto& [name, arms] : strata) {
    if (arms.both()) mean.add(arms.difference());
  }
  if (mean.n == 0) return std::nullopt;
  return mean.value();
}

}  // namespace

BlockRatio block_ratio(const std::vector<Observation>& observations, double confidence) {
  BlockRatio result;
  std::map<std::string, Strata> blocks;
  for (const Observation& each : observations) {
    Arms& arms = blocks[each.block][each.stratum];
    if (each.value > 0) {
      (each.treated ? arms.treated : arms.baseline).add(std::log(each.value));
    } else {
      ++result.not_positive;
    }
  }
  std::vector<double> differences;
  for (const auto& [name, strata] : blocks) {
    const auto difference = difference_of(strata);
    if (difference) differences.push_back(*difference);
  }
  result.blocks = differences.size();
  result.unmatched = blocks.size() - differences.size();
  const Estimate logarithms = estimate(differences, confidence);
  if (logarithms.mean) result.ratio = std::exp(*logarithms.mean);
  if (logarithms.interval) {
    result.interval = Interval{.lower = std::exp(logarithms.interval->lower),
                               .upper = std::exp(logarithms.interval->upper)};
  }
  if (differences.empty()) result.reason = "no block holds both arms";
  if (differences.size() == 1) result.reason = "one block alone shows no spread";
  return result;
}

Json to_json(const BlockRatio& ratio) {
  Json json;
  json["ratio"] = ratio.ratio ? Json(*ratio.ratio) : Json(nullptr);
  json["lower"] = ratio.interval ? Json(ratio.interval->lower) : Json(nullptr);
  json["upper"] = ratio.interval ? Json(ratio.interval->upper) : Json(nullptr);
  json["blocks"] = ratio.blocks;
  json["unmatched"] = ratio.unmatched;
  json["not_positive"] = ratio.not_positive;
  if (!ratio.reason.empty()) json["reason"] = ratio.reason;
  return json;
}

}  // namespace mutlua
