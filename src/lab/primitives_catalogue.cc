// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include "base/fields.h"
#include "lab/lab.h"

namespace mutlua {
namespace {

/// The value of an option as text, in the type of its default.
Json option_value(const std::string& name, const Json& otherwise, const std::string& text) {
  const auto refuse = [&](const char* expected) {
    throw Error(ErrorKind::usage,
                fmt::format("--{}: expected {}, found '{}'", name, expected, text));
  };
  if (otherwise.is_boolean()) {
    if (text != "true" && text != "false") refuse("true or false");
    return text == "true";
  }
  if (otherwise.is_number()) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    if (!whole || !std::isfinite(value)) refuse("a number");
    return value;
  }
  return text;
}

void refuse_reserved(const std::string& name, const RunOptions& options) {
  const std::vector<std::string>& reserved = options.reserved_options;
  if (std::find(reserved.begin(), reserved.end(), name) == reserved.end()) return;
  throw Error(ErrorKind::script,
              fmt::format("mut.options.{}: --{} is an option of mutlua itself; choose another name",
                          name, name));
}

}  // namespace

Json Lab::model(const Json& request) {
  return to_json(catalogue_.find(request.at("name").get<std::string>()));
}

Json Lab::define(const Json& request) { return to_json(catalogue_.define(request)); }

Json Lab::options(const Json& request) {
  const Json& declared = request.at("declared");
  if (acted_) {
    throw Error(ErrorKind::script,
                "mut.options: put it before everything that draws, starts or measures, so that "
                "mutlua help can list the options");
  }
  for (const Json& option : declared) refuse_reserved(option.at("name"), run_options_);
  if (hooks_.on_options) hooks_.on_options(declared);
  options_read_ = true;
  Json values = Json::object();
  std::vector<std::string> names;
  for (const Json& option : declared) {
    const std::string name = option.at("name").get<std::string>();
    const auto given = run_options_.script_options.find(name);
    names.push_back(name);
    values[name] = given == run_options_.script_options.end()
                       ? option.at("default")
                       : option_value(name, option.at("default"), given->second);
  }
  for (const auto& [name, value] : run_options_.script_options) {
    if (std::find(names.begin(), names.end(), name) != names.end()) continue;
    names.insert(names.end(), run_options_.known_options.begin(), run_options_.known_options.end());
    throw Error(ErrorKind::usage,
                fmt::format("unknown option --{}{}", name, suggestion(name, names)));
  }
  return {{"values", values}};
}

}  // namespace mutlua
