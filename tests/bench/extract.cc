// SPDX-License-Identifier: MIT
#include "extract.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <fstream>
#include <functional>

#include "cli/program.h"

namespace mutlua {
namespace {

/// Part `number` of a log, some kilobytes.
using Part = std::function<std::string(int number)>;

std::string progress(int number) {
  std::string text;
  for (int step = 0; step < 40; ++step) {
    text += fmt::format(
        "Epoch: [{}][{}/391]\tTime 0.031 (0.033)\tLoss {:.4f} (0.9112)\t"
        "Prec@1 71.875 ({:.3f})\n",
        number, step, 1.0 / (step + 1), 70 + step * 0.1);
  }
  return text + "准确率: 0.9\n";
}

std::string metrics_on_every_line(int number) {
  std::string text;
  for (int step = 0; step < 60; ++step) {
    text += fmt::format("step {}: test error in all: 0.2, Accuracy: 0.{}\r", step, number % 1000);
  }
  return text;
}

std::string no_line_end(int) { return std::string(4096, '.'); }

/// Writes parts until the log is long enough; the last one is followed by an end.
std::filesystem::path written(const TempFolder& folder, const Part& part, double megabytes) {
  const auto file = folder / "training.log";
  std::ofstream stream(file, std::ios::binary);
  double size = 0;
  for (int number = 1; size < megabytes * 1e6; ++number) {
    const std::string text = part(number);
    stream << text;
    size += static_cast<double>(text.size());
  }
  stream << "\nAccuracy: 0.95\nEvaluation completed\n";
  return file;
}

void bench(const std::string& kind, double megabytes, const Part& part) {
  const TempFolder folder;
  const auto file = written(folder, part, megabytes);
  const auto size = static_cast<double>(std::filesystem::file_size(file));
  const std::string command = fmt::format(
      "'{}' extract --model MRT-OAST/default --models '{}/settings/models.json' --exit-status 0 "
      "'{}' >/dev/null",
      Workshop::binary(), MUTLUA_SOURCE_FOLDER, file.string());
  const auto begin = std::chrono::steady_clock::now();
  const int status = std::system(command.c_str());
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  if (status != 0) fmt::print(stderr, "extract failed\n");
  fmt::print("{:<52} {:7.0f} MB/s\n", fmt::format("extract, {} MB of {}", megabytes, kind),
             size / 1e6 / seconds.count());
}

double peak_megabytes_of_children() {
  rusage used{};
  ::getrusage(RUSAGE_CHILDREN, &used);
  return static_cast<double>(used.ru_maxrss) * 1024 / 1e6;
}

}  // namespace

void bench_extract() {
  bench("progress lines", 1000, progress);
  bench("metrics on every line", 100, metrics_on_every_line);
  bench("text without a line end", 1000, no_line_end);
  fmt::print("{:<52} {:7.1f} MB\n", "peak memory of extract", peak_megabytes_of_children());
}

}  // namespace mutlua
