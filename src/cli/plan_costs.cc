// SPDX-License-Identifier: MIT
#include "cli/plan_costs.h"

#include <algorithm>
#include <map>

namespace mutlua {
namespace {

using Questions = std::vector<const CostQuestion*>;
using Past = std::vector<PastCost>;

/// How a trial of the past becomes a cost; absent if it says nothing.
using CostOf = std::function<std::optional<double>(const PastTrial&)>;

std::map<const Model*, Questions> by_model(const std::vector<CostQuestion>& questions) {
  std::map<const Model*, Questions> groups;
  for (const CostQuestion& each : questions) groups[each.model].push_back(&each);
  return groups;
}

/// Trials whose epochs are known say nothing of those whose are not, and the other way round.
Past past_costs(const std::vector<PastTrial>& trials, bool epochs_known, const CostOf& cost) {
  Past past;
  for (const PastTrial& each : trials) {
    if (each.epochs.has_value() != epochs_known) continue;
    if (const auto value = cost(each)) {
      past.push_back({.session = each.session,
                      .mode = each.mode,
                      .load = each.load,
                      .epochs = each.epochs.value_or(1),
                      .cost = *value});
    }
  }
  return past;
}

std::size_t sessions_in(const Past& past, std::set<std::string>& sessions) {
  for (const PastCost& each : past) sessions.insert(each.session);
  return sessions.size();
}

/// scikit-learn's max_iter and its like: a training may be done before.
Epochs kind_of_epochs(const Model& model) {
  return epochs_name(model).starts_with("max") ? Epochs::limited : Epochs::counted;
}

/// Gathers the parts of an answer.
class Answer {
 public:
  /// The questions about one model, or the loads alone for nullptr.
  void ask(const Model* model, const Questions& questions,
           const std::function<Past(bool epochs_known)>& past, bool by_catalogue) {
    for (const bool epochs_known : {true, false}) {
      Questions these;
      for (const CostQuestion* each : questions) {
        if (each->epochs.has_value() == epochs_known) these.push_back(each);
      }
      if (these.empty()) continue;
      const Past known = model != nullptr ? past(epochs_known) : Past{};
      known.empty() ? ask_without_past(model, these, by_catalogue) : ask_past(*model, these, known);
    }
  }

  CostAnswer result() {
    if (catalogue_ > 0) forecasts_.push_back(forecast_from_estimate(catalogue_));
    answer_.total = total_of(forecasts_);
    for (double* each : {&answer_.total.low, &answer_.total.median, &answer_.total.high})
      *each += design_;
    return answer_;
  }

  CostAnswer& answer() { return answer_; }

 private:
  void ask_past(const Model& model, const Questions& questions, const Past& past) {
    std::vector<PlannedCost> plan;
    for (const CostQuestion* each : questions) {
      plan.push_back({.mode = each->mode,
                      .load = each->load,
                      .epochs = each->epochs.value_or(1),
                      .count = each->count});
      answer_.trials += each->count;
      answer_.from_history += each->count;
      const bool seen = std::any_of(past.begin(), past.end(), [&](const PastCost& other) {
        return other.mode == each->mode;
      });
      if (!seen) answer_.of_unseen_mode += each->count;
    }
    forecasts_.push_back(cost_forecast(past, plan, kind_of_epochs(model)));
    answer_.trainings += past.size();
    answer_.sessions = sessions_in(past, sessions_);
  }

  void ask_without_past(const Model* model, const Questions& questions, bool by_catalogue) {
    for (const CostQuestion* each : questions) {
      const auto count = static_cast<double>(each->count);
      answer_.trials += each->count;
      if (by_catalogue && each->seconds) {
        design_ += *each->seconds * count;
        answer_.from_design += each->count;
      } else if (by_catalogue && each->simulated) {
        catalogue_ += *each->simulated * count;
        answer_.from_simulation += each->count;
      } else if (by_catalogue && model != nullptr && model->seconds_per_epoch && each->epochs) {
        catalogue_ += *model->seconds_per_epoch * *each->epochs * count;
        answer_.from_catalogue += each->count;
      } else {
        answer_.unknown += each->count;
        const std::string others = each->load.empty() ? "trials by hand" : each->load;
        answer_.unknown_models.insert(model != nullptr ? model->name : others);
      }
    }
  }

  CostAnswer answer_;
  std::vector<CostForecast> forecasts_;
  std::set<std::string> sessions_;
  double catalogue_ = 0;  ///< wrong for all models alike, if the machine is another one
  double design_ = 0;
};

std::optional<double> both(const PastTrial& trial) {
  if (!trial.gpu_joules || !trial.cpu_joules) return std::nullopt;
  return *trial.gpu_joules + *trial.cpu_joules + trial.failed_gpu_joules + trial.failed_cpu_joules;
}

std::optional<double> of_gpu(const PastTrial& trial) {
  if (!trial.gpu_joules) return std::nullopt;
  return *trial.gpu_joules + trial.failed_gpu_joules;
}

std::optional<double> of_cpu(const PastTrial& trial) {
  if (!trial.cpu_joules) return std::nullopt;
  return *trial.cpu_joules + trial.failed_cpu_joules;
}

/// Joules of one kind for all trainings of a model.
Past past_joules(const std::vector<PastTrial>& trials, bool epochs_known,
                 std::set<std::string>& domains) {
  Past gpu = past_costs(trials, epochs_known, of_gpu);
  Past cpu = past_costs(trials, epochs_known, of_cpu);
  Past all = past_costs(trials, epochs_known, both);
  if (gpu.empty() && cpu.empty()) return {};
  const std::size_t most = std::max(gpu.size(), cpu.size());
  if (2 * all.size() >= most) {
    domains.insert("GPU and CPU");
    return all;
  }
  domains.insert(gpu.empty() ? "CPU alone" : "GPU alone");
  return gpu.empty() ? cpu : gpu;
}

}  // namespace

CostAnswer expected_seconds(const std::vector<CostQuestion>& questions, PlanHistory& history) {
  Answer answer;
  const CostOf seconds = [](const PastTrial& trial) {
    return std::optional(trial.seconds + trial.failed_seconds);
  };
  for (const auto& [model, these] : by_model(questions)) {
    const auto past = [&, model = model](bool epochs_known) {
      return past_costs(history.of(*model), epochs_known, seconds);
    };
    answer.ask(model, these, past, true);
  }
  return answer.result();
}

CostAnswer expected_joules(const std::vector<CostQuestion>& questions, PlanHistory& history) {
  Answer answer;
  for (const auto& [model, these] : by_model(questions)) {
    const auto past = [&, model = model](bool epochs_known) {
      return past_joules(history.of(*model), epochs_known, answer.answer().domains);
    };
    answer.ask(model, these, past, false);
  }
  return answer.result();
}

}  // namespace mutlua
