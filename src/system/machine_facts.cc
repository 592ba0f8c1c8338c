// SPDX-License-Identifier: MIT
#include "system/machine_facts.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/files.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

fs::path variable_or(const char* name, const char* otherwise) {
  const char* value = std::getenv(name);
  return value && *value ? value : otherwise;
}

std::optional<std::string> text_of(const fs::path& file) {
  try {
    return read_file(file);
  } catch (const Error&) {
    return std::nullopt;
  }
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\n");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

Json word_in(const fs::path& file) {
  const auto text = text_of(file);
  return text && !trimmed(*text).empty() ? Json(trimmed(*text)) : Json();
}

// The values of "name : value" lines.
std::vector<std::string> values_of(const std::string& name, const fs::path& file) {
  std::vector<std::string> values;
  std::istringstream lines(text_of(file).value_or(""));
  for (std::string line; std::getline(lines, line);) {
    const auto colon = line.find(':');
    if (colon == std::string::npos || trimmed(line.substr(0, colon)) != name) continue;
    values.push_back(trimmed(line.substr(colon + 1)));
  }
  return values;
}

Json cpu_model(const fs::path& cpuinfo) {
  const auto models = values_of("model name", cpuinfo);
  return models.empty() ? Json() : Json(models.front());
}

Json logical_cores(const fs::path& cpuinfo) {
  const auto processors = values_of("processor", cpuinfo);
  return processors.empty() ? Json() : Json(processors.size());
}

Json memory_bytes(const fs::path& meminfo) {
  const auto totals = values_of("MemTotal", meminfo);
  if (totals.empty()) return {};
  std::istringstream words(totals.front());
  std::int64_t kibibytes = 0;
  return words >> kibibytes ? Json(kibibytes * 1024) : Json();
}

bool is_core(const std::string& name) {
  return name.starts_with("cpu") && name.size() > 3 &&
         std::all_of(name.begin() + 3, name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Json governor(const fs::path& cores) {
  std::set<Json> governors;
  std::error_code error;
  for (fs::directory_iterator core(cores, error), end; !error && core != end;
       core.increment(error)) {
    if (!is_core(core->path().filename())) continue;
    governors.insert(word_in(core->path() / "cpufreq/scaling_governor"));
  }
  return governors.size() == 1 ? *governors.begin() : Json();
}

}  // namespace

KernelFolders KernelFolders::from_environment() {
  return {variable_or("MUTLUA_PROC_ROOT", "/proc"), variable_or("MUTLUA_SYSFS_ROOT", "/sys")};
}

Json machine_facts(const KernelFolders& folders) {
  const fs::path& proc = folders.proc;
  return {{"host", word_in(proc / "sys/kernel/hostname")},
          {"kernel", word_in(proc / "sys/kernel/osrelease")},
          {"boot_id", word_in(proc / "sys/kernel/random/boot_id")},
          {"cpu_model", cpu_model(proc / "cpuinfo")},
          {"logical_cores", logical_cores(proc / "cpuinfo")},
          {"memory_bytes", memory_bytes(proc / "meminfo")},
          {"governor", governor(folders.sys / "devices/system/cpu")}};
}

}  // namespace mutlua
