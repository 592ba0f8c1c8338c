// SPDX-License-Identifier: MIT
#include "energy/nvml_api.h"

#include <dlfcn.h>

#include <initializer_list>

#include "energy/nvml_problem.h"

namespace mutlua {
namespace {

constexpr const char* kDriversLibrary = "libnvidia-ml.so.1";

/// Takes functions out of the library, the first name of each that is there.
class Symbols {
 public:
  Symbols(void* library, const SymbolLookup& lookup, std::vector<std::string>& missing)
      : library_(library), lookup_(lookup), missing_(missing) {}

  template <typename Function>
  void take(Function& function, std::initializer_list<const char*> names) {
    for (const char* name : names) {
      function = reinterpret_cast<Function>(lookup_(library_, name));
      if (function != nullptr) return;
    }
    missing_.emplace_back(*names.begin());
  }

  /// The versions differ in the size of an entry: the name that was found decides.
  void take(NvmlFunctions::ProcessList& list, const std::string& name) {
    for (const auto& [suffix, bytes] : {std::pair("_v3", 24u), {"_v2", 24u}, {"", 16u}}) {
      void* symbol = lookup_(library_, (name + suffix).c_str());
      if (symbol == nullptr) continue;
      list.read = reinterpret_cast<decltype(list.read)>(symbol);
      list.entry_bytes = bytes;
      return;
    }
    missing_.push_back(name + "_v3");
  }

 private:
  void* library_;
  const SymbolLookup& lookup_;
  std::vector<std::string>& missing_;
};

void take_identity(NvmlFunctions& functions, Symbols& symbols) {
  symbols.take(functions.init, {"nvmlInit_v2", "nvmlInit"});
  symbols.take(functions.shutdown, {"nvmlShutdown"});
  symbols.take(functions.error_text, {"nvmlErrorString"});
  symbols.take(functions.driver_version, {"nvmlSystemGetDriverVersion"});
  symbols.take(functions.library_version, {"nvmlSystemGetNVMLVersion"});
  symbols.take(functions.count, {"nvmlDeviceGetCount_v2", "nvmlDeviceGetCount"});
  symbols.take(functions.device, {"nvmlDeviceGetHandleByIndex_v2", "nvmlDeviceGetHandleByIndex"});
  symbols.take(functions.uuid, {"nvmlDeviceGetUUID"});
  symbols.take(functions.name, {"nvmlDeviceGetName"});
  // Older versions of this one have a shorter struct.
  symbols.take(functions.pci, {"nvmlDeviceGetPciInfo_v3"});
  symbols.take(functions.architecture, {"nvmlDeviceGetArchitecture"});
  symbols.take(functions.persistence, {"nvmlDeviceGetPersistenceMode"});
  symbols.take(functions.mig, {"nvmlDeviceGetMigMode"});
  symbols.take(functions.compute_mode, {"nvmlDeviceGetComputeMode"});
  symbols.take(functions.power_limit, {"nvmlDeviceGetEnforcedPowerLimit"});
  symbols.take(functions.default_power_limit, {"nvmlDeviceGetPowerManagementDefaultLimit"});
  symbols.take(functions.highest_clock, {"nvmlDeviceGetMaxClockInfo"});
}

void take_readings(NvmlFunctions& functions, Symbols& symbols) {
  symbols.take(functions.energy, {"nvmlDeviceGetTotalEnergyConsumption"});
  symbols.take(functions.samples, {"nvmlDeviceGetSamples"});
  symbols.take(functions.fields, {"nvmlDeviceGetFieldValues"});
  symbols.take(functions.power, {"nvmlDeviceGetPowerUsage"});
  symbols.take(functions.temperature, {"nvmlDeviceGetTemperature"});
  symbols.take(functions.clock, {"nvmlDeviceGetClockInfo"});
  symbols.take(functions.utilisation, {"nvmlDeviceGetUtilizationRates"});
  symbols.take(functions.memory, {"nvmlDeviceGetMemoryInfo"});
  symbols.take(functions.memory_v2, {"nvmlDeviceGetMemoryInfo_v2"});
  symbols.take(functions.clock_reasons, {"nvmlDeviceGetCurrentClocksEventReasons",
                                         "nvmlDeviceGetCurrentClocksThrottleReasons"});
  symbols.take(functions.violation, {"nvmlDeviceGetViolationStatus"});
  symbols.take(functions.processes[0], "nvmlDeviceGetComputeRunningProcesses");
  symbols.take(functions.processes[1], "nvmlDeviceGetGraphicsRunningProcesses");
  symbols.take(functions.processes[2], "nvmlDeviceGetMPSComputeRunningProcesses");
}

std::string file_of(void* function) {
  Dl_info info{};
  if (function == nullptr || ::dladdr(function, &info) == 0 || info.dli_fname == nullptr) return "";
  return info.dli_fname;
}

}  // namespace

void* look_up_symbol(void* library, const char* name) { return ::dlsym(library, name); }

NvmlApi::NvmlApi(void* library, const SymbolLookup& lookup) : library_(library) {
  Symbols symbols(library, lookup, missing_);
  take_identity(functions_, symbols);
  take_readings(functions_, symbols);
  file_ = file_of(reinterpret_cast<void*>(functions_.init));
}

NvmlApi::~NvmlApi() {
  if (initialised_ && functions_.shutdown != nullptr) functions_.shutdown();
  ::dlclose(library_);
}

std::string NvmlApi::text(NvmlReturn result) const {
  const char* text = functions_.error_text != nullptr ? functions_.error_text(result) : nullptr;
  return text != nullptr ? text : "error " + std::to_string(result);
}

OpenedNvml open_nvml(const std::string& library_path, const SymbolLookup& lookup) {
  const std::string path = library_path.empty() ? kDriversLibrary : library_path;
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    const char* reason = ::dlerror();
    return {nullptr, problem_of_loading(path, reason != nullptr ? reason : "")};
  }
  const std::shared_ptr<NvmlApi> api(new NvmlApi(library, lookup));
  const NvmlFunctions& functions = api->functions();
  if (functions.init == nullptr || functions.count == nullptr || functions.device == nullptr) {
    return {nullptr, problem_of_foreign_library(path)};
  }
  const NvmlReturn result = functions.init();
  api->initialised_ = result == kNvmlSuccess;
  if (!api->initialised_) {
    return {nullptr, problem_of_starting(result, api->text(result), api->file())};
  }
  return {api, ""};
}

}  // namespace mutlua
