// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "energy/cpu_shares.h"
#include "energy/machine_flags.h"

namespace mutlua {
namespace {

void add_other_load(Flags& flags, const BeforeWindow& before, const Thresholds& thresholds) {
  const auto shares = cpu_shares(before.begin, before.end, before.own_cpu);
  const double percent = shares ? shares->others * 100 : 0;
  if (percent <= thresholds.cpu_other_load_warn_pct) return;
  const bool much = percent > thresholds.cpu_other_load_error_pct;
  flags.push_back(
      {.id = "cpu.other_load",
       .severity = much ? Severity::error : Severity::warn,
       .value = percent,
       .threshold = much ? thresholds.cpu_other_load_error_pct : thresholds.cpu_other_load_warn_pct,
       .when = "before",
       .detail = fmt::format("other programs used {:.1f} % of all cores", percent)});
}

std::string shown(const std::string& text) { return "'" + text + "'"; }
std::string shown(bool on) { return on ? "on" : "off"; }

// One setting of the processor: what it is, what was asked, what it was when the block began.
template <typename Value>
void add_setting(Flags& flags, const std::string& id, const std::string& name,
                 const std::optional<Value>& now, const std::optional<Value>& asked,
                 const std::optional<Value>& at_block_start) {
  if (now && at_block_start && *now != *at_block_start) {
    flags.push_back({.id = id,
                     .severity = Severity::error,
                     .value = {},
                     .threshold = {},
                     .when = "before",
                     .detail = fmt::format("{} is {}, but was {} when the block began", name,
                                           shown(*now), shown(*at_block_start))});
  } else if (asked && now != asked) {
    flags.push_back({.id = id,
                     .severity = Severity::warn,
                     .value = {},
                     .threshold = {},
                     .when = "before",
                     .detail = fmt::format("{} is {}, but {} was asked for", name,
                                           now ? shown(*now) : "unknown", shown(*asked))});
  }
}

void add_settings(Flags& flags, const BeforeWindow& before) {
  const MachineState& now = before.end;
  const MachineState& then = before.block_start ? *before.block_start : now;
  const MachineRequest& asked = before.request;
  add_setting(flags, "cpu.governor", "the CPU governor", now.governor, asked.governor,
              then.governor);
  add_setting(flags, "cpu.turbo", "turbo", now.turbo, asked.turbo, then.turbo);
  add_setting(flags, "cpu.epp", "the energy performance preference", now.epp, asked.epp, then.epp);
}

void add_virtualised(Flags& flags, const BeforeWindow& before, const Thresholds& thresholds) {
  const auto shares = cpu_shares(before.begin, before.end);
  if (shares && (shares->steal > 0 || before.end.hypervisor == true)) {
    flags.push_back(steal_flag(shares->steal, "before", thresholds));
  } else if (before.end.hypervisor == true) {
    flags.push_back({.id = "virtualised",
                     .severity = Severity::info,
                     .value = {},
                     .threshold = {},
                     .when = "before",
                     .detail = "this is a virtual machine"});
  }
}

void add_room(Flags& flags, const std::string& id, std::optional<std::int64_t> bytes,
              double threshold, const std::string& what) {
  const double present = bytes ? static_cast<double>(*bytes) : threshold;
  if (present >= threshold) return;
  flags.push_back({.id = id,
                   .severity = Severity::warn,
                   .value = present,
                   .threshold = threshold,
                   .when = "before",
                   .detail = fmt::format("{:.0f} MiB {}", present / 1048576, what)});
}

}  // namespace

Flags flags_before(const BeforeWindow& before, const Thresholds& thresholds) {
  Flags flags;
  add_other_load(flags, before, thresholds);
  add_settings(flags, before);
  add_virtualised(flags, before, thresholds);
  add_room(flags, "disk.low", before.end.disk_free_bytes, thresholds.disk_low_bytes,
           "are free where the results go");
  add_room(flags, "mem.low", before.end.memory_available_bytes, thresholds.mem_low_bytes,
           "of memory are available");
  return flags;
}

}  // namespace mutlua
