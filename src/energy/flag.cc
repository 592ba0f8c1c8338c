// SPDX-License-Identifier: MIT
#include "energy/flag.h"

namespace mutlua {

std::string to_text(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "info";
    case Severity::warn:
      return "warn";
    case Severity::error:
      return "error";
  }
  return "error";
}

Json to_json(const Flag& flag) {
  Json json = {{"id", flag.id}, {"severity", to_text(flag.severity)}};
  if (flag.value) json["value"] = *flag.value;
  if (flag.threshold) json["threshold"] = *flag.threshold;
  if (!flag.when.empty()) json["when"] = flag.when;
  json["detail"] = flag.detail;
  return json;
}

std::string verdict_of(const Flags& flags) {
  std::string verdict = "ok";
  for (const Flag& flag : flags) {
    if (flag.severity == Severity::error) return "invalid";
    if (flag.severity == Severity::warn) verdict = "suspect";
  }
  return verdict;
}

}  // namespace mutlua
