// SPDX-License-Identifier: MIT
#include "legacy/mode.h"

#include <algorithm>
#include <array>

#include "base/fields.h"
#include "legacy/utf8.h"

namespace mutlua {
namespace {

std::optional<LegacyMode> mode_called(const std::string& word) {
  if (word == "default") return LegacyMode::fixed;
  if (word == "mutation") return LegacyMode::mutation;
  if (word == "parallel") return LegacyMode::parallel;
  return std::nullopt;
}

bool is_label(const std::string& word) {
  constexpr std::array<const char*, 3> labels = {"mixed", "batch", "nonparallel"};
  return std::find(labels.begin(), labels.end(), word) != labels.end();
}

std::string lower(std::string word) {
  for (char& c : word) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return word;
}

/// What the keys say of the names: some, none on purpose ({}), or nothing.
enum class Names { some, none, unsaid };

Names names_of(const LegacyObject& object) {
  if (object.has("mutate")) return Names::some;
  const Json* parameters = object.look("mutate_params");
  if (parameters == nullptr) return Names::unsaid;
  return parameters->is_object() && parameters->empty() ? Names::none : Names::some;
}

bool has_values(const LegacyObject& object) {
  return object.has("hyperparameters") || object.has("fixed_hyperparams");
}

/// The words under "mode", "mutation_type" and "experiment_type".
class Words {
 public:
  Words(LegacyObject& object, const LegacyContext& context) : object_(object), context_(context) {
    for (const char* key : {"mode", "mutation_type", "experiment_type"}) read(key);
  }
  std::optional<LegacyMode> mode;
  bool alone = false;  ///< nonparallel

 private:
  void read(const std::string& key) {
    const Json* value = object_.take(key);
    if (value == nullptr) return;
    const std::string where = object_.path(key);
    if (!value->is_string()) {
      context_.warn(where, "ignored: expected a text, found " + type_name(*value));
      return;
    }
    const auto word = value->get<std::string>();
    if (is_label(word)) {
      if (word == "nonparallel") alone = true;
      context_.note(where, "'" + word + "' is a label; the other keys decide");
    } else if (const auto known = mode_called(lower(word))) {
      take(*known, key, where, word);
    } else {
      context_.warn(where, "unknown mode '" + word + "'; the other keys decide" +
                               suggestion(valid_utf8(word), {"default", "mutation", "parallel"}));
    }
  }

  void take(LegacyMode known, const std::string& key, const std::string& where,
            const std::string& word) {
    if (mode) {
      if (*mode != known) context_.warn(where, "ignored: another key says otherwise");
      return;
    }
    mode = known;
    if (key != "mode") context_.warn(where, "read as mode");
    if (key == "mode" && lower(word) != word) {
      context_.warn(where, "'" + word + "' is read as " + lower(word));
    }
  }

  LegacyObject& object_;
  const LegacyContext& context_;
};

/// The top's mode, unless nothing but the foreground names a model and the top speaks of one alone.
std::optional<LegacyMode> of_top(const LegacyObject& entry, const std::optional<std::string>& top) {
  const auto mode = top ? mode_called(*top) : std::nullopt;
  const bool names_a_model = entry.has("repo") || entry.has("repository");
  if (mode != LegacyMode::parallel && !names_a_model && entry.has("foreground")) return {};
  return mode;
}

/// Reports what has no effect under this mode.
LegacyMode checked(LegacyMode mode, LegacyObject& entry, const LegacyContext& context) {
  if (mode != LegacyMode::fixed) return mode;
  for (const char* key : {"mutate", "mutate_params", "num_mutations"}) {
    const Json* value = entry.take(key);
    if (value == nullptr) continue;
    if (value->is_object() && value->empty()) {
      context.note(entry.path(key), "is empty: nothing is mutated");
    } else {
      context.warn(entry.path(key), "ignored: the mode is default");
    }
  }
  return mode;
}

}  // namespace

LegacyMode mode_shown_by(LegacyObject& object, const LegacyContext& context) {
  const Names names = names_of(object);
  if (names == Names::some) return LegacyMode::mutation;
  if (names == Names::none) {
    object.skip("mutate_params");
    context.warn(object.path("mutate_params"), "is empty: nothing is mutated");
    return LegacyMode::fixed;
  }
  if (!has_values(object)) return LegacyMode::mutation;
  context.warn(object.path(object.has("hyperparameters") ? "hyperparameters" : "fixed_hyperparams"),
               "fixed values and no mode: read as mode default");
  return LegacyMode::fixed;
}

LegacyMode entry_mode(LegacyObject& entry, const std::optional<std::string>& top,
                      const LegacyContext& context) {
  Words words(entry, context);
  if (words.alone && words.mode == LegacyMode::parallel) {
    context.warn(entry.path("mode"), "nonparallel forbids a background");
    words.mode.reset();
  }
  if (words.mode) return checked(*words.mode, entry, context);
  if (words.alone) {
    if (names_of(entry) != Names::unsaid || has_values(entry)) {
      return mode_shown_by(entry, context);
    }
    context.warn(entry.path("mode"), "nonparallel and nothing to mutate: read as mode default");
    return LegacyMode::fixed;
  }
  if (const auto mode = of_top(entry, top)) return checked(*mode, entry, context);
  if (entry.has("foreground") || entry.has("background_load")) {
    context.warn(entry.where(), "has a foreground and no mode: read as mode parallel");
    return LegacyMode::parallel;
  }
  return mode_shown_by(entry, context);
}

LegacyMode foreground_mode(LegacyObject& foreground, const LegacyContext& context) {
  const Words words(foreground, context);
  if (words.mode == LegacyMode::mutation) return LegacyMode::mutation;
  // In a foreground the old tool took every other word for fixed values.
  if (words.mode == LegacyMode::fixed) return checked(LegacyMode::fixed, foreground, context);
  return mode_shown_by(foreground, context);
}

}  // namespace mutlua
