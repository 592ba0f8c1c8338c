// SPDX-License-Identifier: MIT
#include "legacy/model_reference.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/fields.h"
#include "legacy/utf8.h"

namespace mutlua {
namespace {

Texts repositories(const Catalogue& catalogue) {
  Texts names;
  for (const Model& model : catalogue.models()) {
    if (names.empty() || names.back() != model.repository) names.push_back(model.repository);
  }
  return names;
}

Texts models_of(const Catalogue& catalogue, const std::string& repository) {
  Texts names;
  for (const Model& model : catalogue.models()) {
    if (model.repository == repository) names.push_back(model.model);
  }
  return names;
}

/// ", which is called mnist now" for names that the old tool once knew.
std::string new_name(const std::string& model, const Texts& known) {
  static const std::map<std::string, std::string> renamed = {{"mnist_cnn", "mnist"},
                                                             {"mnist_forward_forward", "mnist_ff"}};
  const auto found = renamed.find(model);
  if (found == renamed.end() || std::find(known.begin(), known.end(), found->second) == known.end())
    return suggestion(model, known);
  return fmt::format("; it is called '{}' now", found->second);
}

std::string take_repository(LegacyObject& object, const LegacyContext& context) {
  if (const auto repository = object.take_text("repo")) return *repository;
  if (!context.strict && object.has("repository")) {
    context.warn(object.path("repository"), "read as repo");
    return *object.take_text("repository");
  }
  throw CannotRun(object.path("repo"), "missing; no model is named");
}

std::string take_model(LegacyObject& object) {
  if (const auto model = object.take_text("model")) return *model;
  throw CannotRun(object.path("model"), "missing");
}

const Model& find(const LegacyObject& object, const std::string& repository,
                  const std::string& name, const LegacyContext& context) {
  if (const Model* model = context.catalogue.look_up(repository + "/" + name)) return *model;
  const Texts known = models_of(context.catalogue, repository);
  if (known.empty()) {
    throw CannotRun(
        object.path("repo"),
        fmt::format("the catalogue has no repository '{}'{}", valid_utf8(repository),
                    suggestion(valid_utf8(repository), repositories(context.catalogue))));
  }
  throw CannotRun(object.path("model"),
                  fmt::format("{} has no model '{}'{}", repository, valid_utf8(name),
                              new_name(valid_utf8(name), known)));
}

std::string unabbreviated(const LegacyObject& object, const std::string& repository,
                          const LegacyContext& context) {
  Texts fitting;
  for (const std::string& known : repositories(context.catalogue)) {
    if (known == repository) return known;
    if (known.starts_with(repository)) fitting.push_back(known);
  }
  if (fitting.size() < 2 || repository.empty()) {
    return fitting.size() == 1 ? fitting.front() : repository;
  }
  throw CannotRun(object.path("repo"), fmt::format("'{}' may stand for {}", valid_utf8(repository),
                                                   fmt::join(fitting, " or ")));
}

}  // namespace

const Model& model_named(LegacyObject& object, const LegacyContext& context) {
  const std::string repository = take_repository(object, context);
  return find(object, repository, take_model(object), context);
}

const Model& model_abbreviated(LegacyObject& object, const LegacyContext& context) {
  const std::string given = take_repository(object, context);
  const std::string repository = unabbreviated(object, given, context);
  if (repository != given) {
    context.note(object.path("repo"), fmt::format("'{}' stands for {}", given, repository));
  }
  return find(object, repository, take_model(object), context);
}

}  // namespace mutlua
