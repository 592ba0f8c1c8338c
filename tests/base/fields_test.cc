// SPDX-License-Identifier: MIT
#include "base/fields.h"

#include <gtest/gtest.h>

namespace mutlua {
namespace {

template <typename Call>
std::string error_of(const Call& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing thrown";
}

TEST(Nearest, FindsASlipOfTheFinger) {
  const std::vector<std::string> known{"epochs", "learning_rate", "seed"};
  EXPECT_EQ(nearest("epoch", known), "epochs");
  EXPECT_EQ(nearest("Learning_Rate", known), "learning_rate");
  EXPECT_EQ(nearest("batch_size", known), "");
}

TEST(Nearest, SuggestsOrLists) {
  EXPECT_EQ(suggestion("sed", {"epochs", "seed"}), "; did you mean 'seed'?");
  EXPECT_EQ(suggestion("batch_size", {"epochs", "seed"}), "; known: epochs, seed");
  EXPECT_EQ(suggestion("x", {}), "; none is known here");
}

TEST(Fields, ReadsWhatIsThere) {
  const Json object = {
      {"text", "a"}, {"number", 1.5}, {"whole", 3}, {"yes", true}, {"list", {"x", "y"}}};
  Fields fields(object, "place", ErrorKind::script);
  EXPECT_EQ(fields.text("text"), "a");
  EXPECT_EQ(fields.number("number"), 1.5);
  EXPECT_EQ(fields.integer("whole"), 3);
  EXPECT_EQ(fields.boolean("yes"), true);
  EXPECT_EQ(fields.texts("list"), (std::vector<std::string>{"x", "y"}));
  EXPECT_NO_THROW(fields.finish());
}

TEST(Fields, CountsNullAsAbsent) {
  const Json object = {{"a", nullptr}};
  Fields fields(object, "place", ErrorKind::script);
  EXPECT_FALSE(fields.has("a"));
  EXPECT_FALSE(fields.number("a"));
  EXPECT_EQ(error_of([&] { fields.require("a"); }), "place.a: is missing");
}

TEST(Fields, TakesLuasEmptyTableForEither) {
  const Json empty_object = Json::object();
  const Json holder = {{"list", empty_object}};
  Fields fields(holder, "place", ErrorKind::script);
  EXPECT_TRUE(fields.texts("list")->empty());
  const Json empty_list = Json::array();
  EXPECT_NO_THROW(Fields(empty_list, "place", ErrorKind::script).finish());
}

TEST(Fields, NamesTheFieldOfAWrongType) {
  const Json object = {{"a", "x"}, {"b", 1.5}, {"c", {"x", 3}}, {"d", 1}};
  Fields fields(object, "place", ErrorKind::usage);
  EXPECT_EQ(error_of([&] { fields.number("a"); }),
            "place.a: expected a number, found the text 'x'");
  EXPECT_EQ(error_of([&] { fields.integer("b"); }), "place.b: expected a whole number, found 1.5");
  EXPECT_EQ(error_of([&] { fields.texts("c"); }),
            "place.c[1]: expected a text, found the number 3");
  EXPECT_EQ(error_of([&] { fields.boolean("d"); }),
            "place.d: expected true or false, found the number 1");
}

TEST(Fields, RefusesWhatNobodyAskedFor) {
  const Json object = {{"epochs", 1}, {"epoch", 2}};
  Fields fields(object, "", ErrorKind::usage);
  fields.number("epochs");
  EXPECT_EQ(error_of([&] { fields.finish(); }), "epoch: unknown field; did you mean 'epochs'?");
}

TEST(Fields, NeedsAnObject) {
  const Json list = {1, 2};
  EXPECT_EQ(error_of([&] { Fields(list, "place", ErrorKind::usage); }),
            "place: expected named fields, found a list");
}

TEST(Fields, ThrowsTheKindThatItWasGiven) {
  const Json object = Json::object();
  try {
    Fields(object, "place", ErrorKind::script).require("x");
    FAIL() << "nothing thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::script);
  }
}

}  // namespace
}  // namespace mutlua
