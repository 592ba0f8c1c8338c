// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

namespace mutlua {

/// One energy domain of RAPL, the energy counters in x86 processors. A package contains its cores
/// and uncore; it does not contain the memory; psys contains the whole platform. So only packages
/// and memory may be added up.
struct RaplDomain {
  enum class Kind { package, dram, core, uncore, psys };
  Kind kind = Kind::package;
  int package = 0;                        ///< physical package, of package and dram
  std::optional<int> die = std::nullopt;  ///< where a package has several
  auto operator<=>(const RaplDomain&) const = default;

  /// "package" or "dram": what DomainInfo calls scope.
  std::string scope() const;
  /// "package-0", "package-0-die-1", "dram-0"
  std::string label() const;
};

/// Why a sensor gives nothing, and what to do. Both empty if it does give something.
struct SensorProblem {
  std::string why;
  std::string remedy;

  explicit operator bool() const { return !why.empty(); }
  /// "WHY; REMEDY"
  std::string text() const { return remedy.empty() ? why : why + "; " + remedy; }
};

/// A counter or zone that is not read, for whoever wonders.
struct IgnoredDomain {
  std::string place;  ///< "intel-rapl:1", "energy-ram on CPU 0"
  std::string name;   ///< "psys"
  std::string why;
};

}  // namespace mutlua
