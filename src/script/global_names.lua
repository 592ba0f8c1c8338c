-- SPDX-License-Identifier: MIT
--- The globals that a chunk names and LuaJIT does not have.
---
--- They are read off its bytecode, so that branches which a rehearsal does not take are seen too,
--- and LuaJIT's own parser says what is a global.
local text = ...
local util = require "jit.util"
local bit = require "bit"

local function operation(instruction) return bit.band(instruction, 0xff) end

--- The numbers of instructions differ between versions of LuaJIT: these are looked up in functions
--- that hold nothing else.
local reads = operation((util.funcbc(assert(loadstring "return x"), 1)))
local sets = operation((util.funcbc(assert(loadstring "x = 1"), 2)))

local known = { arg = true }
for name in pairs(_G) do known[name] = name ~= "jit" end

local found = {}

local function look_at(prototype)
  for pc = 1, math.huge do
    local instruction = util.funcbc(prototype, pc)
    if not instruction then break end
    local kind = operation(instruction)
    if kind == reads or kind == sets then
      local name = util.funck(prototype, -bit.rshift(instruction, 16) - 1)
      if not known[name] then
        local line = util.funcinfo(prototype, pc).currentline
        found[#found + 1] = { name = name, line = line, sets = kind == sets }
      end
    end
  end
  for index = -1, -math.huge, -1 do
    local constant = util.funck(prototype, index)
    if constant == nil then break end
    if type(constant) == "proto" then look_at(constant) end
  end
end

local chunk = load(text, "=script", "t")
if chunk then look_at(chunk) end
return found
