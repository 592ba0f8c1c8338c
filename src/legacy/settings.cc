// SPDX-License-Identifier: MIT
#include "legacy/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "base/error.h"
#include "base/fields.h"
#include "legacy/experiments.h"
#include "legacy/keys.h"
#include "legacy/pairs.h"
#include "legacy/utf8.h"

namespace mutlua {
namespace {

constexpr int kMostRetries = 1000;
constexpr std::size_t kLongestName = 200;

/// A study goes on where the newest session of its name stopped, so a file without a name needs one
/// that other files do not have.
std::string study_name(const std::string& given, const std::string& source_name) {
  const std::string stem = std::filesystem::path(source_name).stem().string();
  std::string name = valid_utf8(!given.empty() ? given : !stem.empty() ? stem : "unnamed");
  while (name.size() > kLongestName || valid_utf8(name) != name) name.pop_back();
  return name;
}

/// The top of a settings file, which holds the experiments.
class Top {
 public:
  Top(const Json& document, const LegacyContext& context, const LegacyOverrides& overrides)
      : top_(document, ""),
        context_(context),
        global_(global_settings(), "global_settings"),
        overrides_(overrides) {}

  LegacySettings read(const std::string& source_name) {
    read_name(source_name);
    read_governor();
    read_retries();
    read_history();
    const LegacyUsual usual = read_usual();
    if (const Json* experiments = top_.take("experiments")) {
      read_experiments(*experiments, usual, context_, settings_);
    }
    if (!context_.strict) {
      top_.skip("concurrent_mode");
      if (const Json* pairs = top_.take("model_pairs")) {
        context_.warn("model_pairs", "read as the study of pairs; the old tool ran nothing");
        read_pairs(*pairs, "model_pairs", usual, context_, settings_);
      }
    } else if (top_.take("model_pairs") != nullptr) {
      context_.fail("model_pairs", "left out: the old tool never read it");
    }
    report_unread(top_, LegacyPlace::top, context_);
    if (!context_.strict) report_unread(global_, LegacyPlace::global_settings, context_);
    return std::move(settings_);
  }

 private:
  /// Settings that the old tool never read; the strict reading does not either.
  const Json& global_settings() {
    static const Json nothing = Json::object();
    if (context_.strict) return nothing;
    const Json* found = top_.take("global_settings");
    return found != nullptr ? *found : nothing;
  }

  std::optional<std::string> text(const std::string& key) {
    const Json* value = top_.take(key);
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) return value->get<std::string>();
    context_.warn(key, "ignored: expected a text, found " + type_name(*value));
    return std::nullopt;
  }

  void read_name(const std::string& source_name) {
    std::string name = text("experiment_name").value_or("");
    if (name.empty() && !context_.strict && top_.has("session_name")) {
      name = text("session_name").value_or("");
      context_.warn("session_name", "read as experiment_name");
    }
    settings_.name = study_name(name, source_name);
    if (valid_utf8(name).size() > settings_.name.size()) {
      context_.warn("experiment_name", "cut to 200 bytes");
    }
    settings_.description = text("description").value_or("");
  }

  void read_governor() {
    settings_.governor = text("governor");
    constexpr std::array<const char*, 5> known = {"performance", "powersave", "ondemand",
                                                  "conservative", "schedutil"};
    const auto& governor = settings_.governor;
    if (governor && std::find(known.begin(), known.end(), *governor) == known.end()) {
      context_.warn("governor", "ignored: unknown governor '" + *governor +
                                    "'; known: " + fmt::format("{}", fmt::join(known, ", ")));
      settings_.governor.reset();
    }
    if (overrides_.governor) settings_.governor = overrides_.governor;
  }

  void read_retries() {
    if (const Json* value = top_.take("max_retries")) {
      try {
        settings_.retries =
            std::min(count_from(*value, "max_retries", context_.strict), kMostRetries);
        if (value->is_number() && value->get<double>() < 0)
          context_.warn("max_retries", "read as 0, one attempt: it is negative");
      } catch (const CannotRun& fault) {
        context_.warn(fault.where(), std::string("ignored: ") + fault.what());
      }
    }
    if (overrides_.retries) settings_.retries = *overrides_.retries;
  }

  /// The key at the top, else in global_settings, where reading it is a repair.
  const Json* top_or_global(const std::string& key) {
    if (const Json* value = top_.take(key)) {
      global_.skip(key);
      return value;
    }
    const Json* value = global_.take(key);
    if (value != nullptr) {
      context_.warn(global_.path(key), "read as " + key + " at the top; the old tool never did");
    }
    return value;
  }

  void read_history() {
    const Json* use = top_or_global("use_deduplication");
    const Json* files = top_or_global("historical_csvs");
    const bool wanted = use != nullptr && use->is_boolean() && use->get<bool>();
    if (use != nullptr && !use->is_boolean()) {
      context_.warn("use_deduplication", "ignored: expected true or false");
    }
    if (files == nullptr && wanted)
      context_.note("use_deduplication", "nothing to compare with: historical_csvs names no file");
    if (files == nullptr) return;
    if (!wanted) {
      context_.note("historical_csvs", "not used: use_deduplication is off");
      return;
    }
    for (const Json& file : files->is_array() ? *files : Json::array({*files})) {
      if (file.is_string()) {
        settings_.history.push_back(valid_utf8(file.get<std::string>()));
      } else {
        context_.warn("historical_csvs", "left out: expected a path, found " + type_name(file));
      }
    }
  }

  LegacyUsual read_usual() {
    LegacyUsual usual;
    usual.runs_where =
        top_.has("runs_per_config") ? "runs_per_config" : "global_settings.runs_per_config";
    usual.runs = top_or_global("runs_per_config");
    usual.runs_override = overrides_.runs;
    usual.mode = text("mode");
    constexpr std::array<const char*, 6> known = {"default", "mutation", "parallel",
                                                  "mixed",   "batch",    "nonparallel"};
    if (usual.mode && std::find(known.begin(), known.end(), *usual.mode) == known.end()) {
      context_.warn("mode", "unknown mode '" + *usual.mode + "'; the experiments decide");
    }
    return usual;
  }

  LegacyObject top_;
  const LegacyContext& context_;
  LegacyObject global_;
  const LegacyOverrides& overrides_;
  LegacySettings settings_;
};

}  // namespace

LegacyReading read_legacy_settings(const Json& document, const Catalogue& catalogue,
                                   const std::string& source_name, bool strict,
                                   const LegacyOverrides& overrides) {
  if (!document.is_object()) {
    throw Error(ErrorKind::usage, fmt::format("{}: expected an object with experiments, found {}",
                                              source_name, type_name(document)));
  }
  LegacyReading reading;
  const LegacyContext context{catalogue, strict, reading.diagnostics};
  reading.settings = Top(document, context, overrides).read(source_name);
  return reading;
}

}  // namespace mutlua
