// SPDX-License-Identifier: MIT
#include "energy/kernel_text.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <cmath>

#include "base/files.h"

namespace mutlua {
namespace {

constexpr std::size_t kLongest = 4096;  // of a text: one page, the most that sysfs gives
constexpr int kMostCpus = 65536;
constexpr std::uint32_t kMostPackages = 65536;

std::string_view without_newline(std::string_view text) noexcept {
  if (text.ends_with('\n')) text.remove_suffix(1);
  return text;
}

template <typename Number>
std::optional<Number> digits(std::string_view text, int base = 10) noexcept {
  Number value = 0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value, base);
  if (error != std::errc{} || end != last) return std::nullopt;
  return value;
}

/// Takes the text before the first `mark` off the front of `text`, and the mark; all if there is
/// none.
std::string_view take_until(std::string_view& text, char mark) noexcept {
  const std::size_t end = text.find(mark);
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return part;
}

std::optional<int> place_number(std::string_view text) noexcept {
  const auto number = digits<std::uint32_t>(text);
  if (!number || *number >= kMostPackages) return std::nullopt;
  return static_cast<int>(*number);
}

bool has_word(std::string_view list, std::string_view word) noexcept {
  while (!list.empty()) {
    if (without_newline(take_until(list, ' ')) == word) return true;
  }
  return false;
}

}  // namespace

std::optional<std::uint64_t> whole_number(std::string_view text) noexcept {
  return digits<std::uint64_t>(without_newline(text));
}

std::optional<double> positive_number(std::string_view text) noexcept {
  text = without_newline(text);
  double value = 0;
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  if (error != std::errc{} || end != last || !std::isfinite(value) || value <= 0)
    return std::nullopt;
  return value;
}

std::optional<std::uint64_t> event_code(std::string_view text) noexcept {
  constexpr std::string_view kStart = "event=0x";
  text = without_newline(text);
  if (!text.starts_with(kStart)) return std::nullopt;
  return digits<std::uint64_t>(text.substr(kStart.size()), 16);
}

std::optional<std::vector<int>> cpu_list(std::string_view text) noexcept {
  text = without_newline(text);
  if (text.empty() || text.size() > kLongest || text.ends_with(',')) return std::nullopt;
  std::vector<int> cpus;
  while (!text.empty()) {
    std::string_view range = take_until(text, ',');
    const bool single = range.find('-') == std::string_view::npos;
    const auto first = digits<std::uint32_t>(take_until(range, '-'));
    const auto last = single ? first : digits<std::uint32_t>(range);
    if (!first || !last || *last < *first || *last >= kMostCpus) return std::nullopt;
    if (!cpus.empty() && static_cast<int>(*first) <= cpus.back()) return std::nullopt;
    for (std::uint32_t cpu = *first; cpu <= *last; ++cpu) cpus.push_back(static_cast<int>(cpu));
  }
  return cpus;
}

std::optional<ZoneFolder> zone_folder(std::string_view name) noexcept {
  if (name.size() > 255 || name.ends_with(':')) return std::nullopt;
  ZoneFolder folder{.control = std::string(take_until(name, ':')), .ids = {}};
  while (!name.empty()) {
    const std::string_view text = take_until(name, ':');
    const auto id = digits<std::uint32_t>(text, 16);
    const bool as_printed = text == "0" || !text.starts_with('0');
    if (!id || !as_printed || text.find_first_of("ABCDEF") != std::string_view::npos)
      return std::nullopt;
    folder.ids.push_back(*id);
  }
  if (folder.control.empty() || folder.ids.empty()) return std::nullopt;
  return folder;
}

std::optional<RaplDomain> rapl_domain(std::string_view text) noexcept {
  using Kind = RaplDomain::Kind;
  constexpr std::string_view kPackage = "package-";
  constexpr std::string_view kDie = "-die-";
  text = without_newline(text);
  if (text == "dram") return RaplDomain{.kind = Kind::dram};
  if (text == "core") return RaplDomain{.kind = Kind::core};
  if (text == "uncore") return RaplDomain{.kind = Kind::uncore};
  if (text == "psys") return RaplDomain{.kind = Kind::psys};
  if (!text.starts_with(kPackage)) return std::nullopt;
  text.remove_prefix(kPackage.size());
  const std::size_t die_at = text.find(kDie);
  const auto package = place_number(text.substr(0, die_at));
  if (!package) return std::nullopt;
  if (die_at == std::string_view::npos) return RaplDomain{.package = *package};
  const auto die = place_number(text.substr(die_at + kDie.size()));
  if (!die) return std::nullopt;
  return RaplDomain{.package = *package, .die = *die};
}

CpuKind cpu_kind(std::string_view cpuinfo) noexcept {
  CpuKind kind;
  while (!cpuinfo.empty()) {
    std::string_view value = take_until(cpuinfo, '\n');
    if (value.empty()) break;  // an empty line ends the first processor
    const std::string_view key = take_until(value, ':');
    if (key.starts_with("vendor_id"))
      kind.amd = has_word(value, "AuthenticAMD") || has_word(value, "HygonGenuine");
    if (key.starts_with("flags")) {
      kind.virtualised = has_word(value, "hypervisor");
      kind.sgx = has_word(value, "sgx");
    }
  }
  return kind;
}

std::optional<std::string> kernel_file(const std::filesystem::path& path, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return std::nullopt;
  std::string text(limit, '\0');
  const ssize_t size = ::pread(file.number(), text.data(), text.size(), 0);
  if (size < 0) return std::nullopt;
  text.resize(static_cast<std::size_t>(size));
  return text;
}

}  // namespace mutlua
