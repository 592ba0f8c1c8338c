// SPDX-License-Identifier: MIT
// Any catalogue is refused with a message, or can be asked for its models.
#include <cstdint>
#include <string>

#include "base/error.h"
#include "base/json.h"
#include "training/catalogue.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    mutlua::Catalogue catalogue;
    catalogue.add(mutlua::parse_json({reinterpret_cast<const char*>(data), size}, "catalogue"),
                  "catalogue.json");
    for (const std::string& name : catalogue.names()) catalogue.find(name);
  } catch (const mutlua::Error&) {
    return 0;
  }
  return 0;
}
