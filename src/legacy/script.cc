// SPDX-License-Identifier: MIT
#include "legacy/script.h"

#include <fmt/format.h>

#include <algorithm>

#include "legacy/lua_text.h"

namespace mutlua {
namespace {

constexpr int kWidth = 100;

LuaNode seconds(int value) {
  return {.text = "", .items = {{.text = fmt::format("seconds = {}", value)}}, .table = true};
}

template <typename Predicate>
bool any(const std::vector<LegacyEntry>& entries, Predicate predicate) {
  return std::any_of(entries.begin(), entries.end(), predicate);
}

/// Whether fixed values lie outside of the catalogue's ranges: a settings file means what it says.
bool leaves_ranges(const LegacySettings& settings, const Catalogue& catalogue) {
  const auto outside = [&](const LegacyTraining& training) {
    return !check_values(catalogue.find(training.model), training.values).empty();
  };
  return any(settings.entries, [&](const LegacyEntry& entry) {
    return outside(entry.foreground) || (entry.background && outside(*entry.background));
  });
}

std::string study_text(const LegacySettings& settings, const Catalogue& catalogue, bool strict) {
  const auto& entries = settings.entries;
  const bool drawn = any(entries, [](const auto& entry) { return !entry.mutated.empty(); });
  const bool repeated =
      any(entries, [](const auto& entry) { return entry.mutated.empty() && entry.runs > 1; });
  const bool loaded = !settings.pairs.empty() ||
                      any(entries, [](const auto& entry) { return entry.background.has_value(); });

  LuaNode study{.text = "local study = mut.study ", .table = true, .packed = true};
  study.items.push_back(lua_field("name", lua_string(settings.name)));
  if (drawn) study.items.push_back(lua_field("draws", "\"sequence\""));
  if (repeated) study.items.push_back(lua_field("training_seed", "\"fixed\""));
  if (entries.empty() && !settings.pairs.empty()) {
    study.items.push_back(lua_field("order", "\"blocked\""));
    if (settings.pair_runs > 1) {
      study.items.push_back(lua_field("replicates", std::to_string(settings.pair_runs)));
    }
  }
  if (settings.governor) {
    study.items.push_back(lua_field("governor", lua_string(*settings.governor)));
    // As the old tool did: without it there is a warning, and the study goes on.
    study.items.push_back(lua_field("governor_required", "false"));
  }
  study.items.push_back(lua_field("retries", std::to_string(settings.retries)));
  study.items.push_back(lua_field("cooling", seconds(kLegacyCoolingSeconds)));
  if (loaded) study.items.push_back(lua_field("settle", seconds(kLegacySettleSeconds)));
  if (leaves_ranges(settings, catalogue)) {
    study.items.push_back(lua_field("range_warnings", "false"));
  }
  if (strict) study.items.push_back(lua_field("argument_decimals", "6"));
  return lua_text(study) + "\n";
}

std::string history_text(const LegacySettings& settings) {
  const bool drawn =
      any(settings.entries, [](const auto& entry) { return !entry.mutated.empty(); });
  if (settings.history.empty() || !drawn) return "";
  LuaNode files = lua_strings(settings.history);
  files.text = "local history = ";
  return "\n-- What was measured before is not drawn again.\n" + lua_text(files) + "\n";
}

bool has_long_line(const std::string& text) {
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    if (columns(std::string_view(text).substr(start, end - start)) > kWidth) return true;
    start = end + 1;
  }
  return false;
}

Texts names_of(const Values& values) {
  Texts names;
  for (const auto& [name, value] : values) names.push_back(name);
  return names;
}

/// { epochs = 1, seed = 2 }, or { { "seed", 2 }, { "epochs", 1 } } where the order matters.
std::vector<LuaNode> value_items(const Values& values, bool as_list) {
  std::vector<LuaNode> items;
  for (const auto& [name, value] : values) {
    if (as_list) {
      items.push_back({.text = "{ " + lua_string(name) + ", " + lua_number(value) + " }"});
    } else {
      items.push_back(lua_field(name, lua_number(value)));
    }
  }
  return items;
}

}  // namespace

bool order_matters(const std::string& model, const std::vector<std::string>& names,
                   const ScriptStyle& style) {
  if (!style.strict) return false;
  const Texts order = style.catalogue.find(model).hyperparameter_names();
  const auto place = [&](const std::string& name) {
    return std::find(order.begin(), order.end(), name) - order.begin();
  };
  return !std::is_sorted(names.begin(), names.end(),
                         [&](const auto& a, const auto& b) { return place(a) < place(b); });
}

LuaNode model_expression(const LegacyTraining& training, const ScriptStyle& style) {
  LuaNode node{.text = "mut.model " + lua_string(training.model)};
  if (training.defaults) node.text += ":defaults()";
  if (!training.values.empty()) {
    node.text += ":with ";
    node.table = node.packed = true;
    node.items = value_items(training.values,
                             order_matters(training.model, names_of(training.values), style));
  }
  if (training.recorded.empty()) return node;
  const LuaNode recorded{
      .text = ":recording ", .items = value_items(training.recorded, false), .table = true};
  (node.table ? node.after : node.text) += lua_text(recorded);
  return node;
}

std::string script_of(const LegacySettings& settings, const Catalogue& catalogue,
                      const std::string& source_name, bool strict) {
  const ScriptStyle style{catalogue, strict, !settings.history.empty()};
  std::string text =
      lua_comment("From " + source_name + (strict ? ", read as the old tool did" : "") +
                  ". Edit freely: this script is now the design.");
  text += lua_comment(settings.description);
  text += "local mut = require \"mutlua\"\n\n" + study_text(settings, catalogue, strict) +
          history_text(settings);
  text += experiments_text(settings.entries, style);
  text += pairs_text(settings.pairs, settings.entries.empty() ? 1 : settings.pair_runs);
  text += "\nstudy:run()\n";
  return has_long_line(text) ? "-- luacheck: no max line length\n" + text : text;
}

}  // namespace mutlua
