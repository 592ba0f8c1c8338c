// SPDX-License-Identifier: MIT
#include "lab/waits.h"

#include "base/fields.h"

namespace mutlua {
namespace {

constexpr double kLongestWait = 1e8;  // three years; the clock itself would overflow at 1e9

Seconds not_negative(Fields& fields, const std::string& name, Seconds otherwise) {
  const std::optional<double> value = fields.number(name);
  if (value && *value < 0)
    fields.fail(name, "expected no negative time, found " + number_text(*value));
  if (value && *value > kLongestWait) fields.fail(name, "expected at most 100000000 seconds");
  return value ? Seconds(*value) : otherwise;
}

}  // namespace

Cooling effective_cooling(std::optional<double> command_line, const Json& study,
                          const Json& catalogue) {
  if (command_line) return {.seconds = Seconds(*command_line)};
  if (!study.is_null()) return cooling_of(study, "cooling");
  if (!catalogue.is_null()) return cooling_of(catalogue, "the catalogue's cooling");
  return {};
}

Settling effective_settling(std::optional<double> command_line, const Json& study,
                            const Json& catalogue) {
  if (command_line) return {.seconds = Seconds(*command_line)};
  if (!study.is_null()) return settling_of(study, "settle");
  if (!catalogue.is_null()) return settling_of(catalogue, "the catalogue's settle");
  return {};
}

Cooling cooling_of(const Json& json, const std::string& where) {
  Fields fields(json, where, ErrorKind::script);
  const Cooling cooling{.seconds = not_negative(fields, "seconds", Cooling{}.seconds)};
  fields.finish();
  return cooling;
}

Settling settling_of(const Json& json, const std::string& where) {
  Fields fields(json, where, ErrorKind::script);
  Settling settling;
  settling.first_epoch = fields.boolean("first_epoch").value_or(false);
  settling.seconds =
      not_negative(fields, "seconds", settling.first_epoch ? Seconds(0) : settling.seconds);
  settling.most = not_negative(fields, "most_seconds", settling.most);
  fields.finish();
  return settling;
}

Json to_json(const Cooling& cooling) { return {{"seconds", cooling.seconds.count()}}; }

Json to_json(const Settling& settling) {
  Json json = {{"seconds", settling.seconds.count()}};
  if (settling.first_epoch) {
    json["first_epoch"] = true;
    json["most_seconds"] = settling.most.count();
  }
  return json;
}

}  // namespace mutlua
