// SPDX-License-Identifier: MIT
#include "system/governor_policies.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <map>
#include <sstream>

#include "base/files.h"
#include "system/kernel_text.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

constexpr int kMostPolicies = 100000;
constexpr std::size_t kLongestName = 15;  // CPUFREQ_NAME_LEN less the final NUL

std::optional<int> policy_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || number < 0 || number >= kMostPolicies) return std::nullopt;
  return number;
}

bool is_name(const std::string& text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  };
  return !text.empty() && text.size() <= kLongestName &&
         std::all_of(text.begin(), text.end(), fits);
}

fs::path policies_folder(const fs::path& sysfs) { return sysfs / "devices/system/cpu/cpufreq"; }

fs::path policy_file(const fs::path& sysfs, int policy, const std::string& file) {
  return policies_folder(sysfs) / fmt::format("policy{}", policy) / file;
}

// "policy 0", "policies 0 and 3 more".
std::string naming(const std::vector<int>& policies) {
  if (policies.size() == 1) return fmt::format("policy {}", policies[0]);
  return fmt::format("policies {} and {} more", policies[0], policies.size() - 1);
}

}  // namespace

std::vector<int> cpufreq_policies(const fs::path& sysfs) {
  std::vector<int> policies;
  std::error_code error;
  for (fs::directory_iterator entry(policies_folder(sysfs), error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with("policy")) continue;
    if (const auto number = policy_number(name.substr(6))) policies.push_back(*number);
  }
  std::sort(policies.begin(), policies.end());
  return policies;
}

std::optional<std::string> policy_word(const fs::path& sysfs, int policy, const std::string& file) {
  return word_in(policy_file(sysfs, policy, file));
}

// A policy whose cores are all offline cannot be read.
std::optional<std::string> word_of_policies(const fs::path& sysfs, const std::string& file) {
  std::optional<std::string> common;
  for (const int policy : cpufreq_policies(sysfs)) {
    const auto word = policy_word(sysfs, policy, file);
    if (!word) continue;
    if (common && *common != *word) return "mixed";
    common = word;
  }
  return common;
}

std::vector<std::string> available_governors(const fs::path& sysfs) {
  std::vector<std::string> common;
  bool first = true;
  for (const int policy : cpufreq_policies(sysfs)) {
    std::istringstream words(
        beginning_of(policy_file(sysfs, policy, "scaling_available_governors")).value_or(""));
    std::vector<std::string> offered;
    for (std::string word; words >> word;) offered.push_back(word);
    const auto missing = [&](const std::string& each) {
      return std::find(offered.begin(), offered.end(), each) == offered.end();
    };
    if (first) common = offered;
    std::erase_if(common, missing);
    first = false;
  }
  return common;
}

int write_governor(const fs::path& sysfs, int policy, const std::string& name) {
  const fs::path path = policy_file(sysfs, policy, "scaling_governor");
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW));
  if (!file) return errno;
  return ::write(file.number(), name.data(), name.size()) < 0 ? errno : 0;
}

std::string to_text(const GovernorChanges& changes) {
  std::string text;
  for (const GovernorChange& each : changes) {
    text += fmt::format("{} {} {}\n", each.policy, each.was, each.set);
  }
  return text;
}

GovernorChanges governor_changes_in(std::string_view text) {
  GovernorChanges changes;
  std::istringstream lines{std::string(text.substr(0, kMostGovernorText))};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string policy, was, set, more;
    if (!(words >> policy >> was >> set) || words >> more) continue;
    const auto number = policy_number(policy);
    if (number && is_name(was) && is_name(set)) changes.push_back({*number, was, set});
  }
  return changes;
}

Restored restore_governors(const fs::path& sysfs, const GovernorChanges& changes) {
  std::map<std::string, std::vector<int>> left;  // why -> policies
  Restored restored;
  for (const GovernorChange& each : changes) {
    const auto present = policy_word(sysfs, each.policy, "scaling_governor");
    if (present == each.was) continue;
    if (present && present != each.set) {
      left[fmt::format("was left at '{}', which somebody else has set meanwhile", *present)]
          .push_back(each.policy);
    } else if (const int error = write_governor(sysfs, each.policy, each.was)) {
      left[fmt::format("could not be put back to '{}': {}; as root, write it to {}", each.was,
                       std::strerror(error),
                       policy_file(sysfs, each.policy, "scaling_governor").string())]
          .push_back(each.policy);
      restored.complete = false;
    }
  }
  for (const auto& [why, policies] : left) {
    restored.left.push_back(fmt::format("the CPU governor of {} {}", naming(policies), why));
  }
  return restored;
}

}  // namespace mutlua
