-- SPDX-License-Identifier: MIT
--- The globals of scripts, where they differ from LuaJIT's own.
---
--- What ends a script for good (Ctrl-C, a full disk, os.exit) must not be swallowed, so whatever
--- catches errors here calls native.pass() afterwards, which raises that end again.
local native = ...
local globals = _G
local raw = {
  pcall = pcall, xpcall = xpcall, load = load, random = math.random, randomseed = math.randomseed,
  create = coroutine.create, resume = coroutine.resume,
}

local function passed(...)
  native.pass()
  return ...
end

local function expect(given, wanted, position, name, level)
  if type(given) == wanted then return end
  local message = "bad argument #%d to '%s' (%s expected, got %s)"
  error(message:format(position, name, wanted, type(given)), level + 1)
end

function globals.pcall(...)
  return passed(raw.pcall(...))
end

function globals.xpcall(body, handler, ...)
  expect(handler, "function", 2, "xpcall", 2)
  local function unless_ended(problem)
    if native.ended() then return problem end
    return handler(problem)
  end
  return passed(raw.xpcall(body, unless_ended, ...))
end

function globals.coroutine.resume(...)
  return passed(raw.resume(...))
end

local function resumed(ok, ...)
  native.pass()
  if not ok then error((...), 0) end
  return ...
end

function globals.coroutine.wrap(body)
  expect(body, "function", 1, "wrap", 2)
  local thread = raw.create(body)
  return function(...)
    return resumed(raw.resume(thread, ...))
  end
end

--- Source only: bytecode can do anything to the process, also by accident.
function globals.load(chunk, name, _, environment)
  if type(chunk) ~= "function" then return raw.load(chunk, name, "t", environment) end
  return passed(raw.load(chunk, name, "t", environment))
end

globals.loadstring = globals.load

function globals.loadfile(path, _, environment)
  expect(path, "string", 1, "loadfile", 2)
  local ok, chunk = globals.pcall(native.load_file, path)
  if not ok then return nil, tostring(chunk) end
  return environment and setfenv(chunk, environment) or chunk
end

function globals.dofile(path)
  expect(path, "string", 1, "dofile", 2)
  return native.load_file(path)()
end

--- The keys in an order that does not change from process to process: numbers, texts, booleans. For
--- the others (tables, functions) there is none; they come last.
local function ordered_keys(values)
  local of = { number = {}, string = {}, boolean = {}, other = {} }
  for key in next, values do
    local list = of[type(key)] or of.other
    list[#list + 1] = key
  end
  table.sort(of.number)
  table.sort(of.string)
  table.sort(of.boolean, function(a, b) return not a and b end)
  local keys = of.number
  for _, list in ipairs { of.string, of.boolean, of.other } do
    for _, key in ipairs(list) do keys[#keys + 1] = key end
  end
  return keys
end

--- Walks the keys that the table has now, in order; those removed meanwhile are left out. A table
--- that reads its fields when they are asked for is read first, by the function __whole.
function globals.pairs(values)
  expect(values, "table", 1, "pairs", 2)
  local special = getmetatable(values)
  local whole = type(special) == "table" and rawget(special, "__whole")
  if whole then whole(values) end
  local keys = ordered_keys(values)
  local position = 0
  local function following()
    local key, value
    repeat
      position = position + 1
      key = keys[position]
      if key ~= nil then value = rawget(values, key) end
    until key == nil or value ~= nil
    return key, value
  end
  return following, values, nil
end

function globals.table.foreach(values, visit)
  for key, value in globals.pairs(values) do
    local result = visit(key, value)
    if result ~= nil then return result end
  end
end

--- Seeded from the session when it is first used, unless the script does so itself.
local seeded = false

function globals.math.randomseed(...)
  seeded = true
  return raw.randomseed(...)
end

function globals.math.random(...)
  if not seeded then
    local stream = require("mutlua.door").perform("stream", { name = "math.random", index = 1 })
    globals.math.randomseed(stream.number)
  end
  return raw.random(...)
end

--- Leaving at once would leave trainings behind.
function globals.os.exit(status)
  if status == nil or status == true then status = 0 end
  if status == false then status = 1 end
  expect(status, "number", 1, "exit", 2)
  native.exit(status)
end

if native.quiet_print then io.output(io.stderr) end
if native.quiet_print or native.print_prefix ~= "" then
  local out = native.quiet_print and io.stderr or io.stdout
  function globals.print(...)
    local texts = {}
    for i = 1, select("#", ...) do texts[i] = tostring((select(i, ...))) end
    out:write(native.print_prefix, table.concat(texts, "\t"), "\n")
  end
end

--- require: mutlua's library and what lies beside the script; no folders of the system's.
package.path, package.cpath, globals.package.loadlib = "", "", nil
package.loaders = { function(name) return package.preload[name] end, native.find_module }

--- Compiled code would not look for Ctrl-C.
globals.jit = nil
for _, name in ipairs { "jit", "jit.opt", "jit.util" } do
  package.loaded[name], package.preload[name] = nil, nil
end
