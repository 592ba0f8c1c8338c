-- SPDX-License-Identifier: MIT
local fakes = require "fakes"

local spec = {}

spec["shows each message once"] = function()
  local world = fakes.world()
  local warn = require "mutlua.warn"
  warn.warning("look here")
  warn.warning("look here")
  warn.note("alpha plays learning_rate")
  fakes.equal({ "warning: look here", "note: alpha plays learning_rate" }, world.warnings)
end

spec["shows the first message of a topic"] = function()
  local world = fakes.world()
  local warn = require "mutlua.warn"
  warn.warning("5 is too high", "range")
  warn.warning("6 is too high", "range")
  fakes.equal({ "warning: 5 is too high" }, world.warnings)
end

spec["shows what came with a reply, and nothing where nothing came"] = function()
  local world = fakes.world()
  local warn = require "mutlua.warn"
  warn.all({ "one", "two" })
  warn.all(nil)
  fakes.equal({ "warning: one", "warning: two" }, world.warnings)
end

return spec
