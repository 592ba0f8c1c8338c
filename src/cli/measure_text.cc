// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <utility>

#include "cli/measure_report.h"
#include "cli/spread.h"
#include "cli/text.h"
#include "store/command_script.h"

namespace mutlua {
namespace {

/// Of the summary, as people read them.
constexpr std::pair<const char*, const char*> kColumns[] = {
    {"seconds", "time, s"},       {"gpu_joules", "GPU, J"}, {"cpu_joules", "CPU, J"},
    {"total_joules", "total, J"}, {"gpu_watts", "GPU, W"},  {"cpu_watts", "CPU, W"},
    {"total_watts", "total, W"}};

std::string command_text(const Json& words) {
  std::string text;
  for (const Json& word : words) {
    text += (text.empty() ? "" : " ") + shell_quote(word.get<std::string>());
  }
  return printable(text);
}

std::string summary_table(const Json& summary) {
  std::vector<std::vector<std::string>> rows{{"", "mean", "sd", "min", "max", "runs"}};
  for (const auto& [name, label] : kColumns) {
    const Json& spread = summary.at(name);
    if (spread.is_null()) continue;
    const auto figure = [&](const char* key) {
      return spread.at(key).is_null() ? "" : figure_text(spread.at(key).get<double>());
    };
    rows.push_back({label, figure("mean"), figure("sd"), figure("min"), figure("max"),
                    std::to_string(spread.at("n").get<int>())});
  }
  return rows.size() == 1 ? "" : table_text(rows);
}

std::string unknown_text(const Json& unavailable, int columns) {
  std::string text;
  for (const auto& [name, label] : {std::pair("gpu_joules", "GPU"), std::pair("cpu_joules", "CPU"),
                                    std::pair("total_joules", "total")}) {
    if (unavailable.contains(name)) {
      const std::string why = unavailable.at(name).get<std::string>();
      text += wrapped(fmt::format("{} energy is unknown: {}", label, why), 2, columns) + "\n";
    }
  }
  return text;
}

std::string quality_text(const Json& quality, int columns) {
  const auto verdict = [&](const char* of) {
    return quality.at(of).is_null() ? "not measured" : quality.at(of).get<std::string>();
  };
  std::string text = fmt::format("quality: energy {}, performance {}\n", verdict("energy"),
                                 verdict("performance"));
  for (const Json& flag : quality.at("flags")) {
    if (flag.at("id") == "source.missing") continue;  // was said above
    const std::string detail = fmt::format("{}: {}", flag.at("id").get<std::string>(),
                                           flag.at("detail").get<std::string>());
    text += fmt::format("  {:5}  {}\n", flag.at("severity").get<std::string>(),
                        wrapped(detail, 9, columns));
  }
  return text;
}

std::string sources_text(const Json& sources) {
  std::string text;
  for (const Json& gpu : sources.at("gpus")) {
    if (!gpu.at("assigned").get<bool>()) continue;
    text += fmt::format("{}GPU {} ({}) by {}", text.empty() ? "" : "; ", gpu.at("index").get<int>(),
                        printable(gpu.at("name").get<std::string>()),
                        gpu.at("method").get<std::string>());
  }
  for (const Json& domain : sources.at("cpu")) {
    text += (text.empty() ? "" : "; ") + printable(domain.at("id").get<std::string>());
  }
  return text.empty() ? "" : "measured with: " + text + "\n";
}

std::string heading(const Json& document) {
  const int asked = document.at("asked").get<int>();
  const int succeeded = document.at("succeeded").get<int>();
  const int warmups = document.at("warmups").get<int>();
  std::string text = command_text(document.at("command")) + ": ";
  if (succeeded < asked) text += fmt::format("{} of ", succeeded);
  text += fmt::format("{} {}", asked, asked == 1 ? "run" : "runs");
  if (warmups > 0) text += fmt::format(" after {} to warm up", warmups);
  return text + "\n";
}

}  // namespace

std::string measure_text(const Json& document, int columns) {
  std::string text = heading(document);
  const std::string table = summary_table(document.at("summary"));
  if (!table.empty()) text += "\n" + table + "\n";
  if (document.at("succeeded") == 0) {
    text += document.at("unavailable").at("seconds").get<std::string>() + "\n";
  } else {
    text += unknown_text(document.at("unavailable"), columns);
  }
  text += quality_text(document.at("quality"), columns);
  text += sources_text(document.at("sources"));
  if (!document.at("ended_early").is_null())
    text += printable(document.at("ended_early").get<std::string>()) + "\n";
  return text;
}

std::string run_text(const MeasuredRun& run, int of) {
  std::string text = fmt::format("run {} of {}: {}", run.number, of, duration_text(run.duration));
  const auto add = [&](const char* label, const std::optional<Joules>& joules) {
    if (joules) text += fmt::format(", {} {} J", label, figure_text(joules->value));
  };
  add("GPU", run.window.gpu());
  add("CPU", run.window.cpu());
  return text;
}

}  // namespace mutlua
