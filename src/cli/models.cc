// SPDX-License-Identifier: MIT
#include "cli/models.h"

#include <fmt/format.h>

#include "cli/installed.h"
#include "cli/text.h"
#include "training/catalogue.h"

namespace mutlua {
namespace {

std::string hyperparameters_text(const Model& model) {
  std::string text;
  for (const Hyperparameter& each : model.hyperparameters) {
    text += (text.empty() ? "" : ", ") + each.name;
    if (each.default_value) text += " " + number_text(*each.default_value);
  }
  return text;
}

}  // namespace

int list_models(const CommandLine& line) {
  const Catalogue catalogue = Catalogue::load(catalogue_files(line));
  if (line.json) {
    Json list = Json::array();
    for (const Model& model : catalogue.models()) list.push_back(to_json(model));
    fmt::print("{}\n", pretty_text({{"catalogue", catalogue.name()}, {"models", list}}));
    return 0;
  }
  std::vector<std::vector<std::string>> rows{
      {"model", "hyperparameters and their defaults", "metrics"}};
  for (const Model& model : catalogue.models()) {
    std::string metrics;
    for (const Metric& metric : model.metrics)
      metrics += (metrics.empty() ? "" : ", ") + metric.name;
    rows.push_back({model.name, hyperparameters_text(model), metrics});
  }
  fmt::print("{}\ncatalogue {}: {} models\n", table_text(rows), printable(catalogue.name()),
             catalogue.models().size());
  return 0;
}

}  // namespace mutlua
