// SPDX-License-Identifier: MIT
#include "analysis/cost_forecast.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <set>

#include "analysis/cost_cells.h"

namespace mutlua {
namespace {

// Variances of logarithms, before they are scaled by what a model's past shows.
constexpr double kUnknown = 9;  // of c: a factor of twenty either way is no surprise
constexpr double kModes = 0.05 * 0.05;
constexpr double kLoads = 0.05 * 0.05;
constexpr double kSessions = 0.05 * 0.05;
constexpr double kTrainings = 0.05 * 0.05;
// Of a mode that the past has not: what training alone costs says little of training beside a load,
// which may take half again as long and twice the energy. Nothing that was seen scales it.
constexpr double kUnseenMode = 0.5 * 0.5;
// How many trainings' worth of scatter the figures above stand for.
constexpr double kPriorFreedom = 4;
// Of these variances: with it trainings scatter by a factor of twenty, and more would overflow.
constexpr double kMostScale = 4000;

/// k in units of the epochs that the past has: none, around half of them, or all there is.
struct Overhead {
  double ratio = 0;
  double weight = 0;
};

std::vector<Overhead> overheads(Epochs epochs) {
  std::vector<Overhead> all = {{0, 0.2}, {1e6, epochs == Epochs::limited ? 1 : 0.02}};
  for (int power = -6; power <= 6; ++power) {
    const double off = (power + 1) / 2.0;
    all.push_back({std::exp2(power), 0.8 * std::exp(-off * off / 2) / (2 * std::sqrt(2 * M_PI))});
  }
  return all;
}

/// What two trainings share, of different or of equal cells.
double covariance(const CostCell& one, const CostCell& other) {
  double shared = kUnknown;
  if (one.mode == other.mode) shared += kModes;
  if (one.mode == other.mode && one.load == other.load) shared += kLoads;
  if (one.session == other.session) shared += kSessions;
  return shared;
}

Eigen::MatrixXd covariances(const std::vector<CostCell>& rows,
                            const std::vector<CostCell>& columns) {
  Eigen::MatrixXd matrix(rows.size(), columns.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < columns.size(); ++j)
      matrix(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) =
          covariance(rows[i], columns[j]);
  }
  return matrix;
}

/// Predicts a plan's logarithms from the past's, for any k.
class Prediction {
 public:
  Prediction(const std::vector<CostCell>& past, const std::vector<CostCell>& plan)
      : past_(past), plan_(plan) {
    Eigen::MatrixXd known = covariances(past, past);
    double log_epochs = 0;
    for (std::size_t i = 0; i < past.size(); ++i) {
      known(index(i), index(i)) += kTrainings / past[i].trainings;
      squares_ += past[i].squares / kTrainings;
      freedom_ += past[i].trainings;
      log_epochs += past[i].log_epochs * past[i].trainings;
    }
    typical_epochs_ = std::exp(log_epochs / freedom_);
    freedom_ += kPriorFreedom - 1;
    known_.compute(known);
    const Eigen::MatrixXd cross = covariances(past, plan);
    weights_ = known_.solve(cross).transpose();
    spread_ = covariances(plan, plan) - weights_ * cross;
    for (const CostCell& each : past) seen_modes_.insert(each.mode);
  }

  /// Its weight is a logarithm.
  CostComponent component(const Overhead& overhead) const {
    const double k = overhead.ratio * typical_epochs_;
    Eigen::VectorXd residual(index(past_.size()));
    double mean = 0;
    for (std::size_t i = 0; i < past_.size(); ++i) {
      residual(index(i)) = past_[i].log_cost - size(past_[i], k);
      mean += residual(index(i)) / static_cast<double>(past_.size());
    }
    residual.array() -= mean;
    const double misfit = kPriorFreedom + squares_ + residual.dot(known_.solve(residual));
    const Eigen::VectorXd logs = weights_ * residual;
    CostComponent total = total_of(logs, mean, k, std::min(misfit / freedom_, kMostScale));
    total.weight = std::log(overhead.weight) - freedom_ / 2 * std::log(misfit);
    total.freedom = freedom_;
    return total;
  }

 private:
  static Eigen::Index index(std::size_t i) { return static_cast<Eigen::Index>(i); }
  static double size(const CostCell& cell, double k) {
    return std::log(std::exp(cell.log_epochs) + k);
  }

  /// Of the logarithms of two cells of the plan.
  double shared(std::size_t i, std::size_t j, double scale) const {
    const bool unseen = plan_[i].mode == plan_[j].mode && !seen_modes_.contains(plan_[i].mode);
    return spread_(index(i), index(j)) * scale + (unseen ? kUnseenMode : 0);
  }

  /// The sum of log-normal costs is taken for log-normal, with their mean and variance.
  CostComponent total_of(const Eigen::VectorXd& logs, double mean, double k, double scale) const {
    const double own = kTrainings * scale;
    std::vector<double> costs(plan_.size());
    double sum = 0;
    for (std::size_t i = 0; i < plan_.size(); ++i) {
      const double log_cost = logs(index(i)) + mean + size(plan_[i], k);
      costs[i] = std::exp(log_cost + (shared(i, i, scale) + own) / 2) * plan_[i].trainings;
      sum += costs[i];
    }
    double variance = 0;
    for (std::size_t i = 0; i < plan_.size(); ++i) {
      for (std::size_t j = 0; j < plan_.size(); ++j)
        variance += costs[i] * costs[j] * std::expm1(shared(i, j, scale));
      variance += costs[i] * costs[i] / plan_[i].trainings * std::exp(shared(i, i, scale)) *
                  std::expm1(own);
    }
    const double square = std::log1p(std::max(0.0, variance) / (sum * sum));
    return {.log_median = std::log(sum) - square / 2, .log_scale = std::sqrt(square)};
  }

  const std::vector<CostCell>& past_;
  const std::vector<CostCell>& plan_;
  Eigen::LLT<Eigen::MatrixXd> known_;
  Eigen::MatrixXd weights_;
  Eigen::MatrixXd spread_;
  std::set<std::string> seen_modes_;
  double squares_ = 0;
  double freedom_ = 0;
  double typical_epochs_ = 1;
};

void to_weights(CostForecast& forecast) {
  double most = forecast.front().weight;
  for (const CostComponent& each : forecast) most = std::max(most, each.weight);
  double sum = 0;
  for (CostComponent& each : forecast) sum += each.weight = std::exp(each.weight - most);
  for (CostComponent& each : forecast) each.weight /= sum;
}

}  // namespace

CostForecast cost_forecast(const std::vector<PastCost>& past, const std::vector<PlannedCost>& plan,
                           Epochs epochs) {
  if (past.empty() || plan.empty()) return {};
  CostCells seen;
  for (const PastCost& each : past)
    seen.add(each.session, each.mode, each.load, each.epochs, each.cost, 1);
  CostCells planned;
  for (const PlannedCost& each : plan)
    planned.add("", each.mode, each.load, each.epochs, 1, each.count);
  const std::vector<CostCell> known = seen.newest();
  const Prediction prediction(known, planned.all());
  CostForecast forecast;
  for (const Overhead& overhead : overheads(epochs))
    forecast.push_back(prediction.component(overhead));
  to_weights(forecast);
  return forecast;
}

CostForecast forecast_from_estimate(double total) {
  return {{.weight = 1, .log_median = std::log(total), .log_scale = std::log(2)}};
}

}  // namespace mutlua
