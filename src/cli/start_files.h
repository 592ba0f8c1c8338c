// SPDX-License-Identifier: MIT
#pragma once

namespace mutlua {

/// What `mutlua init` writes: the files as they are.
extern const char* const kStartStudy;      ///< study.lua
extern const char* const kStartCatalogue;  ///< settings/models.json
extern const char* const kStartEditor;     ///< .luarc.json

}  // namespace mutlua
