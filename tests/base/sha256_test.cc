// SPDX-License-Identifier: MIT
#include "base/sha256.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace mutlua {
namespace {

// FIPS 180-4 examples.
TEST(Sha256, GivesTheStandardsDigests) {
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, IsReadBackFromItsDigits) {
  const Digest digest = sha256_digest("abc");
  EXPECT_EQ(digest_of(hex(digest)), digest);
  EXPECT_THROW(digest_of("ba78"), Error);
  EXPECT_THROW(digest_of(std::string(63, '0') + "G"), Error);
}

TEST(Sha256, GivesWholeNumbersThatADoubleHolds) {
  EXPECT_EQ(hash53("abc"), 0xba7816bf8f01cfeaull >> 11);
}

}  // namespace
}  // namespace mutlua
