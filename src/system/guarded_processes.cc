// SPDX-License-Identifier: MIT
#include "system/guarded_processes.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "base/error.h"
#include "system/clock.h"
#include "system/descriptors.h"
#include "system/packed_launch.h"
#include "system/sweep.h"

namespace mutlua {
namespace {

constexpr Seconds kBetweenOutputs(0.010);
constexpr Seconds kTrustInKeepers(1);

Instant now() { return LinuxClock().now(); }

timespec time_until(Instant instant) {
  const Nanoseconds left = std::max(instant.since_boot - now().since_boot, Nanoseconds(0));
  return {left / std::chrono::seconds(1), (left % std::chrono::seconds(1)).count()};
}

Descriptor create_log(const std::filesystem::path& path) {
  Descriptor log(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0666));
  if (!log) throw_errno(fmt::format("cannot create the log {}", path.string()));
  return log;
}

Descriptor duplicate(int descriptor) {
  Descriptor copy(::fcntl(descriptor, F_DUPFD_CLOEXEC, 3));
  if (!copy) throw_errno("cannot pass on standard output and error");
  return copy;
}

Message start_request(ProcessId id, const Launch& launch) {
  Message request;
  request.numbers.kind = Message::Kind::start;
  request.numbers.id = id;
  request.files.push_back(PackedLaunch::from(launch, environ).write());
  if (launch.streams) {
    request.files.push_back(duplicate(launch.streams->output));
    request.files.push_back(duplicate(launch.streams->error));
  } else {
    request.files.push_back(create_log(launch.log));
  }
  return request;
}

// Keepers are faster than this, and remove their cgroups; then it is up to us.
void end_all_children() {
  const auto none_left = [] {
    while (::waitpid(-1, nullptr, WNOHANG) > 0) continue;
    return ::waitpid(-1, nullptr, WNOHANG) < 0 && errno == ECHILD;
  };
  if (!wait_until(none_left, kTrustInKeepers)) sweep({.none_left = none_left});
}

}  // namespace

GuardedProcesses::GuardedProcesses(Guardian guardian, StopSignals& signals)
    : guardian_(std::move(guardian)), signals_(signals) {}

Started GuardedProcesses::start(const Launch& launch) {
  const ProcessId id = next_id_++;
  const Message request = start_request(id, launch);
  const int watch = launch.streams ? -1 : logs_.add(launch.log);  // before anything is written
  const Message reply = reply_to(request);
  if (reply.numbers.kind != Message::Kind::started) {
    forget_watch(watch);
    throw Error(ErrorKind::machine, fmt::format("cannot start {}: {}", launch.argv[0], reply.text));
  }
  running_[id] = {watch};
  return {id, reply.numbers.pid, {Nanoseconds(reply.numbers.at)}, reply.text};
}

Message GuardedProcesses::reply_to(const Message& request) {
  if (!send(guardian_.socket(), request)) lost();
  reply_.reset();
  while (!reply_ || reply_->numbers.id != request.numbers.id) read_guardian();
  return std::move(*reply_);
}

void GuardedProcesses::stop(ProcessId id, Seconds grace) {
  const auto tree = running_.find(id);
  if (tree == running_.end()) return;
  tree->second.stopping = true;
  send_stop(id, hurried_ ? Seconds(0) : grace);
}

Event GuardedProcesses::wait(Instant until) {
  do {
    poll_once(events_.empty() ? until : Instant());
  } while (events_.empty() && now() < until);
  if (events_.empty()) return Deadline{};
  Event event = std::move(events_.front());
  events_.pop_front();
  return event;
}

// Logs are looked at once in 10 ms; meanwhile the kernel merges what is written to them.
void GuardedProcesses::poll_once(Instant until) {
  const bool rest = now() < next_log_read_;
  std::array<pollfd, 3> ready{{{guardian_.socket(), POLLIN, 0},
                               {signals_.descriptor(), POLLIN, 0},
                               {rest ? -1 : logs_.descriptor(), POLLIN, 0}}};
  const timespec left = time_until(rest ? std::min(until, next_log_read_) : until);
  if (::ppoll(ready.data(), ready.size(), &left, nullptr) <= 0) return;
  if (ready[1].revents) read_signals();
  if (ready[0].revents) read_guardian();
  if (ready[2].revents) read_logs();
}

void GuardedProcesses::read_guardian() {
  auto message = receive(guardian_.socket());
  if (!message) lost();
  deliver(std::move(*message));
}

// What tells of a tree that does not run yet answers start(), be it the exit of a killed keeper.
void GuardedProcesses::deliver(Message message) {
  const auto tree = running_.find(message.numbers.id);
  if (tree == running_.end()) {
    reply_ = std::move(message);
    return;
  }
  const int watch = tree->second.watch;
  running_.erase(tree);
  forget_watch(watch);
  events_.emplace_back(exit_of(message));
}

// Trees with one log have one watch.
void GuardedProcesses::forget_watch(int watch) {
  if (watch < 0) return;
  const auto uses = [&](const auto& each) { return each.second.watch == watch; };
  if (std::none_of(running_.begin(), running_.end(), uses)) logs_.remove(watch);
}

void GuardedProcesses::read_signals() {
  signals_.drain();
  if (signals_.hurried() && !hurried_) hurry();
  if (!signals_.requested() || stop_delivered_) return;
  stop_delivered_ = true;
  events_.emplace_front(StopRequest{*signals_.requested()});
}

void GuardedProcesses::hurry() {
  hurried_ = true;
  for (const auto& [id, tree] : running_) {
    if (tree.stopping) send_stop(id, Seconds(0));
  }
}

// A Guardian that is gone is noticed by the next wait().
void GuardedProcesses::send_stop(ProcessId id, Seconds grace) {
  Message request;
  request.numbers.kind = Message::Kind::stop;
  request.numbers.id = id;
  request.numbers.seconds = grace.count();
  send(guardian_.socket(), request);
}

void GuardedProcesses::read_logs() {
  next_log_read_ = now() + kBetweenOutputs;
  const LogWatch::Written written = logs_.take();
  for (const auto& [id, tree] : running_) {
    const bool grown = written.all || written.watches.contains(tree.watch);
    if (grown && !is_announced(id)) events_.emplace_back(Output{id});
  }
}

bool GuardedProcesses::is_announced(ProcessId id) const {
  return std::any_of(events_.begin(), events_.end(), [&](const Event& each) {
    const auto* output = std::get_if<Output>(&each);
    return output && output->id == id;
  });
}

void GuardedProcesses::lost() {
  end_all_children();
  throw Error(ErrorKind::internal,
              fmt::format("the Guardian (pid {}) was killed, and every training was ended with it; "
                          "run the same command again to continue",
                          guardian_.pid()));
}

}  // namespace mutlua
