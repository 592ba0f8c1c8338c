// SPDX-License-Identifier: MIT
#pragma once

#include "energy/nvml_types.h"

// The functions of NVML that the library exports, under NVIDIA's names.
extern "C" {
using mutlua::NvmlDevice;
using mutlua::NvmlReturn;

NvmlReturn nvmlInit_v2();
NvmlReturn nvmlShutdown();
const char* nvmlErrorString(NvmlReturn result);
NvmlReturn nvmlSystemGetDriverVersion(char* text, unsigned size);
NvmlReturn nvmlSystemGetNVMLVersion(char* text, unsigned size);
NvmlReturn nvmlDeviceGetCount_v2(unsigned* count);
NvmlReturn nvmlDeviceGetHandleByIndex_v2(unsigned index, NvmlDevice* device);
NvmlReturn nvmlDeviceGetUUID(NvmlDevice device, char* text, unsigned size);
NvmlReturn nvmlDeviceGetName(NvmlDevice device, char* text, unsigned size);
NvmlReturn nvmlDeviceGetPciInfo_v3(NvmlDevice device, mutlua::NvmlPciInfo* pci);
NvmlReturn nvmlDeviceGetArchitecture(NvmlDevice device, unsigned* architecture);
NvmlReturn nvmlDeviceGetPersistenceMode(NvmlDevice device, int* mode);
NvmlReturn nvmlDeviceGetMigMode(NvmlDevice device, unsigned* now, unsigned* after_reset);
NvmlReturn nvmlDeviceGetComputeMode(NvmlDevice device, int* mode);
NvmlReturn nvmlDeviceGetEnforcedPowerLimit(NvmlDevice device, unsigned* milliwatts);
NvmlReturn nvmlDeviceGetPowerManagementDefaultLimit(NvmlDevice device, unsigned* milliwatts);
NvmlReturn nvmlDeviceGetMaxClockInfo(NvmlDevice device, int clock, unsigned* megahertz);

NvmlReturn nvmlDeviceGetTotalEnergyConsumption(NvmlDevice device, unsigned long long* millijoules);
NvmlReturn nvmlDeviceGetSamples(NvmlDevice device, int kind, unsigned long long last_seen_us,
                                std::int32_t* type, unsigned* count, mutlua::NvmlSample* samples);
NvmlReturn nvmlDeviceGetFieldValues(NvmlDevice device, int count, mutlua::NvmlFieldValue* fields);
NvmlReturn nvmlDeviceGetPowerUsage(NvmlDevice device, unsigned* milliwatts);
NvmlReturn nvmlDeviceGetTemperature(NvmlDevice device, int sensor, unsigned* celsius);
NvmlReturn nvmlDeviceGetClockInfo(NvmlDevice device, int clock, unsigned* megahertz);
NvmlReturn nvmlDeviceGetUtilizationRates(NvmlDevice device, mutlua::NvmlUtilisation* utilisation);
NvmlReturn nvmlDeviceGetMemoryInfo(NvmlDevice device, mutlua::NvmlMemory* memory);
NvmlReturn nvmlDeviceGetMemoryInfo_v2(NvmlDevice device, mutlua::NvmlMemoryV2* memory);
NvmlReturn nvmlDeviceGetCurrentClocksEventReasons(NvmlDevice device, unsigned long long* reasons);
NvmlReturn nvmlDeviceGetCurrentClocksThrottleReasons(NvmlDevice device,
                                                     unsigned long long* reasons);
NvmlReturn nvmlDeviceGetViolationStatus(NvmlDevice device, int policy,
                                        mutlua::NvmlViolation* violation);

NvmlReturn nvmlDeviceGetComputeRunningProcesses(NvmlDevice device, unsigned* count, void* entries);
NvmlReturn nvmlDeviceGetComputeRunningProcesses_v2(NvmlDevice device, unsigned* count,
                                                   void* entries);
NvmlReturn nvmlDeviceGetComputeRunningProcesses_v3(NvmlDevice device, unsigned* count,
                                                   void* entries);
NvmlReturn nvmlDeviceGetGraphicsRunningProcesses(NvmlDevice device, unsigned* count, void* entries);
NvmlReturn nvmlDeviceGetGraphicsRunningProcesses_v2(NvmlDevice device, unsigned* count,
                                                    void* entries);
NvmlReturn nvmlDeviceGetGraphicsRunningProcesses_v3(NvmlDevice device, unsigned* count,
                                                    void* entries);
NvmlReturn nvmlDeviceGetMPSComputeRunningProcesses(NvmlDevice device, unsigned* count,
                                                   void* entries);
NvmlReturn nvmlDeviceGetMPSComputeRunningProcesses_v2(NvmlDevice device, unsigned* count,
                                                      void* entries);
NvmlReturn nvmlDeviceGetMPSComputeRunningProcesses_v3(NvmlDevice device, unsigned* count,
                                                      void* entries);
}
