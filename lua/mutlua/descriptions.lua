-- SPDX-License-Identifier: MIT
--- Models as they cross the door.
local M = {}

--- @class (exact) mutlua.HyperparameterDefinition
--- @field flag string the command-line flag that passes it
--- @field type "int"|"float"
--- @field default? number
--- @field range? [number, number] smallest and largest value
--- @field distribution? "uniform"|"log_uniform"
--- @field zero_probability? number how often 0 is drawn, 0 to 1

--- @class (exact) mutlua.EpochMarks
--- @field pattern string RE2, of a line with the epoch's number
--- @field at? "start"|"end" of the epoch; "end"

--- A model of a script's own: the fields that a model of a catalogue file has.
--- @class (exact) mutlua.Definition
--- @field name string "repository/model"
--- @field path? string the folder that its trainings start in; the current one
--- @field command? string[] what is started there; this or the next one is needed
--- @field train_script? string the same, of one word
--- @field prefix? string[] in front of the command: an environment, a container, srun
--- @field model_flag? string passes the model's name
--- @field required_args? table<string, string> arguments that every training gets
--- @field hyperparameters? table<string, mutlua.HyperparameterDefinition>
--- @field supported_hyperparams? table<string, mutlua.HyperparameterDefinition> the same
--- @field metrics? table<string, string> RE2 patterns of the log; the first group is the number
--- @field performance_metrics? { log_patterns?: table<string, string> } the same
--- @field epoch? mutlua.EpochMarks
--- @field epoch_pattern? string instead of it, where the mark stands at the epoch's end
--- @field env? table<string, string>
--- @field roles? table<string, string> which hyperparameter plays "learning_rate", "epochs", ...
--- @field timeout_seconds? number
--- @field memory_mb? number GPU memory it needs, in MB
--- @field gpu_percent? number GPU utilisation when alone
--- @field seconds_per_epoch? number
--- @field protocol? { cooling?: table, settle?: table }
--- @field note? string

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
