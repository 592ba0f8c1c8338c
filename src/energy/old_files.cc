// SPDX-License-Identifier: MIT
#include "energy/old_files.h"

#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <optional>
#include <string>

#include "base/files.h"
#include "energy/trace_reader.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

constexpr const char* kUnknown = "N/A";

/// "45,352.02", as perf writes it.
std::string with_commas(double value) {
  std::string text = fmt::format("{:.2f}", value);
  for (std::size_t place = text.find('.'); place > 3;) text.insert(place -= 3, 1, ',');
  return text;
}

std::string started_text(Instant begin, Nanoseconds wall_offset) {
  const std::time_t seconds =
      std::chrono::floor<std::chrono::seconds>(begin.since_boot + wall_offset).count();
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  char text[64];
  std::strftime(text, sizeof text, "%a %b %e %H:%M:%S %Y", &parts);
  return text;
}

std::string summary_text(double packages, std::optional<Joules> memory,
                         std::optional<Joules> total) {
  std::string text = "CPU Energy Consumption Summary\n==============================\n";
  text += fmt::format("Package Energy (Joules): {:.2f}\n", packages);
  if (memory) text += fmt::format("RAM Energy (Joules): {:.2f}\n", memory->value);
  if (total) text += fmt::format("Total CPU Energy (Joules): {:.2f}\n", total->value);
  return text +
         "\nNote: measured by mutlua from the processor's own counters\nexperiment.json has "
         "the figures in full, with their uncertainty\n";
}

std::string perf_text(double packages, std::optional<Joules> memory, const Window& window,
                      Nanoseconds wall_offset) {
  const auto line = [](double joules, const char* event) {
    return fmt::format("{:>18} Joules {}\n", with_commas(joules), event);
  };
  std::string text = "# started on " + started_text(window.begin, wall_offset) + "\n";
  text += "# written by mutlua in the form of perf stat\n\n";
  text += " Performance counter stats for 'system wide':\n\n";
  text += line(packages, "power/energy-pkg/");
  if (memory) text += line(memory->value, "power/energy-ram/");
  return text + fmt::format("\n{:>18.9f} seconds time elapsed\n\n", window.duration().count());
}

void write_cpu_files(const fs::path& folder, const Window& window, Nanoseconds wall_offset) {
  const auto packages = window.scope("package");
  if (!packages) return;
  const auto memory = window.scope("dram");
  write_file(folder / "cpu_energy.txt", summary_text(packages->value, memory, window.cpu()));
  write_file(folder / "cpu_energy_raw.txt",
             perf_text(packages->value, memory, window, wall_offset));
}

/// One gauge as a table: the first value that was read in each second from the begin on.
class Table {
 public:
  Table(const char* columns, int place) : text_(fmt::format("{}\n", columns)), place_(place) {}

  /// `cells` makes what follows the time of a value.
  template <class Cells>
  void tick(const TraceTick& tick, Instant begin, Nanoseconds wall_offset, const Cells& cells) {
    if (place_ < 0) return;
    const GaugeValue& value = tick.gauges[static_cast<std::size_t>(place_)];
    if (!value) return;
    const double passed = (tick.at - begin).count();
    if (passed < static_cast<double>(rows_)) return;
    const std::string rest = fmt::format(",{}\n", cells(*value));
    const auto first =
        std::chrono::floor<std::chrono::seconds>(begin.since_boot + wall_offset).count();
    for (; passed >= static_cast<double>(rows_); ++rows_) {
      const fmt::format_int time(first + rows_);
      text_.append(time.data(), time.size()).append(rest);
    }
  }

  void write(const fs::path& file) const {
    if (rows_ > 0) write_file(file, text_);
  }

 private:
  std::string text_;
  int place_;  ///< among the fast gauges; -1: there is no such
  std::int64_t rows_ = 0;
};

/// The three tables of one GPU, from its trace.
class GpuTables : public TraceListener {
 public:
  GpuTables(const TraceHeader& header, int gpu, const Window& window, Nanoseconds wall_offset)
      : begin_(window.begin),
        end_(window.end),
        wall_offset_(wall_offset),
        power_("timestamp,power_draw_w", place(header, gpu, "average_mw")),
        temperature_("timestamp,gpu_temp_c,memory_temp_c", place(header, gpu, "temperature_c")),
        use_("timestamp,gpu_util_percent,memory_util_percent",
             place(header, gpu, "utilisation_pct")) {}

  void mark(const MarkRow&) override {}
  void tick(const TraceTick& tick) noexcept override {
    if (tick.at < begin_ || tick.at >= end_) return;
    power_.tick(tick, begin_, wall_offset_, [](std::int64_t milliwatts) {
      return fmt::format("{}.{:03}", milliwatts / 1000, milliwatts % 1000);
    });
    const auto beside_unknown = [](std::int64_t value) {
      return fmt::format("{},{}", value, kUnknown);
    };
    temperature_.tick(tick, begin_, wall_offset_, beside_unknown);
    use_.tick(tick, begin_, wall_offset_, beside_unknown);
  }
  void slow(Instant, std::span<const GaugeValue>) noexcept override {}
  void counter(const CounterRow&) noexcept override {}
  void sample(const SampleRow&) noexcept override {}
  void process(const ProcessRow&) noexcept override {}

  void write(const fs::path& folder) const {
    power_.write(folder / "gpu_power.csv");
    temperature_.write(folder / "gpu_temperature.csv");
    use_.write(folder / "gpu_utilization.csv");
  }

 private:
  static int place(const TraceHeader& header, int gpu, const char* gauge) {
    const std::string name = fmt::format("gpu{}.{}", gpu, gauge);
    for (std::size_t i = 0; i < header.fast.size(); ++i) {
      if (header.fast[i].column == name) return static_cast<int>(i);
    }
    return -1;
  }

  Instant begin_;
  Instant end_;
  Nanoseconds wall_offset_;
  Table power_;
  Table temperature_;
  Table use_;
};

/// The driver's index of the one GPU of the window; absent if there are more, or none.
std::optional<int> only_gpu(const Window& window) {
  std::optional<int> only;
  for (const GpuEnergy& gpu : window.gpus) {
    if (!gpu.assigned) continue;
    if (only) return std::nullopt;
    only = gpu.info.index;
  }
  return only;
}

}  // namespace

void write_old_files(const fs::path& folder, const fs::path& trace, const Window& window,
                     Nanoseconds wall_offset) {
  write_cpu_files(folder, window, wall_offset);
  const auto gpu = only_gpu(window);
  if (!gpu) return;
  const TraceHeader header = read_trace_header(trace);
  GpuTables tables(header, *gpu, window, wall_offset);
  replay_trace(trace, header, tables);
  tables.write(folder);
}

}  // namespace mutlua
