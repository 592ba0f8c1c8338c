// SPDX-License-Identifier: MIT
#include "energy/nvml_problem.h"

#include <fmt/format.h>

namespace mutlua {
namespace {

bool contains(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

/// The link-time stub of the CUDA toolkit lies in a folder "stubs", and its error texts say so.
bool is_stub(const std::string& text, const std::string& file) {
  return contains(file, "/stubs/") || contains(text, "stub");
}

}  // namespace

std::string problem_of_loading(const std::string& path, const std::string& reason) {
  if (contains(reason, "No such file")) {
    return fmt::format(
        "no NVIDIA driver here: {} was not found (in a container: start it with the NVIDIA "
        "container toolkit, --gpus all)",
        path);
  }
  return fmt::format("cannot load {}: {}", path, reason);
}

std::string problem_of_foreign_library(const std::string& path) {
  return fmt::format(
      "{} is not NVIDIA's management library (it has no nvmlInit); unset MUTLUA_NVML or name "
      "libnvidia-ml.so.1",
      path);
}

std::string problem_of_starting(NvmlReturn result, const std::string& text,
                                const std::string& file) {
  if (is_stub(text, file)) {
    return fmt::format(
        "{} is the CUDA toolkit's stub, which is for linking only; use the driver's library: take "
        "the toolkit's folder stubs out of LD_LIBRARY_PATH, and install the driver if it is not",
        file);
  }
  switch (result) {
    case kNvmlLibraryMismatch:
      return fmt::format(
          "the loaded NVIDIA kernel module and {} are of different driver versions (after an "
          "update); restart the machine, or reload the nvidia modules",
          file);
    case kNvmlDriverNotLoaded:
      return "the NVIDIA kernel module is not loaded; run: sudo modprobe nvidia (and see dmesg if "
             "that fails)";
    case kNvmlNoPermission:
      return "no permission to use the NVIDIA driver: /dev/nvidiactl and /dev/nvidia* must be "
             "readable and writable for this user (in a container or batch job: ask for a GPU)";
    default:
      return fmt::format(
          "the NVIDIA driver cannot be used: {} (NVML error {}); see whether "
          "nvidia-smi works",
          text, static_cast<int>(result));
  }
}

std::string problem_of_no_device(NvmlReturn result, const std::string& text) {
  if (result == kNvmlSuccess) {
    return "the NVIDIA driver is loaded but lists no GPU (in a container or batch job: ask for "
           "one; else see nvidia-smi -L and dmesg)";
  }
  return fmt::format("the NVIDIA driver cannot list its GPUs: {} (NVML error {})", text,
                     static_cast<int>(result));
}

}  // namespace mutlua
