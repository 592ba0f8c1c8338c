-- SPDX-License-Identifier: MIT
--- The library that studies are written with: `local mut = require "mutlua"`.
local background = require "mutlua.background"
local boundary = require "mutlua.boundary"
local draws = require "mutlua.draws"
local energy = require "mutlua.energy"
local model = require "mutlua.model"
local options = require "mutlua.options"
local ranges = require "mutlua.ranges"
local rows = require "mutlua.rows"
local study = require "mutlua.study"
local training = require "mutlua.training"
local waiting = require "mutlua.waiting"

--- @class (exact) mutlua
local M = {}

M.options = options.options

M.model = model.model
M.define = model.define

M.uniform = ranges.uniform
M.log_uniform = ranges.log_uniform
M.integers = ranges.integers
M.choice = ranges.choice
M.zero_or = ranges.zero_or

M.sample = draws.sample
M.mutations = draws.mutations
M.boundary = boundary.boundary

M.study = study.study
M.trial = study.trial

M.spawn = training.spawn
M.wait_any = training.wait_any
M.wait_all = training.wait_all
M.background = { start = background.start }
M.energy = { begin = energy.begin }
M.sleep = waiting.sleep
M.cool = waiting.cool
M.emit = rows.emit

return M
