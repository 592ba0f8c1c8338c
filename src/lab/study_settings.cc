// SPDX-License-Identifier: MIT
#include "lab/study_settings.h"

#include <thread>

#include "base/fields.h"
#include "lab/model_use.h"
#include "lab/waits.h"

namespace mutlua {
namespace {

std::uint64_t read_seed(Fields& fields, std::int64_t value) {
  if (value < 0) fields.fail("seed", "expected no negative number, found " + std::to_string(value));
  return static_cast<std::uint64_t>(value);
}

std::optional<int> read_decimals(Fields& fields) {
  const auto decimals = fields.integer("argument_decimals");
  if (!decimals) return std::nullopt;
  if (*decimals < 0 || *decimals > 17) fields.fail("argument_decimals", "expected 0 to 17");
  return static_cast<int>(*decimals);
}

void read_machine(Fields& fields, StudySettings& settings) {
  settings.governor = fields.text("governor");
  settings.governor_required = fields.boolean("governor_required").value_or(true);
  if (const Json* gpus = fields.find("gpus")) settings.gpus = gpu_list(*gpus, "study.gpus");
  if (const Json* meter = fields.find("meter"))
    settings.meter = meter_settings(*meter, "study.meter");
  if (const Json* estimates = fields.find("estimates")) {
    Fields inner(*estimates, "study.estimates", ErrorKind::script);
    const int cores = static_cast<int>(std::thread::hardware_concurrency());
    if (const Json* cpu = inner.find("cpu"))
      settings.estimate = cpu_power_model(*cpu, "study.estimates.cpu", cores);
    inner.finish();
  }
  settings.idle_per_block = fields.boolean("idle_per_block").value_or(false);
  if (const Json* thresholds = fields.find("thresholds")) {
    settings.thresholds = thresholds_from(*thresholds, "study.thresholds");
    if (!thresholds->empty()) settings.own_thresholds = *thresholds;
  }
}

}  // namespace

StudySettings study_settings(const Json& request) {
  Fields fields(request, "study", ErrorKind::script);
  StudySettings settings;
  settings.name = fields.require_text("name");
  if (settings.name.empty() || settings.name.size() > 200)
    fields.fail("name", "expected 1 to 200 bytes");
  if (const auto seed = fields.integer("seed")) settings.seed = read_seed(fields, *seed);
  const std::string draws = fields.text("draws").value_or("keyed");
  if (draws != "keyed" && draws != "sequence")
    fields.fail("draws", "expected \"keyed\" or \"sequence\"");
  settings.sequence_draws = draws == "sequence";
  settings.order = fields.text("order").value_or("written");
  fields.find("replicates");  // the script side has multiplied the trials already
  fields.find("training_seed");
  const auto retries = fields.integer("retries").value_or(0);
  if (retries < 0 || retries > 1000) fields.fail("retries", "expected 0 to 1000");
  settings.retries = static_cast<int>(retries);
  if (const Json* cooling = fields.find("cooling"))
    settings.cooling = to_json(cooling_of(*cooling, "study.cooling"));
  if (const Json* settle = fields.find("settle"))
    settings.settle = to_json(settling_of(*settle, "study.settle"));
  settings.timeout_seconds = fields.number("timeout_seconds");
  if (settings.timeout_seconds && *settings.timeout_seconds <= 0) {
    fields.fail("timeout_seconds", "expected more than 0");
  }
  settings.argument_decimals = read_decimals(fields);
  if (const Json* needs = fields.find("needs")) settings.needs = needs_of(*needs, "study.needs");
  if (const Json* counts = fields.find("counts")) {
    Fields inner(*counts, "study.counts", ErrorKind::script);
    settings.counts_imported = inner.boolean("imported").value_or(false);
    inner.finish();
  }
  if (const Json* protocol = fields.find("protocol")) {
    Fields inner(*protocol, "study.protocol", ErrorKind::script);
    settings.protocol_name = inner.require_text("name");
    settings.protocol_version = static_cast<int>(inner.integer("version").value_or(1));
    inner.finish();
  }
  read_machine(fields, settings);
  fields.finish();
  return settings;
}

Needs needs_of(const Json& json, const std::string& where) {
  Fields fields(json, where, ErrorKind::script);
  Needs needs;
  needs.metrics = fields.texts("metrics").value_or(std::vector<std::string>{});
  for (const std::string& source : fields.texts("energy").value_or(std::vector<std::string>{})) {
    if (source != "gpu" && source != "cpu")
      fields.fail("energy", "expected \"gpu\" or \"cpu\", found \"" + source + "\"");
    (source == "gpu" ? needs.gpu_energy : needs.cpu_energy) = true;
  }
  fields.finish();
  return needs;
}

}  // namespace mutlua
