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

void read_idle(Fields& fields, Cooling& cooling) {
  cooling.least = not_negative(fields, "least_seconds", cooling.least);
  cooling.most = not_negative(fields, "most_seconds", cooling.most);
  cooling.window = not_negative(fields, "window_seconds", cooling.window);
  if (cooling.window < Seconds(1)) fields.fail("window_seconds", "expected at least 1");
  if (cooling.most < cooling.least || cooling.most < cooling.window)
    fields.fail("most_seconds", "expected no less than least_seconds and window_seconds");
  cooling.temperature_margin =
      fields.number("temperature_margin").value_or(cooling.temperature_margin);
  if (cooling.temperature_margin < 0) fields.fail("temperature_margin", "expected 0 or more");
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
  Cooling cooling;
  cooling.until_idle = fields.boolean("until_idle").value_or(false);
  if (cooling.until_idle && fields.has("seconds"))
    fields.fail("seconds", "is a fixed time; with until_idle give least_seconds and most_seconds");
  cooling.seconds = not_negative(fields, "seconds", cooling.seconds);
  if (cooling.until_idle) read_idle(fields, cooling);
  fields.finish();
  return cooling;
}

Settling settling_of(const Json& json, const std::string& where) {
  Fields fields(json, where, ErrorKind::script);
  Settling settling;
  settling.first_epoch = fields.boolean("first_epoch").value_or(false);
  settling.until_training = fields.boolean("until_training").value_or(false);
  if (settling.first_epoch && settling.until_training)
    fields.fail("until_training", "first_epoch asks for more already; leave one of them out");
  const bool fixed = !settling.first_epoch && !settling.until_training;
  settling.seconds = not_negative(fields, "seconds", fixed ? settling.seconds : Seconds(0));
  settling.most = not_negative(fields, "most_seconds", settling.most);
  fields.finish();
  return settling;
}

Json to_json(const Cooling& cooling) {
  if (!cooling.until_idle) return {{"seconds", cooling.seconds.count()}};
  return {{"until_idle", true},
          {"least_seconds", cooling.least.count()},
          {"most_seconds", cooling.most.count()},
          {"window_seconds", cooling.window.count()},
          {"temperature_margin", cooling.temperature_margin}};
}

Json to_json(const Settling& settling) {
  Json json = {{"seconds", settling.seconds.count()}};
  if (settling.first_epoch) json["first_epoch"] = true;
  if (settling.until_training) json["until_training"] = true;
  if (settling.first_epoch || settling.until_training) json["most_seconds"] = settling.most.count();
  return json;
}

}  // namespace mutlua
