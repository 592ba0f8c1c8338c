// SPDX-License-Identifier: MIT
#include "system/packed_launch.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>

#include "base/error.h"
#include "system/descriptors.h"

namespace mutlua {
namespace {

constexpr std::size_t kLimit = 16u << 20;

std::string name_of(const std::string& variable) { return variable.substr(0, variable.find('=')); }

void set_variable(std::vector<std::string>& environment, const std::string& name,
                  const std::string& value) {
  std::erase_if(environment, [&](const std::string& each) { return name_of(each) == name; });
  environment.push_back(fmt::format("{}={}", name, value));
}

bool has_variable(const std::vector<std::string>& environment, const std::string& name) {
  return std::any_of(environment.begin(), environment.end(),
                     [&](const std::string& each) { return name_of(each) == name; });
}

void append(std::string& packed, const std::string& text) {
  if (text.find('\0') != std::string::npos) {
    throw Error(ErrorKind::machine,
                fmt::format("cannot start a program with a NUL byte in '{}'", text.c_str()));
  }
  packed.append(text.c_str(), text.size() + 1);
}

std::vector<std::string> split(std::string_view packed) {
  std::vector<std::string> texts;
  while (!packed.empty()) {
    texts.emplace_back(packed.substr(0, packed.find('\0')));
    packed.remove_prefix(texts.back().size() + 1);
  }
  return texts;
}

std::filesystem::path whole_path(const std::filesystem::path& folder) {
  std::error_code error;
  const std::filesystem::path current = std::filesystem::current_path(error);
  if (error) throw Error(ErrorKind::machine, "the current folder has no name: " + error.message());
  return folder.empty() ? current : (current / folder).lexically_normal();
}

void write_all(int file, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(file, content.data(), content.size());
    if (written < 0) throw_errno("cannot hand over the command line");
    content.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

PackedLaunch PackedLaunch::from(const Launch& launch, char** caller_environment) {
  if (launch.argv.empty()) throw Error(ErrorKind::machine, "cannot start an empty command line");
  PackedLaunch packed;
  packed.folder = whole_path(launch.folder).string();
  packed.argv = launch.argv;
  for (char** each = caller_environment; each && *each; ++each) packed.environment.push_back(*each);
  for (const auto& [name, value] : launch.environment) {
    set_variable(packed.environment, name, value);
  }
  if (!has_variable(packed.environment, "PYTHONUNBUFFERED")) {
    set_variable(packed.environment, "PYTHONUNBUFFERED", "1");
  }
  return packed;
}

Descriptor PackedLaunch::write() const {
  std::string packed;
  append(packed, folder);
  append(packed, std::to_string(argv.size()));
  for (const std::string& each : argv) append(packed, each);
  for (const std::string& each : environment) append(packed, each);
  if (packed.size() > kLimit) {
    throw Error(ErrorKind::machine, fmt::format("the command line of {} and its environment are "
                                                "larger than {} bytes",
                                                argv[0], kLimit));
  }
  Descriptor file(::memfd_create("mutlua-launch", MFD_CLOEXEC));
  if (!file) throw_errno("cannot hand over the command line");
  write_all(file.number(), packed);
  return file;
}

PackedLaunch PackedLaunch::read(int file) {
  std::vector<std::string> texts = split(read_descriptor(file, kLimit));
  const auto arguments = static_cast<std::ptrdiff_t>(std::stoul(texts.at(1)));
  const auto first = texts.begin() + 2;
  return {texts[0], {first, first + arguments}, {first + arguments, texts.end()}};
}

}  // namespace mutlua
