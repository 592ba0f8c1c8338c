// SPDX-License-Identifier: MIT
#include "energy/rapl_checks.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>

namespace mutlua {
namespace {

constexpr int kRounds = 5;           // in which steps are compared,
constexpr int kEqualRounds = 4;      // and must be equal: an update may fall between two reads
constexpr int kNearRounds = 3;       // in which raw values are compared
constexpr Seconds kSpacing{0.002};   // two updates of the counters
constexpr int kMostSpins = 200'000;  // should the clock stand still

std::vector<Reading> read_all(EnergySource& source) {
  std::vector<Reading> readings(source.domains().size());
  source.read(readings);
  return readings;
}

void spin(Clock& clock, Seconds span) {
  const Instant end = clock.now() + span;
  for (int i = 0; i < kMostSpins && clock.now() < end; ++i) {
  }
}

using Rounds = std::vector<std::vector<Reading>>;

/// Equal but for one update, which may have fallen between the two reads, at every round.
bool same_raw(const DomainInfo& info, const Rounds& rounds, std::size_t a, std::size_t b) {
  const auto near = [&](const std::vector<Reading>& round) {
    const Reading& first = round[a];
    const Reading& second = round[b];
    if (first.error != 0 || second.error != 0) return false;
    std::uint64_t apart = std::max(first.raw, second.raw) - std::min(first.raw, second.raw);
    if (info.modulus && apart < *info.modulus) apart = std::min(apart, *info.modulus - apart);
    const Joules update = info.most_power * (info.update_period + (second.after - first.before));
    return static_cast<double>(apart) * info.joules_per_unit <= update.value;
  };
  return std::all_of(rounds.begin(), rounds.begin() + kNearRounds, near);
}

/// Always the same distance from one another, but for a round.
bool same_steps(const Rounds& rounds, std::size_t a, std::size_t b) {
  std::vector<std::uint64_t> apart;
  for (const auto& round : rounds) {
    if (round[a].error != 0 || round[b].error != 0) return false;
    apart.push_back(round[a].raw - round[b].raw);
  }
  return std::any_of(apart.begin(), apart.end(), [&](std::uint64_t distance) {
    return std::count(apart.begin(), apart.end(), distance) >= kEqualRounds;
  });
}

}  // namespace

std::vector<bool> advancing(EnergySource& source, Clock& clock, Seconds limit) {
  const std::vector<Reading> first = read_all(source);
  std::vector<Reading> now(first.size());
  std::vector<bool> advanced(first.size(), false);
  const Instant end = clock.now() + limit;
  for (int i = 0; i < kMostSpins; ++i) {  // the reading is the busy loop
    const bool last = clock.now() >= end;
    source.read(now);
    for (std::size_t k = 0; k < now.size(); ++k) {
      if (now[k].error == 0 && first[k].error == 0 && now[k].raw > first[k].raw) advanced[k] = true;
    }
    if (last || std::find(advanced.begin(), advanced.end(), false) == advanced.end()) break;
  }
  return advanced;
}

std::vector<bool> mirrors(EnergySource& source, std::span<const RaplDomain> places, Clock& clock,
                          MirrorRule rule) {
  Rounds rounds;
  for (int i = 0; i < kRounds; ++i) {
    if (i > 0) spin(clock, kSpacing);
    rounds.push_back(read_all(source));
  }
  std::vector<bool> repeats(places.size(), false);
  for (std::size_t b = 0; b < places.size(); ++b) {
    for (std::size_t a = 0; a < b; ++a) {
      const bool neighbours =
          places[a].kind == places[b].kind && places[a].package == places[b].package;
      if (repeats[a] || !neighbours) continue;
      const bool same = rule == MirrorRule::same_raw ? same_raw(source.domains()[a], rounds, a, b)
                                                     : same_steps(rounds, a, b);
      if (same) repeats[b] = true;
    }
  }
  return repeats;
}

Flag mirrored_zones(const std::vector<std::string>& dropped) {
  return {.id = "rapl.mirrored_zones",
          .severity = Severity::info,
          .value = static_cast<double>(dropped.size()),
          .threshold = {},
          .when = "before",
          .detail = fmt::format("not read, because they show the counter of another die of their "
                                "package: {}",
                                fmt::join(dropped, ", "))};
}

}  // namespace mutlua
