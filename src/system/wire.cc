// SPDX-License-Identifier: MIT
#include "system/wire.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "system/descriptors.h"

namespace mutlua {
namespace {

constexpr std::size_t kTextLimit = 32768;
constexpr std::size_t kFileLimit = 3;

union FileSpace {
  std::array<char, CMSG_SPACE(kFileLimit * sizeof(int))> bytes;
  cmsghdr alignment;
};

void attach(msghdr& header, FileSpace& space, const std::vector<Descriptor>& files) {
  if (files.empty()) return;
  std::array<int, kFileLimit> numbers{};
  std::transform(files.begin(), files.end(), numbers.begin(),
                 [](const Descriptor& each) { return each.number(); });
  space.bytes.fill(0);
  header.msg_control = space.bytes.data();
  header.msg_controllen = CMSG_SPACE(files.size() * sizeof(int));
  cmsghdr* control = CMSG_FIRSTHDR(&header);
  control->cmsg_level = SOL_SOCKET;
  control->cmsg_type = SCM_RIGHTS;
  control->cmsg_len = CMSG_LEN(files.size() * sizeof(int));
  std::memcpy(CMSG_DATA(control), numbers.data(), files.size() * sizeof(int));
}

std::vector<Descriptor> attached(msghdr& header) {
  std::vector<Descriptor> files;
  const cmsghdr* control = CMSG_FIRSTHDR(&header);
  if (!control || control->cmsg_type != SCM_RIGHTS) return files;
  const std::size_t count = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);
  for (std::size_t i = 0; i < count; ++i) {
    int number = -1;
    std::memcpy(&number, CMSG_DATA(control) + i * sizeof(int), sizeof number);
    files.emplace_back(number);
  }
  return files;
}

}  // namespace

std::pair<Descriptor, Descriptor> socket_pair() {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    throw_errno("cannot make a socket pair");
  }
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

bool send(int socket, const Message& message) {
  std::array<iovec, 2> parts{{
      {const_cast<Message::Numbers*>(&message.numbers), sizeof message.numbers},
      {const_cast<char*>(message.text.data()), std::min(message.text.size(), kTextLimit)},
  }};
  msghdr header{};
  header.msg_iov = parts.data();
  header.msg_iovlen = parts.size();
  FileSpace space;
  attach(header, space, message.files);
  ssize_t sent = -1;
  do {
    sent = ::sendmsg(socket, &header, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent >= 0;
}

std::optional<Message> receive(int socket) {
  Message message;
  std::array<char, kTextLimit> text;
  std::array<iovec, 2> parts{
      {{&message.numbers, sizeof message.numbers}, {text.data(), text.size()}}};
  FileSpace space;
  msghdr header{};
  header.msg_iov = parts.data();
  header.msg_iovlen = parts.size();
  header.msg_control = space.bytes.data();
  header.msg_controllen = space.bytes.size();
  ssize_t got = -1;
  do {
    got = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
  } while (got < 0 && errno == EINTR);
  if (got < static_cast<ssize_t>(sizeof message.numbers)) return std::nullopt;
  message.text.assign(text.data(), static_cast<std::size_t>(got) - sizeof message.numbers);
  message.files = attached(header);
  return message;
}

Message exit_message(const Exit& exit) {
  Message message;
  Message::Numbers& numbers = message.numbers;
  numbers.kind = Message::Kind::exited;
  numbers.id = exit.id;
  numbers.at = exit.at.since_boot.count();
  numbers.exit_code = exit.exit_code.value_or(-1);
  numbers.signal = exit.signal.value_or(0);
  numbers.strays = exit.strays;
  numbers.peak_memory_bytes = exit.peak_memory_bytes;
  numbers.seconds = exit.cpu_time.count();
  message.text = exit.failure;
  return message;
}

Exit exit_of(const Message& message) {
  const Message::Numbers& numbers = message.numbers;
  Exit exit;
  exit.id = numbers.id;
  exit.at = {Nanoseconds(numbers.at)};
  if (numbers.exit_code >= 0) exit.exit_code = numbers.exit_code;
  if (numbers.signal > 0) exit.signal = numbers.signal;
  exit.strays = numbers.strays;
  exit.peak_memory_bytes = numbers.peak_memory_bytes;
  exit.cpu_time = Seconds(numbers.seconds);
  exit.failure = message.text;
  return exit;
}

}  // namespace mutlua
