// SPDX-License-Identifier: MIT
#include "lab/simulated_past.h"

#include "base/files.h"
#include "base/sha256.h"
#include "store/trial_folder.h"

namespace mutlua {
namespace {

constexpr const char* kFile = "simulation.json";
constexpr std::size_t kLargestFile = std::size_t{1} << 30;

std::string digest_with(const std::string& digest, const std::string& experiment_id) {
  return sha256(digest + experiment_id);
}

Json kept_in(const std::filesystem::path& session) {
  try {
    return parse_json(read_file(session / kFile, kLargestFile), kFile);
  } catch (const Error&) {
    return nullptr;  // there is none, or none that helps: the records have it all
  }
}

}  // namespace

void SimulatedPast::read(const std::filesystem::path& session, const Trials& trials) {
  for (std::size_t i = read_kept(session, trials); i < trials.size(); ++i)
    add(trials[i]->experiment_id, read_finished_record(session / trials[i]->experiment_id));
}

/// Gives how many of the trials it knows.
std::size_t SimulatedPast::read_kept(const std::filesystem::path& session, const Trials& trials) {
  const Json kept = kept_in(session);
  try {
    const auto count = kept.at("trials").get<std::size_t>();
    if (count > trials.size()) return 0;
    std::string digest;
    for (std::size_t i = 0; i < count; ++i) digest = digest_with(digest, trials[i]->experiment_id);
    if (kept.at("digest") != digest) return 0;
    surroundings_.remember(kept.at("surroundings"));
    digest_ = digest;
    trials_ = stored_ = count;
    return count;
  } catch (const Json::exception&) {
    return 0;
  }
}

void SimulatedPast::add(const std::string& experiment_id, const Json& record) {
  surroundings_.recall(record);
  digest_ = digest_with(digest_, experiment_id);
  ++trials_;
}

void SimulatedPast::store(const std::filesystem::path& session) noexcept {
  if (trials_ == stored_) return;
  try {
    const Json kept = {
        {"trials", trials_}, {"digest", digest_}, {"surroundings", surroundings_.memory()}};
    write_file(session / kFile, kept.dump());
    stored_ = trials_;
  } catch (const std::exception&) {
    return;
  }
}

}  // namespace mutlua
