// SPDX-License-Identifier: MIT
#include "simulated/course.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "simulated/learning.h"
#include "simulated/noise.h"

namespace mutlua {
namespace {

constexpr double kMegabyte = 1e6;

double default_epochs(const Model& model) {
  return std::max(1.0, default_of(model, "epochs").value_or(1));
}

/// Seconds of a training with its defaults: the median of those that the catalogue knows.
double median_seconds(const Catalogue& catalogue, double otherwise) {
  std::vector<double> known;
  for (const Model& model : catalogue.models()) {
    if (model.seconds_per_epoch) known.push_back(*model.seconds_per_epoch * default_epochs(model));
  }
  if (known.empty()) return otherwise;
  const auto middle = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2);
  std::nth_element(known.begin(), middle, known.end());
  return *middle;
}

double spread(const SimulatedFigures& figures, double percent, double normal) {
  return std::max(0.1, 1 + figures.noise * percent / 100 * normal);
}

using Report = std::function<std::string(double after_epochs)>;

std::string head_of_log(const Model& model, const LogLines& lines) {
  std::string head = fmt::format("(simulated) {}: no training runs here\n", model.name);
  for (const std::string& pattern : lines.unwritten)
    head += fmt::format("(simulated) no text is known for one of the catalogue's patterns: {}\n",
                        pattern);
  return head;
}

/// Marks, and with those that stand at an epoch's end what it reached; of very many every so many.
void write_epochs(SimulatedCourse& course, const NumberLine& line, bool at_start,
                  const Report& report, double startup, double epochs, int most) {
  const auto whole = static_cast<std::int64_t>(std::min(epochs, 1e9));
  const std::int64_t step = 1 + (whole - 1) / most;
  const double each = (course.seconds - startup) / epochs;
  for (std::int64_t epoch = step; epoch <= whole; epoch += step) {
    const auto number = static_cast<double>(epoch);
    const double begins = startup + each * static_cast<double>(epoch - step);
    if (at_start) {
      course.output.push_back({begins, line.text(number)});
    } else {
      course.output.push_back({startup + each * number, report(number) + line.text(number)});
    }
  }
}

}  // namespace

CourseMaker::CourseMaker(const SimulatedFigures& figures, const Catalogue& catalogue,
                         EpochSeconds known)
    : figures_(figures),
      catalogue_(catalogue),
      known_(std::move(known)),
      unknown_seconds_(median_seconds(catalogue, figures.unknown_seconds)) {}

double CourseMaker::seconds_per_epoch(const Model& model, double default_epochs) const {
  if (known_) {
    if (const auto seconds = known_(model)) return *seconds;
  }
  return model.seconds_per_epoch.value_or(unknown_seconds_ / default_epochs);
}

SimulatedCourse CourseMaker::course(const Launch& launch, const std::string& key,
                                    std::int64_t free_bytes) {
  SimulatedCourse course;
  const auto launched = launched_model(catalogue_, launch);
  if (!launched) {
    course.output.push_back({0, "the simulated machine knows no such training\n"});
    course.exit_code = 127;
    return course;
  }
  const Model& model = *launched->model;
  const KeyedNoise noise(fmt::format("{}\n{}", key, fmt::join(launch.argv, "\x1f")));
  const double usual = default_epochs(model);
  const double epochs = std::max(0.0, launched->value_of("epochs").value_or(1));
  const double each = seconds_per_epoch(model, usual) *
                      spread(figures_, figures_.duration_spread, noise.normal("duration"));
  const double startup = std::min(figures_.longest_startup, figures_.startup_share * each * usual);
  course.seconds = std::max(figures_.least_seconds, startup + each * epochs);
  course.utilisation = model.gpu_percent.value_or(figures_.unknown_percent) / 100;
  course.cost = spread(figures_, figures_.power_spread, noise.normal("power"));
  course.memory_bytes =
      static_cast<std::int64_t>(model.memory_mb.value_or(figures_.unknown_memory_mb) * kMegabyte);
  if (course.memory_bytes > free_bytes) {
    run_out_of_memory(course, std::max(startup, figures_.least_seconds), free_bytes);
  } else {
    write_log(course, *launched, noise, startup, epochs);
  }
  return course;
}

void CourseMaker::run_out_of_memory(SimulatedCourse& course, double startup,
                                    std::int64_t free_bytes) const {
  const auto megabytes = [](std::int64_t bytes) { return static_cast<double>(bytes) / kMegabyte; };
  course.output.push_back(
      {startup, fmt::format("RuntimeError: CUDA out of memory. Tried to allocate {:.0f} MB of a "
                            "simulated card; {:.0f} MB are free\n",
                            megabytes(course.memory_bytes), megabytes(free_bytes))});
  course.seconds = startup;
  course.memory_bytes = std::max<std::int64_t>(0, free_bytes);
  course.exit_code = 1;
}

void CourseMaker::write_log(SimulatedCourse& course, const LaunchedModel& launched,
                            const KeyedNoise& noise, double startup, double epochs) {
  const LogLines& lines = writer_.lines_of(*launched.model);
  const Learning learning(figures_, launched, noise, course.seconds);
  std::vector<Learning::Curve> curves;
  for (const LogLines::Line& each : lines.metrics) curves.push_back(learning.curve(each.metric));
  const Report report = [&](double after_epochs) {
    std::string text;
    for (std::size_t i = 0; i < curves.size(); ++i)
      text += lines.metrics[i].line.text(learning.value(curves[i], after_epochs));
    return text;
  };
  course.output.push_back({0, head_of_log(*launched.model, lines)});
  if (lines.epoch) {
    const bool at_start = launched.model->epoch->at_start;
    write_epochs(course, *lines.epoch, at_start, report, startup, epochs,
                 figures_.most_epoch_marks);
  }
  course.output.push_back({course.seconds, report(epochs)});
}

}  // namespace mutlua
