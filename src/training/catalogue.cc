// SPDX-License-Identifier: MIT
#include "training/catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/error.h"
#include "base/fields.h"
#include "training/model_fields.h"

namespace mutlua {
namespace {

struct NamedOverride {
  std::string name;
  const Json* fields;  // nullptr: none
};

void name_model(Model& model, const std::string& repository, const std::string& name) {
  model.repository = repository;
  model.model = name;
  model.name = repository + "/" + name;
}

/// "models" of a repository: a list of names, or {name: overrides}.
std::vector<NamedOverride> model_names(Fields& repository) {
  const Json& models = repository.require("models");
  std::vector<NamedOverride> result;
  if (models.is_object()) {
    for (const auto& item : models.items()) {
      result.push_back({item.key(), item.value().is_null() ? nullptr : &item.value()});
    }
  } else {
    const Texts names = *repository.texts("models");
    for (const std::string& name : names) result.push_back({name, nullptr});
  }
  if (result.empty()) repository.fail("models", "is empty; name at least one, such as \"default\"");
  std::set<std::string> seen;
  for (const auto& [name, fields] : result) {
    check_name(repository, "models", name);
    if (!seen.insert(name).second) repository.fail("models", "'" + name + "' stands twice");
  }
  return result;
}

Model overridden(const Model& common, const NamedOverride& one, const std::string& where) {
  Model model = common;
  if (one.fields == nullptr) return model;
  Fields fields(*one.fields, where + "." + one.name, ErrorKind::usage);
  if (fields.has("path")) fields.fail("path", "is the repository's; models of one share it");
  read_model_fields(fields, ErrorKind::usage, model);
  fields.finish();
  return model;
}

/// `common`: what all models of the file share.
std::vector<Model> read_repository(const Json& object, const std::string& name,
                                   const std::string& where, Model common) {
  Fields fields(object, where, ErrorKind::usage);
  fields.require_text("path");
  const std::vector<NamedOverride> names = model_names(fields);
  read_model_fields(fields, ErrorKind::usage, common);
  fields.finish();

  std::vector<Model> models;
  for (const NamedOverride& one : names) {
    models.push_back(overridden(common, one, fields.path("models")));
    name_model(models.back(), name, one.name);
    check_complete(fields, models.back());
  }
  return models;
}

}  // namespace

Catalogue Catalogue::load(const std::vector<std::filesystem::path>& paths) {
  Catalogue catalogue;
  for (const auto& path : paths) catalogue.add(read_json(path), path.string());
  return catalogue;
}

void Catalogue::add(const Json& document, const std::string& source) {
  try {
    read(document, source);
  } catch (const Error& error) {
    throw Error(error.kind(), source + ": " + error.what());
  }
}

void Catalogue::read(const Json& document, const std::string& source) {
  if (!document.is_object()) {
    throw Error(ErrorKind::usage, "expected {\"models\": {...}}, found " + type_name(document));
  }
  if (!document.contains("models") && document.contains("experiments")) {
    throw Error(ErrorKind::usage,
                "is a settings file of the old tool and no catalogue; it stands where a script "
                "does: mutlua run SETTINGS.json");
  }
  Fields fields(document, "", ErrorKind::usage);
  const std::string stem = std::filesystem::path(source).stem().string();
  const std::string name = fields.text("catalogue").value_or(stem);
  fields.text("note");
  Model common;
  common.source = source;
  common.stand_in = fields.boolean("stand_in").value_or(false);
  Fields repositories(fields.require("models"), "models", ErrorKind::usage);
  fields.finish();

  for (const auto& item : fields.require("models").items()) {
    const std::string& repository = item.key();
    check_name(repositories, repository, repository);
    replace(repository, read_repository(repositories.require(repository), repository,
                                        repositories.path(repository), common));
  }
  name_ += name_.empty() ? name : "+" + name;
}

/// The repository keeps the place of the one that it replaces.
void Catalogue::replace(const std::string& repository, std::vector<Model> models) {
  const auto same = [&](const Model& model) { return model.repository == repository; };
  const auto first = std::find_if(models_.begin(), models_.end(), same);
  const auto place = first - models_.begin();
  models_.erase(std::remove_if(models_.begin(), models_.end(), same), models_.end());
  models_.insert(models_.begin() + place, models.begin(), models.end());
}

const Model& Catalogue::define(const Json& definition) {
  Fields fields(definition, "mut.define", ErrorKind::script);
  const std::string name = fields.require_text("name");
  const std::size_t slash = name.find('/');
  if (slash == std::string::npos) {
    fields.fail("name", fmt::format("'{}' needs two parts, such as 'mine/{}'", name, name));
  }
  check_name(fields, "name", name.substr(0, slash));
  check_name(fields, "name", name.substr(slash + 1));
  if (const Model* known = look_up(name)) return defined_again(*known, definition);

  Model model;
  model.source = "the script";
  model.path = ".";
  name_model(model, name.substr(0, slash), name.substr(slash + 1));
  read_model_fields(fields, ErrorKind::script, model);
  fields.finish();
  check_complete(fields, model);
  defined_.emplace_back(name, definition);
  return models_.emplace_back(std::move(model));
}

const Model& Catalogue::defined_again(const Model& known, const Json& definition) const {
  for (const auto& [name, old] : defined_) {
    if (name == known.name && canonical_text(old) == canonical_text(definition)) return known;
  }
  throw Error(ErrorKind::script,
              fmt::format("mut.define.name: '{}' is already described, differently, in {}; choose "
                          "another name",
                          known.name, known.source));
}

const Model& Catalogue::find(const std::string& name) const {
  if (const Model* model = look_up(name)) return *model;
  throw Error(ErrorKind::script,
              fmt::format("unknown model '{}'{}", name, suggestion(name, names())));
}

const Model* Catalogue::look_up(const std::string& name) const {
  const auto found = std::find_if(models_.begin(), models_.end(),
                                  [&](const Model& model) { return model.name == name; });
  return found == models_.end() ? nullptr : &*found;
}

std::vector<std::string> Catalogue::names() const {
  std::vector<std::string> result;
  for (const Model& model : models_) result.push_back(model.name);
  return result;
}

}  // namespace mutlua
