// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "cli/plan_units.h"
#include "cli/plan_waits.h"

namespace mutlua {
namespace {

/// How what is waited is known, where the design does not say it.
std::string waits_evidence(const ExpectedWaits& waits) {
  if (waits.rehearsed == 0) return "";
  std::string text = ", estimated on the simulated machine";
  if (waits.alike > 0) {
    text += fmt::format(" by {} and for {} like them", count_text(waits.rehearsed, "trial"),
                        count_text(waits.alike, "trial"));
  }
  return text;
}

}  // namespace

std::string waits_text(const ExpectedWaits& waits) {
  std::string text;
  if (waits.others.median > 0) {
    text += fmt::format("; about {} of it are trainings that are waited for and not measured",
                        span_text(waits.others.median));
  }
  if (waits.high == 0) return text + (text.empty() ? "" : waits_evidence(waits));
  text += fmt::format("; {} of it are pauses", waits.depend_on_the_machine()
                                                   ? spans_text(waits.low, waits.high)
                                                   : span_text(waits.middle));
  if (waits.depend_on_the_machine()) text += " until the machine is ready";
  if (waits.seen > 0)
    text += fmt::format(", as {} of this study show", count_text(waits.seen, "trial"));
  return text + waits_evidence(waits);
}

std::string unknown_waits_text(const ExpectedWaits& waits) {
  std::string text;
  if (waits.unknown > 0)
    text += fmt::format("; and what {} may wait", count_text(waits.unknown, "trial"));
  if (!waits.unknown_models.empty())
    text +=
        fmt::format("; and waiting for {}, whose time is unknown", some_text(waits.unknown_models));
  return text;
}

}  // namespace mutlua
