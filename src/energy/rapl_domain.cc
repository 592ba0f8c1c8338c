// SPDX-License-Identifier: MIT
#include "energy/rapl_domain.h"

namespace mutlua {

std::string RaplDomain::scope() const {
  switch (kind) {
    case Kind::package:
      return "package";
    case Kind::dram:
      return "dram";
    case Kind::core:
      return "core";
    case Kind::uncore:
      return "uncore";
    case Kind::psys:
      return "psys";
  }
  return "unknown";
}

std::string RaplDomain::label() const {
  const std::string place = scope() + "-" + std::to_string(package);
  return die ? place + "-die-" + std::to_string(*die) : place;
}

}  // namespace mutlua
