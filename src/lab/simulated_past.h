// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "lab/surroundings.h"
#include "store/index.h"

namespace mutlua {

/// What the finished trials of a simulated session say of the machine's surroundings, so that a
/// continued simulation goes on as one that never stopped.
///
/// It follows from their records; that not all need be read again, it is kept beside them in
/// simulation.json, written now and then. What is kept counts only if the trials that it was made
/// of are still the session's first ones: it names their number and their digest.
class SimulatedPast {
 public:
  using Trials = std::vector<std::shared_ptr<const StoredTrial>>;

  explicit SimulatedPast(const Machine& machine) : surroundings_(machine) {}

  /// Takes in the finished trials of a session, in the order of execution. Throws Error(machine) if
  /// a record that has to be read is damaged.
  void read(const std::filesystem::path& session, const Trials& trials);
  /// A trial was finished.
  void add(const std::string& experiment_id, const Json& record);

  /// Whether enough was added since it was stored.
  bool due() const { return trials_ >= stored_ + kBetween; }
  /// Keeps it in the session. Never throws: it can be found again.
  void store(const std::filesystem::path& session) noexcept;

  /// What Surroundings::remember takes.
  Json surroundings() const { return surroundings_.memory(); }

 private:
  static constexpr std::size_t kBetween = 1000;  // trials whose records a kill costs to be read

  std::size_t read_kept(const std::filesystem::path& session, const Trials& trials);

  Surroundings surroundings_;
  std::size_t trials_ = 0;
  std::size_t stored_ = 0;
  std::string digest_;  ///< of the trials' names, in their order
};

}  // namespace mutlua
