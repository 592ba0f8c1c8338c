// SPDX-License-Identifier: MIT
#include "legacy/experiments.h"

#include <fmt/format.h>

#include <utility>

#include "base/fields.h"
#include "legacy/keys.h"
#include "legacy/pairs.h"

namespace mutlua {
namespace {

class Experiments {
 public:
  Experiments(const LegacyUsual& usual, const LegacyContext& context, LegacySettings& settings)
      : usual_(usual), context_(context), settings_(settings) {}

  void read(LegacyObject& object) {
    std::vector<std::string> remarks = take_remarks(object, context_);
    if (is_only_remarks(object)) {
      report_unread(object, LegacyPlace::entry, context_);
      heading_ = std::move(remarks);
    } else if (!object.json().is_object()) {
      throw CannotRun(object.where(), "expected an object, found " + type_name(object.json()));
    } else if (!context_.strict && object.has("model_pairs")) {
      read_pairs_of(object);
    } else {
      add(object, std::move(remarks));
    }
  }

 private:
  void read_pairs_of(LegacyObject& object) {
    const std::string where = object.path("model_pairs");
    context_.warn(where, "read as the study of pairs; the old tool failed");
    read_pairs(*object.take("model_pairs"), where, usual_, context_, settings_);
    report_unread(object, LegacyPlace::pair, context_);
  }

  void add(LegacyObject& object, std::vector<std::string> remarks) {
    auto entries = context_.strict ? read_entry_strictly(object, usual_, context_)
                                   : read_entry(object, usual_, context_);
    if (entries.empty()) return;
    entries.front().opens_section = !heading_.empty();
    entries.front().remarks = std::exchange(heading_, {});
    for (std::string& remark : remarks) entries.front().remarks.push_back(std::move(remark));
    for (LegacyEntry& entry : entries) {
      entry.where = object.where();
      settings_.entries.push_back(std::move(entry));
    }
  }

  const LegacyUsual& usual_;
  const LegacyContext& context_;
  LegacySettings& settings_;
  std::vector<std::string> heading_;
};

}  // namespace

void read_experiments(const Json& list, const LegacyUsual& usual, const LegacyContext& context,
                      LegacySettings& settings) {
  if (!list.is_array()) {
    context.fail("experiments", "expected a list, found " + type_name(list));
    return;
  }
  Experiments experiments(usual, context, settings);
  for (std::size_t i = 0; i < list.size(); ++i) {
    LegacyObject object(list[i], fmt::format("experiments[{}]", i));
    try {
      experiments.read(object);
    } catch (const CannotRun& fault) {
      context.fail(fault.where(), std::string("left out: ") + fault.what());
    }
  }
}

}  // namespace mutlua
