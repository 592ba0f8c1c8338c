// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "legacy/script.h"

namespace mutlua {
namespace {

constexpr const char* kBegin = R"lua(
local edges = { learning_rate = { 0.2, 5 }, epochs = { 0.5, 1.5 } } -- times the default

for number, pair in ipairs(model_pairs) do
  local companion, varied = mut.model(pair[1]):defaults(), mut.model(pair[2]):defaults()

  --- Adds a trial of the model beside the companion, or alone.
  local function add(level, model, background)
    local mode = background and "concurrent" or "alone"
    study:add {
      block = ("pair %02d"):format(number), label = level, factors = { level = level, mode = mode },
      foreground = model, background = background,
)lua";

constexpr const char* kEnd = R"lua(    }
  end

  add("default", varied, companion)
  add("default", varied)
  add("companion", companion)
  for _, edge in ipairs(mut.boundary(varied, { "learning_rate", "epochs" }, edges)) do
    local model = varied:with(edge.values)
    add(edge.label, model, companion)
    add(edge.label, model)
  end
end
)lua";

}  // namespace

std::string pairs_text(const std::vector<LegacyPair>& pairs, int replicates) {
  if (pairs.empty()) return "";
  LuaNode list{.text = "local model_pairs = ", .table = true};
  for (const LegacyPair& pair : pairs) {
    list.items.push_back(lua_strings({pair.companion, pair.varied}));
  }
  std::string text = "\n-- The companion, and the model that varies and is measured.\n";
  text += lua_text(list) + "\n" + kBegin;
  if (replicates > 1) text += fmt::format("      replicates = {},\n", replicates);
  return text + kEnd;
}

}  // namespace mutlua
