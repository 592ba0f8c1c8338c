// SPDX-License-Identifier: MIT
#include "energy/nvml_timing.h"

namespace mutlua {
namespace {

// Numbers of nvmlDeviceArchitecture_t.
enum Architecture : unsigned {
  kKepler = 2,
  kMaxwell = 3,
  kPascal = 4,
  kVolta = 5,
  kTuring = 6,
  kAmpere = 7,
  kAda = 8,
  kHopper = 9,
  kBlackwell = 10,
};

/// The data centre chip of Ampere samples unlike its siblings.
bool is_ga100(const std::string& name) {
  for (const char* card : {"A100", "A800", "A30"}) {
    const auto at = name.find(card);
    if (at == std::string::npos) continue;
    const char after = at + std::char_traits<char>::length(card) < name.size()
                           ? name[at + std::char_traits<char>::length(card)]
                           : ' ';
    if (after < '0' || after > '9') return true;  // not "A3000"
  }
  return false;
}

}  // namespace

NvmlTiming documented_timing(unsigned architecture, const std::string& name) {
  switch (architecture) {
    case kPascal:
    case kVolta:
      return {Seconds(0.02), Seconds(0.01)};
    case kKepler:
    case kMaxwell:  // a logarithmic lag, taken for a window
    case kTuring:
      return {Seconds(0.1), Seconds(0.1)};
    case kAmpere:
      if (is_ga100(name)) return {Seconds(0.1), Seconds(0.025)};
      return {};
    default:
      return {};
  }
}

std::string architecture_name(unsigned architecture) {
  switch (architecture) {
    case kKepler:
      return "Kepler";
    case kMaxwell:
      return "Maxwell";
    case kPascal:
      return "Pascal";
    case kVolta:
      return "Volta";
    case kTuring:
      return "Turing";
    case kAmpere:
      return "Ampere";
    case kAda:
      return "Ada";
    case kHopper:
      return "Hopper";
    case kBlackwell:
      return "Blackwell";
    default:
      return "";
  }
}

}  // namespace mutlua
