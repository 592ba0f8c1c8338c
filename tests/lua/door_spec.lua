-- SPDX-License-Identifier: MIT
local door = require "mutlua.door"

local spec = {}

spec["a replaced door answers in the runtime's place"] = function()
  door.replace(function(kind, request) return { kind = kind, doubled = 2 * request.number } end)
  local reply = door.perform("stream", { number = 4 })
  assert(reply.kind == "stream" and reply.doubled == 8)
end

spec["a refusal is an error with the spec's own line in front"] = function()
  door.replace(function() door.refuse("no such thing") end)
  local ok, problem = pcall(door.perform, "model", {})
  assert(not ok and problem.kind == "script")
  assert(tostring(problem):match("door_spec%.lua:%d+: no such thing$"), tostring(problem))
end

spec["what cannot cross the door is refused here too"] = function()
  door.replace(function() return {} end)
  local ok, problem = pcall(door.perform, "emit", { row = { print } })
  assert(not ok and tostring(problem):match("emit%.row%[1%]: "), tostring(problem))
end

return spec
