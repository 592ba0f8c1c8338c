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

Digest digest_of(std::string_view hex) {
  const auto value = [&](std::size_t place) {
    const char digit = hex[place];
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    throw Error(ErrorKind::internal, "no SHA-256: " + std::string(hex));
  };
  Digest digest{};
  if (hex.size() != 2 * digest.size())
    throw Error(ErrorKind::internal, "no SHA-256: " + std::string(hex));
  for (std::size_t i = 0; i < digest.size(); ++i)
    digest[i] = static_cast<unsigned char>(value(2 * i) * 16 + value(2 * i + 1));
  return digest;
}

std::string sha256(std::string_view bytes) { return hex(sha256_digest(bytes)); }

std::uint64_t hash53(std::string_view bytes) {
  const Digest raw = sha256_digest(bytes);
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value = value << 8 | raw[static_cast<std::size_t>(i)];
  return value >> 11;
}

}  // namespace mutlua
