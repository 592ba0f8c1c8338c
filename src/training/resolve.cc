// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <system_error>

#include "training/command.h"

namespace mutlua {
namespace {

namespace fs = std::filesystem;

bool is_file(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

bool is_program(const fs::path& path) { return is_file(path) && ::access(path.c_str(), X_OK) == 0; }

bool has_slash(const std::string& program) { return program.find('/') != std::string::npos; }

/// The model's own PATH if the catalogue sets one, as the program will see it.
std::string search_path(const Command& command) {
  for (const auto& [name, value] : command.environment) {
    if (name == "PATH") return value;
  }
  const char* path = std::getenv("PATH");
  return path == nullptr ? "/usr/local/bin:/usr/bin:/bin" : path;
}

fs::path found_program(const std::string& name, const std::string& path,
                       const fs::path& program_folder, const fs::path& folder) {
  if (!program_folder.empty() && is_program(program_folder / name)) return program_folder / name;
  std::istringstream folders(path);
  for (std::string entry; std::getline(folders, entry, ':');) {
    const fs::path candidate = (folder / entry).lexically_normal() / name;
    if (is_program(candidate)) return candidate;
  }
  return {};
}

/// Why nothing can be known of a path; empty if it is there.
std::string lookup_problem(const fs::path& path, struct stat& status) {
  if (::stat(path.c_str(), &status) == 0) return "";
  if (errno == ENOENT || errno == ENOTDIR) return path.string() + " does not exist";
  return fmt::format("{} cannot be reached: {}", path.string(), std::strerror(errno));
}

std::string folder_problem(const fs::path& path) {
  struct stat status {};
  const std::string problem = lookup_problem(path, status);
  if (!problem.empty()) return problem;
  if (!S_ISDIR(status.st_mode)) return path.string() + " is not a folder";
  if (::access(path.c_str(), X_OK) == 0) return "";
  return fmt::format("{} cannot be entered: {}", path.string(), std::strerror(errno));
}

std::string script_problem(const fs::path& path, bool must_be_executable) {
  struct stat status {};
  const std::string problem = lookup_problem(path, status);
  if (!problem.empty()) return problem;
  if (S_ISDIR(status.st_mode)) return path.string() + " is a folder, not a program";
  if (!must_be_executable && ::access(path.c_str(), R_OK) != 0) {
    return fmt::format("{} cannot be read: {}", path.string(), std::strerror(errno));
  }
  if (must_be_executable && !is_program(path)) {
    return fmt::format("{0} is not executable; run: chmod +x {0}", path.string());
  }
  return "";
}

bool looks_like_script(const std::string& argument) {
  const std::string extension = fs::path(argument).extension();
  return extension == ".py" || extension == ".sh";
}

/// The training script behind a prefix or an interpreter. An absolute path behind a prefix may
/// exist only inside of a container, so only the model's own folder is looked at.
std::string training_script_problem(const Model& model, const fs::path& folder) {
  const std::string& program = model.command.front();
  if (!model.prefix.empty() && has_slash(program) && fs::path(program).is_relative()) {
    return script_problem(folder / program, true);
  }
  if (model.command.size() < 2 || !looks_like_script(model.command[1])) return "";
  const fs::path script = model.command[1];
  return script.is_relative() ? script_problem(folder / script, false) : "";
}

std::string cannot_start(const Model& model, const std::string& why, const std::string& advice) {
  return fmt::format("{}: cannot start {}: {}{}", model.name, model.command.front(), why, advice);
}

std::string program_problem(ResolvedCommand& resolved, const fs::path& program_folder) {
  std::string& program = resolved.command.argv.front();
  const fs::path& folder = resolved.command.folder;
  if (has_slash(program)) return script_problem(folder / program, true);
  const fs::path found =
      found_program(program, search_path(resolved.command), program_folder, folder);
  if (found.empty()) return fmt::format("there is no program '{}' on PATH", program);
  program = found.string();
  return "";
}

}  // namespace

ResolvedCommand resolve(const Model& model, const Command& command,
                        const std::filesystem::path& program_folder) {
  ResolvedCommand resolved{command, ""};
  std::error_code ignored;
  resolved.command.folder = fs::absolute(command.folder, ignored).lexically_normal();
  const std::string advice = fmt::format("; set its path in {}", model.source);
  std::string why = folder_problem(resolved.command.folder);
  if (!why.empty()) {
    resolved.problem = cannot_start(model, why, advice);
    return resolved;
  }
  why = program_problem(resolved, program_folder);
  if (why.empty()) why = training_script_problem(model, resolved.command.folder);
  if (!why.empty()) resolved.problem = cannot_start(model, why, "");
  return resolved;
}

}  // namespace mutlua
