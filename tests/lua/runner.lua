-- SPDX-License-Identifier: MIT
--- Runs one function of one spec: runner.lua FILE [NAME]; without a name it lists the functions.
---
--- A spec returns a table of named functions that use assert. Each runs in a new Lua state, with
--- the door of fake_door.lua.
local file, name = ...
local report = require("mutlua.door").perform

--- Loaded as no file of the user's, so that messages tell the spec's line and not its own.
local function install_fake_door()
  local path = arg[0]:gsub("runner%.lua$", "fake_door.lua")
  local source = assert(io.open(path))
  assert(load(source:read("*a"), "=fake_door.lua"))()
  source:close()
end

install_fake_door()
local spec = dofile(file)
assert(type(spec) == "table" and next(spec), file .. " returns no table of functions")

if name then
  spec[name]()
else
  local names = {}
  for key in pairs(spec) do names[#names + 1] = key end
  report("names", names)
end
