-- SPDX-License-Identifier: MIT
--- Models as they cross the door.
local M = {}

--- @class (exact) mutlua.Description
--- @field model string
--- @field values mutlua.Pair[]
--- @field explicit string[]
--- @field recorded? mutlua.Pair[]
--- @field gpus? (integer|string)[]
--- @field varied? { name: string, numbers: (number|false)[] } what differs between replicates

--- A model as the door gets it.
--- @param model mutlua.Model
--- @return mutlua.Description
function M.of(model)
  return {
    model = model.name, values = model.values, explicit = model.explicit, gpus = model.gpus,
    recorded = #model.recorded > 0 and model.recorded or nil,
  }
end

--- Models as the door gets them.
--- @param models mutlua.Model[]
--- @return mutlua.Description[]
function M.of_all(models)
  local descriptions = {}
  for i, model in ipairs(models) do descriptions[i] = M.of(model) end
  return descriptions
end

return M
