// SPDX-License-Identifier: MIT
#include "legacy/comparisons.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "legacy/import_flag.h"
#include "legacy/old_record.h"

namespace mutlua {
namespace {

constexpr double kFarAbove = 1.75;         // times the group's median
constexpr std::size_t kSmallestGroup = 5;  // others that a run is held against
constexpr double kSameTime = 1.1;          // durations within this factor
constexpr double kOtherEpochs = 2;         // epochs that differ by at least this factor
constexpr std::size_t kFewestOfSameTime = 3;

/// What is compared of one experiment.
struct Run {
  Json* record = nullptr;
  std::string model;
  std::string workload;  ///< model and the values that decide how much is computed
  std::string id;
  std::optional<double> seconds;
  std::optional<double> watts;
  std::optional<double> epochs;
  std::optional<double> cpu_joules;
  std::optional<double> gpu_joules;  ///< the old sum
  bool alone = false;                ///< sequential, as far as is known
  bool success = false;
  bool of_table = false;
};

std::optional<double> number(const Json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

bool has_flag(const Json& record, const char* id) {
  const Json& flags = record.at("quality").at("flags");
  return std::any_of(flags.begin(), flags.end(),
                     [&](const Json& flag) { return flag.value("id", "") == id; });
}

Run run_of(Json& record) {
  const Json& training = measured_part(std::as_const(record));
  const Json& values = training.at("hyperparameters");
  Run run;
  run.record = &record;
  run.model = fmt::format("{}/{}", training.at("repository").get_ref<const std::string&>(),
                          training.at("model").get_ref<const std::string&>());
  run.workload = run.model;
  for (const char* name : {"epochs", "max_iter", "kfold", "batch_size"}) {
    if (values.contains(name)) run.workload += fmt::format(" {}={}", name, values.at(name).dump());
  }
  run.id = record.at("imported").at("id");
  run.seconds = number(training, "duration_seconds");
  run.watts = number(training.at("energy_metrics"), "gpu_power_avg_watts");
  run.epochs = number(values, "epochs");
  run.cpu_joules = number(training.at("energy_metrics"), "cpu_energy_total_joules");
  run.gpu_joules = number(record.at("energy"), "legacy_gpu_energy_joules");
  run.alone = !record.contains("foreground") && !has_flag(record, import_flag::kUnrecordedLoad);
  run.success = training.at("training_success") == true;
  run.of_table =
      record.at("imported").at("layout").get_ref<const std::string&>().starts_with("table");
  return run;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Flags those whose figure is far above the group's.
void flag_outliers(const std::vector<Run*>& group, std::optional<double> Run::*figure,
                   const char* id, const char* what) {
  std::vector<double> values;
  for (const Run* run : group) {
    if (run->*figure) values.push_back(*(run->*figure));
  }
  if (values.size() <= kSmallestGroup) return;
  const double usual = median(values);
  for (Run* run : group) {
    if (!(run->*figure) || *(run->*figure) <= kFarAbove * usual) continue;
    add_flag(*run->record,
             {.id = id,
              .detail = fmt::format("{} far above what {} other runs of {} took: something else "
                                    "may have run",
                                    what, values.size() - 1, run->workload),
              .value = *(run->*figure),
              .threshold = kFarAbove * usual});
  }
}

void compare_with_groups(std::vector<Run>& runs) {
  std::map<std::string, std::vector<Run*>> groups;
  for (Run& run : runs) {
    if (run.alone && run.success) groups[run.workload].push_back(&run);
  }
  for (const auto& [workload, group] : groups) {
    flag_outliers(group, &Run::watts, import_flag::kPowerFarAboveGroup, "its power is");
    flag_outliers(group, &Run::seconds, import_flag::kTimeFarAboveGroup, "its time is");
  }
}

/// Of one session, model and mode, by duration.
void compare_durations(std::vector<Run*>& runs) {
  std::sort(runs.begin(), runs.end(), [](auto* a, auto* b) { return a->seconds < b->seconds; });
  std::set<Run*> suspicious;
  for (std::size_t first = 0; first < runs.size(); ++first) {
    std::size_t end = first;
    double least = *runs[first]->epochs;
    double most = least;
    while (end < runs.size() && *runs[end]->seconds <= kSameTime * *runs[first]->seconds) {
      least = std::min(least, *runs[end]->epochs);
      most = std::max(most, *runs[end++]->epochs);
    }
    if (end - first < kFewestOfSameTime || most < kOtherEpochs * least) continue;
    for (std::size_t i = first; i < end; ++i) suspicious.insert(runs[i]);
  }
  for (Run* run : suspicious) {
    add_flag(*run->record,
             {.id = import_flag::kSameTimeWhateverEpochs,
              .detail = "runs of this session took the same time whatever their epochs: they "
                        "hardly trained",
              .value = *run->seconds});
  }
}

void compare_within_session(std::vector<Run>& runs, std::size_t begin) {
  std::map<std::pair<std::string, bool>, std::vector<Run*>> groups;
  for (std::size_t i = begin; i < runs.size(); ++i) {
    Run& run = runs[i];
    if (!run.success || !run.epochs || !run.seconds || *run.epochs <= 0) continue;
    groups[{run.model, run.alone}].push_back(&run);
  }
  for (auto& [key, group] : groups) compare_durations(group);
}

/// A join on the id alone gave some rows of tables the figures of another session's experiment.
void compare_figures(std::vector<Run>& runs) {
  using Figures = std::tuple<std::string, double, double>;
  std::map<Figures, std::vector<Run*>> same;
  for (Run& run : runs) {
    if (!run.cpu_joules || !run.gpu_joules || *run.gpu_joules == 0) continue;
    same[{run.id, *run.cpu_joules, *run.gpu_joules}].push_back(&run);
  }
  for (const auto& [figures, group] : same) {
    if (group.size() < 2) continue;
    const bool owned =
        std::any_of(group.begin(), group.end(), [](auto* r) { return !r->of_table; });
    for (Run* run : group) {
      if (!run->of_table) continue;
      add_flag(*run->record,
               {.id = import_flag::kEnergyOfAnother,
                .detail = owned ? "the row carries the energy of another session's experiment"
                                : "several rows of this id carry the same energy; it belongs to "
                                  "one of them at most"});
    }
  }
}

}  // namespace

void compare_experiments(std::vector<ImportedSession>& sessions) {
  std::size_t count = 0;
  for (const ImportedSession& session : sessions) count += session.trials.size();
  std::vector<Run> runs;
  runs.reserve(count);  // what is pointed at stays where it is
  for (ImportedSession& session : sessions) {
    const std::size_t begin = runs.size();
    for (Json& trial : session.trials) {
      remove_comparisons(trial);
      runs.push_back(run_of(trial));
    }
    compare_within_session(runs, begin);
  }
  compare_with_groups(runs);
  compare_figures(runs);
  for (Run& run : runs) judge(*run.record);
}

}  // namespace mutlua
