# cmake --install: the programs, and what people read and start from.
include(GNUInstallDirs)
foreach(program mutlua mutlua-train)
  if(TARGET ${program})
    install(TARGETS ${program} DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endforeach()
install(DIRECTORY lua scripts settings DESTINATION ${CMAKE_INSTALL_DATADIR}/mutlua)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
