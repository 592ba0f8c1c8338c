// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace mutlua {

/// What one column of gpu_power.csv, gpu_temperature.csv or gpu_utilization.csv of the old tool
/// says. The first column is the time, in whole seconds since 1970: several samples may bear the
/// same second, and seconds may be missing between two.
struct OldSamples {
  std::size_t count = 0;       ///< cells that hold a number: what the old tool's figures rest on
  std::size_t unreadable = 0;  ///< cells that hold neither a number nor nothing nor N/A
  std::size_t further = 0;     ///< lines without a time: the second GPU of the line before
  double sum = 0;              ///< in the order of the file, as the old tool added
  double largest = 0;
  double smallest = 0;

  std::size_t timed = 0;     ///< samples whose time can be read, too
  double trapezoid = 0;      ///< integral over the times: joules where the column holds watts
  double first_seconds = 0;  ///< since 1970
  double last_seconds = 0;   ///< since 1970
  double largest_gap = 0;    ///< between two samples, in seconds
  bool backwards = false;    ///< a time was earlier than the one before: there is no integral

  bool torn = false;     ///< the last line has no end and was left out
  bool pointer = false;  ///< no samples but a Git LFS pointer to them

  double span_seconds() const { return last_seconds - first_seconds; }
  std::optional<double> average() const;
  std::optional<double> maximum() const;
  std::optional<double> minimum() const;
  /// The energy by the real times; unknown with fewer than two samples or when time ran backwards.
  std::optional<double> integral() const;
};

/// Reads the column of that name from a CSV text; one that the text lacks has no samples.
/// Numbers are read as Python's float() does, but for infinities and NaN, which count as
/// unreadable.
OldSamples read_samples(std::string_view csv, std::string_view column);

}  // namespace mutlua
