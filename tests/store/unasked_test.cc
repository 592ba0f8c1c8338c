// SPDX-License-Identifier: MIT
#include "store/unasked.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "support/temp_folder.h"

namespace mutlua {
namespace {

TEST(Unasked, IsReadAsItWasWritten) {
  TempFolder session;
  EXPECT_TRUE(read_unasked(session.path()).empty());
  for (const std::set<std::string>& identities : {std::set<std::string>{"aa", "bb"}, {}}) {
    write_unasked(session.path(), identities);
    EXPECT_EQ(read_unasked(session.path()), identities);
  }
}

TEST(Unasked, SaysWhatToDoWithADamagedFile) {
  TempFolder session;
  session.write("unasked.json", "{");
  try {
    read_unasked(session.path());
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("remove it"), std::string::npos);
  }
}

}  // namespace
}  // namespace mutlua
