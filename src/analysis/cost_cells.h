// SPDX-License-Identifier: MIT
#pragma once

#include <cmath>
#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace mutlua {

/// Trainings that nothing tells apart.
struct CostCell {
  std::string session;
  std::string mode;
  std::string load;
  double log_epochs = 0;  ///< mean
  double log_cost = 0;    ///< mean
  double squares = 0;     ///< of the logarithms' distances to that mean
  double trainings = 0;

  void add(double epochs_log, double cost_log, double count) {
    trainings += count;
    log_epochs += (epochs_log - log_epochs) * count / trainings;
    const double off = cost_log - log_cost;
    log_cost += off * count / trainings;
    squares += off * (cost_log - log_cost) * count;
  }
};

/// Them in the order in which they came: the newest at the end. Epochs that differ by less than
/// 1.6 % are as good as the same.
class CostCells {
 public:
  void add(const std::string& session, const std::string& mode, const std::string& load,
           double epochs, double cost, std::size_t count) {
    const double place = std::log(epochs);
    const auto key = std::make_tuple(session, mode, load, std::lround(place * kCellsPerUnit));
    const auto [found, fresh] = places_.try_emplace(key, cells_.size());
    if (fresh) cells_.push_back({.session = session, .mode = mode, .load = load});
    cells_[found->second].add(place, std::log(cost), static_cast<double>(count));
  }

  std::vector<CostCell> newest() const {
    const std::size_t first = cells_.size() > kMostCells ? cells_.size() - kMostCells : 0;
    return {cells_.begin() + static_cast<std::ptrdiff_t>(first), cells_.end()};
  }
  const std::vector<CostCell>& all() const { return cells_; }

 private:
  static constexpr double kCellsPerUnit = 64;
  static constexpr std::size_t kMostCells = 400;
  std::vector<CostCell> cells_;
  std::map<std::tuple<std::string, std::string, std::string, long>, std::size_t> places_;
};

}  // namespace mutlua
