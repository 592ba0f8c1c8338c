// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "system/processes.h"

namespace mutlua {

/// What runner, Guardian and keepers tell each other: one packet per message on a SOCK_SEQPACKET
/// socket. All three are one program, so the numbers cross as they are in memory.
struct Message {
  enum class Kind : std::int32_t {
    ready,      ///< Guardian: at work; text = containment
    start,      ///< runner: start a tree; files = packed launch, output, and error if it is another
    started,    ///< keeper: pid, at; text = cgroup
    refused,    ///< no tree could be started; text = why
    stop,       ///< runner: end the tree within `seconds`
    exited,     ///< keeper: the fields of Exit; text = failure
    governors,  ///< runner: to be put back when it is gone; text = GovernorChanges, empty: none
  };

  struct Numbers {
    Kind kind{};
    std::int32_t pid = 0;
    ProcessId id = 0;
    std::int64_t at = 0;          ///< nanoseconds, CLOCK_MONOTONIC
    std::int32_t exit_code = -1;  ///< -1: none
    std::int32_t signal = 0;      ///< 0: none
    std::int32_t strays = 0;
    std::int64_t peak_memory_bytes = 0;
    double seconds = 0;  ///< cpu time of an exit, grace of a stop
  };

  Numbers numbers;
  std::string text;               ///< cut at 32 KiB
  std::vector<Descriptor> files;  ///< three at most
};

/// A connected pair, closed on exec. Throws Error(machine).
std::pair<Descriptor, Descriptor> socket_pair();

/// False if the other side is gone.
bool send(int socket, const Message& message);

/// The next message, waiting for it; absent if the other side is gone.
std::optional<Message> receive(int socket);

Message exit_message(const Exit& exit);
Exit exit_of(const Message& message);

}  // namespace mutlua
