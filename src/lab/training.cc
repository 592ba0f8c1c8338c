// SPDX-License-Identifier: MIT
#include "lab/training.h"

#include <utility>

namespace mutlua {
namespace {

constexpr Seconds kFirstLook{1};  // by then it has started what it consists of
constexpr Seconds kLookPeriod{5};

Launch launch_of(const ModelUse& use, const Machine& machine, const std::filesystem::path& log) {
  const Command command = resolved(use, machine.program_folder).command;
  return {.argv = command.argv,
          .environment = command.environment,
          .folder = command.folder,
          .log = log};
}

}  // namespace

Training::Training(Supervisor& supervisor, const Machine& machine, ModelUse use, Options options)
    : supervisor_(supervisor),
      use_(std::move(use)),
      options_(std::move(options)),
      machine_(machine),
      log_(machine.printed ? "" : options_.log, *use_.model),
      started_(supervisor.start(launch_of(use_, machine, options_.log), *this)) {
  if (options_.time != nullptr) options_.time->add(started_.id, started_.cgroup);
  if (options_.read_energy) options_.read_energy(started_.at, "start");
  if (machine_.tree) {
    tree_watch_.emplace(
        supervisor_, kLookPeriod, [this] { pids_.merge(machine_.tree(started_.pid)); }, kFirstLook);
  }
  if (!options_.timeout || machine_.printed) return;
  facts_.timeout = *options_.timeout;
  timeout_ = supervisor_.at(started_.at + *options_.timeout, [this] {
    timeout_.reset();
    facts_.timed_out = true;
    supervisor_.stop(started_.id, kStopGrace);
  });
}

Training::~Training() {
  if (timeout_) supervisor_.cancel(*timeout_);
  if (!ended()) supervisor_.forget(started_.id);
}

void Training::stop(Seconds grace) {
  if (ended()) return;
  facts_.stopped = !facts_.timed_out;
  supervisor_.stop(started_.id, grace);
}

void Training::note_energy(const std::vector<WindowMark>& marks) {
  EnergyByInstant& energy = outcome_ ? outcome_->energy : energy_;
  for (const WindowMark& mark : marks) energy[mark.at] = {.cpu = mark.cpu, .gpu = mark.gpu};
}

void Training::on_output() {
  const std::size_t epochs = log_.reader().epochs().size();
  const bool seen = epoch_seen();
  const Instant now = supervisor_.now();
  if (machine_.printed) {
    log_.feed(machine_.printed(started_.id), now);
  } else {
    log_.poll(now);
  }
  const bool marked = log_.reader().epochs().size() != epochs || epoch_seen() != seen;
  if (marked && options_.read_energy) options_.read_energy(now, "epoch");
}

void Training::on_exit(const Exit& exit) {
  if (timeout_) supervisor_.cancel(*std::exchange(timeout_, std::nullopt));
  tree_watch_.reset();
  if (options_.time != nullptr) options_.time->end(started_.id, exit.cpu_time);
  log_.finish(exit.at);
  facts_.exit_code = exit.exit_code;
  facts_.signal = exit.signal;
  facts_.failure = exit.failure;
  Verdict verdict = judge(*use_.model, facts_, log_.reader(), options_.needs);
  // In a rehearsal a training may print what the catalogue's patterns do not read.
  if (machine_.printed && exit.exit_code == 0)
    verdict = {.status = TrainingStatus::completed, .reason = {}, .missing_metrics = {}};
  outcome_ = Outcome{.id = options_.id,
                     .verdict = std::move(verdict),
                     .exit = exit,
                     .began = started_.at,
                     .metrics = log_.reader().metrics(),
                     .epochs = log_.reader().epochs(),
                     .energy = std::move(energy_),
                     .marks = std::move(marks_),
                     .log = options_.log,
                     .pids = pids_,
                     .gpu_memory_bytes = {},
                     .gpu_memory_of = {}};
  if (options_.when_ended) options_.when_ended(*outcome_);
}

}  // namespace mutlua
