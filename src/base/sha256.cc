// SPDX-License-Identifier: MIT
#include "base/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <memory>

#include "base/error.h"

namespace mutlua {
namespace {

std::array<unsigned char, 32> digest(std::string_view bytes) {
  // fetched once: with EVP_sha256() each digest would seek the algorithm again
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm{
      EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free};
  std::array<unsigned char, 32> result{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), result.data(), &size, algorithm.get(), nullptr) != 1) {
    throw Error(ErrorKind::internal, "libcrypto offers no SHA-256");
  }
  return result;
}

}  // namespace

std::string sha256(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(64);
  for (const unsigned char byte : digest(bytes)) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::uint64_t hash53(std::string_view bytes) {
  const auto raw = digest(bytes);
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = value << 8 | raw[static_cast<std::size_t>(i)];
  return value >> 11;
}

}  // namespace mutlua
