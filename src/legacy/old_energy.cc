// SPDX-License-Identifier: MIT
#include "legacy/old_energy.h"

#include "base/error.h"
#include "legacy/foreign_file.h"

namespace mutlua {
namespace {

constexpr std::size_t kLargestSamples = std::size_t{256} << 20;  // 4 months at one per second
constexpr std::size_t kLargestReport = std::size_t{64} << 20;

/// Reads a file, and notes why if it is there but cannot be read.
class Files {
 public:
  Files(const std::filesystem::path& folder, std::vector<std::string>& faults)
      : folder_(folder), faults_(faults) {}

  std::optional<std::string> text(const char* name, std::size_t limit) {
    try {
      return read_foreign(folder_ / name, limit);
    } catch (const Error& fault) {
      faults_.emplace_back(fault.what());
      return std::nullopt;
    }
  }

  OldSamples samples(const char* name, const char* column) {
    const auto csv = text(name, kLargestSamples);
    return csv ? read_samples(*csv, column) : OldSamples();
  }

 private:
  const std::filesystem::path& folder_;
  std::vector<std::string>& faults_;
};

std::optional<double> sum(const std::optional<double>& a, const std::optional<double>& b) {
  if (!a && !b) return std::nullopt;
  return a.value_or(0) + b.value_or(0);
}

/// The digest's figure, which the old tool used, unless it stands for something never counted.
std::optional<double> counted(const std::optional<double>& perf,
                              const std::optional<double>& digest, bool has_report) {
  if (!has_report) return digest;
  return perf && digest ? digest : perf;
}

}  // namespace

EnergyMetrics OldEnergy::old_figures() const {
  return {.cpu_energy_pkg_joules = digest.package_joules,
          .cpu_energy_ram_joules = digest.memory_joules,
          .cpu_energy_total_joules = digest.total_joules,
          .gpu_power_avg_watts = power.average(),
          .gpu_power_max_watts = power.maximum(),
          .gpu_power_min_watts = power.minimum(),
          .gpu_energy_total_joules =
              power.count > 0 ? std::optional(power.sum) : std::optional<double>(),
          .gpu_temp_avg_celsius = temperature.average(),
          .gpu_temp_max_celsius = temperature.maximum(),
          .gpu_util_avg_percent = utilisation.average(),
          .gpu_util_max_percent = utilisation.maximum()};
}

EnergyMetrics OldEnergy::right_figures() const {
  const bool report = perf.elapsed_seconds || perf.package_joules || perf.memory_joules;
  EnergyMetrics figures = old_figures();
  figures.cpu_energy_pkg_joules = counted(perf.package_joules, digest.package_joules, report);
  figures.cpu_energy_ram_joules = counted(perf.memory_joules, digest.memory_joules, report);
  figures.cpu_energy_total_joules = cpu_joules();
  figures.gpu_energy_total_joules = power.integral();
  return figures;
}

std::optional<double> OldEnergy::cpu_joules() const {
  const bool report = perf.elapsed_seconds || perf.package_joules || perf.memory_joules;
  const auto package = counted(perf.package_joules, digest.package_joules, report);
  const auto memory = counted(perf.memory_joules, digest.memory_joules, report);
  const bool as_digest = package == digest.package_joules && memory == digest.memory_joules;
  return as_digest && digest.total_joules ? digest.total_joules : sum(package, memory);
}

OldEnergy read_old_energy(const std::filesystem::path& folder) {
  OldEnergy energy;
  Files files(folder, energy.faults);
  auto report = files.text("cpu_energy_raw.txt", kLargestReport);
  if (!report) report = files.text("perf_raw.txt", kLargestReport);
  if (report) energy.perf = read_perf_report(*report);
  if (const auto digest = files.text("cpu_energy.txt", kLargestReport)) {
    energy.digest = read_cpu_digest(*digest);
  }
  energy.power = files.samples("gpu_power.csv", "power_draw_w");
  energy.temperature = files.samples("gpu_temperature.csv", "gpu_temp_c");
  energy.utilisation = files.samples("gpu_utilization.csv", "gpu_util_percent");
  std::error_code unknown;
  energy.has_power = std::filesystem::exists(folder / "gpu_power.csv", unknown);
  return energy;
}

}  // namespace mutlua
