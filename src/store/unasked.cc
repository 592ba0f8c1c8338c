// SPDX-License-Identifier: MIT
#include "store/unasked.h"

#include "store/trial_list.h"

namespace mutlua {
namespace {

constexpr const char* kFile = "unasked.json";

struct Unasked {
  std::string identity;
};

Json to_json(const Unasked& trial) { return {{"identity", trial.identity}}; }

Unasked parse(const Json& json) { return {json.at("identity").get<std::string>()}; }

}  // namespace

std::set<std::string> read_unasked(const std::filesystem::path& session) {
  std::set<std::string> identities;
  for (Unasked& each : read_trial_list<Unasked>(session / kFile, parse))
    identities.insert(std::move(each.identity));
  return identities;
}

void write_unasked(const std::filesystem::path& session, const std::set<std::string>& identities) {
  std::vector<Unasked> trials;
  for (const std::string& each : identities) trials.push_back({each});
  write_trial_list(session / kFile, trials);
}

}  // namespace mutlua
