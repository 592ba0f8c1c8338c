// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "legacy/lua_table.h"
#include "legacy/lua_text.h"

namespace mutlua {

/// The lines of a script, indented as blocks are opened and closed.
class ScriptLines {
 public:
  void add(const LuaNode& node) {
    text_ += std::string(indent_, ' ') + lua_text(node, static_cast<int>(indent_)) + "\n";
  }
  void line(const std::string& text) { add({.text = text}); }
  void remark(const std::string& text) { text_ += lua_comment(text, static_cast<int>(indent_)); }
  void blank() { text_ += "\n"; }

  void open(const std::string& text) {
    line(text);
    indent_ += 2;
  }
  void otherwise() {
    indent_ -= 2;
    open("else");
  }
  void close() {
    indent_ -= 2;
    line("end");
  }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::size_t indent_ = 0;
};

}  // namespace mutlua
