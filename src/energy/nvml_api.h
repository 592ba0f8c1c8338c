// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "energy/nvml_types.h"

namespace mutlua {

/// The functions of libnvidia-ml; null where this driver's library has none. The newest version of
/// each that is known here is taken.
struct NvmlFunctions {
  NvmlReturn (*init)() = nullptr;
  NvmlReturn (*shutdown)() = nullptr;
  const char* (*error_text)(NvmlReturn) = nullptr;
  NvmlReturn (*driver_version)(char*, unsigned) = nullptr;
  NvmlReturn (*library_version)(char*, unsigned) = nullptr;
  NvmlReturn (*count)(unsigned*) = nullptr;
  NvmlReturn (*device)(unsigned index, NvmlDevice*) = nullptr;

  NvmlReturn (*uuid)(NvmlDevice, char*, unsigned) = nullptr;
  NvmlReturn (*name)(NvmlDevice, char*, unsigned) = nullptr;
  NvmlReturn (*pci)(NvmlDevice, NvmlPciInfo*) = nullptr;
  NvmlReturn (*architecture)(NvmlDevice, unsigned*) = nullptr;
  NvmlReturn (*persistence)(NvmlDevice, int*) = nullptr;
  NvmlReturn (*mig)(NvmlDevice, unsigned* now, unsigned* after_reset) = nullptr;
  NvmlReturn (*compute_mode)(NvmlDevice, int*) = nullptr;
  NvmlReturn (*power_limit)(NvmlDevice, unsigned* milliwatts) = nullptr;
  NvmlReturn (*default_power_limit)(NvmlDevice, unsigned* milliwatts) = nullptr;
  NvmlReturn (*highest_clock)(NvmlDevice, int clock, unsigned* megahertz) = nullptr;

  NvmlReturn (*energy)(NvmlDevice, unsigned long long* millijoules) = nullptr;
  NvmlReturn (*samples)(NvmlDevice, int kind, unsigned long long last_seen_us, std::int32_t* type,
                        unsigned* count, NvmlSample*) = nullptr;
  NvmlReturn (*fields)(NvmlDevice, int count, NvmlFieldValue*) = nullptr;
  NvmlReturn (*power)(NvmlDevice, unsigned* milliwatts) = nullptr;
  NvmlReturn (*temperature)(NvmlDevice, int sensor, unsigned* celsius) = nullptr;
  NvmlReturn (*clock)(NvmlDevice, int clock, unsigned* megahertz) = nullptr;
  NvmlReturn (*utilisation)(NvmlDevice, NvmlUtilisation*) = nullptr;
  NvmlReturn (*memory)(NvmlDevice, NvmlMemory*) = nullptr;
  NvmlReturn (*memory_v2)(NvmlDevice, NvmlMemoryV2*) = nullptr;
  NvmlReturn (*clock_reasons)(NvmlDevice, unsigned long long* bits) = nullptr;

  NvmlReturn (*violation)(NvmlDevice, int policy, NvmlViolation*) = nullptr;

  /// Lists of processes: compute, graphics, MPS. `entry_bytes` is what the name found promises.
  struct ProcessList {
    NvmlReturn (*read)(NvmlDevice, unsigned* count, void* entries) = nullptr;
    std::size_t entry_bytes = 0;
  };
  ProcessList processes[3];
};

/// Finds a function in an opened library; tests hide names with it.
using SymbolLookup = std::function<void*(void* library, const char* name)>;
void* look_up_symbol(void* library, const char* name);  ///< dlsym

/// libnvidia-ml, opened and initialised. The initialisation is held for the life of the object:
/// without persistence mode the driver unloads, and the counters start again, when nobody holds it.
class NvmlApi {
 public:
  ~NvmlApi();
  NvmlApi(const NvmlApi&) = delete;
  NvmlApi& operator=(const NvmlApi&) = delete;

  const NvmlFunctions& functions() const { return functions_; }

  /// Names that the library does not have, in no version: what depends on them is not read.
  const std::vector<std::string>& missing() const { return missing_; }

  /// Where the loader found it.
  const std::string& file() const { return file_; }

  /// NVML's words for a return code.
  std::string text(NvmlReturn result) const;

 private:
  friend struct OpenedNvml open_nvml(const std::string&, const SymbolLookup&);
  NvmlApi(void* library, const SymbolLookup& lookup);

  void* library_;
  NvmlFunctions functions_;
  std::vector<std::string> missing_;
  std::string file_;
  bool initialised_ = false;
};

struct OpenedNvml {
  std::shared_ptr<const NvmlApi> api;  ///< shared by the GPUs found through it; null if not usable
  std::string problem;                 ///< why not, and what to do
};

/// Opens `library_path`, or libnvidia-ml.so.1 where the loader finds it if that is empty. (The name
/// without .1 is that of the CUDA toolkit's stub, which measures nothing.) Throws nothing.
OpenedNvml open_nvml(const std::string& library_path, const SymbolLookup& lookup = look_up_symbol);

}  // namespace mutlua
