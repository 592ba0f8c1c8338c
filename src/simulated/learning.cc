// SPDX-License-Identifier: MIT
#include "simulated/learning.h"

#include <algorithm>
#include <cmath>

namespace mutlua {
namespace {

constexpr double kWorstModel = 0.75;  // at its best learning rate, after very many epochs
constexpr double kBestModel = 0.97;
constexpr double kFurthestPeak = 0.15;  // decades from the default
constexpr double kMostApart = 0.05;     // metrics of one training
constexpr double kMostLoss = 2.5;
constexpr double kSamplesPerEpoch = 10'000;
constexpr double kLeast = 0.0001;  // four decimals are written

bool says(const std::string& metric, const char* word) {
  return metric.find(word) != std::string::npos;
}

/// How many decades two learning rates are apart; 0 where one of them is not known.
double decades(std::optional<double> rate, std::optional<double> usual) {
  if (!rate || !usual || *rate <= 0 || *usual <= 0) return 0;
  return std::log10(*rate / *usual);
}

}  // namespace

Learning::Learning(const SimulatedFigures& figures, const LaunchedModel& launched,
                   const KeyedNoise& noise, double seconds)
    : figures_(figures), noise_(noise), model_(launched.model->name) {
  const double best = kWorstModel + (kBestModel - kWorstModel) * model_.uniform("best");
  const double peak = kFurthestPeak * (2 * model_.uniform("peak") - 1);
  const double away =
      (decades(launched.value_of("learning_rate"), launched.default_of("learning_rate")) - peak) /
      figures.rate_width;
  peak_ = best * std::exp(-away * away / 2);
  usual_epochs_ = std::max(1.0, launched.default_of("epochs").value_or(1));
  epochs_per_second_ = launched.value_of("epochs").value_or(1) / std::max(seconds, 1e-9);
}

Learning::Curve Learning::curve(const std::string& metric) const {
  using Kind = Curve::Kind;
  const Kind kind = says(metric, "per_second") ? Kind::speed
                    : says(metric, "loss")     ? Kind::loss
                    : says(metric, "error")    ? Kind::error
                                               : Kind::share;
  return {.kind = kind,
          .own = 1 - kMostApart * model_.uniform(metric),
          .scatter = 1 + figures_.noise * figures_.quality_spread / 100 * noise_.normal(metric)};
}

double Learning::value(const Curve& curve, double epochs) const {
  const double learnt = 1 - std::exp(-epochs / (figures_.epochs_to_learn * usual_epochs_));
  const double quality = std::clamp(peak_ * learnt * curve.own, 0.0, 1.0);
  switch (curve.kind) {
    case Curve::Kind::speed:
      return std::max(kLeast, kSamplesPerEpoch * epochs_per_second_ * curve.scatter);
    case Curve::Kind::loss:
      return std::max(kLeast, kMostLoss * (1 - quality) * curve.scatter);
    case Curve::Kind::error:
      return std::clamp((1 - quality) * curve.scatter, kLeast, 1.0);
    case Curve::Kind::share:
      break;
  }
  return std::clamp(quality * curve.scatter, kLeast, 1.0);
}

}  // namespace mutlua
