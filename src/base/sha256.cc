// SPDX-License-Identifier: MIT
#include "base/sha256.h"

#include <openssl/evp.h>

#include <memory>

#include "base/error.h"

namespace mutlua {

Digest sha256_digest(std::string_view bytes) {
  // fetched once: with EVP_sha256() each digest would seek the algorithm again
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm{
      EVP_MD_fetch(nullptr, "SHA256", nullptr), EVP_MD_free};
  Digest result{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), result.data(), &size, algorithm.get(), nullptr) != 1) {
    throw Error(ErrorKind::internal, "libcrypto offers no SHA-256");
  }
  return result;
}

std::string hex(const Digest& digest) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(64);
  for (const unsigned char byte : digest) {
    text += kDigits[byte >> 4];
    text += kDigits[byte & 15];
  }
  return text;
}

std::string sha256(std::string_view bytes) { return hex(sha256_digest(bytes)); }

std::uint64_t hash53(std::string_view bytes) {
  const Digest raw = sha256_digest(bytes);
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = value << 8 | raw[static_cast<std::size_t>(i)];
  return value >> 11;
}

}  // namespace mutlua
