// SPDX-License-Identifier: MIT
#include "system/own.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <sstream>

#include "base/error.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

std::optional<fs::path> executable(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error) || ::access(file.c_str(), X_OK) != 0) return std::nullopt;
  return fs::absolute(file);
}

std::optional<fs::path> find_on_path(const std::string& name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path ? path : "/usr/local/bin:/usr/bin:/bin");
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (auto found = executable(fs::path(folder.empty() ? "." : folder) / name)) return found;
  }
  return std::nullopt;
}

}  // namespace

fs::path executable_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) return program.parent_path();
  throw Error(ErrorKind::machine,
              "cannot find the running program: /proc/self/exe: " + error.message());
}

void open_standard_streams() {
  int file = 0;
  do {
    file = ::open("/dev/null", O_RDWR);
  } while (file >= 0 && file <= STDERR_FILENO);
  if (file > STDERR_FILENO) ::close(file);
}

std::optional<fs::path> find_program(const std::string& name) {
  if (name.empty()) return std::nullopt;
  if (name.find('/') != std::string::npos) return executable(name);
  if (auto beside = executable(executable_folder() / name)) return beside;
  return find_on_path(name);
}

}  // namespace mutlua
