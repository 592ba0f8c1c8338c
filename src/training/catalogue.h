// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "training/model.h"

namespace mutlua {

/// Which models exist, how they are started, and how their logs are read (settings/models.json).
class Catalogue {
 public:
  /// An empty catalogue, for scripts that define their own models.
  Catalogue() = default;

  /// Reads the files in order; a later file adds repositories and replaces whole ones of the same
  /// name. Throws Error(usage) with the path of the field at fault.
  static Catalogue load(const std::vector<std::filesystem::path>& paths);

  /// The same from JSON text already read. `source` stands for the file in messages.
  void add(const Json& document, const std::string& source);

  /// Adds a model described in a script: {name = "mine/vit", path, command, hyperparameters, ...}
  /// with the fields of a repository in a file. Describing the same again changes nothing.
  /// Throws Error(script) for a fault, or if the name is taken by a different description.
  const Model& define(const Json& definition);

  /// Throws Error(script) "unknown model 'x/y'; did you mean 'x/z'?".
  const Model& find(const std::string& name) const;

  /// nullptr if there is none.
  const Model* look_up(const std::string& name) const;

  /// "models", or of several files "models+digits": the field "catalogue", else the file's stem.
  const std::string& name() const { return name_; }
  /// All models in catalogue order.
  std::vector<std::string> names() const;
  const std::deque<Model>& models() const { return models_; }

 private:
  void read(const Json& document, const std::string& source);
  void replace(const std::string& repository, std::vector<Model> models);
  const Model& defined_again(const Model& known, const Json& definition) const;

  std::string name_;
  std::deque<Model> models_;  // references stay good when a script defines another
  std::vector<std::pair<std::string, Json>> defined_;
};

}  // namespace mutlua
