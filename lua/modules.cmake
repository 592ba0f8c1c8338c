# SPDX-License-Identifier: MIT
# The Lua library's modules, relative to this folder and without ".lua". They are embedded in the
# program under their dotted names: mutlua/init is "mutlua", mutlua/study is "mutlua.study".
# What lies in mutlua/_meta describes natives to editors and is not embedded.
set(MUTLUA_LUA_MODULES
  mutlua/init
  mutlua/attempts
  mutlua/background
  mutlua/boundary
  mutlua/by_hand
  mutlua/cell
  mutlua/check
  mutlua/descriptions
  mutlua/design
  mutlua/draws
  mutlua/energy
  mutlua/factorial
  mutlua/methods
  mutlua/model
  mutlua/model_figures
  mutlua/model_pairs
  mutlua/multiples
  mutlua/nearest
  mutlua/options
  mutlua/orders
  mutlua/pair_kinds
  mutlua/pair_selections
  mutlua/placement
  mutlua/precision
  mutlua/protocol
  mutlua/protocol_warm
  mutlua/ranges
  mutlua/replicates
  mutlua/requeue
  mutlua/results
  mutlua/roles
  mutlua/rows
  mutlua/sentinels
  mutlua/sequence
  mutlua/space_filling
  mutlua/study
  mutlua/study_settings
  mutlua/training
  mutlua/treatments
  mutlua/trials
  mutlua/values
  mutlua/waiting
  mutlua/warn)
