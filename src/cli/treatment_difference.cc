// SPDX-License-Identifier: MIT
#include "cli/treatment_difference.h"

#include <fmt/format.h>

#include <map>
#include <utility>
#include <vector>

namespace mutlua {
namespace {

constexpr std::size_t kMost = 6;

/// Leaves by their way: "foregrounds/0/values/epochs".
using Leaves = std::map<std::string, Json>;

void add_leaves(const Json& json, const std::string& way, Leaves& leaves) {
  if (!json.is_structured() || json.empty()) {
    leaves[way] = json;
    return;
  }
  for (const auto& [name, value] : json.items())
    add_leaves(value, way.empty() ? name : fmt::format("{}/{}", way, name), leaves);
}

/// The arguments say once more what the values say, and much that is no difference.
bool is_argument(const std::string& way) { return way.find("/argv/") != std::string::npos; }

/// "foregrounds/0/values/epochs" -> "epochs", "backgrounds/1/model" -> "second load's model".
std::string name_of(const std::string& way) {
  const std::size_t first = way.find('/');
  const std::string group = way.substr(0, first);
  if (group != "foregrounds" && group != "backgrounds") {
    if (way.ends_with("/seconds")) return group;
    std::string name = way;
    for (char& c : name) c = c == '/' ? ' ' : c;
    return name;
  }
  const std::size_t second = way.find('/', first + 1);
  std::string name = second == std::string::npos ? "" : way.substr(second + 1);
  for (const char* prefix : {"values/", "recorded/", "environment/"}) {
    if (name.starts_with(prefix)) name = name.substr(std::string(prefix).size());
  }
  const std::string number = way.substr(first + 1, second - first - 1);
  std::string owner = group == "backgrounds" ? "load's " : "";
  if (number != "0")
    owner =
        fmt::format("{} {}'s ", group == "backgrounds" ? "load" : "model", std::stoul(number) + 1);
  return owner + (name.empty() ? "whole" : name);
}

std::string value_of(const Leaves& leaves, const std::string& way) {
  const auto found = leaves.find(way);
  if (found == leaves.end() || found->second.is_null()) return "none";
  const std::string text =
      found->second.is_string() ? found->second.get<std::string>() : found->second.dump();
  const bool seconds = way.ends_with("seconds") && found->second.is_number();
  return seconds ? text + " s" : text;
}

struct Change {
  std::string way;
  std::string was;
  std::string is;
};

struct Changes {
  std::vector<Change> all;    ///< but of arguments
  bool of_arguments = false;  ///< there are some
};

Changes changes_of(const Json& before, const Json& now) {
  Leaves old_leaves;
  Leaves new_leaves;
  add_leaves(before, "", old_leaves);
  add_leaves(now, "", new_leaves);
  Leaves ways = old_leaves;
  ways.insert(new_leaves.begin(), new_leaves.end());
  Changes changes;
  for (const auto& [way, leaf] : ways) {
    Change change{.way = way, .was = value_of(old_leaves, way), .is = value_of(new_leaves, way)};
    if (change.was == change.is && old_leaves.contains(way) == new_leaves.contains(way)) continue;
    if (is_argument(way)) {
      changes.of_arguments = true;
    } else {
      changes.all.push_back(std::move(change));
    }
  }
  return changes;
}

/// Without what tells where a trial stands.
Json treated(Json specification) {
  for (const char* place : {"study", "catalogue", "block", "replicate"}) specification.erase(place);
  return specification;
}

}  // namespace

std::string treatment_difference(const Json& before, const Json& now) {
  const Changes changes = changes_of(before, now);
  std::string text;
  std::size_t shown = 0;
  for (const Change& each : changes.all) {
    if (++shown > kMost) return text + ", ...";
    text += fmt::format("{}{} {} -> {}", text.empty() ? "" : ", ", name_of(each.way), each.was,
                        each.is);
  }
  return text.empty() && changes.of_arguments ? "its command line" : text;
}

std::set<std::string> treatment_names(const Json& before, const Json& now) {
  const Changes changes = changes_of(treated(before), treated(now));
  std::set<std::string> names;
  for (const Change& each : changes.all) {
    const std::string name = name_of(each.way);
    if (name.find("seed") == std::string::npos) names.insert(name);
  }
  if (changes.all.empty() && changes.of_arguments) names.insert("command line");
  return names;
}

}  // namespace mutlua
